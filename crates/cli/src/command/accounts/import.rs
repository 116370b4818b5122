use longshore_engine::{Engine, NewSecrets};
use longshore_model::{
    Code, Report, THIS_COMPUTER,
    account::{AccountDraft, AccountView, ImportSource, ImportedAccount, SecretState},
    settings::{FieldError, SettingKey},
};

use super::secret;
use crate::{args::ImportAccount, print};

/// Adds an account of what a file or the environment says, or changes one.
pub async fn import(engine: &Engine, mut args: ImportAccount) -> Result<(), Report> {
    let source = match args.file {
        Some(file) => ImportSource::File {
            path: file.to_string_lossy().into_owned(),
        },
        None if args.covalent => ImportSource::Covalent,
        None => ImportSource::Environment,
    };
    args.settings.or_of(args.cloud.cloud);
    let mut imported = engine.import_account(source).await?;
    for (key, text) in args.settings.given() {
        imported.put(*key, text.clone());
    }
    for warning in &imported.warnings {
        print::warning(warning);
    }
    let name = args.name.unwrap_or_else(|| imported.name());
    let kept = kept(engine, name.trim(), args.replace).await?;
    let (base, replaces) = match kept {
        Some(account) => (account.settings, Some(account.name)),
        None => Default::default(),
    };
    let settings = imported
        .apply(base)
        .map_err(|errors| unusable(&imported, &errors))?;
    let needed = settings.credential.needs_secret();
    let secret = match &imported.secret {
        Some(ticket) if needed => {
            secret::needs_keyring(engine).await?;
            Some(engine.imported_secret(ticket)?)
        }
        _ => None,
    };
    let registry = match settings.needs_registry_password() {
        true if args.registry_password_stdin || secret::is_at_hand(&secret::REGISTRY) => {
            secret::needs_keyring(engine).await?;
            Some(secret::read(
                &secret::REGISTRY,
                args.registry_password_stdin,
            )?)
        }
        _ => None,
    };
    let draft = AccountDraft {
        name: replaces.clone().unwrap_or(name),
        settings,
    };
    let given = secret.is_some();
    let secrets = NewSecrets {
        client: secret,
        registry,
    };
    let account = engine
        .save_account(draft, secrets, replaces.clone())
        .await?;
    if given {
        secret::is_kept(&account)?;
    }
    if account.registry_password == SecretState::Missing {
        print::warning(
            "The password of its registry's user is missing: import again with --replace and LONGSHORE_REGISTRY_PASSWORD set, or \
             give it in the app.",
        );
    }
    let done = if replaces.is_some() {
        "Changed"
    } else {
        "Added"
    };
    let secret = match (&imported.secret, replaces.is_some()) {
        _ if !needed => "it needs no secret here",
        (Some(_), _) => "its secret is in the keyring",
        (None, true) => "its secret was not touched",
        (None, false) => {
            "it has no secret yet: import one with AZURE_CLIENT_SECRET set, --env and --replace"
        }
    };
    print::line(&format!("{done} {}; {secret}.", account.name));
    Ok(())
}

/// The account to change; `None` for a new one. Which of both it is to be has to be said.
async fn kept(engine: &Engine, name: &str, replace: bool) -> Result<Option<AccountView>, Report> {
    let same = |account: &AccountView| account.name.to_lowercase() == name.to_lowercase();
    let kept = engine.accounts().await?.into_iter().find(same);
    match (kept, replace) {
        (Some(account), _) if account.name == THIS_COMPUTER => Err(Report::new(
            Code::Conflict,
            format!("The account “{THIS_COMPUTER}” is built in."),
            "Give another name with --name.",
        )),
        (Some(account), false) => Err(Report::new(
            Code::Conflict,
            format!("There is an account called {} already.", account.name),
            "Give another name with --name, or change that account with --replace.",
        )),
        (None, true) => Err(Report::new(
            Code::NotFound,
            format!("There is no account called {name} to change."),
            "Say which with --name, or leave --replace out to add it.",
        )),
        (kept, _) => Ok(kept),
    }
}

/// Everything that is wrong, a line each.
pub fn unusable(imported: &ImportedAccount, errors: &[FieldError]) -> Report {
    let mut title = format!("The settings from {} make no account:", imported.origin);
    for error in errors {
        title += &format!("\n  {error}");
    }
    let flags: Vec<_> = errors.iter().map(|error| flag(error.key)).collect();
    Report::new(
        Code::BadInput,
        title,
        format!("Correct them there, or give {}.", flags.join(" and ")),
    )
}

fn flag(key: SettingKey) -> String {
    format!("--{}", key.name().replace('_', "-"))
}
