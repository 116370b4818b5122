//! A history of years in the real window: queries, frames while it scrolls and while a job runs, memory.

use std::time::Instant;

use longshore_tests::{
    desktop::{Keyring, Session, Window},
    home::Home,
    scripts,
};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::memory;

/// Jobs with two tasks each, besides the large one.
const JOBS: u32 = 100_000;
const TASKS_OF_LARGE: u32 = 10_000;
/// Updates an hour brings at twenty a second.
const UPDATES: u32 = 72_000;
/// Seconds in which they come here.
const STORM: u32 = 60;
/// Tasks of the job that runs while frames are counted.
const RUNNING: usize = 300;

/// Covers the window by a table that has no styles, no code and no more rows than it shows in all: what the web view itself
/// takes for a frame on the machine at hand.
const PLAIN: &str = "
    const cover = document.createElement('div');
    cover.id = 'plain';
    cover.style.cssText = 'position: fixed; inset: 0; z-index: 99; overflow: auto; background: white; color: black';
    const row = n => `<tr><td>experiment ${n}.py<td>Succeeded<td>${n} tasks<td>This computer<td>12 s<td>3 days ago`;
    cover.innerHTML = `<table width=100%>${Array.from({ length: 2000 }, (_, n) => row(n)).join('')}</table>`;
    document.body.append(cover)";

/// Prints the tables.
pub fn print() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let home = Home::new();
        let large = fill(&home);
        let session = Session::start(&home, Keyring::Unlocked).await;
        let begun = Instant::now();
        let window = session.open().await;
        window.press(true, 'j').await;
        window.find("job-row").await;
        println!(
            "The window with {JOBS} jobs stands on its list after {:.2} s.\n",
            begun.elapsed().as_secs_f64()
        );
        queries(&window, &large).await;
        frames(&window, &home, &large).await;
        window.close().await;
    });
}

/// Runs one job for real and copies its rows; tells the id of the job with many tasks.
fn fill(home: &Home) -> String {
    home.write("noop.py", scripts::NOOP);
    home.run(["run", "noop.py"]).expect(0);
    let mut history = Connection::open(home.join("longshore/data/history.db")).unwrap();
    let writing = history.transaction().unwrap();
    let numbers = |last: u32| {
        format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last})")
    };
    let copy = |table: &str, numbers: String, changed: &[(&str, &str)], from: &str| {
        let columns: Vec<String> = writing
            .prepare(&format!("SELECT * FROM {table}"))
            .unwrap()
            .column_names()
            .map(str::to_owned)
            .collect();
        let values: Vec<&str> = columns
            .iter()
            .map(|column| {
                let change = changed.iter().find(|(name, _)| name == column);
                change.map_or(column.as_str(), |(_, value)| value)
            })
            .collect();
        let sql = format!(
            "INSERT INTO {table} ({}) {numbers} SELECT {} FROM n, {from}",
            columns.join(", "),
            values.join(", ")
        );
        writing.execute(&sql, []).unwrap();
    };
    // A state in a few, days apart, of any length.
    let states = "CASE i % 10 WHEN 3 THEN 'failed' WHEN 7 THEN 'cancelled' ELSE 'succeeded' END";
    copy(
        "jobs",
        numbers(JOBS),
        &[
            ("seq", "seq + i"),
            (
                "id",
                "'longshore-' || printf('%08x', i * 2654435761 % 4294967296) || '-' || i",
            ),
            ("name", "'experiment ' || (i * 7919 % 100003) || '.py'"),
            ("state", states),
            ("created", "created - (110000 - i) * 60000"),
            ("started", "started - (110000 - i) * 60000"),
            (
                "ended",
                "ended - (110000 - i) * 60000 + i * 7919 % 86400000",
            ),
        ],
        "jobs WHERE seq = 1",
    );
    copy(
        "tasks",
        numbers(JOBS),
        &[("job", "job + i"), ("state", states)],
        "tasks WHERE job = 1",
    );
    copy(
        "tasks",
        numbers(JOBS),
        &[("job", "job + i"), ("place", "1"), ("id", "id || '-2'")],
        "tasks WHERE job = 1",
    );
    copy(
        "tasks",
        numbers(TASKS_OF_LARGE),
        &[
            ("job", &format!("{JOBS} + 1")),
            ("place", "place + i + 1"),
            ("id", "id || '-x' || i"),
            (
                "state",
                "CASE i % 10 WHEN 3 THEN 'failed' ELSE 'succeeded' END",
            ),
            ("ended", "ended + i * 7919 % 600000"),
            ("node", "'node-' || i % 16"),
        ],
        "tasks WHERE job = 1",
    );
    let large = writing
        .query_row("SELECT id FROM jobs WHERE seq = ?1", [JOBS + 1], |row| {
            row.get(0)
        })
        .unwrap();
    writing.commit().unwrap();
    large
}

