use leptos::prelude::*;

use super::log_reader::LogReader;
use crate::{
    components::{Button, Empty, Icon, Kind, ScrollWindow},
    format::bytes,
    state::{
        log_buffer::Standing,
        log_line::{self, Look},
    },
    words::t,
};

/// The lines of an output that are near the screen, or why there are none.
#[component]
pub fn LogLines(
    /// What reads them.
    reader: LogReader,
    /// All lines that are held.
    lines: Memo<Vec<log_line::Line>>,
    /// The window over them.
    list: ScrollWindow,
    /// Lines that hold what is looked for.
    hits: Memo<Vec<usize>>,
    /// Which of those is looked at.
    hit: RwSignal<usize>,
    /// Runs when they are scrolled.
    on_scroll: impl Fn(leptos::ev::Event) + Copy + Send + 'static,
) -> impl IntoView {
    let standing = Memo::new(move |_| {
        reader.buffer.with(|buffer| {
            (
                buffer.standing(),
                lines.with(Vec::is_empty),
                buffer.growing(),
            )
        })
    });
    let text = move || {
        view! {
            <div
                class="log scroll"
                data-testid="log"
                role="log"
                aria-label=t!("log")
                tabindex="0"
                node_ref=list.element
                on:scroll=on_scroll
            >
                <Earlier reader=reader />
                <div class="lines">
                    <div aria-hidden="true" style:height=move || list.above()></div>
                    <For each=move || list.rows.get() key=|index| *index let:index>
                        <Line index=index reader=reader lines=lines hits=hits hit=hit />
                    </For>
                    <div aria-hidden="true" style:height=move || list.below()></div>
                </div>
            </div>
        }
    };
    move || {
        match standing.get() {
        (Standing::Unknown, ..) => view! { <p class="dim pad">{t!("reading")}</p> }.into_any(),
        (Standing::NotStarted, ..) => {
            view! { <Empty icon=Icon::Clock title=t!("log-not-started") text=t!("log-not-started-text") /> }
                .into_any()
        }
        (Standing::Removed, ..) => {
            view! {
                <Empty
                    icon=Icon::Trash
                    title=t!("log-removed")
                    text=t!("log-removed-text")
                />
            }
            .into_any()
        }
        (Standing::Here, true, true) => {
            view! { <Empty icon=Icon::Clock title=t!("log-nothing-yet") text=t!("log-nothing-yet-text") /> }
                .into_any()
        }
        (Standing::Here, true, false) => {
            view! { <Empty icon=Icon::File title=t!("log-nothing") text=t!("log-nothing-text") /> }.into_any()
        }
        (Standing::Here, false, _) => text().into_any(),
    }
    }
}

#[component]
fn Earlier(reader: LogReader) -> impl IntoView {
    let shown = Memo::new(move |_| {
        reader
            .buffer
            .with(|buffer| (buffer.first(), buffer.size(), buffer.earlier()))
    });
    move || {
        let (first, size, room) = shown.get();
        (first > 0).then(|| {
            let text = t!("log-before", first = bytes(first), size = bytes(size));
            view! {
                <p class="earlier small dim">
                    {text}
                    " "
                    {room
                        .then(|| {
                            view! {
                                <Button kind=Kind::Link text=t!("log-show-earlier") testid="show-earlier" on_click=move || reader.earlier() />
                            }
                        })}
                </p>
            }
        })
    }
}

#[component]
fn Line(
    index: u64,
    reader: LogReader,
    lines: Memo<Vec<log_line::Line>>,
    hits: Memo<Vec<usize>>,
    hit: RwSignal<usize>,
) -> impl IntoView {
    let at = usize::try_from(index).unwrap_or(usize::MAX);
    let line = Memo::new(move |_| lines.with(|lines| lines.get(at).cloned().unwrap_or_default()));
    // Lines can only be counted from the beginning of the file.
    let number = move || {
        reader
            .buffer
            .with(|buffer| buffer.first() == 0)
            .then(|| (index + 1).to_string())
    };
    let is_hit = move || hits.with(|hits| hits.binary_search(&at).is_ok());
    let is_now = move || hits.with(|hits| hits.get(hit.get()) == Some(&at));
    view! {
        <div class="line" class:hit=is_hit class:now=is_now>
            <span class="number" aria-hidden="true">{number}</span>
            <span class="said">{move || line.with(stretches)}</span>
        </div>
    }
}

/// Most lines have one look, and then they are nothing but text.
fn stretches(line: &log_line::Line) -> AnyView {
    let stretch = |(text, look): (&str, Look)| {
        let text = text.to_owned();
        match classes(look) {
            class if class.is_empty() => text.into_any(),
            class => view! { <span class=class>{text}</span> }.into_any(),
        }
    };
    line.stretches().map(stretch).collect_view().into_any()
}

fn classes(look: Look) -> String {
    let hue = look.hue.map(|hue| format!("hue-{hue}"));
    let marks = [
        (look.bold, "bold"),
        (look.dim, "pale"),
        (look.italic, "slanted"),
        (look.underline, "underlined"),
    ];
    let marks = marks
        .into_iter()
        .filter(|(on, _)| *on)
        .map(|(_, class)| class);
    let classes: Vec<&str> = hue.as_deref().into_iter().chain(marks).collect();
    classes.join(" ")
}
