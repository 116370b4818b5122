use std::fmt;

use url::{Host, Url};

use crate::{
    credential::Credential,
    error::{Error, ErrorKind, Result},
};

/// Everything needed to reach one account. `Debug` shows no secret.
#[derive(Clone)]
pub struct Connection {
    /// The identity service, `https://login.microsoftonline.com` when absent. Only scheme, host and port count.
    pub authority: Option<Url>,
    /// Who signs in there.
    pub credential: Credential,
    /// `https://{account}.{region}.batch.azure.com`.
    pub batch_url: Url,
    /// What Batch tokens are asked for: `https://batch.core.windows.net/`.
    pub batch_audience: String,
    /// `https://{name}.blob.core.windows.net/`, or with the account in the path: `https://127.0.0.1:{port}/{name}`.
    pub blob_endpoint: Url,
    /// The storage account's name; shared access signatures are made for it.
    pub storage_account: String,
    /// A certificate authority to trust besides the system's, as PEM.
    pub ca_pem: Option<Vec<u8>>,
}

impl Connection {
    /// Refuses what no request could be made with, so that a wrong setting is reported as such and not as a failed
    /// request. Bearer tokens travel over HTTPS only.
    pub(crate) fn check(&self) -> Result<()> {
        let refuse = |reason: String| Err(Error::new("connect", ErrorKind::Settings { reason }));
        let urls = [
            ("The authority", self.authority.as_ref()),
            ("The Batch account URL", Some(&self.batch_url)),
            ("The blob endpoint", Some(&self.blob_endpoint)),
        ];
        for (name, url) in urls {
            if let Some(url) = url
                && (url.scheme() != "https" || url.host().is_none())
            {
                return refuse(format!("{name} must start with https:// and name a host"));
            }
        }
        self.credential.check()?;
        if self.storage_account.trim().is_empty() {
            return refuse("The storage account name is empty".into());
        }
        Ok(())
    }

    /// Whether every endpoint is on the loopback interface, which no proxy can reach.
    pub(crate) fn is_loopback(&self) -> bool {
        [
            self.authority.as_ref(),
            Some(&self.batch_url),
            Some(&self.blob_endpoint),
        ]
        .into_iter()
        .all(|url| url.is_some_and(has_loopback_host))
    }
}

fn has_loopback_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("authority", &self.authority.as_ref().map(Url::as_str))
            .field("credential", &self.credential)
            .field("batch_url", &self.batch_url.as_str())
            .field("batch_audience", &self.batch_audience)
            .field("blob_endpoint", &self.blob_endpoint.as_str())
            .field("storage_account", &self.storage_account)
            .field("private_ca", &self.ca_pem.is_some())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn principal(secret: &str) -> Credential {
        Credential::ClientSecret {
            tenant_id: "tenant".into(),
            client_id: "client".into(),
            secret: secret.into(),
        }
    }

    fn connection() -> Connection {
        Connection {
            authority: None,
            credential: principal("hush"),
            batch_url: Url::parse("https://a.westeurope.batch.azure.com").unwrap(),
            batch_audience: "https://batch.core.windows.net/".into(),
            blob_endpoint: Url::parse("https://s.blob.core.windows.net/").unwrap(),
            storage_account: "s".into(),
            ca_pem: None,
        }
    }

    #[test]
    fn debug_shows_where_it_leads_and_no_secret() {
        let text = format!("{:?}", connection());
        assert!(text.contains("a.westeurope.batch.azure.com"), "{text}");
        assert!(!text.contains("hush"), "{text}");
    }

    #[test]
    fn what_no_request_could_use_is_a_setting_to_correct() {
        assert!(connection().check().is_ok());
        let mut plain = connection();
        plain.batch_url = Url::parse("http://a.batch.azure.com").unwrap();
        assert_eq!(
            plain.check().unwrap_err().to_string(),
            "connect: The Batch account URL must start with https:// and name a host"
        );
        let mut empty = connection();
        empty.credential = principal("");
        assert_eq!(
            empty.check().unwrap_err().to_string(),
            "connect: The client secret is empty"
        );
    }

    #[test]
    fn only_an_account_wholly_on_loopback_bypasses_proxies() {
        let mut local = connection();
        assert!(!local.is_loopback());
        local.authority = Some(Url::parse("https://localhost:1").unwrap());
        local.batch_url = Url::parse("https://127.0.0.1:2").unwrap();
        assert!(!local.is_loopback());
        local.blob_endpoint = Url::parse("https://[::1]:3/s").unwrap();
        assert!(local.is_loopback());
    }
}
