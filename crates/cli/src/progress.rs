//! Progress of a job on stderr, or as JSON lines on stdout.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use longshore_engine::Engine;
use longshore_model::{
    Report,
    event::Event,
    format::{bytes, duration},
    job::{JobDetail, JobState, JobSummary, Transfer},
};
use serde::Serialize;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::print;

/// One line of `--json`.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Line<'a> {
    /// The job is in history.
    Submitted {
        /// Its id.
        job: &'a str,
    },
    /// It changed.
    Changed {
        /// As it is now.
        job: &'a JobSummary,
    },
    /// Nothing more will happen, or nothing without the person.
    Finished {
        /// As it is now.
        job: &'a JobDetail,
    },
}

/// Something that is wrong with a job.
struct Wrong {
    title: String,
    /// It needs a person.
    calls: bool,
}

/// Shows a job's progress until told to stop.
pub struct Progress {
    bar: ProgressBar,
    json: bool,
    /// Why the tasks wait, as it was told last.
    told: Mutex<Option<Report>>,
    /// What was last told to be wrong.
    wrong: Mutex<Option<Wrong>>,
}

impl Progress {
    /// For people a bar on stderr (hidden when stderr is no terminal); with `json` lines on stdout.
    pub fn new(json: bool) -> Self {
        let bar = if json {
            ProgressBar::hidden()
        } else {
            ProgressBar::new_spinner()
        };
        // The template is a constant: should it ever be wrong, the plain bar is good enough.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} [{elapsed_precise}]") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self {
            bar,
            json,
            told: Mutex::default(),
            wrong: Mutex::default(),
        }
    }

    /// Follows `job` for ever: to be raced against what it waits for.
    pub async fn follow(&self, mut events: Receiver<Event>, job: &str) -> Result<(), Report> {
        loop {
            match events.recv().await {
                Ok(Event::JobChanged { job: row }) if row.id == job => self.changed(&row)?,
                Ok(Event::Staging { job: id, transfer }) if id == job => self.staging(transfer),
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }

    fn changed(&self, row: &JobSummary) -> Result<(), Report> {
        self.waiting(row.waiting.as_deref());
        self.bar
            .set_message(format!("{}: {}", row.state.label(), print::tally(row)));
        self.problem(row);
        if self.json {
            print::json(&Line::Changed { job: row })
        } else {
            Ok(())
        }
    }

    /// Says on stderr what is wrong, once: also of what may pass by itself, for whoever waits wants to know why.
    fn problem(&self, row: &JobSummary) {
        let calls = row.state == JobState::NeedsAttention;
        let now = row.problem.as_ref().map(|problem| Wrong {
            title: problem.title.clone(),
            calls,
        });
        let mut told = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let known = told.as_ref().zip(now.as_ref());
        let known =
            known.is_some_and(|(told, now)| told.title == now.title && (told.calls || !now.calls));
        match &row.problem {
            Some(problem) if !known && calls => self.bar.suspend(|| print::report(problem)),
            Some(problem) if !known && !row.state.ended() => {
                self.bar.suspend(|| print::warning(&problem.to_string()));
            }
            _ => {}
        }
        *told = now;
    }

    /// Says on stderr why the tasks wait, once for each reason: also where no progress is shown.
    pub fn waiting(&self, why: Option<&Report>) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.as_ref() == why {
            return;
        }
        if let Some(why) = why {
            self.bar.suspend(|| print::warning(&why.to_string()));
        }
        *told = why.cloned();
    }

    fn staging(&self, transfer: Transfer) {
        let left = transfer
            .left()
            .map_or_else(String::new, |left| format!(", {} left", duration(left)));
        self.bar.set_message(format!(
            "Staging: {} of {}, {}/s{left}",
            bytes(transfer.done),
            bytes(transfer.total),
            bytes(transfer.rate)
        ));
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Waits until the tasks of `job` are at the service, or it cannot go on.
pub async fn submitted(
    engine: &Engine,
    mut events: Receiver<Event>,
    job: &str,
) -> Result<JobSummary, Report> {
    let underway = |state| matches!(state, JobState::Staging | JobState::Submitting);
    loop {
        let row = engine.job(job).await?.summary;
        if !underway(row.state) {
            return Ok(row);
        }
        // Events only say when to look again: a missed one costs a second at most.
        let _ = tokio::time::timeout(Duration::from_secs(1), events.recv()).await;
    }
}
