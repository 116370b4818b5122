//! Closing the window: at once, unless tasks run on this computer. Then the screen asks first, but only a screen that
//! answers can hold the window open, and only until it is asked to close once more.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use longshore_model::{
    Report, THIS_COMPUTER,
    closing::{CloseAnswer, RunningHere},
    event::Event,
    job::{JobQuery, JobState},
};
use tauri::{AppHandle, CloseRequestApi, Manager as _, Window};

use crate::{backend::Backend, events};

/// How long the backend may take to say what runs, and then the screen to show the question.
const PATIENCE: Duration = Duration::from_secs(5);

/// Jobs that are looked at; this computer does not run more at once.
const JOBS: u64 = 1_000;

/// Where the window's closing is.
#[derive(Debug, Default)]
pub struct Closing(Mutex<Asked>);

/// The question that is open, if one is, and the number of the latest: an answer that is late must not count for another.
#[derive(Debug, Default)]
struct Asked {
    latest: u64,
    open: Option<Question>,
}

#[derive(Debug, PartialEq, Eq)]
enum Question {
    /// Nobody has answered it.
    Unanswered,
    /// It is on screen.
    Shown,
}

impl Closing {
    /// The number of the question to ask; `None` when one is open already, which closes the window.
    fn ask(&self) -> Option<u64> {
        let mut asked = self.asked();
        if asked.open.is_some() {
            return None;
        }
        asked.latest += 1;
        asked.open = Some(Question::Unanswered);
        Some(asked.latest)
    }

    fn shown(&self) {
        let mut asked = self.asked();
        if asked.open.is_some() {
            asked.open = Some(Question::Shown);
        }
    }

    fn settled(&self) {
        self.asked().open = None;
    }

    /// Whether the question with that number waits for somebody who does not answer.
    fn unanswered(&self, number: u64) -> bool {
        let asked = self.asked();
        asked.latest == number && asked.open == Some(Question::Unanswered)
    }

    fn asked(&self) -> std::sync::MutexGuard<'_, Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What to do about a request to close the window.
pub fn requested(window: &Window, api: &CloseRequestApi) {
    let Some(number) = window
        .try_state::<Closing>()
        .and_then(|closing| closing.ask())
    else {
        return;
    };
    // What runs is read from a file, which the window's own thread does not wait for.
    api.prevent_close();
    let window = window.clone();
    tauri::async_runtime::spawn(async move {
        let running = tokio::time::timeout(PATIENCE, running_here(&window)).await;
        if let Ok(Ok(running)) = running
            && running.tasks > 0
        {
            events::show(&window, &[Event::CloseAsked { running }]);
            tokio::time::sleep(PATIENCE).await;
            let closing = window.try_state::<Closing>();
            if !closing.is_some_and(|closing| closing.unanswered(number)) {
                return;
            }
        }
        close(window.app_handle());
    });
}

/// What the screen answered.
pub fn answered(app: &AppHandle, answer: CloseAnswer) {
    let closing = app.state::<Closing>();
    match answer {
        CloseAnswer::Shown => closing.shown(),
        CloseAnswer::Keep => closing.settled(),
        CloseAnswer::Close => close(app),
    }
}

async fn running_here(window: &Window) -> Result<RunningHere, Report> {
    let query = JobQuery {
        account: Some(THIS_COMPUTER.into()),
        states: vec![JobState::Running],
        limit: JOBS,
        ..JobQuery::default()
    };
    let engine = window.state::<Backend>().engine().await?;
    let jobs = engine.jobs(query).await?.jobs;
    let mut running = RunningHere::default();
    for job in jobs.iter().filter(|job| job.tasks.running > 0) {
        running.jobs += 1;
        running.tasks += job.tasks.running;
        running.waiting += job.tasks.waiting;
    }
    Ok(running)
}

fn close(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main")
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, "the window could not be closed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_request_closes_and_a_kept_window_is_asked_about_again() {
        let closing = Closing::default();
        assert_eq!(closing.ask(), Some(1));
        assert_eq!(closing.ask(), None);
        closing.shown();
        assert_eq!(closing.ask(), None);
        closing.settled();
        assert_eq!(closing.ask(), Some(2));
    }

    #[test]
    fn only_the_question_nobody_answered_closes_by_itself() {
        let closing = Closing::default();
        assert_eq!(closing.ask(), Some(1));
        assert!(closing.unanswered(1));
        closing.settled();
        assert!(!closing.unanswered(1));
        assert_eq!(closing.ask(), Some(2));
        assert!(!closing.unanswered(1));
        closing.shown();
        assert!(!closing.unanswered(2));
    }
}
