//! Accounts.

use std::path::Path;

use longshore_model::{
    Report,
    account::{
        AccountDraft, AccountStatus, AccountView, ImportSource, ImportedAccount, SecretKind,
    },
    check::AccountCheck,
    event::Event,
};
use secrecy::SecretString;

use super::{Engine, told};
use crate::{accounts::NewSecrets, check};

impl Engine {
    /// All accounts, "This computer" first.
    ///
    /// # Errors
    /// The file of accounts cannot be read, or is not understood.
    pub async fn accounts(&self) -> Result<Vec<AccountView>, Report> {
        self.core.accounts.list().await.map_err(told)
    }

    /// Adds an account, or changes the one called `replaces`. Secrets that are not given stay as they are kept. Jobs that
    /// were waiting for this go on.
    ///
    /// # Errors
    /// A setting is wrong, the name is taken, there is no account `replaces`, or file or keyring do not take it.
    pub async fn save_account(
        &self,
        draft: AccountDraft,
        secrets: NewSecrets,
        replaces: Option<String>,
    ) -> Result<AccountView, Report> {
        let view = self
            .core
            .accounts
            .save(draft, secrets, replaces.as_deref())
            .await?;
        self.core.events.tell(Event::AccountsChanged);
        self.core.take_up_all().await?;
        Ok(view)
    }

    /// Reads an account's settings from elsewhere. Saves nothing; a secret that comes along is kept in memory for
    /// [`Engine::imported_secret`].
    ///
    /// # Errors
    /// The source is not there, or is not understood. Values are not checked yet.
    pub async fn import_account(&self, source: ImportSource) -> Result<ImportedAccount, Report> {
        let core = self.core.clone();
        tokio::task::spawn_blocking(move || core.accounts.import(&source))
            .await
            .map_err(told)?
            .map_err(told)
    }

    /// The secret that came with the last import, by [`ImportedAccount::secret`].
    ///
    /// # Errors
    /// Another import came after it, or the program was started anew.
    pub fn imported_secret(&self, ticket: &str) -> Result<SecretString, Report> {
        self.core.accounts.imported_secret(ticket).map_err(told)
    }

    /// An account as a section of Covalent's configuration, without its secret.
    ///
    /// # Errors
    /// There is no such account, or it is built in.
    pub async fn export_account(&self, name: &str) -> Result<String, Report> {
        self.core.accounts.export(name).await.map_err(told)
    }

    /// The same in a new file, with the secret when asked; the file is its owner's alone then. Answers whether there was a
    /// secret to write.
    ///
    /// # Errors
    /// There is no such account, or it is built in; the secret is not to be had; the file is there already or cannot be
    /// written.
    pub async fn export_account_to(
        &self,
        name: &str,
        path: &Path,
        with_secret: bool,
    ) -> Result<bool, Report> {
        self.core
            .accounts
            .export_to(name, path, with_secret)
            .await
            .map_err(told)
    }

    /// Removes an account and its secret; jobs in history stay.
    ///
    /// # Errors
    /// There is no such account, it is built in, or file or keyring do not take it.
    pub async fn remove_account(&self, name: &str) -> Result<(), Report> {
        self.core.accounts.remove(name).await?;
        self.core.events.tell(Event::AccountsChanged);
        Ok(())
    }

    /// Makes an account the one new jobs go to.
    ///
    /// # Errors
    /// There is no such account, or the file cannot be written.
    pub async fn activate_account(&self, name: &str) -> Result<(), Report> {
        self.core.accounts.activate(name).await?;
        self.core.events.tell(Event::AccountsChanged);
        Ok(())
    }

    /// Deletes one of an account's secrets.
    ///
    /// # Errors
    /// There is no such account, or the keyring does not do it.
    pub async fn forget_secret(&self, name: &str, kind: SecretKind) -> Result<(), Report> {
        self.core.accounts.forget_secret(name, kind).await?;
        self.core.events.tell(Event::AccountsChanged);
        Ok(())
    }

    /// Tries everything a job will need of an account's services, and undoes what it did.
    ///
    /// # Errors
    /// There is no such account. What is wrong with it is an answer, not an error.
    pub async fn check_account(&self, name: &str) -> Result<AccountCheck, Report> {
        check::check(&self.core.accounts, name).await.map_err(told)
    }

    /// Asks an account's service how it is.
    ///
    /// # Errors
    /// There is no such account. What is wrong with it is an answer, not an error.
    pub async fn account_status(&self, name: &str) -> Result<AccountStatus, Report> {
        self.core.accounts.status(name).await.map_err(told)
    }
}
