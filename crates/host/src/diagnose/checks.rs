//! What is in order and what is not, as lines that a person reads first.

use longshore_engine::Part;
use longshore_model::{
    Report,
    check::{AccountCheck, CheckOutcome},
    format::bytes,
};
use serde::Serialize;
use serde_json::Value;

use crate::log::redacted;

/// A report as one line, without secrets.
pub(super) fn in_one_line(report: &Report) -> String {
    let text = report.to_string();
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    redacted(&lines.join(" ")).into_owned()
}

/// Below this a disk counts as full: a job's results may be larger.
const LITTLE_ROOM: u64 = 200 << 20;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was looked at.
    pub what: String,
    /// Whether it is in order.
    pub ok: bool,
    /// What was found.
    pub detail: String,
}

#[derive(Debug, Default)]
pub(super) struct Checks(pub(super) Vec<Check>);

impl Checks {
    fn add(&mut self, what: impl Into<String>, ok: bool, detail: impl AsRef<str>) {
        self.0.push(Check {
            what: what.into(),
            ok,
            detail: redacted(detail.as_ref()).into_owned(),
        });
    }

    fn failed(&mut self, what: &str, report: &Report) {
        self.add(what, false, in_one_line(report));
    }

    pub(super) fn python(&mut self, versions: &Value) {
        match versions["python"].as_str() {
            Some(version) => self.add("Python", true, version),
            None => self.add(
                "Python",
                false,
                "none was found: tasks of Python cannot run on this computer",
            ),
        }
    }

    pub(super) fn folders(&mut self, folders: &Value) {
        for folder in folders.as_array().into_iter().flatten() {
            let text = |key: &str| folder[key].as_str().unwrap_or_default();
            let what = format!("Folder: {}", text("what"));
            let path = text("path");
            let room = folder["free_bytes"].as_u64();
            let open_to_others =
                text("mode").ends_with(|last| last != '0') && !text("mode").is_empty();
            match (folder["problem"].as_str(), room) {
                (Some(problem), _) => self.add(what, false, format!("{path}: {problem}")),
                (None, Some(room)) if room < LITTLE_ROOM => {
                    self.add(
                        what,
                        false,
                        format!("{path}: only {} are free", bytes(room)),
                    );
                }
                _ if folder["there"] == false => {
                    self.add(what, true, format!("{path}: not there yet"))
                }
                _ if open_to_others => {
                    self.add(
                        what,
                        false,
                        format!("{path}: others may look into it ({})", text("mode")),
                    );
                }
                (None, room) => {
                    let room =
                        room.map_or_else(String::new, |room| format!(", {} free", bytes(room)));
                    self.add(what, true, format!("{path}: can be written{room}"));
                }
            }
        }
    }

    /// A part of which it is enough that it could be read.
    pub(super) fn read(&mut self, what: &str, part: &Part) {
        match part {
            Ok(_) => self.add(what, true, "can be read"),
            Err(report) => self.failed(what, report),
        }
    }

    pub(super) fn keyring(&mut self, problem: &Part) {
        match problem {
            Ok(Value::String(problem)) => self.add("Keyring", false, problem),
            Ok(_) => self.add("Keyring", true, "it answers"),
            Err(report) => self.failed("Keyring", report),
        }
    }

    pub(super) fn accounts(&mut self, accounts: &Part) {
        self.read("Accounts", accounts);
        for account in accounts.iter().flat_map(|all| all.as_array()).flatten() {
            if account["kind"] == "azure" && account["needs_secret"] == true {
                let name = account["name"].as_str().unwrap_or_default();
                let (ok, found) = match account["secret"].as_str() {
                    Some("in_keyring") => (true, "in the keyring"),
                    Some("this_session") => (true, "in memory, until the program ends"),
                    _ => (false, "missing"),
                };
                self.add(format!("Secret of {name}"), ok, found);
            }
        }
    }

    pub(super) fn history(&mut self, history: &Part) {
        match history {
            Ok(Value::Null) => self.add("History", true, "there is none yet"),
            Ok(facts) => {
                let newer = facts["format"].as_i64() > facts["format_of_this_program"].as_i64();
                let check = &facts["quick_check"];
                let faults: Vec<_> = check
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .collect();
                if newer {
                    self.add("History", false, "it was written by a newer Longshore");
                } else if let Some(why) = check["failed"].as_str() {
                    self.add("History", false, format!("it cannot be read: {why}"));
                } else if faults != ["ok"] {
                    self.add(
                        "History",
                        false,
                        format!("it is damaged: {}", faults.join("; ")),
                    );
                } else {
                    self.add("History", true, "it is whole");
                }
            }
            Err(report) => self.failed("History", report),
        }
    }

    pub(super) fn service(&mut self, service: &Part) {
        match service {
            Ok(told) => match told["reached_at"]["address"].as_str() {
                Some(address) => self.add("Local service", true, format!("it runs, at {address}")),
                None => self.add(
                    "Local service",
                    true,
                    "it does not run; it is started when it is needed",
                ),
            },
            Err(report) => self.failed("Local service", report),
        }
    }

    pub(super) fn log(&mut self, logs: &Result<Vec<(String, String)>, Report>) {
        match logs {
            Ok(logs) if logs.is_empty() => self.add("Log", true, "there is none yet"),
            Ok(_) => self.add("Log", true, "can be read"),
            Err(report) => self.failed("Log", report),
        }
    }

    pub(super) fn account_check(&mut self, checked: &Part) {
        let read = |told: &Value| serde_json::from_value::<AccountCheck>(told.clone());
        match checked.as_ref().map(read) {
            Ok(Ok(checked)) => {
                for line in &checked.lines {
                    let what = format!("{}: {}", checked.account, line.check.title());
                    match &line.outcome {
                        CheckOutcome::Passed { detail } => self.add(what, true, detail),
                        CheckOutcome::Failed { report } => self.failed(&what, report),
                        CheckOutcome::Skipped { because } => {
                            self.add(what, false, format!("not tried: see {}", because.title()));
                        }
                    }
                }
            }
            Ok(Err(error)) => self.add("Account", false, error.to_string()),
            Err(report) => self.failed("Account", report),
        }
    }
}
