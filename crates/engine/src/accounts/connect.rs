//! From an account to its clients: one set each, kept for as long as it works.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use longshore_azure::{Azure, Connection, Credential, ErrorKind, Tuning};
use longshore_model::{
    Code, Report, THIS_COMPUTER,
    settings::{ExecutorSettings, FieldError, SettingKey},
};
use secrecy::SecretString;
use url::Url;

use super::{Account, Accounts, Kept, Reached, credential, this_computers_settings};
use crate::{
    error::{Error, Result},
    this_computer::LocalEndpoint,
};

/// The age at which clients that do not reach anybody are made anew: what they know of the network may be out of date.
const SETTLED: Duration = Duration::from_secs(60);

impl Accounts {
    /// The clients of an account by name, made if need be. Nothing is sent.
    pub(crate) async fn reach(&self, name: &str) -> Result<Arc<Reached>> {
        let account = self.find(Some(name)).await?;
        let mut all = self.kept.lock().await;
        let key = account.key().to_owned();
        if account.id.is_none() {
            return self.reach_nearby(&mut all, key).await;
        }
        if let Some(kept) = all.get(&key)
            && kept.reached.settings == account.settings
        {
            return Ok(kept.reached.clone());
        }
        Ok(keep(&mut all, key, self.connect(account).await?))
    }

    /// The clients of the service on this computer, which is asked for anew when it could not be reached. They stay the same
    /// while it does.
    async fn reach_nearby(
        &self,
        all: &mut HashMap<String, Kept>,
        key: String,
    ) -> Result<Arc<Reached>> {
        if let Some(kept) = all.get(&key).filter(|kept| !kept.doubted) {
            return Ok(kept.reached.clone());
        }
        let LocalEndpoint {
            connection,
            pool_id,
        } = self.this_computer.endpoint().await?;
        let place = Some((connection.batch_url.clone(), connection.ca_pem.clone()));
        if let Some(kept) = all.get_mut(&key)
            && kept.reached.place == place
        {
            kept.doubted = false;
            return Ok(kept.reached.clone());
        }
        let reached = Reached {
            azure: Azure::connect(&connection, self.patience_nearby())?,
            settings: this_computers_settings(pool_id.clone()),
            pool: pool_id,
            place,
        };
        Ok(keep(all, key, reached))
    }

    /// The same with new clients, for which nothing is kept: no token, no connection.
    pub(crate) async fn reach_anew(&self, name: &str) -> Result<Arc<Reached>> {
        let account = self.find(Some(name)).await?;
        self.kept.lock().await.remove(account.key());
        self.reach(name).await
    }

    /// Clients for settings as they are typed, kept by nobody. Without a secret the one kept for `account` counts.
    pub(crate) async fn reach_draft(
        &self,
        settings: &ExecutorSettings,
        secret: Option<SecretString>,
        account: Option<&str>,
    ) -> Result<Azure> {
        // Storage and pool may well be missing still.
        let needed = |error: &FieldError| {
            use SettingKey::{
                AuthorityHost, BatchAccountDomain, BatchAccountUrl, CertificatePath, ClientId,
                TenantId,
            };
            matches!(
                error.key,
                AuthorityHost
                    | BatchAccountDomain
                    | BatchAccountUrl
                    | CertificatePath
                    | ClientId
                    | TenantId
            )
        };
        if let Some(wrong) = settings.errors().into_iter().find(needed) {
            return Err(Report::new(
                Code::BadInput,
                format!("{}: {}", SettingKey::label(wrong.key), wrong.message),
                "The account's pools can be listed once sign-in and Batch account are filled in.",
            )
            .into());
        }
        let secret = match (settings.credential.needs_secret(), secret, account) {
            (false, ..) => None,
            (true, None, Some(name)) => {
                let account = self.find(Some(name)).await?;
                Some(self.secret(&account).await?)
            }
            (true, None, None) => return Err(no_secret_yet().into()),
            (true, given, _) => given,
        };
        let mut settings = settings.clone();
        if settings.storage_account_name.trim().is_empty() {
            // Nothing is asked of it, but a connection names one.
            "unnamed".clone_into(&mut settings.storage_account_name);
        }
        let connection = connection(&settings, credential::of(&settings, secret)?)?;
        Ok(Azure::connect(&connection, self.patience())?)
    }

    /// The secret that is kept for an account.
    async fn secret(&self, account: &Account) -> Result<SecretString> {
        let kept = match &account.id {
            Some(id) => self.secrets.find(id).await?,
            None => None,
        };
        Ok(kept.ok_or_else(|| no_secret(&account.name))?)
    }

