//! Jobs: the history, with one job open beside it.

mod actions;
mod bulk_bar;
mod events;
mod export;
mod failure_note;
mod job_detail;
mod job_list;
mod log_lines;
mod log_reader;
mod log_view;
mod nodes;
mod preview;
mod result_view;
mod staging_progress;
mod task_list;
mod value_table;
mod value_tree;
mod waiting_note;

use leptos::prelude::*;
use longshore_model::job::JobGroups;

use crate::{
    components::{Button, Empty, Icon, Picture, ReportNote, Segments},
    state::{job_filter::Segment, route::Route, use_state},
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
                format!(
                    "{} {}",
                    segment.label(),
                    longshore_model::format::grouped(number)
                )
            }
            _ => segment.label().to_owned(),
        }
    };
    let testid = |segment: Segment| format!("filter-{}", segment.label().to_lowercase());
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
                        title="No jobs yet"
                        text="What you submit is listed here, and stays here with its results."
                    >
                        <Button
                            icon=Icon::Crate
                            text="Submit payloads"
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
                    <section class="lst" aria-label="Jobs">
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
            <h1>"Jobs"</h1>
            <Segments
                items=Segment::ALL.to_vec()
                label=label
                testid=testid
                chosen=Signal::derive(move || jobs.filter.with(|filter| filter.segment))
                on_choose=move |segment| jobs.change(|filter| filter.segment = segment)
                name="Show"
                group="job-filter"
            />
            <div class="end">
                <div class="control search" role="search">
                    <Picture icon=Icon::Search />
                    <input
                        type="search"
                        aria-label="Search jobs by name, id, state:failed or account:name"
                        title="Part of a name or id. Also state:failed, account:name"
                        placeholder="Search"
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
