use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use longshore_tests::home::{Home, ended};
use serde_json::Value;

#[test]
fn local_prints_how_to_reach_it_and_ends_on_sigterm() {
    let home = Home::new();
    let mut local = home
        .longshore()
        .args(["local", "--json", "--data-dir", "azure"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(local.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let endpoint: Value = serde_json::from_str(&line).unwrap();
    for key in [
        "authority",
        "tenant_id",
        "client_id",
        "client_secret",
        "batch_account_url",
        "batch_account_name",
        "batch_account_key",
        "storage_account_name",
        "storage_account_key",
        "blob_endpoint",
        "pool_id",
        "ca_cert",
    ] {
        assert!(
            endpoint[key].as_str().is_some_and(|text| !text.is_empty()),
            "{key}"
        );
    }

    let second = home.run(["local", "--data-dir", "azure"]).expect(2);
    assert!(
        second.stderr.contains("already running"),
        "{}",
        second.stderr
    );
    let port = endpoint["authority"]
        .as_str()
        .unwrap()
        .rsplit(':')
        .next()
        .unwrap();
    let taken = home
        .run(["local", "--data-dir", "other", "--port", port])
        .expect(2);
    assert!(taken.stderr.contains("taken"), "{}", taken.stderr);

    std::process::Command::new("kill")
        .args(["-TERM", &local.id().to_string()])
        .status()
        .unwrap();
    assert_eq!(ended(&local.wait_with_output().unwrap()).code, 0);
}