    /// To be called with the error of a request: an account that could not be reached is connected to anew the next
    /// time, since a service on this computer may be elsewhere by then, which it answers whether it may.
    pub(crate) async fn failed(&self, name: &str, error: &Error) -> bool {
        let Error::Azure(error) = error else {
            return false;
        };
        let silent = matches!(
            error.kind(),
            ErrorKind::Unreachable { .. } | ErrorKind::UnknownHost { .. } | ErrorKind::Tls { .. }
        );
        let refused = matches!(
            error.kind(),
            ErrorKind::SignIn { .. } | ErrorKind::Refused { .. }
        );
        let Ok(account) = self.find(Some(name)).await else {
            return false;
        };
        let mut all = self.kept.lock().await;
        let Some(kept) = all.get_mut(account.key()) else {
            return false;
        };
        if silent && account.id.is_none() {
            kept.doubted = true;
            return true;
        }
        if refused || silent && kept.made.elapsed() > SETTLED {
            // Others have failed with the same clients and have made new ones already, which many would not share if each
            // made its own.
            all.remove(account.key());
        }
        false
    }

    async fn connect(&self, account: Account) -> Result<Reached> {
        let secret = match account.settings.credential.needs_secret() {
            true => Some(self.secret(&account).await?),
            false => None,
        };
        let connection = connection(
            &account.settings,
            credential::of(&account.settings, secret)?,
        )?;
        Ok(Reached {
            azure: Azure::connect(&connection, self.patience())?,
            pool: account.settings.pool_id.clone(),
            settings: account.settings,
            place: None,
        })
    }

    fn patience(&self) -> Tuning {
        Tuning {
            stall_timeout: self.stall_timeout,
            ..Tuning::default()
        }
    }

    /// What does not answer on this computer will not: it has ended, and is to be asked for again.
    fn patience_nearby(&self) -> Tuning {
        Tuning {
            retries: 2,
            longest_delay: Duration::from_secs(1),
            give_up_after: Duration::from_secs(5),
            ..self.patience()
        }
    }
}

fn keep(all: &mut HashMap<String, Kept>, key: String, reached: Reached) -> Arc<Reached> {
    let reached = Arc::new(reached);
    let kept = Kept {
        reached: reached.clone(),
        made: Instant::now(),
        doubted: false,
    };
    all.insert(key, kept);
    reached
}

impl Account {
    fn key(&self) -> &str {
        self.id.as_deref().unwrap_or(THIS_COMPUTER)
    }
}

/// An Azure account's addresses. Settings were checked when they were saved.
fn connection(settings: &ExecutorSettings, credential: Credential) -> Result<Connection> {
    let authority = match settings.authority_host.trim() {
        "" => credential::authority_of_environment(settings),
        host => Some(host.to_owned()),
    };
    let authority = authority.as_deref().map(address).transpose()?;
    Ok(Connection {
        authority,
        credential,
        batch_url: address(&settings.batch_account_url)?,
        batch_audience: format!("https://{}/", settings.batch_account_domain),
        blob_endpoint: address(&format!(
            "https://{}.{}/",
            settings.storage_account_name, settings.storage_account_domain
        ))?,
        storage_account: settings.storage_account_name.clone(),
        ca_pem: None,
    })
}

fn address(text: &str) -> Result<Url> {
    Url::parse(text).map_err(|error| {
        Error::Told(Report::new(
            Code::BadInput,
            format!("{text} is not an address: {error}."),
            "Correct the account's settings.",
        ))
    })
}

fn no_secret(account: &str) -> Report {
    Report::new(
        Code::SignIn,
        format!("The account {account} has no secret on this computer."),
        "Enter its client secret under Accounts.",
    )
}

fn no_secret_yet() -> Report {
    Report::new(
        Code::SignIn,
        "Without the client secret the service cannot be asked.",
        "Enter it first.",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_accounts_addresses_come_from_its_settings() {
        let settings = ExecutorSettings {
            batch_account_url: "https://a.westeurope.batch.azure.com".into(),
            storage_account_name: "results".into(),
            ..ExecutorSettings::default()
        };
        let credential = Credential::AzureCli { tenant_id: None };
        let connection = connection(&settings, credential).unwrap();
        assert_eq!(connection.authority, None);
        assert_eq!(
            connection.batch_url.as_str(),
            "https://a.westeurope.batch.azure.com/"
        );
        assert_eq!(connection.batch_audience, "https://batch.core.windows.net/");
        assert_eq!(
            connection.blob_endpoint.as_str(),
            "https://results.blob.core.windows.net/"
        );
        assert_eq!(connection.storage_account, "results");
    }
}
