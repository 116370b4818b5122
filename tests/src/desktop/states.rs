//! The states that the screens of the [`tour`](super::tour) can also be in: what moves, waits, is refused or has gone.
//!
//! The service is told to get things wrong; the rest is as in everyday use. What is waited for is in English.

use std::{path::PathBuf, time::Duration};

use serde_json::{Value, json};

use super::{
    Keyring, Session, Window,
    keys::ESCAPE,
    tour::{FAULTS, Visit},
};
use crate::{fixtures, home::Home, scripts};

/// Bytes of a payload that is still on its way when it is looked at; a script may be no larger than 16 MiB.
const HEAVY: usize = 15 << 20;

/// After which it is seen that nothing was heard of a job.
const UNHEARD: Duration = Duration::from_secs(8);

/// Runs until the file beside it is there.
const PATIENT: &str = "
import os, time
print('12 fathoms, sand and shells', flush=True)
while not os.path.exists(os.path.join(HERE, 'go')):
    time.sleep(0.2)
";

/// There are no elements any more: the program inside the window ends as it draws the next screen. Whoever looks at what is
/// left has them back.
const BREAK: &str = "
    const broken = () => { throw new Error('no more elements') };
    const ways = [[Document, 'createElement'], [Document, 'importNode'], [Node, 'cloneNode']];
    const whole = ways.map(([kind, name]) => kind.prototype[name]);
    for (const [kind, name] of ways) kind.prototype[name] = broken;
    window.mend = () => ways.forEach(([kind, name], n) => { kind.prototype[name] = whole[n] });
    document.querySelector('[data-testid=nav-submit]').click();
";

/// Walks past all of them, in a window that has nothing half done; it has stopped afterwards.
pub async fn states(visit: &impl Visit, session: &Session, window: &Window, home: &Home) {
    dropping(visit, window, home).await;
    on_its_way(visit, window, home).await;
    running(visit, session, window, home).await;
    without_signing_in(visit, window, home).await;
    previews(visit, window, home).await;
    accounts(visit, window, home).await;
    window.client.execute(BREAK, Vec::new()).await.unwrap();
    window.css("#stopped:not([hidden]) #reload").await;
    let mend = "window.mend()";
    window.client.execute(mend, Vec::new()).await.unwrap();
    visit.screen(window, "stopped").await;
}

/// Accounts where the system keeps no secrets: a session of its own.
pub async fn without_keyring(visit: &impl Visit, size: (u32, u32)) {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Absent).await;
    let window = session.open().await;
    let (width, height) = size;
    window.client.set_window_size(width, height).await.unwrap();
    window.click("nav-accounts").await;
    window.click("add-account").await;
    window.fill("field-name", "hpc-westeurope").await;
    window.find("no-keyring").await;
    visit.screen(&window, "account-no-keyring").await;
    window.close().await;
}

/// Has the service do as this says, until it says something else.
fn weather(home: &Home, plan: &Value) {
    home.write(FAULTS, plan.to_string());
}

async fn open_drop_zone(window: &Window) {
    window.click("nav-submit").await;
    window.find("drop-zone").await;
}

/// Submits a script that runs until [`finish`].
async fn submit_patient(window: &Window, home: &Home) {
    let here = format!("HERE = {:?}\n", home.path());
    let script = home.write("tide-gauge.py", here + PATIENT);
    open_drop_zone(window).await;
    window.submit(&[&script]).await;
    window.wait_for_text("job-name", "tide-gauge.py").await;
}

async fn finish(window: &Window, home: &Home) {
    home.write("go", "");
    window.wait_for_text("job-state", "Succeeded").await;
    std::fs::remove_file(home.join("go")).unwrap();
}

/// Files above the window, and more of them than anyone looks through.
async fn dropping(visit: &impl Visit, window: &Window, home: &Home) {
    open_drop_zone(window).await;
    let emit = async |event: &str| {
        let script = "
            const [event, done] = arguments;
            const position = { x: 400, y: 300 };
            window.__TAURI__.event.emit(event, { paths: ['/tide.py'], position }).then(() => done());
        ";
        let arguments = vec![event.into()];
        window
            .client
            .execute_async(script, arguments)
            .await
            .unwrap();
    };
    emit("tauri://drag-enter").await;
    window.find("drop-overlay").await;
    visit.screen(window, "dragging").await;
    emit("tauri://drag-leave").await;
    window.wait_until_gone("drop-overlay").await;

    let files: Vec<PathBuf> = (0..500)
        .map(|n| home.write(format!("survey/{n:03}.py"), format!("print({n})\n")))
        .collect();
    let mut paths: Vec<_> = files.iter().map(PathBuf::as_path).collect();
    let bad = fixtures::payload("result-svm-node1.pkl");
    paths.push(&bad);
    window.drop_files(&paths).await;
    window
        .wait_for_text("review-summary", "501 payloads, 500 ready")
        .await;
    visit.screen(window, "review-500").await;
    window.click("clear").await;
    window.click("close-toast").await;
}

/// Bytes that move, a job that is being cancelled, and one that was.
async fn on_its_way(visit: &impl Visit, window: &Window, home: &Home) {
    let slow = json!({ "service": "blob", "query": "comp=block", "delayMs": 5000 });
    weather(home, &json!({ "rules": [slow] }));
    let heavy = home.write("soundings.py", format!("#{}\n", "~".repeat(HEAVY)));
    open_drop_zone(window).await;
    window.submit(&[&heavy]).await;
    window.wait_for_text("staging", "MB").await;
    visit.screen(window, "staging").await;
    window.click("cancel-job").await;
    window.wait_for_text("job-state", "Cancelled").await;
    visit.screen(window, "job-cancelled").await;

    let unheard =
        json!({ "service": "batch", "path": "/jobs/*/terminate", "delayMs": 6000, "count": 1 });
    weather(home, &json!({ "rules": [unheard] }));
    submit_patient(window, home).await;
    window.wait_for_text("job-state", "Running").await;
    window.click("cancel-job").await;
    window.wait_for_text("job-state", "Cancelling").await;
    visit.screen(window, "job-cancelling").await;
    window.wait_for_text("job-state", "Cancelled").await;
    weather(home, &json!({}));
}

