//! A walk past every screen and state of the window, for whoever looks at them: pictures, the accessibility check.
//!
//! Everything shown is real: the window, the embedded Azure, the payloads of the tests.

use std::{path::PathBuf, time::Duration};

use serde_json::json;

use super::{
    Keyring, Session, Window,
    keys::{ENTER, ESCAPE},
};
use crate::{fixtures, home::Home, scripts};

/// The themes every screen is looked at in.
pub const THEMES: [&str; 2] = ["light", "dark"];

/// What the walk waits to read, in the window's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// A job or task did.
    pub succeeded: &'static str,
    /// A job or task did.
    pub failed: &'static str,
    /// A job does.
    pub running: &'static str,
    /// The palette's entry for them.
    pub notifications: &'static str,
    /// The end of what a check of this computer says.
    pub signed: &'static str,
}

/// As the window speaks when nobody says otherwise.
pub const ENGLISH: Words = Words {
    succeeded: "Succeeded",
    failed: "Failed",
    running: "Running",
    notifications: "Notifications",
    signed: "signed for each job",
};

/// As it speaks in German.
pub const GERMAN: Words = Words {
    succeeded: "Erfolgreich",
    failed: "Fehlgeschlagen",
    running: "Läuft",
    notifications: "Mitteilungen",
    signed: "für jeden Auftrag signiert",
};

/// Who comes along.
pub trait Visit {
    /// What the window says.
    fn words(&self) -> Words {
        ENGLISH
    }

    /// Looks at the screen as it is; `name` says which it is.
    fn screen(&self, window: &Window, name: &str) -> impl Future<Output = ()>;
}

/// What the service on this computer gets wrong, in the home.
pub(super) const FAULTS: &str = "faults.json";

/// A script that writes as terminals show it: colours, weights, and what a terminal would obey.
const COLOURS: &str = r"
for n, name in enumerate(['red', 'green', 'yellow', 'blue', 'violet', 'teal']):
    print(f'\x1b[3{n + 1}m{name:8}\x1b[0m \x1b[9{n + 1}mbright {name:8}\x1b[0m \x1b[1mbold\x1b[0m \x1b[4munderlined\x1b[0m')
print('\x1b]0;a title\x07\x1b[2J\x1b[10;10H 12 fathoms, sand and shells')
";

/// A session and a window for the tour.
pub async fn start(home: &Home) -> (Session, Window) {
    home.write(FAULTS, "{}");
    let session = Session::start_with(home, Keyring::Unlocked, |command| {
        command
            .env("LONGSHORE_LOCAL_FAULTS", home.join(FAULTS))
            // Who looks at a screen for long is not to find the service about to end.
            .env("LONGSHORE_LOCAL_IDLE", "120");
    })
    .await;
    let window = session.open().await;
    (session, window)
}

/// Walks past all of them, from the first start on.
pub async fn tour(visit: &impl Visit, window: &Window, home: &Home) {
    window.press(true, 'j').await;
    window.find("go-submit").await;
    visit.screen(window, "jobs-empty").await;
    window.press(true, 'n').await;
    submit(visit, window, home).await;
    jobs(visit, window, home).await;
    waiting(visit, window, home).await;
    many(visit, window).await;
    accounts(visit, window).await;
    window.click("nav-settings").await;
    window.find("theme-select").await;
    visit.screen(window, "settings").await;
    above(visit, window).await;
}

/// A pool without nodes: in the review, and beside the job that waits for one.
async fn waiting(visit: &impl Visit, window: &Window, home: &Home) {
    home.write(FAULTS, json!({ "pool": { "nodes": 0 } }).to_string());
    let script = home.write("tide.py", "print('high water')\n");
    window.click("nav-submit").await;
    window.find("drop-zone").await;
    window.drop_files(&[&script]).await;
    window.find("pool-warning").await;
    visit.screen(window, "pool-warning").await;
    window.click("submit").await;
    window.find("job-waiting").await;
    visit.screen(window, "job-waiting").await;
    home.write(FAULTS, "{}");
    window
        .wait_for_text("job-state", visit.words().succeeded)
        .await;
}

/// The list of jobs with several chosen, and with none that fits.
async fn many(visit: &impl Visit, window: &Window) {
    // In a narrow window the open job covers the list.
    let back = window.find("back-to-jobs").await;
    if back.is_displayed().await.unwrap() {
        back.click().await.unwrap();
    }
    window.click("pick-all").await;
    window.find("bulk-bar").await;
    visit.screen(window, "jobs-chosen").await;
    window.click("bulk-none").await;
    window.fill("search-jobs", "state:cancelled").await;
    window.find("show-all").await;
    visit.screen(window, "jobs-none").await;
    window.click("show-all").await;
}

/// What lies above the screens.
async fn above(visit: &impl Visit, window: &Window) {
    window.press(true, 'k').await;
    window.wait_for_text("palette-entry", "berth.py").await;
    visit.screen(window, "palette").await;
    let notifications = visit.words().notifications;
    window.fill("palette-input", notifications).await;
    window.wait_for_text("palette-entry", notifications).await;
    window.press(false, ENTER).await;
    window.find("notices").await;
    visit.screen(window, "notifications").await;
    window.press(false, ESCAPE).await;
    window.click("show-shortcuts").await;
    window.find("close-shortcuts").await;
    visit.screen(window, "shortcuts").await;
    window.press(false, ESCAPE).await;
}

