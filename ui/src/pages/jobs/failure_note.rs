use leptos::{prelude::*, task::spawn_local};
use longshore_model::task::{TaskFailure, TaskRow, TaskSelection};

use super::{actions::run_again, last_lines::LastLines};
use crate::{
    browser,
    components::{Button, Icon, Kind, Note, ReportNote, Tone},
    state::{open_job::Tab, packages::package_for, use_state},
    words::{said_report, t},
};

/// Why the job, or the task that is looked at, failed, and what to do about it.
#[component]
pub fn FailureNote() -> impl IntoView {
    let state = use_state();
    let open = state.open;
    let problem = Memo::new(move |_| {
        open.detail.with(|detail| {
            detail
                .as_ref()
                .and_then(|detail| detail.summary.problem.clone())
        })
    });
    let failed = Memo::new(move |_| {
        let looked_at = open.task.get().filter(|task| task.failure.is_some());
        // Beside the list of tasks the first failure speaks for all; beside one task, only its own.
        match open.tab.get() {
            Tab::Output | Tab::Result => looked_at,
            Tab::Tasks | Tab::Events => looked_at.or(open.first_failed.get()),
        }
    });
    view! {
        {move || problem.get().map(|report| view! { <ReportNote report=report testid="job-problem" /> })}
        {move || {
            failed
                .get()
                .and_then(|task| Some((task.failure.clone()?, task)))
                .map(|(failure, task)| view! { <Failure task=task failure=failure /> })
        }}
    }
}

#[component]
fn Failure(task: TaskRow, failure: TaskFailure) -> impl IntoView {
    let state = use_state();
    let others = state.open.detail.with_untracked(|detail| {
        detail
            .as_ref()
            .map_or(0, |detail| detail.summary.tasks.failed.saturating_sub(1))
    });
    let ended = state.open.detail.with_untracked(|detail| {
        detail
            .as_ref()
            .is_some_and(|detail| detail.summary.state.ended())
    });
    // What is copied for somebody else stays as the engine has it.
    let details = details(&task, &failure);
    let failure = TaskFailure {
        report: said_report(failure.report),
        ..failure
    };
    let title = t!(
        "failure-title",
        task = task.name.as_str(),
        why = headline(&failure)
    );
    let package = failure
        .missing_module
        .as_deref()
        .map(|module| package_for(module).to_owned());
    let guidance = match (&package, failure.report.guidance.is_empty()) {
        (_, false) => failure.report.guidance.clone(),
        (Some(package), true) => t!("failure-no-package", package = package.as_str()),
        (None, true) => String::new(),
    };
    let more = (others > 0).then(|| {
        let text = t!("failure-more", count = others);
        format!(" {text}")
    });
    let mut facts = Vec::new();
    if let Some(code) = task.exit_code {
        facts.push(t!("failure-exit-code", code = code.to_string()));
    }
    if task.retries > 0 {
        facts.push(t!("try", number = task.retries + 1));
    }
    if task.requeues > 0 {
        facts.push(t!("failure-requeued", count = task.requeues));
    }
    if let Some(node) = &task.node {
        facts.push(t!("failure-node", node = node.as_str()));
    }
    if let Some(id) = &failure.report.request_id {
        facts.push(t!("failure-request-id", id = id.as_str()));
    }
    let copy = move || {
        let details = details.clone();
        spawn_local(async move {
            match browser::copy(&details).await {
                true => state.toasts.tell(Tone::Ok, t!("details-copied"), None),
                false => state.toasts.tell(Tone::Warn, t!("clipboard-refused"), None),
            }
        });
    };
    let show = {
        let task = task.clone();
        move || state.open.look_at(task.clone(), Tab::Output)
    };
    // Beside the output itself they would be said twice.
    let last_lines = {
        let id = task.id.clone();
        let beside = Memo::new(move |_| state.open.tab.get() == Tab::Output);
        move || {
            let job = state.open.id.get_untracked().filter(|_| !beside.get());
            job.map(|job| view! { <LastLines job=job task=id.clone() /> })
        }
    };
    view! {
        <Note tone=Tone::Bad testid="failure">
            <p><b data-testid="failure-title">{title}</b>{more}</p>
            {(!guidance.is_empty()).then(|| view! { <p class="guidance">{guidance}</p> })}
            {last_lines}
            {(!facts.is_empty()).then(|| view! { <p class="small pick">{facts.join(" · ")}</p> })}
            <div class="note-actions">
                {package
                    .filter(|_| ended)
                    .map(|package| {
                        let text = t!("failure-add-package", package = package.as_str());
                        let packages = vec![package];
                        view! {
                            <Button
                                icon=Icon::Plus
                                text=text
                                testid="add-package-and-run"
                                on_click=move || run_again(state, TaskSelection::unsuccessful(), packages.clone())
                            />
                        }
                    })}
                <Button kind=Kind::Link text=t!("show-output") testid="show-output" on_click=show />
                <Button kind=Kind::Link text=t!("copy-details") testid="copy-details" on_click=copy />
            </div>
        </Note>
    }
}

/// `ModuleNotFoundError, No module named 'pandas'` or what else is known, without saying the class twice.
fn headline(failure: &TaskFailure) -> String {
    match &failure.exception {
        Some(class) if !failure.report.title.contains(class.as_str()) => {
            format!("{class}, {}", failure.report.title)
        }
        _ => failure.report.title.clone(),
    }
}

/// What goes on the clipboard: all that helps someone who was not there.
fn details(task: &TaskRow, failure: &TaskFailure) -> String {
    let mut lines = vec![
        format!("Task {} ({})", task.id, task.name),
        failure.report.to_string(),
    ];
    if let Some(code) = task.exit_code {
        lines.push(format!("Exit code {code}, try {}", task.retries + 1));
    }
    if let Some(node) = &task.node {
        lines.push(format!("Node {node}"));
    }
    lines.extend(failure.traceback.clone());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use longshore_model::{Code, Report, payload::PayloadKind, task::TaskState};

    use super::*;

    fn failure(title: &str) -> TaskFailure {
        TaskFailure {
            exception: Some("ValueError".into()),
            traceback: Some("Traceback\n  boom".into()),
            ..Report::new(Code::BadInput, title, "Add it.").into()
        }
    }

    #[test]
    fn the_class_of_an_exception_is_said_once() {
        assert_eq!(headline(&failure("too small")), "ValueError, too small");
        assert_eq!(
            headline(&failure("ValueError: too small")),
            "ValueError: too small"
        );
    }

    #[test]
    fn copied_details_hold_what_someone_else_needs() {
        let task = TaskRow {
            id: "sweep-17".into(),
            name: "sweep.py".into(),
            kind: PayloadKind::Python,
            state: TaskState::Failed,
            started: None,
            ended: None,
            exit_code: Some(1),
            retries: 3,
            requeues: 0,
            node: Some("tvm-1".into()),
            result_bytes: 0,
            failure: None,
        };
        assert_eq!(
            details(&task, &failure("too small")),
            "Task sweep-17 (sweep.py)\ntoo small\n  Add it.\nExit code 1, try 4\nNode tvm-1\nTraceback\n  boom"
        );
    }
}
