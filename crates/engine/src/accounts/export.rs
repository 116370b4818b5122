//! An account as a section of Covalent's configuration file.

use std::{io::Write as _, path::Path};

use longshore_model::{
    Code, Report, THIS_COMPUTER,
    settings::{CredentialKind, ExecutorSettings, Runner, SettingKey},
};
use secrecy::{ExposeSecret, SecretString};
use toml::Value;

use super::{Account, Accounts};
use crate::error::{Error, Result};

impl Accounts {
    /// The section, without the secret.
    pub(crate) async fn export(&self, name: &str) -> Result<String> {
        let account = self.exportable(name).await?;
        Ok(section(&account, None))
    }

    /// Writes the section to a new file; with the secret only when asked, and then for its owner's eyes only.
    /// Answers whether there was a secret to write.
    pub(crate) async fn export_to(
        &self,
        name: &str,
        path: &Path,
        with_secret: bool,
    ) -> Result<bool> {
        let account = self.exportable(name).await?;
        let needed = account.settings.credential.needs_secret();
        let secret = match (&account.id, with_secret && needed) {
            (Some(id), true) => Some(self.secrets.find(id).await?.ok_or_else(|| {
                Report::new(
                    Code::SignIn,
                    format!(
                        "The account {} has no secret on this computer.",
                        account.name
                    ),
                    "Export it without the secret.",
                )
            })?),
            _ => None,
        };
        write_new(path, &section(&account, secret.as_ref()), with_secret)?;
        Ok(secret.is_some())
    }

    async fn exportable(&self, name: &str) -> Result<Account> {
        let account = self.find(Some(name)).await?;
        if account.id.is_none() {
            return Err(Report::new(
                Code::Conflict,
                format!("“{THIS_COMPUTER}” is not an account that could be used elsewhere."),
                "Export one of your Azure Batch accounts.",
            )
            .into());
        }
        Ok(account)
    }
}

fn section(account: &Account, secret: Option<&SecretString>) -> String {
    // A name may hold anything but control characters, so it cannot end the comment.
    let mut text = format!(
        "# The account {}, as a section of Covalent's configuration.\n",
        account.name
    );
    if secret.is_none() && account.settings.credential.needs_secret() {
        text += "# Its client_secret is not part of it.\n";
    }
    if account.settings.needs_registry_password() {
        text += "# The password of its registry's user is not part of it.\n";
    }
    text += "[executors.azurebatch]\n";
    let mut put = |key: &str, value: Value| text += &format!("{key} = {value}\n");
    for key in SettingKey::ALL {
        if let Some(value) = value(&account.settings, key) {
            put(key.name(), value);
        }
    }
    if let Some(secret) = secret {
        put("client_secret", secret.expose_secret().into());
    }
    text
}

/// A setting's value; `None` for one that is empty and means nothing then.
fn value(settings: &ExecutorSettings, key: SettingKey) -> Option<Value> {
    match key {
        SettingKey::Retries => Some(i64::from(settings.retries).into()),
        SettingKey::TimeLimit => Some(i64::from(settings.time_limit).into()),
        SettingKey::PollFreq => Some(i64::from(settings.poll_freq).into()),
        SettingKey::Credential if settings.credential == CredentialKind::default() => None,
        SettingKey::Runner if settings.runner == Runner::default() => None,
        // Without it Covalent, and an import here, would put their own default in its place.
        SettingKey::BaseImageUri => Some(settings.base_image_uri.clone().into()),
        _ => Some(settings.get(key))
            .filter(|text| !text.is_empty())
            .map(Value::from),
    }
}

/// A file that is there stays as it is: Covalent's own has more in it than this section.
fn write_new(path: &Path, text: &str, private: bool) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if private {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    let opened = options.open(path);
    let written = match opened {
        Ok(mut file) => file
            .write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .inspect_err(|_| {
                // Half a file of ours, perhaps with half a secret in it; it would be in the way of the next try, too.
                let _ = std::fs::remove_file(path);
            }),
        Err(error) => Err(error),
    };
    match written {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Report::new(
            Code::Conflict,
            format!("{} is there already.", path.display()),
            "Choose another file, and copy the section over if need be.",
        )
        .into()),
        other => other.map_err(Error::file("write", path)),
    }
}
