#![allow(clippy::unwrap_used)]
use std::path::{Path, PathBuf};

use longshore_model::{
    account::AccountDraft,
    settings::{ExecutorSettings, SettingKey},
};
use pretty_assertions::assert_eq;
use secrecy::ExposeSecret;

use super::*;
use crate::NewSecrets;

const SECRET: &str = "hush~quay-secret";

/// As Covalent writes it.
const COVALENT: &str = r#"[sdk]
log_dir = "/home/ada/.cache/covalent"

[executors.local]
cache_dir = "/tmp"

[executors.azurebatch]
tenant_id = "7f0e1c8a-42d7-4f0b-9a51-c2f0a3b6d901"
client_id = "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab"
client_secret = "hush~quay-secret"
batch_account_url = "https://hpc.westeurope.batch.azure.com"
batch_account_domain = "batch.core.windows.net"
storage_account_name = "covalentbatch"
storage_account_domain = "blob.core.windows.net"
base_image_uri = "covalent.azurecr.io/covalent-executor-base:latest"
pool_id = "covalent-pool"
retries = 0
time_limit = 600.0
cache_dir = "/tmp/covalent"
poll_freq = 30
"#;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    fn import(&self, content: impl AsRef<[u8]>) -> Result<(ImportedAccount, Imports)> {
        let path = self.write("file.conf", content);
        import(&path)
    }

    fn refusal(&self, content: impl AsRef<[u8]>) -> Report {
        Report::from(self.import(content).unwrap_err())
    }
}

fn import(path: &Path) -> Result<(ImportedAccount, Imports)> {
    let imports = Imports::default();
    let source = ImportSource::File {
        path: path.to_string_lossy().into_owned(),
    };
    Ok((imports.read(&source)?, imports))
}

fn settings(imported: &ImportedAccount) -> ExecutorSettings {
    imported.apply(ExecutorSettings::default()).unwrap()
}

fn secret(imported: &ImportedAccount, imports: &Imports) -> String {
    let ticket = imported.secret.as_deref().unwrap();
    imports.secret(ticket).unwrap().expose_secret().to_owned()
}

#[test]
fn covalents_configuration_gives_every_setting_and_the_secret_by_its_ticket_only() {
    let (imported, imports) = Folder::new().import(COVALENT).unwrap();
    let expected = ExecutorSettings {
        tenant_id: "7f0e1c8a-42d7-4f0b-9a51-c2f0a3b6d901".into(),
        client_id: "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab".into(),
        batch_account_url: "https://hpc.westeurope.batch.azure.com".into(),
        storage_account_name: "covalentbatch".into(),
        pool_id: "covalent-pool".into(),
        retries: 0,
        time_limit: 600,
        cache_dir: "/tmp/covalent".into(),
        poll_freq: 30,
        ..ExecutorSettings::default()
    };
    assert_eq!(settings(&imported), expected);
    assert_eq!(imported.name(), "hpc");
    assert_eq!(secret(&imported, &imports), SECRET);
    let told = serde_json::to_string(&imported).unwrap() + &format!("{imported:?} {imports:?}");
    assert!(!told.contains(SECRET), "{told}");
    assert_eq!(imported.warnings.len(), 1);
    assert!(imported.warnings[0].contains("holds the client secret"));
}

