use longshore_engine::{Engine, NewSecrets};
use longshore_model::{
    Report,
    account::{AccountDraft, ImportedAccount},
    settings::{ExecutorSettings, SettingKey},
};

use super::{import::unusable, secret};
use crate::{args::AddAccount, print};

/// Adds an account of what was given.
pub async fn add(engine: &Engine, mut args: AddAccount) -> Result<(), Report> {
    args.settings.or_of(args.cloud.cloud);
    for (key, name) in [
        (SettingKey::TenantId, "AZURE_TENANT_ID"),
        (SettingKey::ClientId, "AZURE_CLIENT_ID"),
        (SettingKey::AuthorityHost, "AZURE_AUTHORITY_HOST"),
    ] {
        let text = std::env::var(name).ok().filter(|text| !text.is_empty());
        // Microsoft's SDKs take the host with and without the scheme.
        let text = text.map(|text| match key {
            SettingKey::AuthorityHost if !text.contains("://") => format!("https://{text}"),
            _ => text,
        });
        args.settings.or(key, text);
    }
    let mut given = ImportedAccount {
        origin: "the command line".into(),
        settings: Vec::new(),
        secret: None,
        warnings: Vec::new(),
    };
    for (key, text) in args.settings.given() {
        given.put(*key, text.clone());
    }
    let settings = given
        .apply(ExecutorSettings::default())
        .map_err(|errors| unusable(&given, &errors))?;
    let (client, registry) = (
        settings.credential.needs_secret(),
        settings.needs_registry_password(),
    );
    let needed = client || registry;
    if needed {
        secret::needs_keyring(engine).await?;
    }
    let read = |needed: bool, wanted, from_stdin| {
        needed.then(|| secret::read(wanted, from_stdin)).transpose()
    };
    let secrets = NewSecrets {
        client: read(client, &secret::CLIENT, args.secret_stdin)?,
        registry: read(registry, &secret::REGISTRY, args.registry_password_stdin)?,
    };
    let draft = AccountDraft {
        name: args.name.trim().to_owned(),
        settings,
    };
    let account = engine.save_account(draft, secrets, None).await?;
    let kept = if needed {
        secret::is_kept(&account)?;
        match (client, registry) {
            (true, true) => "its secret and its registry's password are in the keyring",
            (false, true) => "its registry's password is in the keyring",
            _ => "its secret is in the keyring",
        }
    } else {
        "it needs no secret here"
    };
    print::line(&format!("Added {}; {kept}.", account.name));
    Ok(())
}
