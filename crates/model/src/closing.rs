//! Closing the window while tasks run on this computer.

use serde::{Deserialize, Serialize};

use crate::format::{count, grouped};

/// What runs on this computer as the window is asked to close.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningHere {
    /// Jobs with a task that runs.
    pub jobs: u64,
    /// Their tasks that run.
    pub tasks: u64,
    /// Their tasks that wait for a place.
    pub waiting: u64,
}

/// What the screen says to the question whether to close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseAnswer {
    /// The question is on screen.
    Shown,
    /// The window is to close.
    Close,
    /// The window is to stay open.
    Keep,
}

impl RunningHere {
    /// The question.
    pub fn title(self) -> String {
        let tasks = count(self.tasks, "task", "tasks");
        let verb = if self.tasks == 1 { "runs" } else { "run" };
        format!("Close while {tasks} {verb} on this computer?")
    }

    /// What happens to them: the service that runs them is a process of its own, and only the window watches and fetches.
    pub fn consequence(self) -> String {
        let (they, their) = match self.tasks + self.waiting {
            1 => ("The task goes", "its"),
            _ => ("The tasks go", "their"),
        };
        let waiting = match self.waiting {
            0 => String::new(),
            1 => ", also the one that waits,".to_owned(),
            waiting => format!(", also the {} that wait,", grouped(waiting)),
        };
        format!(
            "{they} on{waiting} in the background, for as long as you are logged in and the computer stays on. \
             Nothing tells you of {their} end, and results are fetched when Longshore is opened again."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::RunningHere;

    #[test]
    fn the_question_says_how_many_run_and_what_becomes_of_them() {
        let one = RunningHere {
            jobs: 1,
            tasks: 1,
            waiting: 0,
        };
        assert_eq!(one.title(), "Close while 1 task runs on this computer?");
        assert_eq!(
            one.consequence(),
            "The task goes on in the background, for as long as you are logged in and the computer stays on. \
             Nothing tells you of its end, and results are fetched when Longshore is opened again."
        );
        let many = RunningHere {
            jobs: 2,
            tasks: 2,
            waiting: 1_200,
        };
        assert_eq!(many.title(), "Close while 2 tasks run on this computer?");
        assert_eq!(
            many.consequence(),
            "The tasks go on, also the 1,200 that wait, in the background, for as long as you are logged in and the \
             computer stays on. Nothing tells you of their end, and results are fetched when Longshore is opened again."
        );
    }
}
