use leptos::prelude::*;
use longshore_model::{
    command::{NodeTimesGet, SaveText},
    format::{count, duration},
    job::{NodeTimes, TaskSpan},
};

use crate::{
    browser,
    components::{Button, Icon, NodePlot, Tone},
    format,
    here::Here,
    state::use_state,
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
            let tasks = count(left_out, "earlier task", "earlier tasks");
            view! { <p class="small dim">{format!("{tasks} not drawn.")}</p> }
        })
    };
    let save = move || {
        let name = open.id.with_untracked(|id| id.clone().unwrap_or_default());
        let text = spans.with_untracked(|spans| csv(spans));
        let name = format!("{name}-tasks.csv");
        here.ask(SaveText { name, text }, move |reply| match reply {
            Ok(Some(path)) => state
                .toasts
                .tell(Tone::Ok, format!("Saved as {path}"), None),
            Ok(None) => {} // the dialog was closed
            Err(report) => state.toasts.report(&report),
        });
    };
    let shown = move || {
        any.get().then(|| {
            view! {
                <section class="node-times" aria-label="When tasks ran">
                    <NodePlot spans=drawn now=now />
                    {left_out}
                    <details>
                        <summary>"As a table"</summary>
                        <Table spans=drawn />
                        <Button icon=Icon::Download text="Save as CSV" testid="save-node-times" on_click=save />
                    </details>
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
        (rest > 0).then(|| view! { <p class="small dim">{format!("{rest} more in the file.")}</p> })
    };
    view! {
        <table>
            <thead>
                <tr>
                    <th scope="col">"Task"</th>
                    <th scope="col">"Node"</th>
                    <th scope="col">"Started"</th>
                    <th scope="col" class="num">"Took"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {more}
    }
}

/// Times are milliseconds since 1970, so that nothing is lost.
fn csv(spans: &[TaskSpan]) -> String {
    let mut text = String::from("task,name,node,state,started_ms,ended_ms\r\n");
    for span in spans {
        let ended = span.to.map_or_else(String::new, |to| to.to_string());
        let fields = [
            span.task.clone(),
            span.name.clone(),
            span.node.clone(),
            span.state.label().to_lowercase(),
            span.from.to_string(),
            ended,
        ];
        text += &fields.map(|field| quoted(&field)).join(",");
        text += "\r\n";
    }
    text
}

/// As RFC 4180 has it. A name that begins like a formula is kept from being one.
fn quoted(field: &str) -> String {
    let field = if field.starts_with(['=', '+', '-', '@']) {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if field.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

#[cfg(test)]
mod tests {
    use longshore_model::task::TaskState;

    use super::*;

    #[test]
    fn names_with_commas_quotes_and_formulas_stay_one_harmless_field() {
        let span = TaskSpan {
            task: "a".into(),
            name: "=HYPERLINK(\"x\"), y".into(),
            node: "n".into(),
            from: 5,
            to: None,
            state: TaskState::Running,
        };
        assert_eq!(
            csv(&[span]),
            "task,name,node,state,started_ms,ended_ms\r\na,\"'=HYPERLINK(\"\"x\"\"), y\",n,running,5,\r\n"
        );
    }
}
