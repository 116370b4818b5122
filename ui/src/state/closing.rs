use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    closing::{CloseAnswer, RunningHere},
    command::AnswerClose,
};

use crate::backend::call;

/// The question whether to close the window while tasks run on this computer.
#[derive(Debug, Clone, Copy)]
pub struct Closing {
    /// Whether it is on screen.
    pub open: RwSignal<bool>,
    /// What runs.
    pub running: RwSignal<RunningHere>,
}

impl Closing {
    /// Nobody asked.
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            running: RwSignal::new(RunningHere::default()),
        }
    }

    /// Puts the question on screen, and says so: the shell closes a window that shows nothing.
    pub fn ask(self, running: RunningHere) {
        self.running.set(running);
        self.open.set(true);
        self.answer(CloseAnswer::Shown);
    }

    /// Tells the shell. Without one there is nothing to close.
    pub fn answer(self, answer: CloseAnswer) {
        spawn_local(async move { drop(call(AnswerClose { answer }).await) });
    }
}
