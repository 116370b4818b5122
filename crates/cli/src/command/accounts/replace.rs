use longshore_engine::Engine;
use longshore_model::{
    Code, Report,
    account::{AccountDraft, AccountKind},
};

use super::secret;
use crate::{args::ReplaceSecret, print};

/// Puts another secret in the place of an account's.
pub async fn secret(engine: &Engine, args: ReplaceSecret) -> Result<(), Report> {
    let name = args.name.trim().to_lowercase();
    let accounts = engine.accounts().await?;
    let account = accounts
        .into_iter()
        .find(|account| account.name.to_lowercase() == name)
        .ok_or_else(|| {
            Report::new(
                Code::NotFound,
                format!("There is no account called {}.", args.name),
                "`longshore accounts list` shows those there are.",
            )
        })?;
    if !account.settings.credential.needs_secret() || account.kind == AccountKind::ThisComputer {
        return Err(Report::new(
            Code::BadInput,
            format!("The account {} has no secret here.", account.name),
            "See how it signs in: by `az login`, a certificate, an identity or the environment.",
        ));
    }
    secret::needs_keyring(engine).await?;
    let secret = secret::read(&secret::CLIENT, args.secret_stdin)?;
    let draft = AccountDraft {
        name: account.name.clone(),
        settings: account.settings,
    };
    let account = engine
        .save_account(draft, Some(secret).into(), Some(account.name))
        .await?;
    secret::is_kept(&account)?;
    print::line(&format!(
        "Replaced the secret of {}; it is in the keyring.",
        account.name
    ));
    Ok(())
}
