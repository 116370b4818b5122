#![allow(clippy::unwrap_used)]
use super::*;
use crate::LocalEndpoint;

struct Nowhere;

#[async_trait::async_trait]
impl ThisComputer for Nowhere {
    async fn endpoint(&self) -> std::result::Result<LocalEndpoint, Report> {
        Err(Report::new(Code::Unreachable, "not here", ""))
    }
}

pub(super) fn accounts(root: &std::path::Path) -> Accounts {
    Accounts::of(
        &Home::at(root.to_owned()),
        Arc::new(Nowhere),
        Secrets::in_memory(),
        Duration::from_secs(60),
    )
}

fn draft(name: &str) -> AccountDraft {
    AccountDraft {
        name: name.into(),
        settings: ExecutorSettings {
            tenant_id: "contoso.onmicrosoft.com".into(),
            client_id: "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab".into(),
            batch_account_url: "https://a.westeurope.batch.azure.com".into(),
            storage_account_name: "results".into(),
            pool_id: "p".into(),
            ..ExecutorSettings::default()
        },
    }
}

async fn names(accounts: &Accounts) -> Vec<(String, bool)> {
    accounts
        .list()
        .await
        .unwrap()
        .into_iter()
        .map(|view| (view.name, view.active))
        .collect()
}

#[tokio::test]
async fn this_computer_is_there_and_active_from_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts(folder.path());
    assert_eq!(names(&accounts).await, [(THIS_COMPUTER.to_owned(), true)]);
    assert_eq!(
        accounts.list().await.unwrap()[0].settings.base_image_uri,
        ""
    );
    assert!(accounts.remove(THIS_COMPUTER).await.is_err());
    assert!(
        accounts
            .save(draft("x"), None, Some(THIS_COMPUTER))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn an_account_is_added_activated_renamed_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts(folder.path());
    let view = accounts
        .save(draft("Prod"), Some("hush".into()), None)
        .await
        .unwrap();
    assert_eq!(view.secret, SecretState::ThisSession);
    accounts.activate("prod").await.unwrap();
    assert_eq!(
        names(&accounts).await,
        [(THIS_COMPUTER.to_owned(), false), ("Prod".to_owned(), true)]
    );

    let view = accounts
        .save(draft("Live"), None, Some("PROD"))
        .await
        .unwrap();
    assert_eq!((view.active, view.secret), (true, SecretState::ThisSession));
    accounts.remove("live").await.unwrap();
    assert_eq!(names(&accounts).await, [(THIS_COMPUTER.to_owned(), true)]);
}

#[tokio::test]
async fn a_name_is_taken_without_regard_to_case() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts(folder.path());
    accounts.save(draft("Prod"), None, None).await.unwrap();
    let report = Report::from(accounts.save(draft("pROD"), None, None).await.unwrap_err());
    assert_eq!(report.code, Code::Conflict);
}

#[tokio::test]
async fn wrong_settings_are_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts(folder.path());
    let mut wrong = draft("Prod");
    wrong.settings.time_limit = 0;
    let report = Report::from(accounts.save(wrong, None, None).await.unwrap_err());
    assert_eq!(report.code, Code::BadInput);
    assert!(!folder.path().join("config/accounts.toml").exists());
}

#[tokio::test]
async fn the_file_holds_no_secret_is_private_and_keeps_what_it_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config/accounts.toml");
    let accounts = accounts(folder.path());
    accounts
        .save(draft("Prod"), Some("hush".into()), None)
        .await
        .unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("hush"));
    std::fs::write(&path, format!("colour = \"red\"\n{text}\nshade = 3\n")).unwrap();
    accounts.activate("Prod").await.unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("colour = \"red\"") && text.contains("shade = 3"),
        "{text}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