async fn submit(visit: &impl Visit, window: &Window, home: &Home) {
    window.find("drop-zone").await;
    // Narrow windows show the account without its words.
    window.css("[data-testid=account-switcher] .dot.ok").await;
    visit.screen(window, "first").await;
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
    visit.screen(window, "review").await;
    window.click("clear").await;
    window.click("close-toast").await;
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

async fn jobs(visit: &impl Visit, window: &Window, home: &Home) {
    window.click("run-sample").await;
    window
        .wait_for_text("job-state", visit.words().succeeded)
        .await;
    window.click_row("task-row").await;
    window.click("tab-result").await;
    window.find("preview-image").await;
    visit.screen(window, "sample-result").await;

    run(
        window,
        &[fixtures::payload("func-trivial-node0.pkl")],
        "",
        visit.words().succeeded,
    )
    .await;
    window.click_row("task-row").await;
    window.click("tab-result").await;
    window.find("preview-value").await;
    visit.screen(window, "result").await;
    values(visit, window, home).await;

    run(
        window,
        &[home.write("berth.py", scripts::RAISES)],
        "",
        visit.words().failed,
    )
    .await;
    window.find("failure").await;
    visit.screen(window, "failure").await;
    window.click_row("task-row").await;
    window.click("tab-output").await;
    window.click("stream-stderr").await;
    window.wait_for_text("log", "ValueError").await;
    visit.screen(window, "output").await;

    run(
        window,
        &[home.write("sounding.py", COLOURS)],
        "",
        visit.words().succeeded,
    )
    .await;
    window.click_row("task-row").await;
    window.click("tab-output").await;
    window.wait_for_text("log", "fathoms").await;
    visit.screen(window, "output-colours").await;

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
    run(window, &sweep, "", visit.words().running).await;
    window
        .wait_for_text("task-row", visit.words().succeeded)
        .await;
    visit.screen(window, "job-running").await;
    window
        .wait_for_text("job-state", visit.words().failed)
        .await;
    visit.screen(window, "job-detail").await;
    window.click("tab-events").await;
    window.find("timeline").await;
    visit.screen(window, "events").await;
}

/// Values of numpy and pandas.
async fn values(visit: &impl Visit, window: &Window, home: &Home) {
    let script = home.write("values.py", scripts::leaves_values());
    run(window, &[script], "", visit.words().succeeded).await;
    window.click_row("task-row").await;
    window.click("tab-result").await;
    for (file, screen) in [
        ("frame.pkl", "result-table"),
        ("numbers.pkl", "result-arrays"),
    ] {
        let file = format!("[data-testid=\"result-file\"][title$=\"{file}\"]");
        window.click_css(&file).await;
        window.find("preview-value").await;
        let unfold =
            "document.querySelectorAll('.children > details').forEach(one => { one.open = true })";
        window.client.execute(unfold, Vec::new()).await.unwrap();
        visit.screen(window, screen).await;
    }
}

async fn accounts(visit: &impl Visit, window: &Window) {
    window.click("nav-accounts").await;
    window.find("this-computer").await;
    window.click("check-account").await;
    window
        .wait_for_text("check-line", visit.words().signed)
        .await;
    visit.screen(window, "accounts").await;
    window.keep_account("hpc-westeurope").await;
    window
        .click_css("[data-testid=\"account-row\"][data-name=\"hpc-westeurope\"]")
        .await;
    window.find("secret-kept").await;
    window
        .fill("field-batch_account_url", "hpc.westeurope.batch.azure.com")
        .await;
    window.click("field-pool_id").await;
    window.find("use-suggestion").await;
    let script = "document.querySelector('[data-testid=use-suggestion]').scrollIntoView({ block: 'center' })";
    window.client.execute(script, Vec::new()).await.unwrap();
    visit.screen(window, "account-form").await;
    window.click("containers").await;
    window
        .fill("field-registry_server", "mine.azurecr.io")
        .await;
    window.fill("field-registry_username", "puller").await;
    window.fill("field-container_run_options", "--rm").await;
    window.click("field-node_identity").await;
    let script = "document.querySelector('[data-testid=containers]').scrollIntoView()";
    window.client.execute(script, Vec::new()).await.unwrap();
    visit.screen(window, "account-containers").await;
}

impl Window {
    /// Keeps an account of Azure's that nobody has, with a secret.
    pub(super) async fn keep_account(&self, name: &str) {
        let draft = json!({
            "name": name,
            "settings": {
                "tenant_id": "7f0e1c8a-42d7-4f0b-9a51-c2f0a3b6d901",
                "client_id": "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab",
                "batch_account_url": "https://hpc.westeurope.batch.azure.com",
                "storage_account_name": "covalentbatch",
                "pool_id": "covalent-pool",
            },
        });
        let args = json!({ "draft": draft, "secret": "only-for-the-picture", "replaces": null });
        self.call("save_account", args).await;
    }

    /// Changes the language, as a person would, and goes back to the first screen.
    pub async fn speak_german(&self) {
        self.click("nav-settings").await;
        self.click("language-german").await;
        self.css("html[lang=de]").await;
        self.click("nav-submit").await;
    }

    /// Shows a theme, whatever is set, at once: what is looked at is where the colours come to.
    pub async fn show(&self, theme: &str) {
        // What a picture is taken of is drawn a little after its frame.
        const SEEN: Duration = Duration::from_millis(200);
        let script = "
            const [theme, done] = arguments;
            if (!document.getElementById('no-motion')) {
                const style = document.createElement('style');
                style.id = 'no-motion';
                style.textContent = '*, ::before, ::after { transition: none !important; animation: none !important }';
                document.head.append(style);
            }
            document.documentElement.dataset.theme = theme;
            requestAnimationFrame(() => requestAnimationFrame(() => done()));
        ";
        self.client
            .execute_async(script, vec![theme.into()])
            .await
            .unwrap();
        tokio::time::sleep(SEEN).await;
    }
}