/// How long the window waits for an answer, the way there and back included.
async fn queries(window: &Window, large: &str) {
    println!("| asked for | median of 9 | longest |");
    println!("|---|--:|--:|");
    let last = JOBS - 100;
    let jobs = |query: Value| ("jobs", json!({ "query": query }));
    let tasks = |query: Value| {
        let mut query = query;
        query["job"] = large.into();
        ("tasks", json!({ "query": query }))
    };
    let cases = [
        ("first page of jobs", jobs(json!({"limit": 100}))),
        ("last page", jobs(json!({"limit": 100, "offset": last}))),
        ("by name", jobs(json!({"limit": 100, "sort": "name"}))),
        (
            "by name, last page",
            jobs(json!({"limit": 100, "offset": last, "sort": "name"})),
        ),
        (
            "by duration",
            jobs(json!({"limit": 100, "sort": "duration"})),
        ),
        (
            "failed only",
            jobs(json!({"limit": 100, "states": ["failed"]})),
        ),
        (
            "search of one digit",
            jobs(json!({"limit": 100, "search": "7"})),
        ),
        (
            "search that finds nothing",
            jobs(json!({"limit": 100, "search": "no such job"})),
        ),
        ("large job", ("job", json!({"id": large}))),
        ("first page of its tasks", tasks(json!({"limit": 100}))),
        (
            "last page of its tasks",
            tasks(json!({"limit": 100, "offset": TASKS_OF_LARGE - 100})),
        ),
        (
            "its failed tasks",
            tasks(json!({"limit": 100, "states": ["failed"]})),
        ),
        ("its times by node", ("node_times", json!({"id": large}))),
    ];
    for (what, (name, args)) in cases {
        let mut times = Vec::new();
        for _ in 0..9 {
            times.push(window.time_of(name, args.clone()).await);
        }
        times.sort_by(f64::total_cmp);
        println!("| {what} | {:.0} ms | {:.0} ms |", times[4], times[8]);
    }
    println!();
}

async fn frames(window: &Window, home: &Home, large: &str) {
    println!("| while | frames | median | 95 % within | longest | memory after |");
    println!("|---|--:|--:|--:|--:|--:|");
    let row = async |what: &str, seconds: f64, act: &str| {
        let times = window.frames(seconds, act).await;
        let memory = memory::of_programs(&home.path().to_string_lossy());
        print_frames(what, times, memory);
    };
    row("nothing happens", 10.0, "").await;
    let scroll = |test_id: &str, pixels: u32| {
        format!(
            "const list = document.querySelector('[data-testid={test_id}]').closest('.scroll');
             list.scrollTop = (list.scrollTop + {pixels}) % (list.scrollHeight - list.clientHeight);"
        )
    };
    row(
        "the jobs scroll, 90 px a frame",
        10.0,
        &scroll("job-list", 90),
    )
    .await;
    row(
        "the jobs scroll, a screen a frame",
        10.0,
        &scroll("job-list", 977),
    )
    .await;
    window.go(&format!("#/jobs/{large}")).await;
    window.find("task-row").await;
    row(
        "10,000 tasks scroll, 90 px a frame",
        10.0,
        &scroll("task-list", 90),
    )
    .await;
    row(
        "10,000 tasks scroll, a screen a frame",
        10.0,
        &scroll("task-list", 977),
    )
    .await;
    window.client.execute(PLAIN, Vec::new()).await.unwrap();
    row(
        "a plain table of text scrolls, 90 px a frame",
        10.0,
        "plain.scrollTop = (plain.scrollTop + 90) % 50000",
    )
    .await;
    row(
        "a plain table of text scrolls, a screen a frame",
        10.0,
        "plain.scrollTop = (plain.scrollTop + 977) % 50000",
    )
    .await;
    let end = window.client.execute("plain.remove()", Vec::new());
    end.await.unwrap();
    row("nothing happens", 10.0, "").await;
    let page = window
        .call("jobs", json!({ "query": { "limit": 100 } }))
        .await;
    // As the shell sends them: gathered, at most twenty messages a second.
    let storm = format!(
        "window.frame = (window.frame ?? 0) + 1;
         if (window.frame % 3 === 0) {{
             const jobs = {}.slice(0, {});
             const events = jobs.map(job => ({{ event: 'job_changed', job }}));
             window.__TAURI__.event.emit('longshore-event', events);
         }}",
        page["jobs"],
        UPDATES / STORM / 20,
    );
    for part in 1..=3 {
        let what = format!("a third of 72,000 updates: {part}");
        row(&what, f64::from(STORM / 3), &storm).await;
    }
    row("nothing happens", 10.0, "").await;

    let files: Vec<_> = (0..RUNNING)
        .map(|n| home.write(format!("many/{n}.py"), format!("# {n}\n{}", scripts::NOOP)))
        .collect();
    let files: Vec<_> = files.iter().map(std::path::PathBuf::as_path).collect();
    window.drop_files(&files).await;
    window.find("review-row").await;
    window.click("submit").await;
    window.find("job-detail").await;
    row("a job of 300 tasks runs", 12.0, "").await;
    window.wait_for_text("job-state", "Succeeded").await;
}

fn print_frames(what: &str, mut times: Vec<f64>, memory: u64) {
    times.sort_by(f64::total_cmp);
    let Some(last) = times.len().checked_sub(1) else {
        return println!("| {what} | 0 | – | – | – | {memory} MiB |");
    };
    let at = |share: f64| times[(last as f64 * share) as usize];
    println!(
        "| {what} | {} | {:.0} ms | {:.0} ms | {:.0} ms | {memory} MiB |",
        times.len(),
        at(0.5),
        at(0.95),
        at(1.0),
    );
}
