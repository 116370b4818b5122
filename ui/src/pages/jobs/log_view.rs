use std::time::Duration;

use leptos::{ev::KeyboardEvent, prelude::*};
use longshore_model::{
    log::Stream,
    task::{TaskRow, TaskState},
};

use super::{log_lines::LogLines, log_reader::LogReader};
use crate::{
    components::{Icon, Picture, ReportNote, ScrollWindow, Segments, scroll_window},
    here::Here,
    state::{log_buffer::find, use_state},
    words::t,
};

/// Height of a line, as `output.css` has it.
const LINE: u32 = 19;

/// How often a growing output is asked for more.
const POLL: Duration = Duration::from_secs(1);

/// What the chosen task wrote: its end at first, more on demand, and what is added while it runs.
#[component]
pub fn LogView() -> impl IntoView {
    let state = use_state();
    let reader = LogReader::new();
    let task = Memo::new(move |_| state.open.task.get());
    let which = Memo::new(move |_| {
        let job = state.open.id.get()?;
        task.with(|task| task.as_ref().map(|task| (job, task.id.clone())))
    });
    // What went wrong is told on the error output; begin there.
    let failed = task.with_untracked(|task| {
        task.as_ref()
            .is_some_and(|t: &TaskRow| t.state == TaskState::Failed)
    });
    let stream = RwSignal::new(if failed {
        Stream::Stderr
    } else {
        Stream::Stdout
    });
    Effect::new(move |_| {
        if let Some((job, task)) = which.get() {
            reader.open(job, task, stream.get());
        }
    });
    let here = Here::new();
    here.every(POLL, move || reader.poll());

    let lines = Memo::new(move |_| reader.buffer.with(|buffer| buffer.lines()));
    let total = Signal::derive(move || lines.with(|lines| u64::try_from(lines.len()).unwrap_or(0)));
    let list = scroll_window(LINE, total);
    let follow = RwSignal::new(true);
    Effect::new(move |_| {
        lines.track();
        if follow.get() {
            here.next_frame(move || list.to_end());
        }
    });
    let scrolled = move |_| {
        list.scrolled();
        follow.set(list.at_end());
    };

    let needle = RwSignal::new(String::new());
    let hits = Memo::new(move |_| lines.with(|lines| needle.with(|needle| find(lines, needle))));
    let hit = RwSignal::new(0_usize);
    let step = move |back: bool| {
        let count = hits.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        hit.update(|at| *at = (*at + if back { count - 1 } else { 1 }) % count);
        reveal_hit(list, hits, hit, follow);
    };
    let search = move |text: String| {
        needle.set(text);
        hit.set(0);
        reveal_hit(list, hits, hit, follow);
    };
    let find_keys = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            step(event.shift_key());
        }
        "Escape" => {
            event.prevent_default();
            search(String::new());
        }
        _ => {}
    };
    let found = move || {
        needle
            .with(|needle| !needle.is_empty())
            .then(|| match hits.with(Vec::len) {
                0 => t!("log-found-none").to_owned(),
                count => t!("n-of-m", n = hit.get().min(count - 1) + 1, m = count),
            })
    };
    let label = |stream: Stream| match stream {
        Stream::Stdout => t!("log-stdout").to_owned(),
        Stream::Stderr => t!("log-stderr").to_owned(),
    };
    let testid = |stream: Stream| match stream {
        Stream::Stdout => "stream-stdout".to_owned(),
        Stream::Stderr => "stream-stderr".to_owned(),
    };
    view! {
        <div class="log-tools">
            <Segments
                items=vec![Stream::Stdout, Stream::Stderr]
                label=label
                testid=testid
                chosen=stream
                on_choose=move |next| stream.set(next)
                name=t!("log-which")
                group="log-stream"
            />
            <div class="control search">
                <Picture icon=Icon::Search />
                <input
                    type="search"
                    aria-label=t!("log-find")
                    placeholder=t!("find")
                    data-testid="find-in-log"
                    spellcheck="false"
                    prop:value=move || needle.get()
                    on:input=move |event| search(event_target_value(&event))
                    on:keydown=find_keys
                />
                <span class="unit tabular" role="status">{found}</span>
            </div>
            <Follow reader=reader follow=follow list=list />
        </div>
        {move || reader.problem.get().map(|report| view! { <ReportNote report=report on_retry=move || reader.poll() /> })}
        <LogLines reader=reader lines=lines list=list hits=hits hit=hit on_scroll=scrolled />
    }
}

fn reveal_hit(
    list: ScrollWindow,
    hits: Memo<Vec<usize>>,
    hit: RwSignal<usize>,
    follow: RwSignal<bool>,
) {
    let line = hits.with_untracked(|hits| hits.get(hit.get_untracked()).copied());
    if let Some(line) = line.and_then(|line| u64::try_from(line).ok()) {
        follow.set(false);
        list.reveal(line, 0);
    }
}

#[component]
fn Follow(reader: LogReader, follow: RwSignal<bool>, list: ScrollWindow) -> impl IntoView {
    let growing = Memo::new(move |_| reader.buffer.with(|buffer| buffer.growing()));
    move || {
        growing.get().then(|| {
            view! {
                <button
                    type="button"
                    class="btn quiet"
                    data-testid="follow"
                    aria-pressed=move || if follow.get() { "true" } else { "false" }
                    on:click=move |_| {
                        follow.update(|follow| *follow = !*follow);
                        if follow.get_untracked() {
                            list.to_end();
                        }
                    }
                >
                    <Picture icon=Icon::Down />
                    <span>{move || if follow.get() { t!("log-following") } else { t!("log-follow") }}</span>
                </button>
            }
        })
    }
}