#[tokio::test]
async fn a_broken_file_is_named_and_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config/accounts.toml");
    std::fs::create_dir_all(folder.path().join("config")).unwrap();
    std::fs::write(&path, "[[account]]\nname = 3\n").unwrap();
    let accounts = accounts(folder.path());
    let report = Report::from(accounts.save(draft("Prod"), None, None).await.unwrap_err());
    assert!(report.title.contains("accounts.toml"), "{}", report.title);
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "[[account]]\nname = 3\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_programs_that_add_accounts_at_once_lose_none() {
    let folder = tempfile::tempdir().unwrap();
    let programs = [accounts(folder.path()), accounts(folder.path())].map(Arc::new);
    let mut adding = tokio::task::JoinSet::new();
    for n in 0..24 {
        let program = programs[n % 2].clone();
        adding.spawn(async move { program.save(draft(&format!("a{n}")), None, None).await });
    }
    while let Some(added) = adding.join_next().await {
        added.unwrap().unwrap();
    }
    let mut found = names(&programs[0]).await.len() - 1;
    assert_eq!(found, 24);
    programs[1].remove("a7").await.unwrap();
    found = names(&programs[0]).await.len() - 1;
    assert_eq!(found, 23);
}

#[tokio::test]
async fn an_account_in_the_making_is_reached_without_storage_and_pool_but_not_without_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts(folder.path());
    let mut settings = ExecutorSettings {
        storage_account_name: String::new(),
        pool_id: String::new(),
        ..draft("x").settings
    };
    let hush = || Some(SecretString::from("hush"));
    accounts.reach_draft(&settings, hush(), None).await.unwrap();
    let told = |outcome: Result<Azure>| Report::from(outcome.unwrap_err());
    let report = told(accounts.reach_draft(&settings, None, None).await);
    assert_eq!(report.code, Code::SignIn);
    let report = told(accounts.reach_draft(&settings, None, Some("x")).await);
    assert_eq!(report.code, Code::NotFound);

    // The secret that is kept counts for what is typed into its account's form.
    let saved = accounts.save(draft("x"), hush(), None).await;
    assert_eq!(saved.unwrap().name, "x");
    accounts
        .reach_draft(&settings, None, Some("x"))
        .await
        .unwrap();
    settings.tenant_id = String::new();
    let report = told(accounts.reach_draft(&settings, hush(), None).await);
    assert_eq!(report.code, Code::BadInput);
    assert!(report.title.starts_with("Tenant"), "{report}");
}

#[tokio::test]
async fn a_registrys_password_is_kept_for_its_user_alone_and_goes_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts(folder.path());
    let with = |server: &str, user: &str| {
        let mut draft = draft("Prod");
        draft.settings.registry_server = server.into();
        draft.settings.registry_username = user.into();
        draft
    };
    let given = || NewSecrets {
        client: Some("hush".into()),
        registry: Some("whisper".into()),
    };
    let view = accounts
        .save(with("mine.azurecr.io", "puller"), given(), None)
        .await
        .unwrap();
    assert_eq!(
        (view.secret, view.registry_password),
        (SecretState::ThisSession, SecretState::ThisSession)
    );
    let text = std::fs::read_to_string(folder.path().join("config/accounts.toml")).unwrap();
    assert!(!text.contains("whisper"), "{text}");

    // Kept while nothing about the registry changes; never sent to another.
    let view = accounts
        .save(with("mine.azurecr.io", "puller"), None, Some("Prod"))
        .await
        .unwrap();
    assert_eq!(view.registry_password, SecretState::ThisSession);
    let view = accounts
        .save(with("theirs.example.com", "puller"), None, Some("Prod"))
        .await
        .unwrap();
    assert_eq!(
        (view.secret, view.registry_password),
        (SecretState::ThisSession, SecretState::Missing)
    );

    accounts
        .save(with("mine.azurecr.io", "puller"), given(), Some("Prod"))
        .await
        .unwrap();
    accounts
        .forget_secret("prod", SecretKind::Registry)
        .await
        .unwrap();
    assert!(accounts.registry_password("Prod").await.unwrap().is_none());
    let view = accounts.list().await.unwrap().pop().unwrap();
    assert_eq!(view.secret, SecretState::ThisSession);
    // Without a registry there is nothing to keep one for.
    let view = accounts
        .save(draft("Prod"), given(), Some("Prod"))
        .await
        .unwrap();
    assert_eq!(view.registry_password, SecretState::NotNeeded);
    assert!(accounts.registry_password("Prod").await.unwrap().is_none());
}