/// Output before it begins and while it grows, the question of a window that is to close, a service that is not there, and a
/// job that is not.
async fn running(visit: &impl Visit, session: &Session, window: &Window, home: &Home) {
    weather(home, &json!({ "pool": { "nodes": 0 } }));
    submit_patient(window, home).await;
    window.click_row("task-row").await;
    window.click("tab-output").await;
    window.css("#panel .empty").await;
    visit.screen(window, "output-not-started").await;
    weather(home, &json!({}));
    window.wait_for_text("log", "fathoms").await;
    visit.screen(window, "output-growing").await;
    window.click("tab-tasks").await;

    session.ask_to_close(home);
    window.css("dialog[data-testid=confirm-close][open]").await;
    visit.screen(window, "closing").await;
    window.press(false, ESCAPE).await;
    window
        .css("dialog[data-testid=confirm-close]:not([open])")
        .await;

    weather(
        home,
        &json!({ "rules": [{ "service": "batch", "drop": "before" }] }),
    );
    tokio::time::sleep(UNHEARD).await;
    visit.screen(window, "job-offline").await;
    weather(home, &json!({}));
    finish(window, home).await;

    submit_patient(window, home).await;
    window.wait_for_text("job-state", "Running").await;
    let gone = json!({ "service": "batch", "path": "/jobs/**", "answer": { "status": 404, "code": "JobNotFound" } });
    weather(home, &json!({ "rules": [gone] }));
    window.wait_for_text("job-state", "Failed").await;
    visit.screen(window, "job-removed").await;
    weather(home, &json!({}));
    home.write("go", "");
}

/// A job that cannot be submitted, and one that cannot be asked after.
async fn without_signing_in(visit: &impl Visit, window: &Window, home: &Home) {
    weather(home, &json!({ "activeJobQuota": 0 }));
    let script = home.write("berth.py", scripts::NOOP);
    open_drop_zone(window).await;
    window.submit(&[&script]).await;
    window.wait_for_text("job-state", "Needs attention").await;
    visit.screen(window, "job-refused").await;

    weather(home, &json!({}));
    std::fs::remove_file(home.join("go")).unwrap();
    submit_patient(window, home).await;
    window.wait_for_text("job-state", "Running").await;
    weather(
        home,
        &json!({
            "signIn": "expiredSecret",
            "rules": [{ "service": "batch", "answer": { "status": 401, "code": "AuthenticationFailed" } }],
        }),
    );
    window.wait_for_text("job-state", "Needs attention").await;
    visit.screen(window, "job-attention").await;
    home.write("go", "");
    weather(home, &json!({}));
}

/// An exception of a function, an estimator, and what nothing here can show.
async fn previews(visit: &impl Visit, window: &Window, home: &Home) {
    let raises = fixtures::payload("func-raises.pkl");
    open_drop_zone(window).await;
    window.submit(&[&raises]).await;
    window.wait_for_text("job-state", "Failed").await;
    window.click_row("task-row").await;
    window.click("tab-result").await;
    window.find("preview-exception").await;
    visit.screen(window, "result-exception").await;

    let estimator = std::fs::read(fixtures::payload("result-svm-node1.pkl")).unwrap();
    home.write("estimator.pkl", estimator);
    let script = home.write(
        "leaves.py",
        format!(
            "import shutil\nshutil.copy({:?}, 'outputs')\nopen('outputs/echo.raw', 'wb').write(bytes(range(256)) * 40)\n",
            home.join("estimator.pkl")
        ),
    );
    open_drop_zone(window).await;
    window.submit(&[&script]).await;
    window.wait_for_text("job-state", "Succeeded").await;
    window.click_row("task-row").await;
    window.click("tab-result").await;
    for (file, screen) in [
        ("estimator.pkl", "result-estimator"),
        ("echo.raw", "result-opaque"),
    ] {
        let file = format!("[data-testid=\"result-file\"][title$=\"{file}\"]");
        window.click_css(&file).await;
        window.css(&format!("{file}[aria-pressed=true]")).await;
        window.find("preview").await;
        visit.screen(window, screen).await;
    }
}

/// A check that fails, and an account whose secret is gone.
async fn accounts(visit: &impl Visit, window: &Window, home: &Home) {
    weather(
        home,
        &json!({ "pool": { "missing": true }, "denied": ["blobWrite", "userDelegationKey"] }),
    );
    window.click("nav-accounts").await;
    window
        .click_css("[data-testid=account-row]:first-of-type")
        .await;
    window.find("this-computer").await;
    window.click("check-account").await;
    window.css("[data-testid=check-line].failed").await;
    window.css("[data-testid=check-account]:enabled").await;
    visit.screen(window, "account-failing").await;
    weather(home, &json!({}));

    window.keep_account("hpc-northeurope").await;
    let args = json!({ "name": "hpc-northeurope", "kind": "client" });
    window.call("forget_secret", args).await;
    window
        .click_css("[data-testid=account-row][data-name=hpc-northeurope]")
        .await;
    window.find("secret-input").await;
    visit.screen(window, "account-secret-missing").await;
}
