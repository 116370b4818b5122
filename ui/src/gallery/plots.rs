use leptos::prelude::*;
use longshore_model::{
    UnixMillis,
    job::{RunningTimeBin, TaskSpan},
    preview::Plot,
    task::TaskState,
};

use super::section::{Case, Section};
use crate::components::{Plot, Sparkline, node_times, running_times};

/// Whatever draws numbers.
#[component]
pub fn Plots() -> impl IntoView {
    view! {
        <Section name="plots" title="Plots">
            <Case label="Histogram" stretched=true>
                <Plot drawing=Signal::stored(running_times(&bins())) testid="sample-running-times" />
            </Case>
            <Case label="Nodes" stretched=true>
                <Plot drawing=Signal::stored(node_times(&spans(), 60_000)) testid="sample-nodes" />
            </Case>
            <Case label="Sparkline" stretched=true>
                <Sparkline plot=course() />
                <Sparkline plot=flat() />
            </Case>
        </Section>
    }
}

fn bins() -> Vec<RunningTimeBin> {
    let bin = |(at, (succeeded, failed)): (u32, (u64, u64))| RunningTimeBin {
        from: f64::from(at) * 2.0,
        to: f64::from(at + 1) * 2.0,
        succeeded,
        failed,
    };
    let tasks = [
        (3, 0),
        (9, 1),
        (14, 0),
        (8, 2),
        (4, 0),
        (0, 0),
        (1, 1),
        (1, 0),
    ];
    (0..).zip(tasks).map(bin).collect()
}

fn spans() -> Vec<TaskSpan> {
    let span = |name: &str, node: &str, from: UnixMillis, to, state| TaskSpan {
        task: name.into(),
        name: format!("{name}.py"),
        node: node.into(),
        from,
        to,
        state,
    };
    vec![
        span("tide", "tvm-01", 0, Some(22_000), TaskState::Succeeded),
        span("berth", "tvm-01", 4_000, Some(18_000), TaskState::Failed),
        span("crane", "tvm-01", 24_000, None, TaskState::Running),
        span("quay", "tvm-02", 6_000, Some(40_000), TaskState::Cancelled),
        span("mole", "tvm-02", 42_000, None, TaskState::Retrieving),
    ]
}

fn course() -> Plot {
    let step = |at: u32| {
        let middle = f64::from(at * at % 17);
        // A gap, where nothing was a finite number.
        (at != 9).then_some((middle - 1.0, middle + 1.0))
    };
    Plot {
        steps: (0..24).map(step).collect(),
        lowest: -1.0,
        highest: 17.0,
        seen: 2_400,
        undefined: 100,
    }
}

fn flat() -> Plot {
    Plot {
        steps: vec![Some((7.0, 7.0)); 8],
        lowest: 7.0,
        highest: 7.0,
        seen: 8,
        undefined: 0,
    }
}
