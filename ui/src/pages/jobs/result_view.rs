use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    Report,
    command::{PreviewGet, ResultFiles, ShowInFolder},
    preview::Preview,
    result_file::ResultFile,
    task::TaskSelection,
};

use super::{actions::download, drag_out, export::Export, preview::PreviewPane};
use crate::{
    backend::call,
    components::{Button, Empty, Icon, Picture, ReportNote},
    format::bytes,
    here::Here,
    state::use_state,
    words::t,
};

/// What the chosen task brought home: its files, and one of them to look at.
#[component]
pub fn ResultView() -> impl IntoView {
    let state = use_state();
    let here = Here::new();
    let files = RwSignal::new(None::<Vec<ResultFile>>);
    let problem = RwSignal::new(None::<Report>);
    let chosen = RwSignal::new(None::<String>);
    let which = Memo::new(move |_| {
        let job = state.open.id.get()?;
        // The state belongs to it: results come when it changes.
        state
            .open
            .task
            .with(|task| task.as_ref().map(|task| (job, task.id.clone(), task.state)))
    });
    let load = move || {
        let Some((job, task, _)) = which.get_untracked() else {
            return;
        };
        let about = task.clone();
        here.ask(ResultFiles { job, task }, move |reply| {
            let still = which
                .get_untracked()
                .is_some_and(|(_, now, _)| now == about);
            if !still {
                return; // another task was chosen meanwhile
            }
            match reply {
                Ok(list) => {
                    let kept = chosen.with_untracked(|path| {
                        path.as_ref()
                            .is_some_and(|path| list.iter().any(|file| file.path == *path))
                    });
                    if !kept {
                        chosen.set(first_to_show(&list));
                    }
                    files.set(Some(list));
                    problem.set(None);
                }
                Err(report) => problem.set(Some(report)),
            }
        });
    };
    Effect::new(move |before: Option<Option<String>>| {
        let task = which.get().map(|(_, task, _)| task);
        if before.is_some_and(|before| before != task) {
            files.set(None);
            chosen.set(None);
        }
        load();
        task
    });
    let body = move || match files.get() {
        None => ().into_any(),
        Some(files) if files.is_empty() => {
            let ended = which.get().is_some_and(|(_, _, state)| state.ended());
            let text = if ended {
                t!("results-none")
            } else {
                t!("results-later")
            };
            view! { <Empty icon=Icon::Crate title=t!("results-none-title") text=text /> }.into_any()
        }
        Some(files) => view! { <Files files=files chosen=chosen /> }.into_any(),
    };
    view! {
        {move || problem.get().map(|report| view! { <ReportNote report=report on_retry=load /> })}
        {body}
    }
}

/// A result before the reason of a failure, and both before other files.
fn first_to_show(files: &[ResultFile]) -> Option<String> {
    let named = |name: &str| files.iter().find(|file| file.path == name);
    let output = files.iter().find(|file| file.path.starts_with("outputs/"));
    named("result.pkl")
        .or(named("error.json"))
        .or(output)
        .or(files.first())
        .map(|file| file.path.clone())
}

#[component]
fn Files(files: Vec<ResultFile>, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let state = use_state();
    let local = {
        let files = files.clone();
        move || {
            let path = chosen.get_untracked()?;
            files
                .iter()
                .find(|file| file.path == path)
                .map(|file| file.local_path.clone())
        }
    };
    let show = move || {
        if let Some(path) = local() {
            spawn_local(async move {
                if let Err(report) = call(ShowInFolder { path }).await {
                    state.toasts.report(&report);
                }
            });
        }
    };
    let save = move || {
        let task = state
            .open
            .task
            .with_untracked(|task| task.as_ref().map(|task| task.id.clone()));
        if let Some(task) = task {
            download(state, TaskSelection::named(vec![task]));
        }
    };
    let list = files
        .into_iter()
        .map(|file| {
            let path = file.path.clone();
            let source = file.local_path.clone();
            let on = {
                let path = path.clone();
                Memo::new(move |_| chosen.with(|chosen| chosen.as_ref() == Some(&path)))
            };
            view! {
                <li>
                    <button
                        type="button"
                        class="file"
                        data-testid="result-file"
                        aria-pressed=move || if on.get() { "true" } else { "false" }
                        title=t!("result-drag", path = file.local_path)
                        draggable="true"
                        on:dragstart=move |event| drag_out::begin(state, &event, &source)
                        on:dragend=move |_| drag_out::end(state)
                        on:click=move |_| chosen.set(Some(path.clone()))
                    >
                        <Picture icon=Icon::File />
                        <span class="path">{file.path}</span>
                        <span class="dim tabular">{bytes(file.size)}</span>
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="result-tools">
            <Button icon=Icon::Download text=t!("save") testid="save-results" on_click=save />
            <Button icon=Icon::Folder text=t!("show-in-folder") testid="show-in-folder" on_click=show />
        </div>
        <ul class="files-home" aria-label=t!("result-files")>{list}</ul>
        <Shown chosen=chosen />
    }
}

#[component]
fn Shown(chosen: RwSignal<Option<String>>) -> impl IntoView {
    let state = use_state();
    let here = Here::new();
    let preview = RwSignal::new(None::<Result<Preview, Report>>);
    let load = move || {
        let (Some((job, task)), Some(path)) = (state.open.ids(), chosen.get_untracked()) else {
            return;
        };
        let about = path.clone();
        here.ask(PreviewGet { job, task, path }, move |reply| {
            if chosen.get_untracked() == Some(about) {
                preview.set(Some(reply));
            }
        });
    };
    Effect::new(move |_| {
        chosen.track();
        preview.set(None);
        load();
    });
    let is_value = Memo::new(move |_| {
        preview.with(|preview| matches!(preview, Some(Ok(Preview::Value { .. }))))
    });
    view! {
        {move || is_value.get().then(|| view! { <Export chosen=chosen /> })}
        <div class="preview scroll boxed" data-testid="preview" role="region" aria-label=t!("preview") tabindex="0">
            {move || match preview.get() {
                None => view! { <p class="dim pad">{t!("reading")}</p> }.into_any(),
                Some(Ok(preview)) => view! { <PreviewPane preview=preview /> }.into_any(),
                Some(Err(report)) => view! { <ReportNote report=report on_retry=load /> }.into_any(),
            }}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Vec<ResultFile> {
        let file = |path: &&str| ResultFile {
            path: (*path).into(),
            size: 1,
            local_path: format!("/home/{path}"),
        };
        paths.iter().map(file).collect()
    }

    #[test]
    fn the_result_is_shown_first_then_the_failure_then_what_a_script_wrote() {
        let cases: [(&[&str], Option<&str>); 4] = [
            (
                &["manifest.json", "outputs/plot.png", "result.pkl"],
                Some("result.pkl"),
            ),
            (
                &["error.json", "manifest.json", "outputs/a"],
                Some("error.json"),
            ),
            (&["manifest.json", "outputs/a"], Some("outputs/a")),
            (&[], None),
        ];
        for (paths, expected) in cases {
            assert_eq!(first_to_show(&files(paths)).as_deref(), expected);
        }
    }
}
