//! The command palette: everything one can do or go to, found by a few letters.

use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    command::JobsGet,
    job::{JobQuery, JobSummary},
    preferences::Theme,
};

use super::{State, route::Route};
use crate::{
    backend::call,
    browser,
    components::Icon,
    words::{names, t},
};

/// Jobs offered at most.
const JOBS: u64 = 6;

/// What an entry does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Shows a screen, or a job.
    Go(Route),
    /// Lets the person choose files to submit.
    ChooseFiles,
    /// Runs the sample.
    Sample,
    /// Shows the form of a new account.
    AddAccount,
    /// Makes an account the one new jobs go to.
    UseAccount(String),
    /// Sets the theme.
    Show(Theme),
    /// Lists the keys.
    Shortcuts,
    /// Lists what was told.
    Notices,
}

/// One line of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called.
    pub title: String,
    /// More about it: a state, a key.
    pub hint: String,
    /// Its picture.
    pub icon: Icon,
    /// What it does.
    pub act: Act,
}

/// The palette.
#[derive(Debug, Clone, Copy)]
pub struct Palette {
    /// Whether it is open.
    pub open: RwSignal<bool>,
    /// What was typed.
    pub typed: RwSignal<String>,
    /// Jobs that fit what was typed, newest first.
    pub jobs: RwSignal<Vec<JobSummary>>,
    asked: StoredValue<u64>,
}

impl Palette {
    /// Closed.
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            typed: RwSignal::new(String::new()),
            jobs: RwSignal::new(Vec::new()),
            asked: StoredValue::new(0),
        }
    }

    /// Opens it anew.
    pub fn show(self) {
        self.type_in(String::new());
        self.open.set(true);
    }

    /// Takes what is typed, and asks for the jobs that fit.
    pub fn type_in(self, text: String) {
        let query = JobQuery {
            limit: JOBS,
            ..JobQuery::default()
        }
        .typed(&text);
        self.typed.set(text);
        let asked = self.asked.get_value() + 1;
        self.asked.set_value(asked);
        spawn_local(async move {
            let found = call(JobsGet { query }).await;
            if self.asked.get_value() == asked {
                self.jobs.set(found.map_or(Vec::new(), |page| page.jobs));
            }
        });
    }
}

impl State {
    /// The lines for what was typed: what can be done, then the jobs.
    pub fn palette_entries(self) -> Vec<Entry> {
        let typed = self.palette.typed.get();
        let mut entries = fitting(self.everything(), &typed);
        entries.extend(self.palette.jobs.get().into_iter().map(|job| Entry {
            hint: names::job_state(job.state).to_owned(),
            act: Act::Go(Route::Jobs(Some(job.id))),
            title: job.name,
            icon: Icon::List,
        }));
        entries
    }

    fn everything(self) -> Vec<Entry> {
        let entry = |title: &str, hint: String, icon, act| Entry {
            title: title.to_owned(),
            hint,
            icon,
            act,
        };
        let mut entries = vec![
            entry(
                t!("keys-submit"),
                self.chord("N"),
                Icon::Crate,
                Act::Go(Route::Submit),
            ),
            entry(
                t!("palette-choose-files"),
                String::new(),
                Icon::File,
                Act::ChooseFiles,
            ),
            entry(t!("palette-sample"), String::new(), Icon::Play, Act::Sample),
            entry(
                t!("frame-jobs"),
                self.chord("J"),
                Icon::List,
                Act::Go(Route::Jobs(None)),
            ),
            entry(
                t!("frame-accounts"),
                "Alt 3".into(),
                Icon::Key,
                Act::Go(Route::Accounts),
            ),
            entry(
                t!("palette-add-account"),
                String::new(),
                Icon::Plus,
                Act::AddAccount,
            ),
            entry(
                t!("frame-settings"),
                self.chord(","),
                Icon::Gear,
                Act::Go(Route::Settings),
            ),
            entry(t!("notices-title"), String::new(), Icon::Bell, Act::Notices),
            entry(t!("keys-title"), "?".into(), Icon::Info, Act::Shortcuts),
        ];
        let others = self.accounts.list.get().into_iter();
        entries.extend(others.filter(|account| !account.active).map(|account| {
            let title = t!("palette-use-account", account = account.name.as_str());
            entry(
                &title,
                String::new(),
                Icon::Cloud,
                Act::UseAccount(account.name),
            )
        }));
        let themes = [
            (Theme::Light, t!("palette-light")),
            (Theme::Dark, t!("palette-dark")),
            (Theme::System, t!("palette-system-theme")),
        ];
        let theme = self.preferences.with(|preferences| preferences.theme);
        let others = themes.into_iter().filter(|(other, _)| *other != theme);
        entries.extend(
            others.map(|(theme, title)| entry(title, String::new(), Icon::Eye, Act::Show(theme))),
        );
        entries
    }

    /// Does what an entry says.
    pub fn act(self, act: Act) {
        self.palette.open.set(false);
        match act {
            Act::Go(Route::Jobs(None)) => self.go_to_jobs(),
            Act::Go(Route::Jobs(Some(id))) => {
                self.go_to_job(id);
                browser::focus_soon("[data-testid=job-detail]");
            }
            Act::Go(route) => self.go(route),
            Act::ChooseFiles => {
                self.go(Route::Submit);
                self.submission.choose(false);
            }
            Act::Sample => {
                // Where it is told when that fails.
                self.go(Route::Submit);
                self.submission.run_sample(move |id| self.go_to_new_job(id));
            }
            Act::AddAccount => {
                self.accounts.shown.set(Some(String::new()));
                self.go(Route::Accounts);
            }
            Act::UseAccount(name) => self.accounts.activate(name),
            Act::Show(theme) => self.set_preferences(|preferences| preferences.theme = theme),
            Act::Shortcuts => self.shortcuts.set(true),
            Act::Notices => self.toasts.history.set(true),
        }
    }
}

/// The entries that have every typed word, those first whose title begins with what was typed.
fn fitting(entries: Vec<Entry>, typed: &str) -> Vec<Entry> {
    let typed = typed.trim().to_lowercase();
    let fits = |entry: &Entry| {
        let title = entry.title.to_lowercase();
        typed.split_whitespace().all(|word| title.contains(word))
    };
    let mut found: Vec<_> = entries.into_iter().filter(fits).collect();
    found.sort_by_key(|entry| !entry.title.to_lowercase().starts_with(&typed));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(typed: &str) -> Vec<String> {
        let entry = |title: &str| Entry {
            title: title.into(),
            hint: String::new(),
            icon: Icon::List,
            act: Act::Shortcuts,
        };
        let all = [
            "Submit payloads",
            "Jobs",
            "Add an Azure account",
            "Accounts",
        ];
        fitting(all.map(entry).to_vec(), typed)
            .into_iter()
            .map(|entry| entry.title)
            .collect()
    }

    #[test]
    fn entries_have_every_word_in_any_order_and_any_case() {
        assert_eq!(titles("azure add"), ["Add an Azure account"]);
        assert_eq!(titles(" JO "), ["Jobs"]);
        assert_eq!(titles("nothing"), [""; 0]);
        assert_eq!(titles("").len(), 4);
    }

    #[test]
    fn what_begins_as_typed_comes_first() {
        assert_eq!(titles("acc"), ["Accounts", "Add an Azure account"]);
    }
}
