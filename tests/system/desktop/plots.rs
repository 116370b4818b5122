//! What is drawn of a job's tasks, and what of it can be taken along.

use longshore_tests::{
    desktop::{Keyring, Session, Window},
    home::Home,
    scripts,
};
use pretty_assertions::assert_eq;
use serde_json::Value;

/// Keeps what would be saved, in place of the system's own dialog, which no driver reaches: it counts as closed.
const KEEP: &str = "
    const core = window.__TAURI__.core, invoke = core.invoke;
    window.saved = [];
    const heard = (command, sent, options) => {
        if (sent && sent.name === 'save_text') {
            window.saved.push(sent.args);
            return Promise.resolve(null);
        }
        return invoke.call(core, command, sent, options);
    };
    window.__TAURI__ = { ...window.__TAURI__, core: { ...core, invoke: heard } };
";

/// What a saved drawing is made of, as an XML parser reads it.
const READ: &str = "
    const svg = new DOMParser().parseFromString(arguments[0], 'image/svg+xml');
    const count = selector => svg.querySelectorAll(selector).length;
    return {
        wrong: count('parsererror'),
        hatched: count('rect[fill=\"url(#failed)\"]') > 0,
        tasks: [...svg.querySelectorAll('rect > title')].map(title => title.textContent),
    };
";

async fn saved(window: &Window, table: &str, button: &str) -> (String, String) {
    let section = format!("[data-testid={table}]");
    window.unfold(&section).await;
    let button = format!("{section} [data-testid={button}]");
    window.click_css(&button).await;
    let script = "return window.saved.splice(0)[0] ?? null";
    for _ in 0..100 {
        let found = window.client.execute(script, Vec::new()).await.unwrap();
        if let (Some(name), Some(text)) = (found["name"].as_str(), found["text"].as_str()) {
            return (name.to_owned(), text.to_owned());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{button} saves nothing");
}

async fn read(window: &Window, svg: &str) -> Value {
    let read = window.client.execute(READ, vec![svg.into()]).await.unwrap();
    assert_eq!(read["wrong"], 0, "{svg}");
    assert_eq!(read["hatched"], true, "{svg}");
    read["tasks"].clone()
}

#[tokio::test]
async fn plots_and_the_numbers_behind_them_can_be_saved_and_failed_tasks_are_hatched() {
    let home = Home::new();
    let name = "a&b <tide>.py";
    let payloads = [
        home.write("fails.py", scripts::RAISES),
        home.write(name, scripts::NOOP),
        home.write("c.py", scripts::NOOP),
    ];
    let mut arguments = vec!["run".into(), "--retries".into(), "0".into()];
    arguments.extend(payloads);
    home.run(arguments).expect(1);
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.press(true, 'j').await;
    window.click_row("job-row").await;
    window.wait_for_text("job-state", "Failed").await;
    window.client.execute(KEEP, Vec::new()).await.unwrap();
    let job = window.text_of("job-id").await;

    let (file, csv) = saved(&window, "table-of-running-times", "save-plot-csv").await;
    assert_eq!(file, format!("{job}-running-times.csv"));
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("from_s,to_s,succeeded,failed"));
    let sums = lines.fold((0, 0), |(succeeded, failed), line| {
        let mut numbers = line.split(',').skip(2).map(|n| n.parse::<u32>().unwrap());
        let mut next = || numbers.next().unwrap();
        (succeeded + next(), failed + next())
    });
    assert_eq!(sums, (2, 1), "{csv}");
    let (file, svg) = saved(&window, "table-of-running-times", "save-plot-svg").await;
    assert_eq!(file, format!("{job}-running-times.svg"));
    read(&window, &svg).await;

    window.click("tab-events").await;
    let (file, svg) = saved(&window, "table-of-tasks", "save-plot-svg").await;
    assert_eq!(file, format!("{job}-tasks.svg"));
    let tasks = read(&window, &svg).await;
    let told = |name: &str| {
        let mut tasks = tasks.as_array().unwrap().iter();
        tasks.any(|task| task.as_str().unwrap().starts_with(name))
    };
    assert!(told(&format!("{name}: succeeded")), "{tasks}");
    assert!(told("fails.py: failed"), "{tasks}");
    window.close().await;
}
