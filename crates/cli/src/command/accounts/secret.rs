//! Secrets on their way to the keyring.

use std::io::{self, IsTerminal as _, Read as _};

use longshore_engine::{Engine, SecretString};
use longshore_model::{
    Code, Report,
    account::{AccountView, SecretState},
};

/// A secret that is asked for.
pub struct Wanted {
    /// What a person is asked for.
    prompt: &'static str,
    /// The variable it may be in.
    variable: &'static str,
    /// The flag that has it read from standard input.
    flag: &'static str,
}

/// A service principal's, in the variable that Microsoft's SDKs read.
pub const CLIENT: Wanted = Wanted {
    prompt: "Client secret",
    variable: "AZURE_CLIENT_SECRET",
    flag: "--secret-stdin",
};

/// A private registry's.
pub const REGISTRY: Wanted = Wanted {
    prompt: "Registry password",
    variable: "LONGSHORE_REGISTRY_PASSWORD",
    flag: "--registry-password-stdin",
};

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

/// Whether a secret can be had without standard input.
pub fn is_at_hand(wanted: &Wanted) -> bool {
    std::env::var_os(wanted.variable).is_some_and(|text| !text.is_empty())
        || io::stdin().is_terminal()
}

/// Refuses to call a secret kept that this command takes with it when it ends.
pub fn is_kept(account: &AccountView) -> Result<(), Report> {
    let kept = |state| matches!(state, SecretState::InKeyring | SecretState::NotNeeded);
    if kept(account.secret)
        && (kept(account.registry_password) || account.registry_password == SecretState::Missing)
    {
        return Ok(());
    }
    Err(Report::new(
        Code::NoKeyring,
        format!(
            "The account {} is saved, but the keyring does not have all of its secrets.",
            account.name
        ),
        "Unlock the keyring, remove the account and add it again, or enter the secret in the app.",
    ))
}

/// From standard input when asked, else from the environment, else by asking; never from the command line, which other
/// users of the machine can read.
pub fn read(wanted: &Wanted, from_stdin: bool) -> Result<SecretString, Report> {
    let Wanted {
        prompt,
        variable,
        flag,
    } = wanted;
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
    } else if let Ok(text) = std::env::var(variable) {
        text
    } else if io::stdin().is_terminal() {
        rpassword::prompt_password(format!("{prompt}: ")).map_err(unreadable)?
    } else {
        return Err(Report::new(
            Code::BadInput,
            format!("The account's {} is missing.", prompt.to_lowercase()),
            format!("Set {variable}, or send it to standard input with {flag}."),
        ));
    };
    let secret = text.trim();
    if secret.is_empty() {
        return Err(Report::new(Code::BadInput, "The secret is empty.", ""));
    }
    Ok(SecretString::from(secret))
}
