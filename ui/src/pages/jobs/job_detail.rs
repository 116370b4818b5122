use leptos::prelude::*;
use longshore_model::job::{JobDetail, JobState};

use super::{
    actions::Actions, events::Events, failure_note::FailureNote, log_view::LogView, pin::PinButton,
    result_view::ResultView, running_times::RunningTimes, staging_progress::StagingProgress,
    task_list::TaskList, waiting_note::WaitingNote,
};
use crate::{
    browser,
    components::{Button, Icon, JobChip, Kind, ReportNote, StateBar, Tabs},
    format::{self, duration},
    state::{open_job::Tab, progress, use_state},
    words::t,
};

/// Running times say something from this many ended tasks on.
const WORTH_DRAWING: u64 = 3;

/// The open job.
#[component]
pub fn JobDetailPane() -> impl IntoView {
    let state = use_state();
    let open = state.open;
    let known = Memo::new(move |_| open.detail.with(Option::is_some));
    let problem = move || {
        open.problem
            .get()
            .map(|report| view! { <ReportNote report=report on_retry=move || open.load() /> })
    };
    view! {
        <section class="det" data-testid="job-detail" aria-label=t!("job") tabindex="-1">
            <div class="back">
                <Button
                    kind=Kind::Quiet
                    icon=Icon::Back
                    text=t!("all-jobs")
                    testid="back-to-jobs"
                    on_click=move || state.close_job()
                />
            </div>
            {problem}
            {move || known.get().then(|| view! { <Known /> })}
        </section>
    }
}

/// Everything about a job of which at least the row is known; each part follows the detail by itself, so that what is
/// scrolled, chosen or typed stays while the job goes on.
#[component]
fn Known() -> impl IntoView {
    let state = use_state();
    let open = state.open;
    // Only another tab, or another task's output or result, makes a new panel: a tab that is chosen anew, as by each arrow
    // that leads to a task, keeps its panel, and the panel the keyboard.
    let shown = Memo::new(move |_| {
        let tab = open.tab.get();
        let task = match tab {
            Tab::Output | Tab::Result => open.task.with(|task| task.as_ref().map(|t| t.id.clone())),
            Tab::Tasks | Tab::Events => None,
        };
        (tab, task)
    });
    let panel = move || match shown.get().0 {
        Tab::Tasks => view! { <TaskList /> }.into_any(),
        Tab::Output => view! { <LogView /> }.into_any(),
        Tab::Result => view! { <ResultView /> }.into_any(),
        Tab::Events => view! { <Events /> }.into_any(),
    };
    let label = move |tab: Tab| match tab {
        Tab::Tasks => t!("tab-tasks").to_owned(),
        Tab::Output => t!("tab-output").to_owned(),
        Tab::Result => t!("tab-result").to_owned(),
        Tab::Events => t!("tab-events").to_owned(),
    };
    let shown_by = move || tab_id(open.tab.get());
    let about = move || {
        open.task.with(|task| {
            task.as_ref()
                .map(|task| format!("{} · {}", task.name, task.id))
        })
    };
    let task_line = move || {
        let shown = matches!(open.tab.get(), Tab::Output | Tab::Result);
        let many = open
            .detail
            .with(|detail| detail.as_ref().is_some_and(|d| d.summary.tasks.total > 1));
        (shown && many)
            .then(|| view! { <p class="of-task small dim">{t!("of-task")}" "<b>{about}</b></p> })
    };
    view! {
        <Head />
        <Facts />
        <Bars />
        <WaitingNote />
        <FailureNote />
        <Tabs
            items=Tab::ALL.map(|tab| (tab, tab_id(tab))).to_vec()
            label=label
            chosen=open.tab
            name=t!("about-this-job")
        />
        <div class="panel" id="panel" role="tabpanel" aria-labelledby=shown_by>
            {task_line}
            {panel}
        </div>
    }
}

const fn tab_id(tab: Tab) -> &'static str {
    match tab {
        Tab::Tasks => "tab-tasks",
        Tab::Output => "tab-output",
        Tab::Result => "tab-result",
        Tab::Events => "tab-events",
    }
}

