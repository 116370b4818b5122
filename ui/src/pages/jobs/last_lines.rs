use leptos::prelude::*;
use longshore_model::{
    command::LogGet,
    log::{LogChunk, LogRequest, Stream},
};

use crate::{
    here::Here,
    state::log_line::{Line, Look},
    words::t,
};

/// Lines that are shown.
const LINES: usize = 4;

/// Bytes of the end of an output that are looked at for them.
const END: u64 = 4_096;

/// The last lines that a task wrote: its errors, or its output where it wrote none. Their room is there before they are known:
/// what is below must not move under the pointer.
#[component]
pub fn LastLines(
    /// The job.
    job: String,
    /// The task.
    task: String,
) -> impl IntoView {
    let lines = RwSignal::new(None::<Vec<String>>);
    let here = Here::new();
    let request = move |stream| LogGet {
        request: LogRequest {
            job: job.clone(),
            task: task.clone(),
            stream,
            offset: None,
            limit: END,
        },
    };
    let (errors, output) = (request(Stream::Stderr), request(Stream::Stdout));
    here.ask(errors, move |reply| match reply.map(last) {
        // That no log can be had is told where the log is.
        Ok(found) if !found.is_empty() => lines.set(Some(found)),
        _ => here.ask(output, move |reply| {
            lines.set(Some(reply.map(last).unwrap_or_default()));
        }),
    });
    move || {
        lines.with(|lines| match lines {
            Some(none) if none.is_empty() => None,
            lines => {
                let lines = lines.iter().flatten();
                let lines = lines.map(|line| view! { <div>{line.clone()}</div> });
                let lines = lines.collect_view();
                Some(view! {
                    <div class="last-lines pick" role="group" aria-label=t!("failure-last-lines") data-testid="last-lines">
                        {lines}
                    </div>
                })
            }
        })
    }
}

/// The last lines of an output that say something, as a terminal would leave them.
fn last(chunk: LogChunk) -> Vec<String> {
    let LogChunk::Part { text, offset, .. } = chunk else {
        return Vec::new();
    };
    let mut look = Look::default();
    let mut lines: Vec<_> = text
        .lines()
        // What begins in the middle of a line is none.
        .skip(usize::from(offset > 0))
        .map(|line| Line::read(line, &mut look).text)
        .filter(|line| !line.trim().is_empty())
        .collect();
    lines.split_off(lines.len().saturating_sub(LINES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, offset: u64) -> Vec<String> {
        last(LogChunk::Part {
            text: text.into(),
            offset,
            next: 0,
            size: 0,
            growing: false,
        })
    }

    #[test]
    fn the_last_lines_are_those_that_say_something() {
        let text = "one\ntwo\n\n  \n\x1b[31mthree\x1b[0m\nfour\nfive\n\n";
        assert_eq!(of(text, 0), ["two", "three", "four", "five"]);
        assert_eq!(of("one", 0), ["one"]);
        assert_eq!(of("\n\n", 0), [""; 0]);
        assert_eq!(last(LogChunk::Removed), [""; 0]);
    }

    #[test]
    fn half_a_line_is_left_out() {
        assert_eq!(of("ne\ntwo\n", 7), ["two"]);
    }
}
