mod add;
mod export;
mod import;
mod replace;
mod secret;

use std::process::ExitCode;

use longshore_engine::Engine;
use longshore_model::{Report, account::SecretState};
use serde_json::json;

use crate::{args::Accounts, print};

/// Adds, imports, exports, lists and removes accounts.
pub async fn accounts(engine: &Engine, args: Accounts) -> Result<ExitCode, Report> {
    match args {
        Accounts::List { json } => list(engine, json).await?,
        Accounts::Add(args) => add::add(engine, *args).await?,
        Accounts::Import(args) => import::import(engine, *args).await?,
        Accounts::Export(args) => export::export(engine, args).await?,
        Accounts::Check(args) => return super::check::check(engine, args).await,
        Accounts::Secret(args) => replace::secret(engine, args).await?,
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
            SecretState::Locked => "keyring locked",
            SecretState::Missing => "missing",
        };
        let registry = match account.registry_password {
            SecretState::Missing => ", registry's password missing",
            _ => "",
        };
        vec![
            if account.active { "*" } else { "" }.into(),
            account.name.clone(),
            account.settings.batch_account_url.clone(),
            account.settings.pool_id.clone(),
            format!("{secret}{registry}"),
        ]
    }));
    print::table(&rows);
    Ok(())
}
