//! What the window knows, and the ways it changes: commands that were answered, and events.

pub mod account_form;
pub mod accounts;
mod arguments;
pub mod bulk;
pub mod closing;
pub mod draft;
mod environment;
pub mod job_filter;
pub mod jobs;
pub mod log_buffer;
pub mod log_line;
mod menu_bar;
mod news;
pub mod open_job;
mod outcome;
pub mod packages;
pub mod paged;
pub mod palette;
pub mod presets;
pub mod progress;
pub mod route;
pub mod run_form;
pub mod selection;
pub mod setting_group;
pub mod standing;
pub mod submission;
pub mod toasts;
mod tray;

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    Report, UnixMillis,
    command::{Announce, AppInfo, AppInfoGet, Command, OpenedGet, PreferencesGet, SavePreferences},
    event::Event,
    job::{JobState, JobSummary},
    opened::Opened,
    preferences::Preferences,
};

use self::{
    accounts::Accounts, bulk::Bulk, closing::Closing, jobs::Jobs, open_job::OpenJob,
    outcome::outcome, palette::Palette, presets::Presets, route::Route, submission::Submission,
    toasts::Toasts,
};
use crate::{
    backend::{self, Drag, call},
    browser,
    components::Tone,
};

/// How long the backend may take to say its first word.
const PATIENCE: Duration = Duration::from_secs(8);

/// How often jobs that go on are asked for without an event.
const FRESH: Duration = Duration::from_secs(5);

/// What the window knows.
#[derive(Debug, Clone, Copy)]
pub struct State {
    /// The screen that is shown.
    pub route: RwSignal<Route>,
    /// Now, to the second.
    pub now: RwSignal<UnixMillis>,
    /// About the program, once it is known.
    pub info: RwSignal<Option<AppInfo>>,
    /// Why the backend cannot be reached.
    pub silence: RwSignal<Option<Report>>,
    /// What is set for the program.
    pub preferences: RwSignal<Preferences>,
    /// Whether they are being saved.
    pub saving_preferences: StoredValue<bool>,
    /// Whether files are dragged over the window.
    pub dragging: RwSignal<bool>,
    /// The result that is being dragged out of the window, which may lead over the window itself.
    pub dragging_out: RwSignal<Option<String>>,
    /// Whether the list of shortcuts is open.
    pub shortcuts: RwSignal<bool>,
    /// Everything one can do, by typing.
    pub palette: Palette,
    /// Whether to close the window while tasks run.
    pub closing: Closing,
    /// Accounts.
    pub accounts: Accounts,
    /// The submission in the making.
    pub submission: Submission,
    /// How submissions run, kept by name.
    pub presets: Presets,
    /// The list of jobs.
    pub jobs: Jobs,
    /// What is being done to many jobs.
    pub bulk: Bulk,
    /// The open job.
    pub open: OpenJob,
    /// Messages that pass.
    pub toasts: Toasts,
}

/// The state of the window, from within a component.
pub fn use_state() -> State {
    expect_context()
}

impl State {
    /// Nothing known yet.
    pub fn new() -> Self {
        let toasts = Toasts::new();
        Self {
            route: RwSignal::new(Route::read(&browser::hash())),
            now: RwSignal::new(browser::now()),
            info: RwSignal::new(None),
            silence: RwSignal::new(None),
            preferences: RwSignal::new(Preferences {
                language: browser::kept_language(),
                ..Preferences::default()
            }),
            saving_preferences: StoredValue::new(false),
            dragging: RwSignal::new(false),
            dragging_out: RwSignal::new(None),
            shortcuts: RwSignal::new(false),
            palette: Palette::new(),
            closing: Closing::new(),
            accounts: Accounts::new(toasts),
            submission: Submission::new(),
            presets: Presets::new(toasts),
            jobs: Jobs::new(),
            bulk: Bulk::new(),
            open: OpenJob::new(),
            toasts,
        }
    }

    /// Begins to listen and asks for what every screen needs.
    pub fn start(self) {
        spawn_local(async move {
            let heard = backend::on_event(move |event| self.happened(event)).await;
            let dragged = backend::on_drag(move |drag| self.dragged(drag)).await;
            if let Err(report) = heard.and(dragged) {
                self.silence.set(Some(report));
            }
            if let Ok(opened) = call(OpenedGet {}).await {
                self.show_opened(opened);
            }
            // Only now: what happens between the answer and the first event heard would be lost.
            self.ask_everything();
        });
        set_interval(move || self.now.set(browser::now()), Duration::from_secs(1));
        set_interval(move || self.keep_fresh(), FRESH);
        window_event_listener(leptos::ev::hashchange, move |_| {
            self.route.set(Route::read(&browser::hash()))
        });
        browser::on_system_look(move || {
            let (theme, contrast) = self.preferences.with_untracked(|p| (p.theme, p.contrast));
            browser::show_theme(theme);
            browser::show_contrast(contrast);
        });
        Effect::new(move |_| browser::show_theme(self.preferences.with(|p| p.theme)));
        Effect::new(move |_| browser::show_contrast(self.preferences.with(|p| p.contrast)));
        Effect::new(move |_| {
            if let Route::Jobs(id) = self.route.get() {
                browser::keep("job", id.as_deref().unwrap_or_default());
                self.open.open(id);
            }
        });
    }

    /// What goes on is asked for again now and then: a window that was busy may have missed an event.
    fn keep_fresh(self) {
        if self.jobs.running.get_untracked() > 0 {
            self.jobs.refresh_soon();
            self.open.keep_fresh();
        }
    }