#[test]
fn a_later_import_takes_the_place_of_an_earlier_secret() {
    let folder = Folder::new();
    let path = folder.write("a.conf", COVALENT);
    let imports = Imports::default();
    let source = ImportSource::File {
        path: path.to_string_lossy().into_owned(),
    };
    let first = imports.read(&source).unwrap().secret.unwrap();
    let second = imports.read(&source).unwrap().secret.unwrap();
    let report = Report::from(imports.secret(&first).unwrap_err());
    assert_eq!(report.code, Code::NotFound);
    assert!(imports.secret(&second).is_ok());
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_do_not_matter() {
    let folder = Folder::new();
    let plain = folder.import(COVALENT).unwrap().0;
    let windows = format!("\u{feff}{}", COVALENT.replace('\n', "\r\n"));
    let windows = folder.import(windows).unwrap().0;
    assert_eq!(settings(&windows), settings(&plain));
}

#[test]
fn terraforms_file_without_quotes_is_read_and_null_means_none() {
    let text = "[azurebatch]\r\ntenant_id = contoso.onmicrosoft.com\r\nsubscription_id = 1\r\nclient_id = 0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab\r\n\
        client_secret = hush~quay-secret\r\n# a remark\r\nbatch_account_url = https://hpc.westeurope.batch.azure.com\r\nbatch_account_domain = null\r\n\
        storage_account_name = covalentbatch\r\npool_id = 'covalent-pool'\r\nretries = 0\r\nbase_image_uri = x.azurecr.io/base:1\r\n";
    let (imported, imports) = Folder::new().import(text).unwrap();
    let found = settings(&imported);
    assert_eq!(
        (
            found.tenant_id.as_str(),
            found.batch_account_domain.as_str(),
            found.pool_id.as_str(),
            found.retries,
            found.base_image_uri.as_str(),
        ),
        (
            "contoso.onmicrosoft.com",
            "batch.core.windows.net",
            "covalent-pool",
            0,
            "x.azurecr.io/base:1",
        )
    );
    assert_eq!(secret(&imported, &imports), SECRET);
    assert_eq!(
        imported.warnings[0],
        "subscription_id is no setting of an account here and had no effect."
    );
}

#[test]
fn both_shapes_of_az_output_give_the_service_principal() {
    let short = r#"{"appId":"0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab","displayName":"quay","password":"hush~quay-secret","tenant":"contoso.onmicrosoft.com"}"#;
    let long = r#"{"clientId":"0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab","clientSecret":"hush~quay-secret","subscriptionId":"s",
        "tenantId":"contoso.onmicrosoft.com","activeDirectoryEndpointUrl":"https://login.microsoftonline.com","managementEndpointUrl":"https://management.core.windows.net/"}"#;
    let folder = Folder::new();
    for text in [short, long] {
        let (imported, imports) = folder.import(text).unwrap();
        let found: Vec<_> = imported
            .settings
            .iter()
            .map(|setting| (setting.key, setting.text.as_str()))
            .collect();
        assert!(found.contains(&(SettingKey::ClientId, "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab")));
        assert!(found.contains(&(SettingKey::TenantId, "contoso.onmicrosoft.com")));
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(secret(&imported, &imports), SECRET);
        let missing = imported.apply(ExecutorSettings::default()).unwrap_err();
        assert_eq!(missing.len(), 3, "{missing:?}");
    }
    let certificate = r#"{"appId":"0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab","fileWithCertAndPrivateKey":"/home/ada/tmp.pem","password":null,"tenant":"contoso.onmicrosoft.com"}"#;
    let (imported, _) = folder.import(certificate).unwrap();
    let missing = imported.apply(ExecutorSettings::default()).unwrap_err();
    assert_eq!((imported.secret, missing.len()), (None, 3));
    assert!(
        imported
            .settings
            .iter()
            .any(|setting| setting.text == "client_certificate")
    );
    let china = long.replace("login.microsoftonline.com", "login.chinacloudapi.cn");
    let (imported, _) = folder.import(china).unwrap();
    assert!(
        imported
            .settings
            .iter()
            .any(|setting| setting.key == SettingKey::AuthorityHost
                && setting.text == "https://login.chinacloudapi.cn")
    );
}

#[test]
fn what_is_no_configuration_is_refused_without_showing_the_line() {
    let folder = Folder::new();
    let broken = COVALENT.replace("\"hush~quay-secret\"", "hush~quay-secret");
    let cases: [(&[u8], &str); 7] = [
        (broken.as_bytes(), "Line 10 is not TOML."),
        (
            b"[sdk]\na = 1\n",
            "It has no section [executors.azurebatch].",
        ),
        (b"", "It has no section [executors.azurebatch]."),
        (
            b"{\"appId\": hush~quay-secret}",
            "It is not JSON (line 1, column 11).",
        ),
        (
            b"{\"displayName\": \"x\"}",
            "There is no service principal in it.",
        ),
        (b"\xff\xfe[\0a\0", "It is not a text in UTF-8."),
        (
            b"[azurebatch]\npool_id = [1]\n",
            "pool_id is neither a text nor a number.",
        ),
    ];
    for (content, title) in cases {
        let report = folder.refusal(content);
        assert_eq!(report.code, Code::BadInput);
        assert!(
            report.title.ends_with(title) && report.title.contains("file.conf"),
            "{}",
            report.title
        );
        assert!(!report.to_string().contains("hush"), "{report}");
    }
    let outside = folder.refusal("client_secret = \"hush~quay-secret\"\n");
    assert!(
        outside.guidance.contains("put a line [azurebatch] above"),
        "{outside}"
    );
    let large = folder.refusal(vec![b'#'; (1 << 20) + 1]);
    assert!(large.title.contains("too large"), "{large}");
    let gone = Report::from(import(Path::new("/nowhere/x.conf")).unwrap_err());
    assert_eq!(gone.code, Code::LocalFiles);
}

#[test]
fn a_secret_in_another_place_is_named_and_not_read() {
    let text = "client_secret = \"hush-above\"\n[dispatcher]\nclient_secret = \"hush-inside\"\n[executors.azurebatch]\npool_id = \"p\"\nsecret = \"hush-unknown\"\n";
    let (imported, _) = Folder::new().import(text).unwrap();
    assert_eq!(imported.secret, None);
    assert_eq!(
        imported.warnings,
        [
            "secret is no setting of an account here and had no effect.",
            "A client_secret stands above all sections, where it belongs to nothing; it was not read. Take it out of the file.",
            "A client_secret stands in [dispatcher], where it belongs to nothing; it was not read. Take it out of the file.",
        ]
    );
    let swapped = "[azurebatch]\nclient_id = \"abc8Q~0123456789abcdefghijklmnopqrstuv\"\n";
    let (imported, _) = Folder::new().import(swapped).unwrap();
    let wrong = imported.apply(ExecutorSettings::default()).unwrap_err();
    let told = wrong.iter().map(ToString::to_string).collect::<String>();
    assert!(
        told.contains("looks like a client secret") && !told.contains("8Q~"),
        "{told}"
    );
}

