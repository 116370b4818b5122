//! Faults of our own: noted with their place, told in a sentence, and answered as a report where somebody waits.

use std::{
    any::Any,
    future::Future,
    io::Write as _,
    panic::{AssertUnwindSafe, PanicHookInfo},
};

use futures::FutureExt as _;
use longshore_engine::Home;
use longshore_model::{Code, Report};

use crate::log::{PANIC, redacted};

/// Has each panic noted in the log, with thread and place, and told on standard error; as Rust tells it with
/// `RUST_BACKTRACE`.
pub(crate) fn tell_of_panics(program: &'static str) {
    let as_rust_does = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        note(panic);
        if std::env::var_os("RUST_BACKTRACE").is_some_and(|asked| asked != "0") {
            return as_rust_does(panic);
        }
        // Not by `eprintln`, which panics where nobody reads.
        let _ = writeln!(std::io::stderr(), "{}", sentence(program, panic));
    }));
}

fn note(panic: &PanicHookInfo<'_>) {
    let thread = std::thread::current();
    tracing::error!(
        target: PANIC,
        thread = thread.name().unwrap_or("without a name"),
        place = place(panic),
        "{}", words(panic.payload())
    );
}

fn sentence(program: &str, panic: &PanicHookInfo<'_>) -> String {
    let log = Home::from_env().map_or_else(
        |_| String::new(),
        |home| format!(" Its log is in {}.", home.logs_dir().display()),
    );
    let what = format!("{} ({})", words(panic.payload()), place(panic));
    format!(
        "{program}: something went wrong in Longshore itself: {}.{log} With RUST_BACKTRACE=1 it says more.",
        redacted(&what)
    )
}

fn place(panic: &PanicHookInfo<'_>) -> String {
    panic
        .location()
        .map_or_else(|| "at an unknown place".into(), ToString::to_string)
}

fn words(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("it did not say what")
}

/// Does `work`, called `name`; a panic in it is its report. The hook has noted where that was.
///
/// # Errors
/// Those of `work`, or that it panicked.
pub async fn caught<T>(
    name: &str,
    work: impl Future<Output = Result<T, Report>>,
) -> Result<T, Report> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    done.unwrap_or_else(|_| {
        tracing::warn!(name, "a command panicked");
        Err(Report::new(
            Code::Internal,
            format!("Something went wrong in Longshore itself ({name})."),
            "Nothing that was submitted is lost. If it happens again, please report it with the file that “Save \
             diagnostics” (under Settings) or `longshore diagnose` makes.",
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_answered_as_a_report_and_what_comes_after_it_is_done() {
        let panicking = async {
            if std::hint::black_box(true) {
                panic!("on purpose");
            }
            Ok(1)
        };
        let report = caught("jobs", panicking).await.err();
        assert_eq!(
            report.as_ref().map(|report| report.code),
            Some(Code::Internal)
        );
        assert!(report.is_some_and(|report| report.title.contains("(jobs)")));
        assert_eq!(caught("jobs", async { Ok(2) }).await.ok(), Some(2));
    }

    #[test]
    fn what_was_said_is_told_whatever_its_type() {
        assert_eq!(words(&"text"), "text");
        assert_eq!(words(&"text".to_owned()), "text");
        assert_eq!(words(&7), "it did not say what");
    }
}
