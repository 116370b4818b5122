//! Events as lines of JSON.

use std::{
    fmt,
    io::Write as _,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, layer::Context};

use super::{
    files::Files,
    redact::{is_secret, redacted},
};

/// The longest text of a field, in bytes. A crate that traces whole bodies does not fill the log with one of them.
const LONGEST: usize = 4_096;

/// Of a longer text this much is looked at at all.
const LOOKED_AT: usize = 16 * LONGEST;

/// Writes each event as a line.
pub(super) struct JsonLines {
    program: &'static str,
    kept: Mutex<Kept>,
}

struct Kept {
    files: Files,
    /// Whether a line says which program this is.
    begun: bool,
    /// Whether it was said that lines cannot be kept.
    complained: bool,
}

impl JsonLines {
    pub(super) fn new(folder: PathBuf, program: &'static str) -> Self {
        Self {
            program,
            kept: Mutex::new(Kept {
                files: Files::new(folder),
                begun: false,
                complained: false,
            }),
        }
    }

    /// A log that cannot be written stops nothing: that is said once.
    fn write(&self, line: &Line<'_>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Not before there is something to tell: a command that only prints a help text leaves no file.
        let begun = kept.begun || kept.files.append(&self.begin()).is_ok();
        kept.begun = begun;
        match kept.files.append(&line.text()) {
            Ok(()) => {}
            Err(error) if !kept.complained => {
                kept.complained = true;
                let _ = writeln!(
                    std::io::stderr(),
                    "{}: warning: the log cannot be written ({error}); work goes on without it.",
                    self.program
                );
            }
            Err(_) => {}
        }
    }

    fn begin(&self) -> Vec<u8> {
        let about = [
            ("program", self.program),
            ("version", env!("CARGO_PKG_VERSION")),
            ("system", std::env::consts::OS),
            ("arch", std::env::consts::ARCH),
        ];
        let fields = about.map(|(name, value)| (name.to_owned(), Value::from(value)));
        Line {
            message: Some("a program begins its log".into()),
            fields: fields.into_iter().collect(),
            ..Line::now(&Level::INFO, "longshore::log")
        }
        .text()
    }
}

/// A line, in the order in which it is read.
#[derive(Serialize)]
struct Line<'a> {
    time: String,
    level: &'static str,
    /// In each line: the programs share the files.
    pid: u32,
    target: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    fields: Map<String, Value>,
}

impl<'a> Line<'a> {
    fn now(level: &Level, target: &'a str) -> Self {
        Self {
            time: format!("{:.3}", Timestamp::now()),
            level: level.as_str(),
            pid: std::process::id(),
            target,
            message: None,
            fields: Map::new(),
        }
    }

    fn text(&self) -> Vec<u8> {
        // Nothing in it can fail to be JSON.
        let mut text = serde_json::to_vec(self).unwrap_or_default();
        text.push(b'\n');
        text
    }
}

impl<S: Subscriber> Layer<S> for JsonLines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let about = event.metadata();
        // Records of the `log` crate come with their own target in a field.
        let target = match fields.0.remove("log.target") {
            Some(Value::String(target)) => target,
            _ => about.target().to_owned(),
        };
        fields.0.retain(|name, _| !name.starts_with("log."));
        self.write(&Line {
            message: fields.0.remove("message"),
            fields: fields.0,
            ..Line::now(about.level(), &target)
        });
    }
}

/// The fields of an event, without what is secret.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn put_text(&mut self, field: &Field, text: &str) {
        if is_secret(field.name()) {
            return self.put(field, "REDACTED");
        }
        let clean = redacted(shortened(text, LOOKED_AT));
        let kept = shortened(&clean, LONGEST);
        match clean.len() > kept.len() || text.len() > LOOKED_AT {
            true => self.put(field, format!("{kept}… ({} bytes)", text.len())),
            false => self.put(field, kept),
        }
    }
}

fn shortened(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

impl Visit for Fields {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put_text(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put_text(field, &format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    /// The lines that `work` leaves in a folder.
    fn logged(work: impl FnOnce()) -> Vec<Value> {
        let home = tempfile::tempdir().unwrap();
        let lines = JsonLines::new(home.path().join("logs"), "a-test");
        tracing::subscriber::with_default(tracing_subscriber::registry().with(lines), work);
        let text = std::fs::read_to_string(home.path().join("logs/longshore-000001.jsonl"));
        let text = text.unwrap_or_default();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn an_event_is_a_line_and_the_first_says_which_program_it_is() {
        let lines = logged(|| tracing::warn!(job = "a", wait = 3, "again\nlater"));
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert_eq!(lines[0]["fields"]["program"], "a-test");
        assert_eq!(lines[0]["fields"]["version"], env!("CARGO_PKG_VERSION"));
        let mut line = lines[1].clone();
        let time = line["time"].take();
        assert!(
            time.as_str().is_some_and(|time| time.ends_with('Z')),
            "{time}"
        );
        let expected = json!({
            "time": null, "level": "WARN", "pid": std::process::id(), "message": "again\nlater",
            "target": "longshore_host::log::lines::tests", "fields": {"job": "a", "wait": 3},
        });
        assert_eq!(line, expected);
    }

    #[test]
    fn nothing_to_tell_leaves_no_file() {
        assert_eq!(logged(|| {}), Vec::<Value>::new());
    }

    #[test]
    fn secrets_are_out_of_messages_and_fields_and_long_texts_are_cut() {
        let long = "€".repeat(5_000);
        let lines = logged(|| {
            tracing::info!(
                uri = "/c?sig=HUSH&a",
                password = "HUSH",
                headers = ?("authorization", "Bearer HUSH"),
                long,
                "Bearer HUSH"
            );
        });
        let text = lines[1].to_string();
        assert!(!text.contains("HUSH"), "{text}");
        assert_eq!(lines[1]["fields"]["uri"], "/c?sig=REDACTED&a");
        let cut = lines[1]["fields"]["long"].as_str().unwrap();
        assert!(cut.len() < LONGEST + 30 && cut.ends_with("€… (15000 bytes)"));
    }
}
