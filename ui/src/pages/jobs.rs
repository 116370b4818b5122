//! Jobs: the history, with one job open beside it.

mod actions;
mod bulk_bar;
mod drag_out;
mod events;
mod export;
mod failure_note;
mod job_detail;
mod job_list;
mod last_lines;
pub mod log_lines;
pub mod log_reader;
mod log_view;
mod nodes;
mod picking;
mod pin;
mod plot_table;
mod preview;
mod result_view;
mod running_times;
mod staging_progress;
mod task_bar;
mod task_list;
mod value_table;
mod value_tree;
mod waiting_note;

use leptos::prelude::*;
use longshore_model::job::JobGroups;

use crate::{
    components::{Button, Empty, Icon, Picture, ReportNote, Segments},
    state::{job_filter::Segment, route::Route, use_state},
    words::t,
};
use bulk_bar::BulkBar;
use job_detail::JobDetailPane;
use job_list::JobList;

/// The screen.
#[component]
pub fn JobsPage() -> impl IntoView {
    let state = use_state();
    let jobs = state.jobs;
    let nothing = Memo::new(move |_| {
        jobs.rows.with(|rows| rows.loaded() && rows.total() == 0)
            && !jobs.filter.with(|filter| filter.narrows())
    });
    let label = move |segment: Segment| {
        let JobGroups {
            running, failed, ..
        } = jobs.groups.get();
        match (segment, running, failed) {
            (Segment::Running, number @ 1.., _) | (Segment::Failed, _, number @ 1..) => {
                t!("segment-count", segment = segment.label(), count = number)
            }
            _ => segment.label().to_owned(),
        }
    };
    let testid = |segment: Segment| {
        let name = match segment {
            Segment::All => "filter-all",
            Segment::Running => "filter-running",
            Segment::Failed => "filter-failed",
            Segment::Done => "filter-done",
        };
        name.to_owned()
    };
    let open = Memo::new(move |_| state.open.id.with(Option::is_some));
    let problem = move || {
        jobs.problem
            .get()
            .map(|report| view! { <ReportNote report=report on_retry=move || jobs.start_over() /> })
    };
    let body = move || {
        if nothing.get() {
            view! {
                <div class="body centre">
                    <Empty
                        icon=Icon::List
                        title=t!("jobs-none-yet")
                        text=t!("jobs-none-yet-text")
                    >
                        <Button
                            icon=Icon::Crate
                            text=t!("keys-submit")
                            testid="go-submit"
                            on_click=move || state.go(Route::Submit)
                        />
                    </Empty>
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="split" class:open=move || open.get()>
                    <section class="lst" aria-label=t!("frame-jobs")>
                        {problem}
                        <BulkBar />
                        <JobList />
                    </section>
                    {move || open.get().then(|| view! { <JobDetailPane /> })}
                </div>
            }
            .into_any()
        }
    };
    view! {
        <header>
            <h1>{t!("frame-jobs")}</h1>
            <Segments
                items=Segment::ALL.to_vec()
                label=label
                testid=testid
                chosen=Signal::derive(move || jobs.filter.with(|filter| filter.segment))
                on_choose=move |segment| jobs.change(|filter| filter.segment = segment)
                name=t!("show")
                group="job-filter"
            />
            <div class="end">
                <div class="control search" role="search">
                    <Picture icon=Icon::Search />
                    <input
                        type="search"
                        aria-label=t!("jobs-search")
                        title=t!("jobs-search-help")
                        placeholder=t!("search")
                        data-testid="search-jobs"
                        spellcheck="false"
                        prop:value=move || jobs.filter.with(|filter| filter.search.clone())
                        on:input=move |event| {
                            let text = event_target_value(&event);
                            jobs.change(|filter| filter.search = text);
                        }
                        on:keydown=move |event| {
                            if event.key() == "Escape" {
                                event.prevent_default();
                                jobs.change(|filter| filter.search.clear());
                            }
                        }
                    />
                    <kbd aria-hidden="true">{move || state.chord("F")}</kbd>
                </div>
            </div>
        </header>
        {body}
    }
}
