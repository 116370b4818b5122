//! What flows back to the screen, on one channel.

use serde::{Deserialize, Serialize};

use crate::{
    Report,
    closing::RunningHere,
    job::{JobSummary, Transfer},
    opened::Opened,
};

/// The channel's name in the window. What goes over it is a list of events, in the order in which they happened.
pub const CHANNEL: &str = "longshore-event";

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A job was added or changed (its tasks too): the new row.
    JobChanged {
        /// The row.
        job: JobSummary,
    },
    /// A job left the history.
    JobRemoved {
        /// Its id.
        id: String,
    },
    /// Bytes went to storage.
    Staging {
        /// The job.
        job: String,
        /// How far it is.
        transfer: Transfer,
    },
    /// The system asks to open something.
    Opened {
        /// What.
        opened: Opened,
    },
    /// The window was asked to close while tasks run on this computer: the screen answers with `answer_close`.
    CloseAsked {
        /// What runs.
        running: RunningHere,
    },
    /// A line of the menu bar was chosen.
    MenuChosen {
        /// Which.
        id: String,
    },
    /// Accounts changed.
    AccountsChanged,
    /// Events were lost on the way, since there were too many: what is shown may be old.
    Missed,
    /// Something to tell that belongs to no request.
    Notice {
        /// What.
        report: Report,
    },
}

/// Adds an event to those that wait to be shown. Of what says the same of the same job only the newest is kept, so that
/// their number is bounded by the jobs and not by what happens to them.
pub fn gather(waiting: &mut Vec<Event>, event: Event) {
    waiting.retain(|older| !makes_old(&event, older));
    waiting.push(event);
}

fn makes_old(newer: &Event, older: &Event) -> bool {
    match (newer, older) {
        (Event::JobChanged { job: new }, Event::JobChanged { job: old }) => new.id == old.id,
        (Event::JobRemoved { id }, Event::JobChanged { job }) => *id == job.id,
        (Event::Staging { job: new, .. }, Event::Staging { job: old, .. }) => new == old,
        (Event::AccountsChanged, Event::AccountsChanged) | (Event::Missed, Event::Missed) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staging(job: &str, done: u64) -> Event {
        let transfer = Transfer {
            done,
            ..Transfer::default()
        };
        Event::Staging {
            job: job.into(),
            transfer,
        }
    }

    fn gathered(events: impl IntoIterator<Item = Event>) -> Vec<Event> {
        let mut waiting = Vec::new();
        for event in events {
            gather(&mut waiting, event);
        }
        waiting
    }

    #[test]
    fn of_many_updates_the_newest_of_each_job_is_shown() {
        let events = (0..100).flat_map(|done| [staging("a", done), staging("b", done)]);
        assert_eq!(gathered(events), [staging("a", 99), staging("b", 99)]);
    }

    #[test]
    fn what_says_something_else_stays_in_its_order() {
        let removed = Event::JobRemoved { id: "a".into() };
        let events = [
            Event::AccountsChanged,
            staging("a", 1),
            removed.clone(),
            Event::AccountsChanged,
        ];
        assert_eq!(
            gathered(events),
            [staging("a", 1), removed, Event::AccountsChanged]
        );
    }
}
