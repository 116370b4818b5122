//! Submit: what is about to run, reviewed before anything is sent.

mod hero;
mod pool_note;
mod presets;
mod review_list;
mod review_notes;
mod run_panel;

use leptos::prelude::*;

use crate::{
    components::{Button, Icon, Kind, ReportNote},
    state::{State, use_state},
    words::t,
};
pub use hero::Accepted;
use hero::Hero;
use pool_note::PoolNote;
use review_list::ReviewList;
use review_notes::ReviewNotes;
use run_panel::RunPanel;

/// The screen.
#[component]
pub fn SubmitPage() -> impl IntoView {
    let state = use_state();
    let submission = state.submission;
    let empty = Memo::new(move |_| submission.draft.with(|draft| draft.rows.is_empty()));
    let summary = move || {
        let (all, ready) = submission
            .draft
            .with(|draft| (draft.rows.len(), draft.ready().count()));
        (all > 0).then(|| {
            let text = t!("submit-review-summary", count = all, ready = ready);
            view! { <span class="sub" data-testid="review-summary">{text}</span> }
        })
    };
    let actions = move || {
        (!empty.get()).then(|| {
            view! {
                <div class="end">
                    <Button kind=Kind::Quiet text=t!("submit-clear") testid="clear" on_click=move || clear(state) />
                    <Button
                        icon=Icon::Folder
                        text=t!("submit-add-folder")
                        testid="add-folder"
                        on_click=move || submission.choose(true)
                    />
                    <Button
                        icon=Icon::Plus
                        text=t!("submit-add-files")
                        testid="choose-files"
                        on_click=move || submission.choose(false)
                    />
                </div>
            }
        })
    };
    let problem = move || {
        submission.problem.get().map(|report| {
            view! { <ReportNote report=report on_retry=move || submission.read_again() /> }
        })
    };
    let body = move || {
        if empty.get() {
            let problem = move || {
                submission
                    .problem
                    .get()
                    .map(|report| view! { <ReportNote report=report /> })
            };
            view! {
                <div class="body centre">
                    <Hero />
                    {problem}
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="body two">
                    <section class="review" aria-label=t!("submit-review")>
                        <ReviewList />
                        {problem}
                        <PoolNote />
                        <ReviewNotes />
                    </section>
                    <RunPanel />
                </div>
            }
            .into_any()
        }
    };
    view! {
        <header>
            <h1>{t!("submit-title")}</h1>
            {summary}
            {actions}
        </header>
        {body}
    }
}

/// Empties the list. Putting it back costs nothing, so nobody is asked.
fn clear(state: State) {
    let submission = state.submission;
    let draft = submission.draft.get_untracked();
    let form = submission.form.get_untracked();
    submission.clear();
    let title = t!("submit-cleared", count = draft.rows.len());
    state.toasts.tell_with_undo(title, move || {
        submission.put_back(draft.clone(), form.clone())
    });
}
