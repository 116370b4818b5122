//! The list of jobs: a window over the history, kept fresh by events.

use std::{collections::HashMap, ops::Range, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    Report,
    command::{JobsGet, PinJob},
    job::{JobGroups, JobQuery, JobSummary, Transfer},
};

use super::{
    job_filter::JobFilter,
    news::News,
    paged::{PAGE, Paged},
    selection::Selection,
};
use crate::{backend::call, browser};

/// Where the filter is remembered.
const KEPT: &str = "jobs";

/// Events that come closer together than this are answered by one question to the backend.
const SOON: Duration = Duration::from_millis(400);

/// The list of jobs.
#[derive(Debug, Clone, Copy)]
pub struct Jobs {
    /// What it is asked to show.
    pub filter: RwSignal<JobFilter>,
    /// Its rows, as far as they are held.
    pub rows: RwSignal<Paged<JobSummary>>,
    /// Those that are chosen.
    pub selection: Selection,
    /// Jobs by group, within the search.
    pub groups: RwSignal<JobGroups>,
    /// Jobs that have not ended, whatever is searched for.
    pub running: RwSignal<u64>,
    /// Why the list could not be had.
    pub problem: RwSignal<Option<Report>>,
    /// Bytes on their way, by job.
    pub transfers: RwSignal<HashMap<String, Transfer>>,
    /// Which of their changes are to be told.
    pub(super) news: StoredValue<News>,
    on_screen: StoredValue<Range<u64>>,
    generation: StoredValue<u64>,
    refresh_planned: StoredValue<bool>,
}

impl Jobs {
    /// Nothing yet, with the filter of last time.
    pub fn new() -> Self {
        let filter = browser::kept(KEPT).and_then(|text| serde_json::from_str(&text).ok());
        Self {
            filter: RwSignal::new(filter.unwrap_or_default()),
            rows: RwSignal::new(Paged::default()),
            selection: Selection::kept_as("picked"),
            groups: RwSignal::new(JobGroups::default()),
            running: RwSignal::new(0),
            problem: RwSignal::new(None),
            transfers: RwSignal::new(HashMap::new()),
            news: StoredValue::new(News::new(browser::now())),
            on_screen: StoredValue::new(0..1),
            generation: StoredValue::new(0),
            refresh_planned: StoredValue::new(false),
        }
    }

    /// Changes what is shown and starts over. What was chosen is no longer: it might not be in sight.
    pub fn change(self, change: impl FnOnce(&mut JobFilter)) {
        self.selection.clear();
        self.filter.update(change);
        if let Ok(text) = self.filter.with_untracked(serde_json::to_string) {
            browser::keep(KEPT, &text);
        }
        self.start_over();
    }

    /// Forgets all rows and asks for the first ones.
    pub fn start_over(self) {
        self.generation.update_value(|generation| *generation += 1);
        self.rows.set(Paged::default());
        self.show(0..1);
    }

    /// Says which rows are on screen; those that are not held are asked for.
    pub fn show(self, rows: Range<u64>) {
        self.on_screen.set_value(rows.clone());
        let pages = self.rows.try_maybe_update(|held| (false, held.ask(rows)));
        self.fetch(pages.unwrap_or_default());
    }

    /// A job was added or changed.
    pub fn changed(self, job: JobSummary) {
        let id = job.id.clone();
        if job.state.ended() {
            self.transfers.update(|transfers| {
                transfers.remove(&id);
            });
        }
        let ended = job.state.ended();
        let moved = self.rows.with_untracked(|rows| {
            let mut held = rows.held();
            held.any(|row| row.id == id && row.pinned != job.pinned)
        });
        let known = self.rows.try_maybe_update(|rows| {
            let known = rows.replace(|row| row.id == id, job);
            (known, known)
        });
        if moved {
            self.forget_off_screen();
        }
        // Known jobs that go on need no question; the groups, the order and new rows do.
        if known != Some(true) || ended || moved {
            self.refresh_soon();
        }
    }

    /// Pins a job, or takes the pin away. Answers the row it has moved to, as far as that is held.
    ///
    /// # Errors
    /// The backend's report.
    pub async fn pin(self, id: String, pinned: bool) -> Result<Option<u64>, Report> {
        let pin = PinJob {
            id: id.clone(),
            pinned,
        };
        call(pin).await?;
        self.forget_off_screen();
        // What was pinned is among the first; what no longer is may be anywhere.
        let top = pinned.then_some(0..1);
        for rows in [Some(self.on_screen.get_value()), top]
            .into_iter()
            .flatten()
        {
            let pages = self
                .rows
                .try_maybe_update(|held| (false, held.ask_again(rows)));
            for page in pages.unwrap_or_default() {
                self.fetch_page(page).await;
            }
        }
        Ok(self
            .rows
            .with_untracked(|rows| rows.position(|row| row.id == id)))
    }

    /// Rows have moved: those on screen are asked for again, the others when they are scrolled to.
    fn forget_off_screen(self) {
        let on_screen = self.on_screen.get_value();
        self.rows.update(|rows| rows.keep_only(&on_screen));
    }

    /// Bytes went to storage.
    pub fn staging(self, job: String, transfer: Transfer) {
        self.transfers.update(|transfers| {
            transfers.insert(job, transfer);
        });
    }

    /// Asks again for what is on screen, once for many events.
    pub fn refresh_soon(self) {
        if self.refresh_planned.get_value() {
            return;
        }
        self.refresh_planned.set_value(true);
        set_timeout(
            move || {
                self.refresh_planned.set_value(false);
                self.refresh();
            },
            SOON,
        );
    }

    fn refresh(self) {
        let on_screen = self.on_screen.get_value();
        let pages = self
            .rows
            .try_maybe_update(|rows| (false, rows.ask_again(on_screen)));
        self.fetch(pages.unwrap_or_default());
        if self
            .filter
            .with_untracked(|filter| !filter.search.trim().is_empty())
        {
            spawn_local(async move {
                let query = JobQuery {
                    limit: 1,
                    ..JobQuery::default()
                };
                if let Ok(page) = call(JobsGet { query }).await {
                    self.running.set(page.groups.running);
                }
            });
        }
    }

    fn fetch(self, pages: Vec<u64>) {
        for page in pages {
            spawn_local(self.fetch_page(page));
        }
    }

    async fn fetch_page(self, page: u64) {
        let generation = self.generation.get_value();
        let query = self
            .filter
            .with_untracked(|filter| filter.query(page * PAGE, PAGE));
        let searching = !query.search.is_empty() || query.account.is_some() || query.pinned;
        let reply = call(JobsGet { query }).await;
        if self.generation.get_value() != generation {
            return; // the filter has changed meanwhile
        }
        match reply {
            Ok(found) => {
                self.groups.set(found.groups);
                if !searching {
                    self.running.set(found.groups.running);
                }
                self.news
                    .update_value(|news| found.jobs.iter().for_each(|job| news.seen(job)));
                self.rows
                    .update(|rows| rows.put(page, found.jobs, found.total));
                self.problem.set(None);
            }
            Err(report) => {
                self.rows.update(|rows| rows.give_up(page));
                self.problem.set(Some(report));
            }
        }
    }
}
