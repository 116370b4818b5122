use leptos::prelude::*;
use longshore_model::{
    command::NodeTimesGet,
    job::{NodeTimes, TaskSpan},
};

use super::plot_table::PlotTable;
use crate::{
    browser,
    components::{Drawing, Plot, node_times},
    csv,
    format::{self, duration},
    here::Here,
    state::use_state,
    words::t,
};

/// Rows of the table behind the plot.
const ROWS: usize = 200;

/// When the open job's tasks ran, on which node.
#[component]
pub fn Nodes() -> impl IntoView {
    let state = use_state();
    let open = state.open;
    let here = Here::new();
    let times = RwSignal::new(NodeTimes::default());
    // Asked again whenever the job has changed.
    let version = Memo::new(move |_| {
        open.detail.with(|detail| {
            detail
                .as_ref()
                .map(|detail| (detail.summary.id.clone(), detail.summary.tasks))
        })
    });
    Effect::new(move |_| {
        let Some((id, _)) = version.get() else { return };
        here.ask(NodeTimesGet { id }, move |reply| {
            if let Ok(found) = reply {
                times.set(found);
            }
        });
    });
    let spans = Memo::new(move |_| times.with(|times| times.spans.clone()));
    let any = Memo::new(move |_| spans.with(|spans| !spans.is_empty()));
    let drawn = Signal::from(spans);
    let goes_on =
        Memo::new(move |_| spans.with(|spans| spans.iter().any(|span| span.to.is_none())));
    // A plot of what has ended is not drawn anew every second.
    let now = Signal::derive(move || if goes_on.get() { state.now.get() } else { 0 });
    let left_out = move || {
        let left_out = times.with(|times| times.left_out);
        (left_out > 0).then(|| {
            view! { <p class="small dim">{t!("nodes-not-drawn", count = left_out)}</p> }
        })
    };
    let drawing = Memo::new(move |_| spans.with(|spans| node_times(spans, now.get())));
    let shown = move || {
        any.get().then(|| {
            view! {
                <section class="node-times" aria-label=t!("nodes")>
                    <Plot drawing=drawing testid="node-plot" />
                    {left_out}
                    <PlotTable
                        of="tasks"
                        csv=move || spans.with_untracked(|spans| table(spans))
                        svg=move || drawing.with_untracked(Drawing::svg)
                    >
                        <Table spans=drawn />
                    </PlotTable>
                </section>
            }
        })
    };
    view! { {shown} }
}

#[component]
fn Table(spans: Signal<Vec<TaskSpan>>) -> impl IntoView {
    let rows = move || {
        spans.with(|spans| {
            spans
                .iter()
                .take(ROWS)
                .map(|span| {
                    let began = format::in_full(span.from, browser::offset_minutes(span.from));
                    let took = span
                        .to
                        .map_or_else(|| "–".to_owned(), |to| duration(to - span.from));
                    view! {
                        <tr>
                            <td>{span.name.clone()}</td>
                            <td class="mono">{span.node.clone()}</td>
                            <td class="tabular">{began}</td>
                            <td class="num">{took}</td>
                        </tr>
                    }
                })
                .collect_view()
        })
    };
    let more = move || {
        let rest = spans.with(|spans| spans.len().saturating_sub(ROWS));
        (rest > 0)
            .then(|| view! { <p class="small dim">{t!("nodes-more-in-file", count = rest)}</p> })
    };
    view! {
        <table>
            <thead>
                <tr>
                    <th scope="col">{t!("task")}</th>
                    <th scope="col">{t!("node")}</th>
                    <th scope="col">{t!("started")}</th>
                    <th scope="col" class="num">{t!("took")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {more}
    }
}

/// Times are milliseconds since 1970, so that nothing is lost.
fn table(spans: &[TaskSpan]) -> String {
    let mut text = String::from("task,name,node,state,started_ms,ended_ms\r\n");
    for span in spans {
        let ended = span.to.map_or_else(String::new, |to| to.to_string());
        text += &csv::line([
            span.task.clone(),
            span.name.clone(),
            span.node.clone(),
            span.state.label().to_lowercase(),
            span.from.to_string(),
            ended,
        ]);
    }
    text
}
