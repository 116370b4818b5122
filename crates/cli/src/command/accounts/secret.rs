//! Secrets on their way to the keyring.

use std::io::{self, IsTerminal as _, Read as _};

use longshore_engine::{Engine, SecretString};
use longshore_model::{
    Code, Report,
    account::{AccountView, SecretState},
};

/// The variable that Microsoft's SDKs read a service principal's secret from.
const SECRET_ENV: &str = "AZURE_CLIENT_SECRET";

/// More is no secret but a file sent by mistake.
const SECRET_LIMIT: u64 = 4_096;

/// Refuses to go on when a secret could not be kept.
pub async fn needs_keyring(engine: &Engine) -> Result<(), Report> {
    match engine.keyring_problem().await {
        None => Ok(()),
        Some(problem) => Err(Report::new(
            Code::NoKeyring,
            format!("There is no keyring to keep the secret in: {problem}"),
            "Longshore keeps no secret in a file. Start a keyring (GNOME Keyring, KWallet), or use the app, which \
             can keep it for one session.",
        )),
    }
}

/// Refuses to call a secret kept that this command takes with it when it ends.
pub fn is_kept(account: &AccountView) -> Result<(), Report> {
    if account.secret == SecretState::InKeyring {
        return Ok(());
    }
    Err(Report::new(
        Code::NoKeyring,
        format!(
            "The account {} is saved, but the keyring did not take its secret.",
            account.name
        ),
        "Unlock the keyring, remove the account and add it again, or enter the secret in the app.",
    ))
}

/// From standard input when asked, else from the environment, else by asking; never from the command line, which other
/// users of the machine can read.
pub fn read(from_stdin: bool) -> Result<SecretString, Report> {
    let unreadable = |error: io::Error| {
        Report::new(
            Code::BadInput,
            format!("The secret could not be read: {error}."),
            "",
        )
    };
    let text = if from_stdin {
        let mut text = String::new();
        io::stdin()
            .take(SECRET_LIMIT + 1)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
        if text.len() as u64 > SECRET_LIMIT {
            return Err(Report::new(
                Code::BadInput,
                format!(
                    "More than {SECRET_LIMIT} bytes came to standard input: that is no secret."
                ),
                "Send the secret's value, and nothing else.",
            ));
        }
        text
    } else if let Ok(text) = std::env::var(SECRET_ENV) {
        text
    } else if io::stdin().is_terminal() {
        rpassword::prompt_password("Client secret: ").map_err(unreadable)?
    } else {
        return Err(Report::new(
            Code::BadInput,
            "The account's secret is missing.",
            format!("Set {SECRET_ENV}, or send it to standard input with --secret-stdin."),
        ));
    };
    let secret = text.trim();
    if secret.is_empty() {
        return Err(Report::new(Code::BadInput, "The secret is empty.", ""));
    }
    Ok(SecretString::from(secret))
}
