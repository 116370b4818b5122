//! Short messages that pass, and the words for people who do not see them.

use std::time::Duration;

use leptos::prelude::*;
use longshore_model::{Report, UnixMillis};

use super::route::Route;
use crate::{
    browser,
    components::Tone,
    words::{said, t},
};

/// How long a message stays that is only to be read.
const STAYS: Duration = Duration::from_secs(6);

/// How long one stays that leads somewhere, or can be taken back: whoever needs long to get there must reach it.
const STAYS_TO_BE_USED: Duration = Duration::from_secs(30);

/// The most messages at a time; older ones make room.
const MOST: usize = 3;

/// The most messages that are remembered after they have gone.
const REMEMBERED: usize = 100;

/// One message.
#[derive(Debug, Clone)]
pub struct Toast {
    /// Its number, in the order they came.
    pub number: u64,
    /// Good, bad or neither.
    pub tone: Tone,
    /// What happened.
    pub title: String,
    /// What to do next; may be empty.
    pub body: String,
    /// Where more is to be seen.
    pub leads_to: Option<Route>,
    /// Takes back what it tells of.
    pub undo: Option<Callback<()>>,
}

/// A message, and when it came.
#[derive(Debug, Clone)]
pub struct Told {
    /// When.
    pub at: UnixMillis,
    /// What.
    pub toast: Toast,
}

/// The messages that are shown, and those that were.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    /// Everything that was told, oldest first.
    pub told: RwSignal<Vec<Told>>,
    /// Whether that is on screen.
    pub history: RwSignal<bool>,
    list: RwSignal<Vec<Toast>>,
    last: StoredValue<u64>,
}

impl Toasts {
    /// None yet.
    pub fn new() -> Self {
        Self {
            told: RwSignal::new(Vec::new()),
            history: RwSignal::new(false),
            list: RwSignal::new(Vec::new()),
            last: StoredValue::new(0),
        }
    }

    /// These, for as long as they are looked at.
    #[cfg(feature = "gallery")]
    pub fn standing(list: Vec<Toast>) -> Self {
        let toasts = Self::new();
        toasts.list.set(list);
        toasts
    }

    /// Those that are shown now.
    pub fn list(self) -> Signal<Vec<Toast>> {
        self.list.into()
    }

    /// Tells that something worked or happened.
    pub fn tell(self, tone: Tone, title: impl Into<String>, leads_to: Option<Route>) {
        self.push(tone, title.into(), String::new(), leads_to, None);
    }

    /// Tells of something that can be taken back for as long as the message stays.
    pub fn tell_with_undo(self, title: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        let undo = Callback::new(move |()| undo());
        self.push(Tone::Wait, title.into(), String::new(), None, Some(undo));
    }

    /// Tells that something did not work.
    pub fn report(self, report: &Report) {
        self.push(
            Tone::Bad,
            said(&report.title),
            said(&report.guidance),
            None,
            None,
        );
    }

    /// Tells where something was saved, or that it was not; nothing when the dialog that asked was closed.
    pub fn saved(self, reply: Result<Option<String>, Report>) {
        match reply {
            Ok(Some(path)) => self.tell(Tone::Ok, t!("saved-as", path = path), None),
            Ok(None) => {}
            Err(report) => self.report(&report),
        }
    }

    /// Takes a message away.
    pub fn close(self, number: u64) {
        self.list
            .update(|list| list.retain(|toast| toast.number != number));
    }

    /// Takes the newest message away; whether there was one.
    pub fn close_newest(self) -> bool {
        let newest = self
            .list
            .with_untracked(|list| list.last().map(|toast| toast.number));
        if let Some(number) = newest {
            self.close(number);
        }
        newest.is_some()
    }

    fn push(
        self,
        tone: Tone,
        title: String,
        body: String,
        leads_to: Option<Route>,
        undo: Option<Callback<()>>,
    ) {
        let number = self.last.get_value() + 1;
        self.last.set_value(number);
        let toast = Toast {
            number,
            tone,
            title,
            body,
            leads_to,
            undo,
        };
        let usable = toast.leads_to.is_some() || toast.undo.is_some();
        let at = browser::now();
        self.told.update(|told| {
            told.push(Told {
                at,
                toast: toast.clone(),
            });
            let excess = told.len().saturating_sub(REMEMBERED);
            told.drain(..excess);
        });
        self.list.update(|list| {
            // The same thing said twice is one message.
            list.retain(|other| other.title != toast.title);
            list.push(toast);
            let excess = list.len().saturating_sub(MOST);
            list.drain(..excess);
        });
        // What is wrong stays until it is closed.
        if !matches!(tone, Tone::Bad | Tone::Warn) {
            self.close_after(if usable { STAYS_TO_BE_USED } else { STAYS }, number);
        }
    }

    /// Closes a message later, and later still while the pointer or the focus is on it.
    fn close_after(self, stay: Duration, number: u64) {
        let close = move || match browser::attends(&format!("[data-toast=\"{number}\"]")) {
            true => self.close_after(STAYS, number),
            false => self.close(number),
        };
        set_timeout(close, stay);
    }
}
