use std::process::Command;

use longshore_tests::{
    desktop::{Keyring, Session, Window, keys},
    home::Home,
};
use pretty_assertions::assert_eq;

const SECRET: &str = "hush-Q8x~quay-secret";

async fn fill_account(window: &Window) {
    window.click("nav-accounts").await;
    window.click("add-account").await;
    for (field, text) in [
        ("field-name", "hpc"),
        ("field-tenant_id", "contoso.onmicrosoft.com"),
        ("field-client_id", "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab"),
        (
            "field-batch_account_url",
            "https://hpc.westeurope.batch.azure.com",
        ),
        ("field-storage_account_name", "covalentbatch"),
        ("field-pool_id", "covalent-pool"),
        ("secret-input", SECRET),
    ] {
        window.fill(field, text).await;
    }
}

fn files_with_the_secret(home: &Home) -> String {
    // The keyring itself is the one place it belongs to; GNOME's keeps it encrypted.
    let found = Command::new("grep")
        .args(["-rlF", SECRET])
        .arg(home.path())
        .output()
        .unwrap();
    String::from_utf8_lossy(&found.stdout).into_owned()
}

#[tokio::test]
async fn an_account_is_added_with_its_secret_in_the_keyring_and_survives_a_restart() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    fill_account(&window).await;
    window.click("save-account").await;
    window.wait_for_text("account-row", "hpc").await;
    window.wait_for_text("secret-kept", "In the keyring").await;
    window.close().await;

    let window = session.open().await;
    window.click("nav-accounts").await;
    window.wait_for_text("account-row", "hpc").await;
    assert_eq!(files_with_the_secret(&home), "");
    window.close().await;
}

#[tokio::test]
async fn without_a_keyring_the_secret_is_kept_for_the_session_and_the_screen_says_so() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Absent).await;
    let window = session.open().await;
    fill_account(&window).await;
    window.find("no-keyring").await;
    window.click("save-account").await;
    window.wait_for_text("secret-kept", "session").await;
    assert_eq!(files_with_the_secret(&home), "");
    window.close().await;
}

#[tokio::test]
async fn a_wrong_url_is_explained_beside_its_field_and_mended_with_one_click() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    fill_account(&window).await;
    window
        .fill("field-batch_account_url", "hpc.westeurope.batch.azure.com")
        .await;
    window.click("field-pool_id").await;
    window.click("use-suggestion").await;
    window
        .wait_for_value(
            "field-batch_account_url",
            "https://hpc.westeurope.batch.azure.com",
        )
        .await;
    window.fill("field-time_limit", "-5").await;
    window.click("field-pool_id").await;
    window
        .css("[data-testid=\"field-time_limit\"][aria-invalid=\"true\"]")
        .await;
    window.close().await;
}

#[tokio::test]
async fn what_was_typed_into_an_account_form_stays_until_it_is_saved_or_cancelled() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    fill_account(&window).await;
    // Another page, another account, Escape.
    window.press(false, keys::ESCAPE).await;
    window.click("nav-settings").await;
    window.click("nav-accounts").await;
    window.wait_for_value("field-name", "hpc").await;
    window.click("account-row").await;
    window.find("this-computer").await;
    window.wait_for_text("unsaved-account", "Not saved").await;
    window.click("unsaved-account").await;
    window
        .wait_for_value("field-pool_id", "covalent-pool")
        .await;
    window.wait_for_value("secret-input", SECRET).await;

    // Of an account that is kept, too; and only there.
    window.click("save-account").await;
    window.wait_for_text("secret-kept", "In the keyring").await;
    window.wait_until_gone("unsaved-account").await;
    window.fill("field-pool_id", "another-pool").await;
    window.click("account-row").await;
    window.find("this-computer").await;
    window.wait_for_text("account-row", "Not saved").await;
    window
        .css("[data-testid=account-row][data-name=hpc]")
        .await
        .click()
        .await
        .unwrap();
    window.wait_for_value("field-pool_id", "another-pool").await;
    window.click("cancel-account").await;
    window
        .wait_for_value("field-pool_id", "covalent-pool")
        .await;
    window
        .wait_until_gone_text("account-row", "Not saved")
        .await;
    window.click("add-account").await;
    window.wait_for_value("field-name", "").await;
    window.close().await;
}

#[tokio::test]
async fn an_account_is_checked_line_by_line() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.click("nav-accounts").await;
    window.click("check-account").await;
    let lines = window
        .wait_for_text("check-line", "signed for each job")
        .await;
    assert_eq!(window.count("check-line").await, 11, "{lines}");
    assert!(!lines.contains("not tried"), "{lines}");
    window.close().await;
}

#[tokio::test]
async fn a_private_registrys_password_goes_to_the_keyring_and_is_never_shown_again() {
    const PASSWORD: &str = "a-registrys-password";
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    fill_account(&window).await;
    // Few accounts need it: it is closed until it is asked for.
    window.click("containers").await;
    window
        .fill("field-registry_server", "mine.azurecr.io")
        .await;
    window.fill("field-registry_username", "puller").await;
    window.fill("registry-password-input", PASSWORD).await;
    window.click("save-account").await;
    window.wait_for_text("secret-kept", "In the keyring").await;
    window
        .wait_for_text("registry-password-kept", "In the keyring")
        .await;
    let file = std::fs::read_to_string(home.join("longshore/config/accounts.toml")).unwrap();
    assert!(
        file.contains("mine.azurecr.io") && !file.contains(PASSWORD),
        "{file}"
    );
    // Another registry does not get it.
    window
        .fill("field-registry_server", "theirs.example.com")
        .await;
    window.click("save-account").await;
    window.find("registry-password-input").await;
    window.wait_for_value("registry-password-input", "").await;
    window.close().await;
}
