use leptos::prelude::*;
use longshore_model::job::RunningTimeBin;

use super::plot_table::PlotTable;
use crate::{
    components::{Drawing, Plot, running_times},
    csv, format,
    words::{names, t},
};

/// How long the open job's tasks ran.
#[component]
pub fn RunningTimes(
    /// How many, by how long.
    #[prop(into)]
    bins: Signal<Vec<RunningTimeBin>>,
) -> impl IntoView {
    let drawing = Memo::new(move |_| bins.with(|bins| running_times(bins)));
    view! {
        <section class="running-times" aria-label=t!("histogram")>
            <Plot drawing=drawing testid="running-times" />
            <PlotTable
                of="running-times"
                csv=move || bins.with_untracked(|bins| table(bins))
                svg=move || drawing.with_untracked(Drawing::svg)
            >
                <Table bins=bins />
            </PlotTable>
        </section>
    }
}

#[component]
fn Table(bins: Signal<Vec<RunningTimeBin>>) -> impl IntoView {
    use longshore_model::task::TaskState::{Failed, Succeeded};
    let rows = move || {
        let row = |bin: &RunningTimeBin| {
            let from = format::seconds(bin.from);
            let to = format::seconds(bin.to);
            view! {
                <tr>
                    <td class="tabular">{t!("from-to", from = from, to = to)}</td>
                    <td class="num">{t!("number", value = bin.succeeded)}</td>
                    <td class="num">{t!("number", value = bin.failed)}</td>
                </tr>
            }
        };
        bins.with(|bins| bins.iter().map(row).collect_view())
    };
    view! {
        <table>
            <thead>
                <tr>
                    <th scope="col">{t!("took")}</th>
                    <th scope="col" class="num">{names::task_state(Succeeded)}</th>
                    <th scope="col" class="num">{names::task_state(Failed)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// Times are seconds, as exact as they are known.
fn table(bins: &[RunningTimeBin]) -> String {
    let mut text = String::from("from_s,to_s,succeeded,failed\r\n");
    for bin in bins {
        text += &csv::line([
            bin.from.to_string(),
            bin.to.to_string(),
            bin.succeeded.to_string(),
            bin.failed.to_string(),
        ]);
    }
    text
}
