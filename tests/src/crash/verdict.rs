//! Whether a job went as it should, whatever died in between.

use std::fs;

use pretty_assertions::assert_eq;
use serde_json::Value;

use super::{Kind, Yard, payload};

/// How a job and its tasks are told to have ended.
#[derive(Debug, PartialEq)]
struct Told {
    state: String,
    succeeded: u64,
    failed: u64,
    cancelled: u64,
    total: u64,
}

impl Told {
    fn of(job: &Value) -> Self {
        let count = |what: &str| job["tasks"][what].as_u64().unwrap();
        Self {
            state: job["state"].as_str().unwrap().to_owned(),
            succeeded: count("succeeded"),
            failed: count("failed"),
            cancelled: count("cancelled"),
            total: count("total"),
        }
    }

    fn expected(kind: Kind, tasks: usize) -> Self {
        let total = tasks as u64;
        let (state, succeeded, failed, cancelled) = match kind {
            Kind::Plain | Kind::Slow | Kind::FailsOnce => ("succeeded", total, 0, 0),
            Kind::Fails => ("failed", 0, total, 0),
            Kind::Long => ("cancelled", 0, 0, total),
        };
        Self {
            state: state.to_owned(),
            succeeded,
            failed,
            cancelled,
            total,
        }
    }
}

impl Yard {
    /// Judges a job whose tasks have these names, and whose results were brought to `out`. `requeued` says whether the node
    /// may have gone away under it.
    pub(crate) fn judge(
        &mut self,
        job: &str,
        names: &[String],
        kind: Kind,
        requeued: bool,
        out: &str,
    ) {
        let shown = self.run(&["show", job, "--json"]).expect(0).json();
        assert_eq!(Told::of(&shown), Told::expected(kind, names.len()));
        let tasks = shown["task_list"].as_array().unwrap();
        assert_eq!(tasks.len(), names.len());
        for name in names {
            let task = tasks.iter().find(|task| task["id"] == name.as_str());
            let task = task.unwrap_or_else(|| panic!("no task {name} in {shown:#}"));
            self.judge_task(name, task, kind, requeued);
            if kind != Kind::Long {
                self.judge_results(name, kind, out);
            }
        }
        self.tally.jobs += 1;
        self.tally.tasks += u32::try_from(names.len()).unwrap();
    }

    /// The task was run as often as the history says, and never twice at the same time.
    fn judge_task(&self, name: &str, task: &Value, kind: Kind, requeued: bool) {
        let effects = fs::read_to_string(self.effects().join(name)).unwrap_or_default();
        let ran = effects.lines().filter(|line| *line == "ran").count() as u64;
        let overlaps = effects.lines().filter(|line| *line == "overlap").count();
        assert_eq!(overlaps, 0, "{name} met itself: {task:#}");
        let number = |what: &str| task[what].as_u64().unwrap();
        let (retries, requeues) = (number("retries"), number("requeues"));
        if !requeued {
            assert_eq!(requeues, 0, "{task:#}");
        }
        // Of a try that its node did not bring to its end nobody knows how far it came.
        let least = match kind {
            Kind::Long => 0,
            _ => 1 + retries,
        };
        let most = 1 + retries + requeues;
        assert!(
            (least..=most).contains(&ran),
            "{name} ran {ran} times: {task:#}"
        );
        let (exit_code, tries) = match kind {
            Kind::Plain | Kind::Slow => (Some(0), 0..=0),
            Kind::FailsOnce => (Some(0), u64::from(requeues == 0)..=1),
            Kind::Fails => (Some(3), 1..=1),
            // It depends on when it was ended: with a signal, or before it ran.
            Kind::Long => (task["exit_code"].as_i64(), 0..=0),
        };
        assert_eq!(task["exit_code"].as_i64(), exit_code, "{task:#}");
        assert!(tries.contains(&retries), "{task:#}");
    }

    /// What the task left is here, whole.
    fn judge_results(&self, name: &str, kind: Kind, out: &str) {
        let folder = self.home.join(out).join(name);
        let said = fs::read_to_string(folder.join("stdout.txt")).unwrap();
        assert_eq!(said, payload::said(name));
        if kind != Kind::Fails {
            let result = fs::read(folder.join("outputs/data.txt")).unwrap();
            assert!(
                result == payload::result(name),
                "the result of {name} is not what it wrote"
            );
        }
    }

    /// A payload of which nothing was written down has not run.
    pub(crate) fn has_never_run(&self, name: &str) {
        assert!(!self.effects().join(name).exists(), "{name} has run");
    }
}
