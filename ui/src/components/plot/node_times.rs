use longshore_model::{UnixMillis, job::TaskSpan};

use super::drawing::{Anchor, Drawing, Fill, LINE, Shape, WIDTH};
use crate::{
    format,
    words::{in_sentence, names, t},
};

const ROW: f64 = 9.0;
const GAP: f64 = 6.0;
/// Of a task too short to be seen.
const NARROWEST: f64 = 1.5;

/// A node, and its tasks in as many rows as ran there at a time.
#[derive(Debug, PartialEq, Eq)]
struct Lane<'a> {
    node: &'a str,
    rows: Vec<Vec<&'a TaskSpan>>,
}

/// When each task ran, on which node; those that run have come to `now`.
pub fn node_times(spans: &[TaskSpan], now: UnixMillis) -> Drawing {
    let lanes = lanes(spans, now);
    let (first, last) = ends(spans, now);
    let whole = format::seconds(seconds(last - first));
    let mut drawing = Drawing {
        title: t!(
            "node-plot",
            tasks = t!("count-tasks", count = spans.len()),
            nodes = t!("count-nodes", count = lanes.len()),
            time = whole.as_str(),
        ),
        height: 0.0,
        shapes: Vec::new(),
    };
    for lane in &lanes {
        drawing.height += LINE;
        let y = drawing.height - 4.0;
        drawing.words(0.0, y, Anchor::Start, lane.node.to_owned());
        for row in &lane.rows {
            let y = drawing.height;
            let bars = row.iter().map(|span| bar(span, y, (first, last), now));
            drawing.shapes.extend(bars);
            drawing.height += ROW;
        }
        drawing.height += GAP;
    }
    let drawn = |state| spans.iter().any(|span| span.state == state);
    drawing.foot([format::seconds(0.0), whole], drawn);
    drawing
}

fn bar(span: &TaskSpan, y: f64, (first, last): (UnixMillis, UnixMillis), now: UnixMillis) -> Shape {
    let scale = WIDTH / seconds(last - first).max(0.001);
    let from = seconds(span.from - first) * scale;
    let to = seconds(until(span, now) - first) * scale;
    let took = format::seconds(seconds(until(span, now) - span.from));
    let title = t!(
        "node-plot-task",
        name = span.name.as_str(),
        state = in_sentence(names::task_state(span.state)),
        took = took
    );
    Shape::Area {
        fill: Fill::of(span.state),
        x: from.min(WIDTH - NARROWEST),
        y,
        width: (to - from).max(NARROWEST),
        height: ROW - 2.0,
        title: Some(title),
    }
}

/// The nodes in the order they were first used. A task goes into the first row that is free by then.
fn lanes(spans: &[TaskSpan], now: UnixMillis) -> Vec<Lane<'_>> {
    let mut lanes: Vec<Lane<'_>> = Vec::new();
    for span in spans {
        let at = lanes
            .iter()
            .position(|lane| lane.node == span.node)
            .unwrap_or_else(|| {
                lanes.push(Lane {
                    node: &span.node,
                    rows: Vec::new(),
                });
                lanes.len() - 1
            });
        let rows = &mut lanes[at].rows;
        let free = rows.iter_mut().find(|row| {
            row.last()
                .is_none_or(|before| until(before, now) <= span.from)
        });
        match free {
            Some(row) => row.push(span),
            None => rows.push(vec![span]),
        }
    }
    lanes
}

fn ends(spans: &[TaskSpan], now: UnixMillis) -> (UnixMillis, UnixMillis) {
    let first = spans.iter().map(|span| span.from).min().unwrap_or(now);
    let last = spans.iter().map(|span| until(span, now)).max();
    (first, last.unwrap_or(now).max(first + 1))
}

/// Clocks of nodes and of this computer differ: nothing ends before it started.
fn until(span: &TaskSpan, now: UnixMillis) -> UnixMillis {
    span.to.unwrap_or(now).max(span.from)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a drawing of a few hundred units"
)]
fn seconds(millis: UnixMillis) -> f64 {
    millis as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use longshore_model::task::TaskState;

    use super::*;

    fn span(task: &str, node: &str, from: UnixMillis, to: Option<UnixMillis>) -> TaskSpan {
        TaskSpan {
            task: task.into(),
            name: format!("{task}.py"),
            node: node.into(),
            from,
            to,
            state: TaskState::Running,
        }
    }

    #[test]
    fn tasks_that_ran_together_on_a_node_are_in_rows_of_their_own() {
        let spans = [
            span("a", "n1", 0, Some(10)),
            span("b", "n1", 5, Some(7)),
            span("c", "n2", 6, None),
            span("d", "n1", 7, Some(9)),
            span("e", "n1", 10, Some(11)),
        ];
        let told: Vec<_> = lanes(&spans, 20)
            .into_iter()
            .map(|lane| {
                let rows: Vec<Vec<&str>> = lane
                    .rows
                    .iter()
                    .map(|row| row.iter().map(|span| span.task.as_str()).collect())
                    .collect();
                (lane.node, rows)
            })
            .collect();
        let expected = [
            ("n1", vec![vec!["a", "e"], vec!["b", "d"]]),
            ("n2", vec![vec!["c"]]),
        ];
        assert_eq!(told, expected);
        assert_eq!(ends(&spans, 20), (0, 20));
    }

    #[test]
    fn a_clock_that_went_back_makes_no_task_end_before_it_started() {
        let spans = [span("a", "n", 100, Some(90)), span("b", "n", 120, None)];
        assert_eq!(ends(&spans, 50), (100, 120));
        assert_eq!(ends(&[], 7), (7, 8));
    }
}