#[test]
fn what_covalent_leaves_empty_counts_as_not_there() {
    let text = "[executors.azurebatch]\ntenant_id = \"\"\nclient_secret = \"\"\nstorage_account_domain = \"\"\nbase_image_uri = \"\"\n";
    let (imported, _) = Folder::new().import(text).unwrap();
    assert_eq!(imported.secret, None);
    assert_eq!(
        imported.settings,
        [ImportedSetting {
            key: SettingKey::BaseImageUri,
            text: String::new()
        }]
    );
}

#[test]
fn covalents_file_is_looked_for_where_covalent_looks() {
    let folder = Folder::new();
    let root = folder.0.path();
    let at_home = folder.write("home/.config/covalent/covalent.conf", COVALENT);
    let xdg = folder.write("xdg/covalent.conf", COVALENT);
    let old = folder.write("own/covalent/covalent.conf", COVALENT);
    let find = |variables: &[(&str, &str)]| {
        source::of_covalent(&|name| {
            let (_, folder) = variables.iter().find(|(known, _)| *known == name)?;
            Some(root.join(folder).display().to_string())
        })
    };
    let all = [
        ("COVALENT_CONFIG_DIR", "own"),
        ("XDG_CONFIG_DIR", "xdg"),
        ("HOME", "home"),
    ];
    assert_eq!(find(&all).unwrap(), old);
    assert_eq!(find(&all[1..]).unwrap(), xdg);
    assert_eq!(find(&all[2..]).unwrap(), at_home);
    let report =
        Report::from(find(&[("COVALENT_CONFIG_DIR", "none"), ("HOME", "home")]).unwrap_err());
    assert_eq!(report.code, Code::NotFound);
    assert!(report.title.contains("none/covalent.conf"), "{report}");
}

#[test]
fn the_environment_gives_what_microsofts_sdks_read() {
    let found = environment::read(&|name| {
        let text = match name {
            "AZURE_TENANT_ID" => "contoso.onmicrosoft.com",
            "AZURE_CLIENT_SECRET" => " hush~quay-secret\n",
            "AZURE_BATCH_ENDPOINT" => "hpc.westeurope.batch.azure.com",
            _ => return None,
        };
        Some(text.into())
    })
    .unwrap();
    let settings: Vec<_> = found
        .settings
        .into_iter()
        .map(|s| (s.key, s.text))
        .collect();
    assert_eq!(
        settings,
        [
            (SettingKey::TenantId, "contoso.onmicrosoft.com".to_owned()),
            (
                SettingKey::BatchAccountUrl,
                "https://hpc.westeurope.batch.azure.com".to_owned()
            ),
        ]
    );
    assert_eq!(found.secret.unwrap().expose_secret(), SECRET);
    let nothing = Report::from(environment::read(&|_| None).unwrap_err());
    assert!(nothing.guidance.contains("AZURE_TENANT_ID"), "{nothing}");
}

#[tokio::test]
async fn an_exported_account_is_the_same_when_it_is_imported_again() {
    let folder = Folder::new();
    let accounts = super::super::tests::accounts(folder.0.path());
    let kept = ExecutorSettings {
        tenant_id: "contoso.onmicrosoft.com".into(),
        client_id: "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab".into(),
        batch_account_url: "https://a.westeurope.batch.azure.com".into(),
        storage_account_name: "results".into(),
        pool_id: "p".into(),
        base_image_uri: String::new(),
        retries: -1,
        cache_dir: r#"C:\a "b""#.into(),
        authority_host: "https://login.microsoftonline.us".into(),
        node_identity: "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes"
            .into(),
        container_run_options: "--shm-size=1g --label 'a b'".into(),
        registry_server: "mine.azurecr.io".into(),
        registry_username: "puller".into(),
        ..ExecutorSettings::default()
    };
    let draft = AccountDraft {
        name: "Prod".into(),
        settings: kept.clone(),
    };
    let secrets = NewSecrets {
        client: Some(SECRET.into()),
        registry: Some("the-registrys".into()),
    };
    accounts.save(draft, secrets, None).await.unwrap();

    let text = accounts.export("prod").await.unwrap();
    assert!(!text.contains(SECRET), "{text}");
    let (imported, _) = folder.import(&text).unwrap();
    assert_eq!((settings(&imported), imported.secret), (kept.clone(), None));

    let path = folder.0.path().join("out.conf");
    accounts.export_to("prod", &path, true).await.unwrap();
    // Covalent has no place for a registry's password: it does not leave the keyring.
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(!written.contains("the-registrys"), "{written}");
    let (imported, imports) = import(&path).unwrap();
    assert_eq!(settings(&imported), kept);
    assert_eq!(secret(&imported, &imports), SECRET);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    let before = std::fs::read(&path).unwrap();
    let report = Report::from(accounts.export_to("prod", &path, false).await.unwrap_err());
    assert_eq!(report.code, Code::Conflict);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let report = Report::from(accounts.export("This computer").await.unwrap_err());
    assert_eq!(report.code, Code::Conflict);
}
