//! What people read.

use std::{
    io::{self, Write as _},
    sync::OnceLock,
};

use jiff::{Timestamp, tz::TimeZone};
use longshore_model::{
    Report,
    format::{bytes, count, duration},
    job::{JobDetail, JobSummary},
    result_file::DownloadReport,
    task::TaskRow,
};
use serde::Serialize;

/// An error on stderr: what, and what to do next.
pub fn report(report: &Report) {
    complain(&format!("longshore: {report}"));
}

/// Something to know that stops nothing, on stderr.
pub fn warning(text: &str) {
    complain(&format!("longshore: warning: {text}"));
}

/// A line on stderr. Where that cannot be written nobody reads it, and `eprintln` would panic.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// One JSON document, on one line.
pub fn json<T: Serialize>(document: &T) -> Result<(), Report> {
    let text = serde_json::to_string(document)
        .map_err(|error| Report::new(longshore_model::Code::Internal, error.to_string(), ""))?;
    line(&text);
    Ok(())
}

/// What was copied, and where to.
pub fn downloaded(report: &DownloadReport) {
    line(&format!(
        "{} ({}) in {}{}",
        count(report.files, "file", "files"),
        bytes(report.bytes),
        report.folder,
        report.already()
    ));
}

/// A line on stdout.
pub fn line(text: &str) {
    put(&format!("{text}\n"));
}

/// Text on stdout; `false` when more of it is of no use. Whoever closed it (`| head`) has read enough: that is no error.
/// Any other one [`unwritten`] tells.
pub fn put(text: &str) -> bool {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if let Err(error) = &written
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        let _ = UNWRITTEN.set(error.to_string());
    }
    written.is_ok()
}

/// Why something that was printed on stdout did not get there: a file that it went to is not whole.
pub fn unwritten() -> Option<&'static str> {
    UNWRITTEN.get().map(String::as_str)
}

static UNWRITTEN: OnceLock<String> = OnceLock::new();

/// Rows with the columns aligned, two spaces apart; the first row is the head.
pub fn table(rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|i| {
            rows.iter()
                .filter_map(|r| r.get(i))
                .map(|c| c.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, &width)| format!("{cell:<width$}"))
            .collect();
        line(cells.join("  ").trim_end());
    }
}

/// A job with its tasks.
pub fn job(detail: &JobDetail, tasks: &[TaskRow], total: u64) {
    let summary = &detail.summary;
    line(&format!("{}  {}", name(summary), summary.state.label()));
    line(&format!("  id       {}", summary.id));
    line(&format!(
        "  account  {}, pool {}",
        summary.account, detail.pool
    ));
    line(&format!("  tasks    {}", tally(summary)));
    line(&format!("  took     {}", took(summary)));
    line(&format!("  results  {}", detail.folder));
    if let Some(problem) = &summary.problem {
        line(&format!("  problem  {problem}"));
    }
    if let Some(why) = &summary.waiting {
        line(&format!("  waiting  {why}"));
    }
    line("");
    let mut rows = vec![
        ["TASK", "STATE", "TOOK", "EXIT", "TRIES", "RESULTS"]
            .map(String::from)
            .to_vec(),
    ];
    rows.extend(tasks.iter().map(|task| {
        vec![
            task.id.clone(),
            task.state.label().into(),
            span(task.started, task.ended),
            task.exit_code.map_or("–".into(), |code| code.to_string()),
            (task.retries + task.requeues + 1).to_string(),
            bytes(task.result_bytes),
        ]
    }));
    table(&rows);
    let shown = tasks.len() as u64;
    if shown < total {
        line(&format!(
            "… and {}",
            count(total - shown, "more task", "more tasks")
        ));
    }
    failures(tasks);
}

/// Why tasks failed: the first few in full.
pub fn failures(tasks: &[TaskRow]) {
    const IN_FULL: usize = 3;
    let failed: Vec<_> = tasks
        .iter()
        .filter_map(|task| task.failure.as_ref().map(|why| (task, why)))
        .collect();
    for (task, failure) in failed.iter().take(IN_FULL) {
        line("");
        line(&format!("{} failed: {}", task.id, failure.report.title));
        if !failure.report.guidance.is_empty() {
            line(&format!("  {}", failure.report.guidance));
        }
        if let Some(package) = &failure.missing_module {
            line(&format!(
                "  `--with {package}` installs it where the task runs."
            ));
        }
        if let Some(traceback) = &failure.traceback {
            traceback
                .lines()
                .for_each(|text| line(&format!("  | {text}")));
        }
    }
    if failed.len() > IN_FULL {
        line("");
        line(&format!(
            "{} failed as well.",
            count((failed.len() - IN_FULL) as u64, "more task", "more tasks")
        ));
    }
}

/// A job's name, and whether it is pinned.
pub fn name(job: &JobSummary) -> String {
    if job.pinned {
        format!("{} (pinned)", job.name)
    } else {
        job.name.clone()
    }
}

/// `3 of 4 succeeded, 1 failed`.
pub fn tally(job: &JobSummary) -> String {
    let tasks = &job.tasks;
    let mut text = format!("{} of {} succeeded", tasks.succeeded, tasks.total);
    for (number, word) in [
        (tasks.failed, "failed"),
        (tasks.cancelled, "cancelled"),
        (tasks.running, "running"),
        (tasks.waiting, "waiting"),
    ] {
        if number > 0 {
            text += &format!(", {number} {word}");
        }
    }
    text
}

/// How long a job took, or has taken so far.
pub fn took(job: &JobSummary) -> String {
    span(job.started, job.ended)
}

fn span(from: Option<i64>, to: Option<i64>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => duration(to - from),
        (Some(from), None) => duration(Timestamp::now().as_millisecond() - from),
        _ => "–".into(),
    }
}

/// A moment in local time.
pub fn moment(millis: i64) -> String {
    Timestamp::from_millisecond(millis).map_or_else(
        |_| "–".into(),
        |at| {
            at.to_zoned(TimeZone::system())
                .strftime("%Y-%m-%d %H:%M")
                .to_string()
        },
    )
}
