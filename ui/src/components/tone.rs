use longshore_model::{job::JobState, task::TaskState};

use super::Icon;

/// Good, bad or in between: a colour that never stands without a shape or a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It is well.
    Ok,
    /// It is going on.
    Run,
    /// It should be looked at.
    Warn,
    /// It went wrong.
    Bad,
    /// Nothing to say about it.
    Wait,
}

impl Tone {
    /// Its CSS class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Run => "run",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Wait => "wait",
        }
    }

    /// The shape that goes with the colour in a note.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Ok => Icon::Check,
            Self::Run => Icon::Play,
            Self::Warn => Icon::Alert,
            Self::Bad => Icon::Cross,
            Self::Wait => Icon::Info,
        }
    }

    /// Colour and shape of a job's state.
    pub const fn of_job(state: JobState) -> (Self, Icon) {
        match state {
            JobState::Staging => (Self::Run, Icon::Upload),
            JobState::Submitting => (Self::Run, Icon::Crane),
            JobState::Queued => (Self::Wait, Icon::Clock),
            JobState::Running => (Self::Run, Icon::Play),
            JobState::Cancelling => (Self::Wait, Icon::Stop),
            JobState::NeedsAttention => (Self::Warn, Icon::Alert),
            JobState::Succeeded => (Self::Ok, Icon::Check),
            JobState::Failed => (Self::Bad, Icon::Cross),
            JobState::Cancelled => (Self::Wait, Icon::Stop),
        }
    }

    /// Colour and shape of a task's state.
    pub const fn of_task(state: TaskState) -> (Self, Icon) {
        match state {
            TaskState::Waiting => (Self::Wait, Icon::Clock),
            TaskState::Running => (Self::Run, Icon::Play),
            TaskState::Retrieving => (Self::Run, Icon::Download),
            TaskState::Succeeded => (Self::Ok, Icon::Check),
            TaskState::Failed => (Self::Bad, Icon::Cross),
            TaskState::Cancelled => (Self::Wait, Icon::Stop),
        }
    }
}
