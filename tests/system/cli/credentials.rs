//! The ways to sign in, against the embedded service as if it were Azure.

use std::{collections::HashMap, fs, os::unix::fs::PermissionsExt as _, process::Command};

use longshore_tests::{
    home::{Home, ended},
    keyring::with_keyring,
    local::Local,
};
use pretty_assertions::assert_eq;
use serde_json::Value;

/// The flags of an account whose Batch service is the embedded one.
fn flags(local: &Local) -> Vec<String> {
    [
        ("--batch-account-url", local.setting("batch_account_url")),
        ("--storage-account-name", "covalentbatch"),
        // Nothing is there: only sign-in and Batch are looked at here.
        ("--storage-account-domain", "localhost"),
        ("--pool-id", local.setting("pool_id")),
    ]
    .into_iter()
    .flat_map(|(flag, value)| [flag.to_owned(), value.to_owned()])
    .collect()
}

/// A command of the home's that trusts the embedded service as the system trusts Azure.
fn trusting(home: &Home, local: &Local) -> Command {
    let mut command = home.longshore();
    command
        .env("SSL_CERT_FILE", local.setting("ca_cert"))
        .env("NO_PROXY", "127.0.0.1");
    command
}

/// Checks an account: its lines, by what they are about.
fn check(command: &mut Command, name: &str) -> HashMap<String, Value> {
    let done = ended(
        &command
            .args(["accounts", "check", name, "--json"])
            .output()
            .unwrap(),
    );
    lines(&done.stdout)
}

fn lines(stdout: &str) -> HashMap<String, Value> {
    let document: Value =
        serde_json::from_str(stdout).unwrap_or_else(|error| panic!("{error}: {stdout}"));
    let lines = document["lines"].as_array().unwrap().clone();
    lines
        .into_iter()
        .map(|line| (line["check"].as_str().unwrap().to_owned(), line))
        .collect()
}

/// Signed in, and Batch took the token.
#[track_caller]
fn assert_signed_in(lines: &HashMap<String, Value>) {
    for check in ["sign_in", "pool"] {
        assert_eq!(lines[check]["outcome"], "passed", "{lines:?}");
    }
}

/// A token for Batch, as the identity service gives it.
async fn token(local: &Local) -> String {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", local.setting("client_id")),
        ("client_secret", local.setting("client_secret")),
        ("scope", "https://batch.core.windows.net//.default"),
    ];
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let ca = fs::read(local.setting("ca_cert")).unwrap();
    let address = format!(
        "{}/{}/oauth2/v2.0/token",
        local.setting("authority").trim_end_matches('/'),
        local.setting("tenant_id")
    );
    let reply = crate::blob::client(&ca)
        .post(address)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap();
    let reply: Value = reply.json().await.unwrap();
    reply["access_token"].as_str().unwrap().to_owned()
}

/// A program called `az` that prints what the real one prints.
fn fake_az(home: &Home, script: &str) -> std::ffi::OsString {
    let az = home.write("bin/az", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&az, fs::Permissions::from_mode(0o755)).unwrap();
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(home.join("bin")).chain(std::env::split_paths(&rest));
    std::env::join_paths(all).unwrap()
}

#[tokio::test]
async fn the_login_of_the_azure_cli_signs_in_without_any_secret_here() {
    let (home, local) = (Home::new(), Local::start());
    let token = token(&local).await;
    let asked = home.join("asked");
    let path = fake_az(
        &home,
        &format!(
            r#"echo "$@" >>'{}'; echo "{{\"accessToken\":\"{token}\",\"expires_on\":$(($(date +%s)+3600)),\"tokenType\":\"Bearer\"}}""#,
            asked.display()
        ),
    );
    let added = home
        .run(
            ["accounts", "add", "cli", "--credential", "azure_cli"]
                .map(String::from)
                .into_iter()
                .chain(flags(&local)),
        )
        .expect(0);
    assert_eq!(added.stdout, "Added cli; it needs no secret here.\n");
    assert_signed_in(&check(trusting(&home, &local).env("PATH", path), "cli"));
    let asked = fs::read_to_string(asked).unwrap();
    let for_batch =
        "account get-access-token -o json --scope https://batch.core.windows.net//.default";
    let times = asked.lines().filter(|line| *line == for_batch).count();
    assert_eq!(times, 1, "one process for many requests: {asked}");
}

