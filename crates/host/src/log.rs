//! What the programs note for whoever looks into a fault later: lines of JSON in `logs` below the data folder, and, when
//! asked, text on standard error.
//!
//! Lines are written where they arise, not by a thread of their own: what a killed program did last is what matters most.
//! `tracing-appender` was looked at for the files: it rotates by time alone, so that a storm of lines has no bound, makes
//! files that others may read, and several programs would share one only by chance.

mod files;
mod lines;
mod redact;

use std::io::Write;

use longshore_engine::Home;
use tracing::Subscriber;
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{FilterExt as _, LevelFilter, filter_fn},
    layer::SubscriberExt as _,
    registry::LookupSpan,
    util::SubscriberInitExt as _,
};

use crate::panics::tell_of_panics;

pub(crate) use files::numbered;
use lines::JsonLines;
pub use redact::redacted;

/// What goes to log and standard error, such as `longshore_engine=debug`, in the words of `tracing-subscriber`.
pub const LOG_ENV: &str = "LONGSHORE_LOG";

/// Of our own what is worth knowing, of others what may be wrong.
const IN_FILES: &str = "warn,longshore=info";

/// The target of what the hook for panics notes; standard error gets words of its own for it.
pub(crate) const PANIC: &str = "longshore::panic";

/// Begins to keep a log of this process, called `program` in it. Standard error gets errors as text, or what
/// `LONGSHORE_LOG` asks for; of panics, a sentence.
pub fn init_tracing(program: &'static str) {
    let others = filter_fn(|about| about.target() != PANIC).with_max_level_hint(LevelFilter::TRACE);
    let stderr = tracing_subscriber::fmt::layer()
        .with_writer(|| RedactedStderr)
        .with_target(true)
        .with_filter(asked("error").and(others));
    let _ = tracing_subscriber::registry()
        .with(stderr)
        .with(in_files(program))
        .try_init();
    tell_of_panics(program);
}

/// The same, in files only: for the local service, whose standard error is for why it did not start, and for programs of
/// others that have the engine in them.
pub fn init_file_tracing(program: &'static str) {
    let _ = tracing_subscriber::registry()
        .with(in_files(program))
        .try_init();
    tell_of_panics(program);
}

/// `None` where no home is known: then the programs say so themselves.
fn in_files<S>(program: &'static str) -> Option<impl Layer<S>>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let home = Home::from_env().ok()?;
    // Whatever else is asked for.
    let panics = filter_fn(|about| about.target() == PANIC).with_max_level_hint(LevelFilter::ERROR);
    let lines = JsonLines::new(home.logs_dir(), program);
    Some(lines.with_filter(asked(IN_FILES).or(panics)))
}

fn asked(default: &str) -> EnvFilter {
    EnvFilter::try_from_env(LOG_ENV).unwrap_or_else(|_| EnvFilter::new(default))
}

/// Standard error, without what nobody may read. The layer hands over one event at a time, whole.
struct RedactedStderr;

impl Write for RedactedStderr {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        std::io::stderr().write_all(redacted(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        std::io::stderr().flush()
    }
}
