//! Microsoft's own Python clients, unmodified, on `longshore local`: they are told its endpoints, a credential and its
//! certificate authority, and nothing else.

use std::process::Command;

use longshore_tests::{home::ended, local::Local, programs};

/// What the settings that `longshore local --json` prints are called in the environment of a client.
const SETTINGS: [(&str, &str); 12] = [
    ("AZURE_AUTHORITY_HOST", "authority"),
    ("AZURE_TENANT_ID", "tenant_id"),
    ("AZURE_CLIENT_ID", "client_id"),
    ("AZURE_CLIENT_SECRET", "client_secret"),
    ("BATCH_ACCOUNT_URL", "batch_account_url"),
    ("BATCH_ACCOUNT_NAME", "batch_account_name"),
    ("BATCH_ACCOUNT_KEY", "batch_account_key"),
    ("BATCH_POOL_ID", "pool_id"),
    ("BLOB_ENDPOINT", "blob_endpoint"),
    ("STORAGE_ACCOUNT_NAME", "storage_account_name"),
    ("STORAGE_ACCOUNT_KEY", "storage_account_key"),
    ("REQUESTS_CA_BUNDLE", "ca_cert"),
];

/// Runs a file of `tests/python` on a service of its own. What it says is shown when it fails.
fn run(script: &str) {
    let local = Local::start();
    let mut python = Command::new(programs::python());
    local.home().apply(&mut python);
    python
        .arg(programs::workspace().join("tests/python").join(script))
        .envs(SETTINGS.map(|(variable, key)| (variable, local.setting(key))))
        // No settings but those above.
        .env_remove("SSL_CERT_FILE")
        .env_remove("SSL_CERT_DIR")
        .env_remove("CURL_CA_BUNDLE")
        .env("NO_PROXY", "127.0.0.1")
        .env("PYTHONDONTWRITEBYTECODE", "1");
    let told = ended(&python.output().unwrap()).expect(0);
    println!("{}{}", told.stdout, told.stderr);
}

#[test]
fn azure_identity_signs_in() {
    run("sign_in.py");
}

#[test]
fn azure_storage_blob_keeps_blobs() {
    run("blob_storage.py");
}

#[test]
fn azure_storage_blob_signs_access_to_blobs() {
    run("blob_signatures.py");
}

#[test]
fn azure_batch_runs_a_job_from_staging_to_results() {
    run("batch_job.py");
}

#[test]
fn azure_batch_ends_jobs_and_is_refused_what_cannot_be() {
    run("batch_control.py");
}
