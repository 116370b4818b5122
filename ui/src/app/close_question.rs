use leptos::prelude::*;
use longshore_model::closing::{CloseAnswer, RunningHere};

use crate::{components::Confirm, state::use_state, words::t};

/// Asks before the window closes while tasks run on this computer.
#[component]
pub fn CloseQuestion() -> impl IntoView {
    let closing = use_state().closing;
    // However the dialog goes away, the window is kept; *Close anyway* says otherwise after that.
    Effect::new(move |was_open: Option<bool>| {
        let open = closing.open.get();
        if was_open == Some(true) && !open {
            closing.answer(CloseAnswer::Keep);
        }
        open
    });
    view! {
        <Confirm
            open=closing.open
            title=Signal::derive(move || title(closing.running.get()))
            text=Signal::derive(move || consequence(closing.running.get()))
            action=t!("closing-close")
            keep=t!("closing-keep")
            testid="confirm-close"
            on_confirm=move || closing.answer(CloseAnswer::Close)
        />
    }
}

/// The question.
fn title(running: RunningHere) -> String {
    t!("closing-title", count = running.tasks)
}

/// What happens to them: the service that runs them is a process of its own, and only the window watches and fetches.
fn consequence(running: RunningHere) -> String {
    match (running.tasks, running.waiting) {
        (_, 1..) => t!("closing-waiting", count = running.waiting),
        (1, 0) => t!("closing-one").to_owned(),
        (_, 0) => t!("closing-many").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(tasks: u64, waiting: u64) -> RunningHere {
        RunningHere {
            jobs: 1,
            tasks,
            waiting,
        }
    }

    #[test]
    fn the_question_says_how_many_run_and_what_becomes_of_them() {
        let one = here(1, 0);
        assert_eq!(title(one), "Close while 1 task runs on this computer?");
        assert_eq!(
            consequence(one),
            "The task goes on in the background, for as long as you are logged in and the computer stays on. \
             Nothing tells you of its end, and results are fetched when Longshore is opened again."
        );
        let many = here(2, 1_200);
        assert_eq!(title(many), "Close while 2 tasks run on this computer?");
        assert_eq!(
            consequence(many),
            "The tasks go on, also the 1,200 that wait, in the background, for as long as you are logged in and the \
             computer stays on. Nothing tells you of their end, and results are fetched when Longshore is opened again."
        );
    }
}