#[test]
fn an_azure_cli_without_a_login_is_told_as_a_sign_in() {
    let (home, local) = (Home::new(), Local::start());
    let path = fake_az(
        &home,
        "echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1",
    );
    home.run(
        ["accounts", "add", "cli", "--credential", "azure_cli"]
            .map(String::from)
            .into_iter()
            .chain(flags(&local)),
    )
    .expect(0);
    let lines = check(trusting(&home, &local).env("PATH", path), "cli");
    assert_eq!(lines["sign_in"]["outcome"], "failed");
    let report = lines["sign_in"].to_string();
    assert!(report.contains("az login"), "{report}");
}

#[test]
fn the_environment_signs_in_and_a_wrong_secret_in_it_is_told_with_its_number() {
    let (home, local) = (Home::new(), Local::start());
    home.run(
        [
            "accounts",
            "add",
            "env",
            "--credential",
            "environment",
            "--authority-host",
            local.setting("authority"),
        ]
        .map(String::from)
        .into_iter()
        .chain(flags(&local)),
    )
    .expect(0);
    let by = |secret: &str| {
        let mut command = trusting(&home, &local);
        command
            .env("AZURE_TENANT_ID", local.setting("tenant_id"))
            .env("AZURE_CLIENT_ID", local.setting("client_id"))
            .env("AZURE_CLIENT_SECRET", secret);
        check(&mut command, "env")
    };
    assert_signed_in(&by(local.setting("client_secret")));
    let wrong = by("hush-wrong")["sign_in"].to_string();
    assert!(
        wrong.contains("The client secret is wrong (AADSTS7000215)") && !wrong.contains("hush"),
        "{wrong}"
    );
    let unset = check(&mut trusting(&home, &local), "env");
    let unset = format!("{unset:?}");
    assert!(unset.contains("AZURE_TENANT_ID is not set"), "{unset}");
}

/// The beginning of a script: imports the account `sp`, whose secret goes to the keyring, and trusts its service.
fn import_sp(home: &Home, local: &Local) -> String {
    home.write(
        "sp.json",
        format!(
            r#"{{"appId":"{}","password":"{}","tenant":"{}"}}"#,
            local.setting("client_id"),
            local.setting("client_secret"),
            local.setting("tenant_id")
        ),
    );
    format!(
        "longshore accounts import sp.json --name sp --authority-host {} {} >&2; \
         export SSL_CERT_FILE={} NO_PROXY=127.0.0.1;",
        local.setting("authority"),
        flags(local).join(" "),
        local.setting("ca_cert")
    )
}

#[test]
fn a_service_principal_signs_in_with_the_secret_from_the_keyring() {
    let (home, local) = (Home::new(), Local::start());
    let import = import_sp(&home, &local);
    let check = format!("{import} longshore accounts check sp --json || true");
    let done = with_keyring(&home, &check).expect(0);
    assert_signed_in(&lines(&done.stdout));
}

#[test]
fn a_keyring_that_is_locked_is_not_taken_for_a_missing_secret_and_serves_again_once_it_is_unlocked()
{
    let (home, local) = (Home::new(), Local::start());
    let import = import_sp(&home, &local);
    let lock = "dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
                org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >&2";
    let unlock = "printf '\\n' | gnome-keyring-daemon --replace --unlock --components=secrets >/dev/null 2>&1";
    let done = with_keyring(
        &home,
        &format!(
            "{import} {lock}; longshore accounts list; longshore pools --account sp || echo exit $?; \
             {unlock}; longshore pools --account sp"
        ),
    )
    .expect(0);
    assert!(done.stdout.contains("keyring locked"), "{done:?}");
    assert!(done.stdout.contains("exit 3\nPOOL "), "{done:?}");
    let told = ["locked or out of reach", "Unlock it"];
    assert!(
        told.iter().all(|words| done.stderr.contains(words)),
        "{done:?}"
    );
}
