//! Accounts that come from elsewhere.

use longshore_tests::{
    desktop::{Keyring, Session},
    home::Home,
};
use pretty_assertions::assert_eq;

const SECRET: &str = "hush-R2d~import-secret";

/// As Covalent writes it, on Windows too.
fn configuration() -> String {
    [
        "\u{feff}[executors.azurebatch]",
        "tenant_id = \"72f988bf-86f1-41af-91ab-2d7cd011db47\"",
        "client_id = \"0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab\"",
        &format!("client_secret = \"{SECRET}\""),
        "batch_account_url = \"https://hpc.westeurope.batch.azure.com\"",
        "storage_account_name = \"covalentbatch\"",
        "pool_id = \"covalent-pool\"",
        "retries = 0",
        "",
    ]
    .join("\r\n")
}

#[tokio::test]
async fn covalents_configuration_fills_the_form_and_its_secret_goes_to_the_keyring_unseen() {
    let home = Home::new();
    let folder = home.join("covalent");
    home.write("covalent/covalent.conf", "no TOML at all");
    let session = Session::start_with(&home, Keyring::Unlocked, |command| {
        command.env("COVALENT_CONFIG_DIR", &folder);
    })
    .await;
    let window = session.open().await;
    window.click("nav-accounts").await;
    window.click("import-account").await;
    window.click("import-covalent").await;
    window.wait_for_text("import-problem", "is not TOML").await;

    let file = home.write("covalent/covalent.conf", configuration());
    window.click("import-covalent").await;
    window.wait_until_gone("import-problem").await;
    window
        .wait_for_value("field-pool_id", "covalent-pool")
        .await;
    window.wait_for_value("field-retries", "0").await;
    assert!(!window.text().await.contains(SECRET));
    window.fill("field-name", "from covalent").await;
    window.click("save-account").await;
    window.wait_for_text("secret-kept", "In the keyring").await;
    assert_eq!(window.stopped().await, "");
    window.close().await;

    std::fs::remove_file(file).unwrap();
    let found = std::process::Command::new("grep")
        .args(["-rlF", SECRET])
        .arg(home.path())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&found.stdout), "");
}
