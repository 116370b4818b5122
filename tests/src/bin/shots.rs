//! Pictures of every screen, light and dark, for the README and for looking at: `shots --out docs/shots`.
//!
//! `cargo xtask shots` builds the programs and runs this. Everything shown is real: the window, the embedded Azure, the
//! payloads of the tests.

#![allow(
    clippy::unwrap_used,
    reason = "a picture that cannot be taken ends the program"
)]

use std::{fs, path::PathBuf};

use longshore_tests::{
    desktop::{Keyring, Session, Window},
    fixtures,
    home::Home,
    scripts,
};
use serde_json::json;

/// Where pictures go, and which to take.
struct Album {
    folder: PathBuf,
    only: Option<String>,
    size: (u32, u32),
}

impl Album {
    fn from_args() -> Self {
        let mut album = Self {
            folder: "docs/shots".into(),
            only: None,
            size: (1280, 800),
        };
        let mut words = std::env::args().skip(1);
        while let (Some(option), Some(value)) = (words.next(), words.next()) {
            match option.as_str() {
                "--out" => album.folder = value.into(),
                "--only" => album.only = Some(value),
                "--size" => {
                    let (width, height) = value.split_once('x').unwrap();
                    album.size = (width.parse().unwrap(), height.parse().unwrap());
                }
                other => {
                    panic!("{other} is not an option: --out DIR, --only NAME, --size WIDTHxHEIGHT")
                }
            }
        }
        fs::create_dir_all(&album.folder).unwrap();
        album
    }

    /// Takes the screen as it is, in both themes.
    async fn take(&self, window: &Window, name: &str) {
        if self.only.as_deref().is_some_and(|only| only != name) {
            return;
        }
        for theme in ["light", "dark"] {
            let script = "document.documentElement.dataset.theme = arguments[0]";
            window
                .client
                .execute(script, vec![theme.into()])
                .await
                .unwrap();
            // Transitions take up to 150 ms.
            tokio::time::sleep(std::time::Duration::from_millis(400)).await;
            let path = self.folder.join(format!("{name}-{theme}.png"));
            fs::write(&path, window.picture().await).unwrap();
            println!("{}", path.display());
        }
    }
}

#[tokio::main]
async fn main() {
    let album = Album::from_args();
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    let (width, height) = album.size;
    window.client.set_window_size(width, height).await.unwrap();
    submit(&album, &window, &home).await;
    jobs(&album, &window, &home).await;
    accounts(&album, &window).await;
    window.click("nav-settings").await;
    window.find("theme-select").await;
    album.take(&window, "settings").await;
    window.close().await;
}

async fn submit(album: &Album, window: &Window, home: &Home) {
    window.find("drop-zone").await;
    window.wait_for_text("account-switcher", "Ready").await;
    album.take(window, "first").await;
    let sweep = home.write(
        "sweep.py",
        "import pandas\nprint(pandas.DataFrame({'a': [1]}))\n",
    );
    let photo = home.write("photo.pkl", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01");
    let trivial = fixtures::payload("func-trivial-node0.pkl");
    let svm = fixtures::payload("func-svm-node1.pkl");
    let result = fixtures::payload("result-svm-node1.pkl");
    window
        .drop_files(&[&svm, &trivial, &sweep, &photo, &result])
        .await;
    window
        .wait_for_text("review-list", "result-svm-node1.pkl")
        .await;
    album.take(window, "review").await;
    window.click("clear").await;
}

/// Submits files and waits until the job's state reads `state`.
async fn run(window: &Window, files: &[PathBuf], packages: &str, state: &str) {
    window.click("nav-submit").await;
    window.find("drop-zone").await;
    let paths: Vec<_> = files.iter().map(PathBuf::as_path).collect();
    window.drop_files(&paths).await;
    window.find("review-row").await;
    if !packages.is_empty() {
        window.fill("field-packages", packages).await;
    }
    window.click("submit").await;
    window.wait_for_text("job-state", state).await;
}

async fn jobs(album: &Album, window: &Window, home: &Home) {
    window.click("run-sample").await;
    window.wait_for_text("job-state", "Succeeded").await;
    window.click_row("task-row").await;
    window.click("tab-result").await;
    window.find("preview-image").await;
    album.take(window, "sample-result").await;

    run(
        window,
        &[fixtures::payload("func-trivial-node0.pkl")],
        "",
        "Succeeded",
    )
    .await;
    window.click_row("task-row").await;
    window.click("tab-result").await;
    window.find("preview-value").await;
    album.take(window, "result").await;

    run(
        window,
        &[home.write("berth.py", scripts::RAISES)],
        "",
        "Failed",
    )
    .await;
    window.find("failure").await;
    album.take(window, "failure").await;
    window.click_row("task-row").await;
    window.click("tab-output").await;
    window.click("stream-stderr").await;
    window.wait_for_text("log", "ValueError").await;
    album.take(window, "output").await;

    let sweep: Vec<PathBuf> = (0..24)
        .map(|i| {
            let body = format!(
                "import time, sys\ntime.sleep({} / 4)\nsys.exit({})\n",
                i % 7,
                i32::from(i == 17)
            );
            home.write(format!("sweep/{i:02}.py"), body)
        })
        .collect();
    run(window, &sweep, "", "Running").await;
    window.wait_for_text("task-row", "Succeeded").await;
    album.take(window, "job-running").await;
    window.wait_for_text("job-state", "Failed").await;
    album.take(window, "job-detail").await;
    window.click("tab-events").await;
    window.find("timeline").await;
    album.take(window, "events").await;
}

async fn accounts(album: &Album, window: &Window) {
    window.click("nav-accounts").await;
    window.find("this-computer").await;
    window.click("check-account").await;
    window
        .wait_for_text("check-line", "signed for each job")
        .await;
    album.take(window, "accounts").await;
    let draft = json!({
        "name": "hpc-westeurope",
        "settings": {
            "tenant_id": "7f0e1c8a-42d7-4f0b-9a51-c2f0a3b6d901",
            "client_id": "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab",
            "batch_account_url": "https://hpc.westeurope.batch.azure.com",
            "storage_account_name": "covalentbatch",
            "pool_id": "covalent-pool",
        },
    });
    let args = json!({ "draft": draft, "secret": "only-for-the-picture", "replaces": null });
    window.call("save_account", args).await;
    window
        .css("[data-testid=\"account-row\"][data-name=\"hpc-westeurope\"]")
        .await
        .click()
        .await
        .unwrap();
    window.find("secret-kept").await;
    window
        .fill("field-batch_account_url", "hpc.westeurope.batch.azure.com")
        .await;
    window.click("field-pool_id").await;
    window.find("use-suggestion").await;
    let script = "document.querySelector('[data-testid=use-suggestion]').scrollIntoView({ block: 'center' })";
    window.client.execute(script, Vec::new()).await.unwrap();
    album.take(window, "account-form").await;
}
