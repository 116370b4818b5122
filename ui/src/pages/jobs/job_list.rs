use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
};
use longshore_model::job::{JobSort, JobSummary};

use super::picking::{PickAll, PickBox, Pickable, all_by_key, leads_to, moved};
use super::pin::{self, PinButton};
use crate::{
    browser,
    components::{
        Button, Empty, Icon, JobChip, Kind, Picture, ScrollWindow, StateBar, scroll_window,
    },
    format::{self, duration},
    state::{job_filter::JobFilter, progress, route::Route, use_state},
    words::t,
};

/// Height of a row and of the table's head, as `jobs.css` has them.
const ROW: u32 = 55;
const HEAD: i32 = 33;

/// All jobs the filter lets through, of which those near the screen are in the page.
#[component]
pub fn JobList() -> impl IntoView {
    let state = use_state();
    let jobs = state.jobs;
    let total = Signal::derive(move || jobs.rows.with(|rows| rows.total()));
    let list = scroll_window(ROW, total);
    Effect::new(move |_| jobs.show(list.rows.get()));

    let chosen = Memo::new(move |_| {
        let id = state.open.id.get()?;
        jobs.rows.with(|rows| rows.position(|row| row.id == id))
    });
    let query = move || jobs.filter.with_untracked(|filter| filter.query(0, 0));
    let keys = move |event: KeyboardEvent| {
        if all_by_key(&event, jobs.selection) {
            return;
        }
        let at = chosen.get_untracked();
        let Some(next) = leads_to(&event, at, total.get_untracked()) else {
            return;
        };
        event.prevent_default();
        list.reveal(next, HEAD);
        moved(&event, jobs.selection, next, query());
        let id = jobs
            .rows
            .with_untracked(|rows| rows.get(next).map(|row| row.id.clone()));
        if let Some(id) = id {
            state.go_to_job(id);
            browser::focus_row(&format!("job-{next}"));
        }
    };
    let none = move || {
        let empty = jobs.rows.with(|rows| rows.loaded() && rows.total() == 0);
        empty.then(|| {
            view! {
                <Empty icon=Icon::Search title=t!("jobs-none-fits") text=t!("jobs-none-fits-text")>
                    <Button
                        kind=Kind::Plain
                        text=t!("jobs-show-all")
                        testid="show-all"
                        on_click=move || {
                            jobs.change(|filter| *filter = JobFilter { sort: filter.sort, ..JobFilter::default() });
                        }
                    />
                </Empty>
            }
        })
    };
    view! {
        <div class="scroll" node_ref=list.element on:scroll=move |_| list.scrolled() on:keydown=keys>
            <table
                class="fixed jobs"
                role="grid"
                aria-label=t!("frame-jobs")
                aria-multiselectable="true"
                aria-rowcount=move || total.get() + 1
                data-testid="job-list"
            >
                <colgroup>
                    <col class="c-pick" />
                    <col class="c-name" />
                    <col class="c-state" />
                    <col class="c-tasks" />
                    <col class="c-when" />
                    <col class="c-took" />
                </colgroup>
                <thead>
                    <tr>
                        <PickAll selection=jobs.selection total=total label=t!("choose-all-jobs") testid="pick-all" />
                        <SortHead text=t!("job") testid="sort-job" sorts=(JobSort::Name, JobSort::Name) num=false />
                        <th scope="col">{t!("state")}</th>
                        <th scope="col">{t!("tab-tasks")}</th>
                        <SortHead text=t!("started") testid="sort-started" sorts=(JobSort::Newest, JobSort::Oldest) num=true />
                        <SortHead text=t!("took") testid="sort-took" sorts=(JobSort::Duration, JobSort::Duration) num=true />
                    </tr>
                </thead>
                <tbody>
                    <Rows list=list chosen=chosen />
                </tbody>
            </table>
            {none}
        </div>
    }
}

#[component]
fn Rows(list: ScrollWindow, chosen: Memo<Option<u64>>) -> impl IntoView {
    view! {
        <tr class="spacer" aria-hidden="true"><td colspan="6" style:height=move || list.above()></td></tr>
        <For each=move || list.rows.get() key=|index| *index let:index>
            <JobRow index=index list=list chosen=chosen />
        </For>
        <tr class="spacer" aria-hidden="true"><td colspan="6" style:height=move || list.below()></td></tr>
    }
}

