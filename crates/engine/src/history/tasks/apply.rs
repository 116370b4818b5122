//! What the service says of tasks, taken into the table: forward, or back where a task really went back.

use longshore_model::{UnixMillis, task::TaskState};
use rusqlite::{OptionalExtension, Row, Statement, Transaction, params};

use crate::history::{
    History, Outcome, Result, TaskChange,
    words::{from_word, json, word},
};

/// Names that are kept of tasks to which the same happened; of the others only the number.
const NAMED: usize = 3;

/// What news of tasks has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Applied {
    /// Tasks that changed.
    pub(crate) changed: usize,
    /// Tasks that had to begin anew although nothing was wrong with them.
    pub(crate) requeued: Few,
    /// Tasks that failed and are tried again, or were.
    pub(crate) retried: Few,
}

/// Some tasks: how many, and the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Few {
    pub(crate) total: u64,
    pub(crate) first: Vec<String>,
}

impl Few {
    fn add(&mut self, id: &str) {
        self.total += 1;
        if self.first.len() < NAMED {
            self.first.push(id.to_owned());
        }
    }

    /// These and more.
    pub(crate) fn join(&mut self, more: Self) {
        self.total += more.total;
        self.first.extend(more.first);
        self.first.truncate(NAMED);
    }
}

/// A task as it is known before the news.
struct Known {
    state: TaskState,
    started: Option<UnixMillis>,
    ended: Option<UnixMillis>,
    retries: u32,
    requeues: u32,
    changed: Option<UnixMillis>,
}

impl Known {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            state: from_word(row, "state")?,
            started: row.get("started")?,
            ended: row.get("ended")?,
            retries: row.get("retries")?,
            requeues: row.get("requeues")?,
            changed: row.get("changed")?,
        })
    }

    /// News from before what is known: lists may lag, and a page may be older than the one before it.
    fn is_after(&self, news: &TaskChange) -> bool {
        matches!((self.changed, news.changed), (Some(known), Some(new)) if new < known)
    }

    /// How often it has begun anew by now through no fault of its own. The service counts what people ask for (a pool made
    /// smaller, a job disabled); a node that breaks, reboots or is preempted shows only in what the task does.
    fn requeues_with(&self, news: &TaskChange) -> u32 {
        let same_try = self.retries == news.retries;
        let back = news.state == TaskState::Waiting;
        let anew = matches!((self.started, news.started), (Some(known), Some(new)) if new > known);
        let lost = self.state == TaskState::Running && same_try && (back || anew);
        let seen = if lost {
            self.requeues + 1
        } else {
            self.requeues
        };
        seen.max(news.requeues)
    }

    fn says(&self, news: &TaskChange, requeues: u32) -> bool {
        (
            self.state,
            self.started,
            self.ended,
            self.retries,
            self.requeues,
        ) == (news.state, news.started, news.ended, news.retries, requeues)
    }
}

impl History {
    /// Takes what the service says of tasks, and answers what that has changed. A task whose results are being fetched, or
    /// are here, is left alone.
    pub(crate) async fn apply(&self, job: &str, changes: Vec<TaskChange>) -> Result<Applied> {
        let job = job.to_owned();
        self.write(move |transaction| apply(transaction, &job, changes))
            .await
    }
}

fn apply(
    transaction: &Transaction<'_>,
    job: &str,
    changes: Vec<TaskChange>,
) -> rusqlite::Result<Applied> {
    let seq: i64 = transaction.query_row("SELECT seq FROM jobs WHERE id = ?1", [job], |row| {
        row.get(0)
    })?;
    let mut find = transaction.prepare(
        "SELECT state, started, ended, retries, requeues, changed FROM tasks \
         WHERE job = ?1 AND id = ?2 AND state IN ('waiting', 'running')",
    )?;
    let mut update = transaction.prepare(
        "UPDATE tasks SET state = ?3, started = ?4, ended = ?5, exit_code = ?6, retries = ?7, \
         node = coalesce(?8, node), outcome = ?9, failure = ?10, requeues = ?11, changed = ?12 WHERE job = ?1 AND id = ?2",
    )?;
    let mut applied = Applied::default();
    for news in changes {
        let known = find
            .query_row(params![seq, news.id], Known::read)
            .optional()?;
        let Some(known) = known.filter(|known| !known.is_after(&news)) else {
            continue;
        };
        let requeues = known.requeues_with(&news);
        if known.says(&news, requeues) {
            continue;
        }
        if requeues > known.requeues {
            applied.requeued.add(&news.id);
        }
        // One that may be tried without end would tell of nothing else.
        if news.retries > known.retries && (news.retries <= 4 || news.retries.is_power_of_two()) {
            applied.retried.add(&news.id);
        }
        put(&mut update, seq, news, requeues)?;
        applied.changed += 1;
    }
    Ok(applied)
}

fn put(
    update: &mut Statement<'_>,
    seq: i64,
    news: TaskChange,
    requeues: u32,
) -> rusqlite::Result<usize> {
    let (outcome, failure) = match news.outcome {
        Some(Outcome { state, failure }) => (Some(word(state)?), failure),
        None => (None, None),
    };
    update.execute(params![
        seq,
        news.id,
        word(news.state)?,
        news.started,
        news.ended,
        news.exit_code,
        news.retries,
        news.node,
        outcome,
        failure.as_ref().map(json).transpose()?,
        requeues,
        news.changed,
    ])
}
