use std::{
    io::{self, IsTerminal as _, Read as _},
    process::ExitCode,
};

use longshore_engine::{Engine, SecretString};
use longshore_model::{
    Code, Report,
    account::{AccountDraft, SecretState},
};
use serde_json::json;

use crate::{
    args::{Accounts, AddAccount},
    print,
};

/// The variable that Microsoft's SDKs read a service principal's secret from.
const SECRET_ENV: &str = "AZURE_CLIENT_SECRET";

/// More is no secret but a file sent by mistake.
const SECRET_LIMIT: u64 = 4_096;

/// Adds, lists and removes accounts.
pub async fn accounts(engine: &Engine, args: Accounts) -> Result<ExitCode, Report> {
    match args {
        Accounts::List { json } => list(engine, json).await?,
        Accounts::Add(args) => add(engine, *args).await?,
        Accounts::Check(args) => return super::check::check(engine, args).await,
        Accounts::Use { name } => {
            engine.activate_account(&name).await?;
            print::line(&format!("New jobs go to {name}."));
        }
        Accounts::Remove { name } => {
            engine.remove_account(&name).await?;
            print::line(&format!("Removed {name} and its secret."));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(engine: &Engine, json: bool) -> Result<(), Report> {
    let accounts = engine.accounts().await?;
    if json {
        return print::json(&json!({ "accounts": accounts }));
    }
    let mut rows = vec![
        ["", "ACCOUNT", "BATCH ACCOUNT", "POOL", "SECRET"]
            .map(String::from)
            .to_vec(),
    ];
    rows.extend(accounts.iter().map(|account| {
        let secret = match account.secret {
            SecretState::NotNeeded => "not needed",
            SecretState::InKeyring => "in the keyring",
            SecretState::ThisSession => "for this session only",
            SecretState::Missing => "missing",
        };
        vec![
            if account.active { "*" } else { "" }.into(),
            account.name.clone(),
            account.settings.batch_account_url.clone(),
            account.settings.pool_id.clone(),
            secret.into(),
        ]
    }));
    print::table(&rows);
    Ok(())
}

async fn add(engine: &Engine, args: AddAccount) -> Result<(), Report> {
    if let Some(problem) = engine.keyring_problem().await {
        return Err(Report::new(
            Code::NoKeyring,
            format!("There is no keyring to keep the secret in: {problem}"),
            "Longshore never writes a secret to a file. Start a keyring (GNOME Keyring, KWallet), or use the app, which \
             can keep it for one session.",
        ));
    }
    let secret = read_secret(args.secret_stdin)?;
    let draft = AccountDraft {
        name: args.name.trim().to_owned(),
        settings: args.settings(),
    };
    let account = engine.save_account(draft, Some(secret), None).await?;
    print::line(&format!(
        "Added {}; its secret is in the keyring.",
        account.name
    ));
    Ok(())
}

/// From standard input when asked, else from the environment, else by asking; never from the command line, which other
/// users of the machine can read.
fn read_secret(from_stdin: bool) -> Result<SecretString, Report> {
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
            .take(SECRET_LIMIT)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
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