/// A part of the detail as a memo: what shows it changes only when it does.
fn part<T>(read: impl Fn(&JobDetail) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: Default + Clone + PartialEq + Send + Sync + 'static,
{
    let detail = use_state().open.detail;
    Memo::new(move |_| detail.with(|detail| detail.as_ref().map(&read).unwrap_or_default()))
}

#[component]
fn Head() -> impl IntoView {
    let window = use_state();
    let name = part(|detail| detail.summary.name.clone());
    let id = part(|detail| detail.summary.id.clone());
    let state = part(|detail| Some(detail.summary.state));
    let job = part(|detail| Some(detail.summary.clone()));
    view! {
        <div class="det-head">
            <div class="title">
                <h2 title=move || name.get() data-testid="job-name">{move || name.get()}</h2>
                <span class="mono dim pick" data-testid="job-id">{move || id.get()}</span>
            </div>
            <span data-testid="job-state" role="status">
                {move || state.get().map(|state| view! { <JobChip state=state /> })}
            </span>
            <PinButton job=job testid="pin-open-job" />
            <Button
                kind=Kind::Quiet
                icon=Icon::Cross
                text=t!("close")
                only_icon=true
                testid="close-job"
                on_click=move || window.close_job()
            />
        </div>
        <Actions />
    }
}

#[component]
fn Facts() -> impl IntoView {
    let state = use_state();
    let counts = part(|detail| detail.summary.tasks);
    let summary = part(|detail| Some(detail.summary.clone()));
    let place = part(|detail| {
        (
            detail.summary.account.clone(),
            detail.pool.clone(),
            detail.image.clone(),
        )
    });
    let last_update = part(|detail| detail.last_update);
    let time = move || {
        let summary = summary.get();
        let now = state.now.get();
        let left = summary.as_ref().and_then(|job| progress::left(job, now));
        let took = summary.as_ref().and_then(|job| progress::took(job, now));
        match (left, took) {
            (Some(left), _) => (t!("fact-left"), duration(left)),
            (None, Some(took)) => (t!("took"), duration(took)),
            (None, None) => (t!("took"), "–".to_owned()),
        }
    };
    let line = move || {
        let (account, pool, image) = place.get();
        let mut parts = vec![account];
        parts.extend([pool, image].into_iter().filter(|part| !part.is_empty()));
        parts.join(" · ")
    };
    let fresh = move || {
        let ended = summary.with(|job| job.as_ref().is_some_and(|job| job.state.ended()));
        let at = last_update.get().filter(|_| !ended)?;
        Some(t!("updated", ago = format::ago(state.now.get(), at)))
    };
    let submitted = move || {
        summary.get().map(|job| {
            let at = format::in_full(job.created, browser::offset_minutes(job.created));
            t!("submitted", at = at)
        })
    };
    view! {
        <dl class="facts">
            <Fact label=t!("fact-succeeded") tone="ok" value=Signal::derive(move || counts.get().succeeded) />
            <Fact label=t!("fact-running") tone="run" value=Signal::derive(move || counts.get().running) />
            <Fact label=t!("fact-failed") tone="bad" value=Signal::derive(move || counts.get().failed) />
            <div>
                <dt>{move || time().0}</dt>
                <dd data-testid="job-time">{move || time().1}</dd>
            </div>
        </dl>
        <p class="small dim where">
            <span class="pick">{line}</span>
            <span>{submitted}</span>
            <span>{fresh}</span>
        </p>
    }
}

#[component]
fn Fact(label: &'static str, tone: &'static str, value: Signal<u64>) -> impl IntoView {
    let class = move || if value.get() > 0 { tone } else { "none" };
    view! {
        <div>
            <dt>{label}</dt>
            <dd class=class>{move || t!("number", value = value.get())}</dd>
        </div>
    }
}

#[component]
fn Bars() -> impl IntoView {
    let counts = part(|detail| detail.summary.tasks);
    let state = part(|detail| Some(detail.summary.state));
    let bins = part(|detail| detail.running_times.clone());
    // Made here and not where they are passed on: what is made inside a part that is drawn anew goes with it.
    let (bar_counts, drawn_bins) = (Signal::from(counts), Signal::from(bins));
    let worth = Memo::new(move |_| {
        let counts = counts.get();
        counts.succeeded + counts.failed >= WORTH_DRAWING && bins.with(|bins| !bins.is_empty())
    });
    view! {
        {move || match state.get() {
            Some(JobState::Staging) => view! { <StagingProgress /> }.into_any(),
            _ => view! { <StateBar counts=bar_counts large=true /> }.into_any(),
        }}
        {move || worth.get().then(|| view! { <RunningTimes bins=drawn_bins /> })}
    }
}