    /// Asks the backend for everything anew, after it has been silent.
    pub fn ask_everything(self) {
        set_timeout(
            move || {
                if self.info.with_untracked(Option::is_none)
                    && self.silence.with_untracked(Option::is_none)
                {
                    self.silence.set(Some(backend::silent()));
                }
            },
            PATIENCE,
        );
        self.presets.load();
        spawn_local(async move {
            match call(AppInfoGet {}).await {
                Ok(info) => {
                    self.info.set(Some(info));
                    self.silence.set(None);
                }
                Err(report) => self.silence.set(Some(report)),
            }
        });
        spawn_local(async move {
            if let Ok(preferences) = call(PreferencesGet {}).await {
                self.preferences.set(preferences);
            }
        });
        self.accounts.load();
        self.jobs.start_over();
        self.open.load();
    }

    /// Shows a screen.
    pub fn go(self, route: Route) {
        browser::set_hash(&route.hash());
    }

    /// Shows the jobs, with the one that was open last.
    pub fn go_to_jobs(self) {
        let last = browser::kept("job").filter(|id| !id.is_empty());
        self.go(Route::Jobs(last));
    }

    /// Shows a job.
    pub fn go_to_job(self, id: String) {
        self.go(Route::Jobs(Some(id)));
    }

    /// Shows a job that was just submitted, and gives it the keyboard: the button that was pressed has gone.
    pub fn go_to_new_job(self, id: String) {
        self.go_to_job(id);
        browser::focus_soon("[data-testid=job-detail]");
    }

    /// Closes the open job, and gives the keyboard back to its row.
    pub fn close_job(self) {
        let Route::Jobs(Some(id)) = self.route.get_untracked() else {
            return;
        };
        self.go(Route::Jobs(None));
        browser::focus_soon(format!("[data-testid=job-row][data-id=\"{id}\"]"));
    }

    /// Changes the preferences. They are saved one after the other, so that the last change is the one that stays; what
    /// could not be saved is taken back.
    pub fn set_preferences(self, change: impl FnOnce(&mut Preferences)) {
        let mut saved = self.preferences.get_untracked();
        self.preferences.update(change);
        if self.saving_preferences.get_value() {
            return;
        }
        self.saving_preferences.set_value(true);
        spawn_local(async move {
            loop {
                let preferences = self.preferences.get_untracked();
                if preferences == saved {
                    break;
                }
                let kept = preferences.clone();
                match call(SavePreferences { preferences }).await {
                    Ok(()) => saved = kept,
                    Err(report) => {
                        self.preferences.set(saved);
                        self.toasts.report(&report);
                        break;
                    }
                }
            }
            self.saving_preferences.set_value(false);
        });
    }

    /// Runs a command that saves something where a person says, and tells where it was, on whatever screen they are by
    /// then.
    pub fn save<C>(self, command: C, then: impl FnOnce() + 'static)
    where
        C: Command<Reply = Option<String>> + 'static,
    {
        spawn_local(async move {
            self.toasts.saved(call(command).await);
            then();
        });
    }

    /// `Ctrl N`, or `⌘ N` where keyboards have that.
    pub fn chord(self, key: &str) -> String {
        let mac = self
            .info
            .with(|info| info.as_ref().is_some_and(|info| info.platform == "macos"));
        format!("{} {key}", if mac { "⌘" } else { "Ctrl" })
    }

    fn happened(self, event: Event) {
        match event {
            Event::JobChanged { job } => {
                self.announce(&job);
                self.open.changed(&job);
                self.jobs.changed(job);
            }
            Event::JobRemoved { id } => {
                let open = self
                    .open
                    .id
                    .with_untracked(|open| open.as_ref() == Some(&id));
                if open && matches!(self.route.get_untracked(), Route::Jobs(_)) {
                    self.go(Route::Jobs(None));
                }
                self.jobs.selection.forget(&id);
                self.jobs.refresh_soon();
            }
            Event::Staging { job, transfer } => self.jobs.staging(job, transfer),
            Event::Opened { opened } => self.show_opened(opened),
            Event::CloseAsked { running } => self.closing.ask(running),
            Event::MenuChosen { id } => self.act_by_menu(&id),
            Event::AccountsChanged => self.accounts.load(),
            Event::Missed => {
                self.accounts.load();
                self.jobs.refresh_soon();
                self.open.refresh_soon();
            }
            Event::Notice { report } => self.toasts.report(&report),
        }
    }

    /// Tells of a job that just ended or needs someone.
    fn announce(self, job: &JobSummary) {
        let news = self.jobs.news.try_update_value(|news| news.happened(job));
        if news != Some(true) {
            return;
        }
        let told = outcome(job);
        // Those who look elsewhere hear of it from the system.
        let text = told.clone();
        spawn_local(async move { drop(call(Announce { text }).await) });
        if !job.state.ended() {
            return;
        }
        let there = Route::Jobs(Some(job.id.clone()));
        if self.route.with_untracked(|route| *route == there) {
            return; // it is on screen, where its state is read out as it changes
        }
        let tone = match job.state {
            JobState::Succeeded => Tone::Ok,
            JobState::Failed => Tone::Warn,
            _ => Tone::Wait,
        };
        self.toasts.tell(tone, told, Some(there));
    }

    /// Shows what the system asks for: a job, or files to review.
    fn show_opened(self, opened: Opened) {
        if let Some(id) = opened.job {
            self.go_to_job(id);
        }
        if !opened.paths.is_empty() {
            self.go(Route::Submit);
            self.submission.add(opened.paths);
        }
    }

    fn dragged(self, drag: Drag) {
        if let Drag::Over(paths) | Drag::Dropped(paths) = &drag
            && self.dragging_out.get_untracked().as_slice() == paths
        {
            return;
        }
        self.dragging.set(matches!(drag, Drag::Over(_)));
        if let Drag::Dropped(paths) = drag
            && !paths.is_empty()
        {
            self.go(Route::Submit);
            self.submission.add(paths);
        }
    }
}