#[component]
fn JobRow(index: u64, list: ScrollWindow, chosen: Memo<Option<u64>>) -> impl IntoView {
    let state = use_state();
    let row = Memo::new(move |_| state.jobs.rows.with(|rows| rows.get(index).cloned()));
    let on = Memo::new(move |_| chosen.get() == Some(index));
    // One row is in the tab order: the chosen one, or the first.
    let tabindex = move || {
        if on.get() || (chosen.get().is_none() && index == 0) {
            "0"
        } else {
            "-1"
        }
    };
    let id = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.id.clone())));
    let pickable = Pickable::new(state.jobs.selection, index, id);
    let picked = pickable.picked;
    let open = move || {
        if let Some(id) = id.get_untracked() {
            state.go(Route::Jobs(Some(id)));
        }
    };
    let click = move |event: MouseEvent| {
        let list = state
            .jobs
            .filter
            .with_untracked(|filter| filter.query(0, 0));
        if pickable.clicked(&event, list) {
            open();
        }
    };
    let enter = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            open();
            browser::focus("[data-testid=job-detail]");
        }
        " " => {
            event.prevent_default();
            pickable.toggle();
        }
        "p" | "P" if !(event.ctrl_key() || event.meta_key() || event.alt_key()) => {
            event.prevent_default();
            row.with_untracked(|row| {
                if let Some(job) = row {
                    // The focus goes along, so that the same key takes it back.
                    pin::turn(state, job, move |row| {
                        list.reveal(row, HEAD);
                        browser::focus_row(&format!("job-{row}"));
                    });
                }
            });
        }
        _ => {}
    };
    view! {
        <tr
            data-testid="job-row"
            data-row=format!("job-{index}")
            data-id=move || id.get()
            aria-rowindex=index + 2
            aria-selected=move || if picked.get() { "true" } else { "false" }
            aria-current=move || on.get().then_some("true")
            class:on=move || on.get()
            class:picked=move || picked.get()
            tabindex=tabindex
            on:click=click
            on:keydown=enter
        >
            <PickBox
                row=pickable
                label=Signal::derive(move || row.with(|row| row.as_ref().map(|row| t!("choose-job", name = row.name.as_str()))))
                testid="pick-job"
            >
                <PinButton job=row in_row=true testid="pin-job" />
            </PickBox>
            {move || match row.get() {
                Some(job) => view! { <Cells job=job /> }.into_any(),
                None => view! { <td colspan="5" class="dim">"…"</td> }.into_any(),
            }}
        </tr>
    }
}

#[component]
fn Cells(job: JobSummary) -> impl IntoView {
    let now = use_state().now;
    let (state, counts, started) = (job.state, job.tasks, job.started.unwrap_or(job.created));
    let offset = browser::offset_minutes(started);
    let in_full = format::in_full(started, offset);
    let (name, id) = (job.name.clone(), short_id(&job.id));
    let took = move || progress::took(&job, now.get()).map_or_else(|| "–".to_owned(), duration);
    view! {
        <td class="name">
            <b>{name}</b>
            <span class="mono dim">{id}</span>
        </td>
        <td><JobChip state=state /></td>
        <td><StateBar counts=counts /></td>
        <td class="num dim" title=in_full>{move || format::when(now.get(), started, offset)}</td>
        <td class="num">{took}</td>
    }
}

/// An id as far as it tells jobs apart at a glance; it is whole in the detail.
fn short_id(id: &str) -> String {
    match id.strip_prefix("longshore-") {
        Some(rest) if rest.len() > 12 => {
            let tail: String = rest.chars().skip(rest.chars().count() - 8).collect();
            format!("…{tail}")
        }
        _ => id.to_owned(),
    }
}

/// A head that sorts: a second use turns the order round where there are two.
#[component]
fn SortHead(
    text: &'static str,
    testid: &'static str,
    sorts: (JobSort, JobSort),
    num: bool,
) -> impl IntoView {
    let jobs = use_state().jobs;
    let sort = Memo::new(move |_| jobs.filter.with(|filter| filter.sort));
    let on = move || sort.get() == sorts.0 || sort.get() == sorts.1;
    // Names go up; times and durations begin with the largest, unless turned round.
    let up = move || sort.get() == JobSort::Name || sort.get() == JobSort::Oldest;
    let aria = move || match (on(), up()) {
        (false, _) => "none",
        (true, true) => "ascending",
        (true, false) => "descending",
    };
    let icon = Signal::derive(move || if up() { Icon::Up } else { Icon::Chevron });
    let choose = move |_| {
        let next = if sort.get_untracked() == sorts.0 {
            sorts.1
        } else {
            sorts.0
        };
        jobs.change(|filter| filter.sort = next);
    };
    view! {
        <th scope="col" class:num=num aria-sort=aria>
            <button type="button" class="sort" class:on=on data-testid=testid on:click=choose>
                {text}
                {move || on().then(|| view! { <Picture icon=icon /> })}
            </button>
        </th>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_shortened_to_the_part_that_differs() {
        assert_eq!(
            short_id("longshore-01k9w3abcdefghjkmnpqrstvwx"),
            "…pqrstvwx"
        );
        assert_eq!(short_id("longshore-01k9w3"), "longshore-01k9w3");
        assert_eq!(short_id("other"), "other");
    }
}
