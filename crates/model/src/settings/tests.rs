#![allow(clippy::unwrap_used)]
use super::*;

fn good() -> ExecutorSettings {
    let mut settings = ExecutorSettings::default();
    for (key, text) in [
        (SettingKey::TenantId, "7f0e1c8a-42d7-4f0b-9a51-c2f0a3b6d901"),
        (SettingKey::ClientId, "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab"),
        (
            SettingKey::BatchAccountUrl,
            "https://hpc.westeurope.batch.azure.com/",
        ),
        (SettingKey::StorageAccountName, "covalentbatch"),
        (SettingKey::PoolId, "covalent-pool"),
    ] {
        settings.set(key, text).unwrap();
    }
    settings
}

#[test]
fn defaults_are_the_seeds() {
    let settings = ExecutorSettings::default();
    assert_eq!(
        (
            settings.retries,
            settings.time_limit,
            settings.poll_freq,
            settings.base_image_uri.as_str()
        ),
        (
            3,
            300,
            10,
            "covalent.azurecr.io/covalent-executor-base:latest"
        )
    );
}

#[test]
fn a_complete_account_has_no_errors_and_an_empty_one_names_what_is_missing() {
    assert_eq!(good().errors(), []);
    let missing: Vec<_> = ExecutorSettings::default()
        .errors()
        .into_iter()
        .map(|e| e.key)
        .collect();
    let required: Vec<_> = SettingKey::ALL
        .into_iter()
        .filter(|k| CredentialKind::ClientSecret.requires(*k))
        .collect();
    assert_eq!(missing, required);
}

#[test]
fn zero_retries_mean_zero_and_minus_one_means_no_limit() {
    let mut settings = good();
    settings.set(SettingKey::Retries, "0").unwrap();
    assert_eq!(settings.retries, 0);
    settings.set(SettingKey::Retries, " -1 ").unwrap();
    assert_eq!(settings.retries, -1);
}

#[test]
fn bad_values_are_refused_with_a_reason_and_change_nothing() {
    let cases = [
        (SettingKey::TimeLimit, "-5", "From 1 to 15552000."),
        (SettingKey::TimeLimit, "soon", "A whole number is needed."),
        (SettingKey::TimeLimit, "", "A whole number is needed."),
        (SettingKey::Retries, "-2", "From -1 to 2147483647."),
        (
            SettingKey::ClientId,
            "abc",
            "This is a GUID, like 0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab.",
        ),
        (
            SettingKey::PoolId,
            "a b",
            "At most 64 letters, digits, hyphens and underscores.",
        ),
        (
            SettingKey::BaseImageUri,
            "https://x/y",
            "An image is named like registry.example.com/name:tag.",
        ),
        (
            SettingKey::TenantId,
            "tenant",
            "A GUID, or a domain name like contoso.onmicrosoft.com.",
        ),
    ];
    for (key, text, message) in cases {
        let mut settings = good();
        let error = settings.set(key, text).unwrap_err();
        assert_eq!(
            (error.key, error.message.as_str()),
            (key, message),
            "{text:?}"
        );
        assert_eq!(settings, good());
    }
}

#[test]
fn each_limit_is_allowed_and_what_lies_past_it_is_not() {
    let (id, long) = ("p".repeat(64), "p".repeat(65));
    let (name, long_name) = ("a".repeat(24), "a".repeat(25));
    for (key, within, past) in [
        (
            SettingKey::PoolId,
            &[id.as_str(), "p"][..],
            &[long.as_str()][..],
        ),
        (
            SettingKey::StorageAccountName,
            &["abc", &name],
            &["ab", &long_name],
        ),
        (
            SettingKey::Retries,
            &["-1", "0", "2147483647"],
            &["-2", "2147483648", "1.5"],
        ),
        (
            SettingKey::TimeLimit,
            &["1", "15552000"],
            &["0", "-1", "15552001"],
        ),
        (SettingKey::PollFreq, &["1", "3600"], &["0", "3601"]),
    ] {
        for text in within {
            assert_eq!(good().set(key, text), Ok(()), "{key:?} {text}");
        }
        for text in past {
            let mut settings = good();
            assert!(settings.set(key, text).is_err(), "{key:?} {text}");
            assert_eq!(settings, good());
        }
    }
}

#[test]
fn a_pasted_client_secret_is_refused_in_every_field_and_not_repeated() {
    let secret = "abc8Q~0123456789abcdefghijklmnopqrstuv";
    for key in SettingKey::ALL {
        let error = good().set(key, secret).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(secret), "{key:?}");
    }
}

#[test]
fn addresses_with_a_path_a_space_or_a_user_are_refused() {
    for text in [
        "https://hpc.batch.azure.com/jobs",
        "https://hpc .batch.azure.com",
        "https://me:hush@hpc.batch.azure.com",
        "https://",
        "ftp://hpc.batch.azure.com",
    ] {
        assert!(
            good().set(SettingKey::BatchAccountUrl, text).is_err(),
            "{text}"
        );
    }
}

#[test]
fn what_was_probably_meant_is_suggested() {
    let cases = [
        (
            SettingKey::BatchAccountUrl,
            "hpc.westeurope.batch.azure.com",
            "https://hpc.westeurope.batch.azure.com",
        ),
        (
            SettingKey::BatchAccountUrl,
            "http://hpc.westeurope.batch.azure.com",
            "https://hpc.westeurope.batch.azure.com",
        ),
        (
            SettingKey::BatchAccountUrl,
            "https://hpc.batch.azure.com/jobs?x=1",
            "https://hpc.batch.azure.com",
        ),
        (
            SettingKey::StorageAccountName,
            "CovalentBatch",
            "covalentbatch",
        ),
        (
            SettingKey::StorageAccountName,
            "https://covalentbatch.blob.core.windows.net/",
            "covalentbatch",
        ),
        (
            SettingKey::BaseImageUri,
            "https://covalent.azurecr.io/Base:1",
            "covalent.azurecr.io/base:1",
        ),
        (
            SettingKey::StorageAccountDomain,
            "https://blob.core.windows.net/",
            "blob.core.windows.net",
        ),
    ];
    for (key, text, meant) in cases {
        assert_eq!(
            good().set(key, text).unwrap_err().suggestion.as_deref(),
            Some(meant),
            "{text}"
        );
    }
}

#[test]
fn what_is_required_depends_on_how_the_account_signs_in() {
    let missing = |name: &str| {
        let mut settings = ExecutorSettings::default();
        settings.set(SettingKey::Credential, name).unwrap();
        let keys: Vec<_> = settings.errors().into_iter().map(|e| e.key).collect();
        keys
    };
    let always = [
        SettingKey::BatchAccountUrl,
        SettingKey::PoolId,
        SettingKey::StorageAccountName,
    ];
    for name in [
        "azure_cli",
        "managed_identity",
        "workload_identity",
        "environment",
    ] {
        assert_eq!(missing(name), always, "{name}");
    }
    let principal = [SettingKey::TenantId, SettingKey::ClientId];
    assert_eq!(missing("client_secret"), [&principal[..], &always].concat());
    assert_eq!(
        missing("client_certificate"),
        [&principal[..], &[SettingKey::CertificatePath], &always].concat()
    );
    assert!(good().set(SettingKey::Credential, "password").is_err());
}

#[test]
fn settings_from_before_there_were_kinds_sign_in_with_a_secret() {
    let settings: ExecutorSettings = serde_json::from_str(r#"{"pool_id":"p"}"#).unwrap();
    assert_eq!(settings.credential, CredentialKind::ClientSecret);
}
