use leptos::prelude::*;
use longshore_model::log::LogChunk;

use super::section::Section;
use crate::{
    components::scroll_window,
    pages::jobs::{log_lines::LogLines, log_reader::LogReader},
};

/// A line in each colour a task may write in, and the looks of text.
const WRITTEN: &str = "\
Loading 12 files\n\
\u{1b}[32mok\u{1b}[0m \u{1b}[33mslow\u{1b}[0m \u{1b}[31mfailed\u{1b}[0m \u{1b}[34mblue\u{1b}[0m \u{1b}[35mviolet\u{1b}[0m \u{1b}[36mcyan\u{1b}[0m\n\
\u{1b}[1mbold\u{1b}[0m \u{1b}[2mpale\u{1b}[0m \u{1b}[3mslanted\u{1b}[0m \u{1b}[4munderlined\u{1b}[0m\n\
a line that is looked for\n\
another line that is looked for, the one it stands at\n";

/// A task's output: lines, and each reason for there being none.
#[component]
pub fn Logs() -> impl IntoView {
    let size = u64::try_from(WRITTEN.len()).unwrap_or_default();
    let part = |text: &str, size, growing| LogChunk::Part {
        text: text.into(),
        offset: 0,
        next: size,
        size,
        growing,
    };
    view! {
        <Section name="output" title="Output">
            <Log chunk=part(WRITTEN, size, false) hits=vec![3, 4] />
            <div class="row">
                <div class="boxed"><Log chunk=LogChunk::NotStarted /></div>
                <div class="boxed"><Log chunk=part("", 0, false) /></div>
                <div class="boxed"><Log chunk=LogChunk::Removed /></div>
            </div>
        </Section>
    }
}

#[component]
fn Log(chunk: LogChunk, #[prop(optional)] hits: Vec<usize>) -> impl IntoView {
    let reader = LogReader::new();
    reader.buffer.update(|buffer| buffer.take(chunk));
    let lines = Memo::new(move |_| reader.buffer.with(|buffer| buffer.lines()));
    let total = Signal::derive(move || lines.with(|lines| u64::try_from(lines.len()).unwrap_or(0)));
    let list = scroll_window(19, total);
    let hits = Memo::new(move |_| hits.clone());
    view! {
        <LogLines
            reader=reader
            lines=lines
            list=list
            hits=hits
            hit=RwSignal::new(1)
            on_scroll=move |_| list.scrolled()
        />
    }
}
