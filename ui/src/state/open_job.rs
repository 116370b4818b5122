//! The job that is open beside the list: its detail, its tasks, the task that is looked at.

use std::{ops::Range, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    Report,
    command::{JobGet, TasksGet},
    job::{JobDetail, JobSummary},
    task::{TaskQuery, TaskRow, TaskState},
};

use super::{
    paged::{PAGE, Paged},
    selection::Selection,
};
use crate::backend::call;

/// Events that come closer together than this are answered by one question to the backend.
const SOON: Duration = Duration::from_millis(400);

/// What is shown below a job's numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tab {
    /// Its tasks.
    #[default]
    Tasks,
    /// What the chosen task wrote.
    Output,
    /// What the chosen task brought home.
    Result,
    /// What happened.
    Events,
}

impl Tab {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Tasks, Self::Output, Self::Result, Self::Events];
}

/// The job that is open.
#[derive(Debug, Clone, Copy)]
pub struct OpenJob {
    /// Its id; `None` when none is open.
    pub id: RwSignal<Option<String>>,
    /// What is known of it.
    pub detail: RwSignal<Option<JobDetail>>,
    /// Why that could not be had.
    pub problem: RwSignal<Option<Report>>,
    /// Its tasks, as far as they are held.
    pub tasks: RwSignal<Paged<TaskRow>>,
    /// Those that are chosen.
    pub selection: Selection,
    /// Whether only failed tasks are listed.
    pub only_failed: RwSignal<bool>,
    /// The first task that failed, to tell why before anyone asks.
    pub first_failed: RwSignal<Option<TaskRow>>,
    /// The task whose output and result are shown.
    pub task: RwSignal<Option<TaskRow>>,
    /// What is shown.
    pub tab: RwSignal<Tab>,
    on_screen: StoredValue<Range<u64>>,
    generation: StoredValue<u64>,
    refresh_planned: StoredValue<bool>,
}

impl OpenJob {
    /// None open.
    pub fn new() -> Self {
        Self {
            id: RwSignal::new(None),
            detail: RwSignal::new(None),
            problem: RwSignal::new(None),
            tasks: RwSignal::new(Paged::default()),
            selection: Selection::new(),
            only_failed: RwSignal::new(false),
            first_failed: RwSignal::new(None),
            task: RwSignal::new(None),
            tab: RwSignal::new(Tab::default()),
            on_screen: StoredValue::new(0..1),
            generation: StoredValue::new(0),
            refresh_planned: StoredValue::new(false),
        }
    }

    /// Opens a job, or none.
    pub fn open(self, id: Option<String>) {
        if self.id.with_untracked(|open| *open == id) {
            return;
        }
        self.detail.set(None);
        self.problem.set(None);
        self.first_failed.set(None);
        self.task.set(None);
        self.only_failed.set(false);
        self.tab.set(Tab::default());
        self.id.set(id);
        self.start_over();
        self.load();
    }

    /// Lists only failed tasks, or all.
    pub fn list_failed(self, only: bool) {
        self.only_failed.set(only);
        self.start_over();
    }

    /// What is listed, as the backend is asked for it.
    pub fn query(self, offset: u64, limit: u64) -> TaskQuery {
        let states = match self.only_failed.get_untracked() {
            true => vec![TaskState::Failed],
            false => Vec::new(),
        };
        TaskQuery {
            job: self.id.get_untracked().unwrap_or_default(),
            search: String::new(),
            states,
            offset,
            limit,
        }
    }

    /// Says which tasks are on screen; those that are not held are asked for.
    pub fn show(self, rows: Range<u64>) {
        self.on_screen.set_value(rows.clone());
        let pages = self.tasks.try_maybe_update(|held| (false, held.ask(rows)));
        self.fetch(pages.unwrap_or_default());
    }

    /// The ids of the job and of the task that is looked at.
    pub fn ids(self) -> Option<(String, String)> {
        let task = self
            .task
            .with_untracked(|task| task.as_ref().map(|task| task.id.clone()))?;
        Some((self.id.get_untracked()?, task))
    }

    /// Looks at a task.
    pub fn look_at(self, task: TaskRow, tab: Tab) {
        self.task.set(Some(task));
        self.tab.set(tab);
    }

    /// The row of some job changed.
    pub fn changed(self, job: &JobSummary) {
        let open = self.id.with_untracked(|id| id.as_deref() == Some(&job.id));
        if !open {
            return;
        }
        self.detail.update(|detail| {
            if let Some(detail) = detail {
                detail.summary = job.clone();
            }
        });
        self.refresh_soon();
    }

    /// Asks again unless the job has ended: events tell of changes, not of time that passed without one.
    pub fn keep_fresh(self) {
        let goes_on = self
            .detail
            .with_untracked(|detail| detail.as_ref().is_some_and(|d| !d.summary.state.ended()));
        if goes_on {
            self.refresh_soon();
        }
    }

    /// Asks for everything again.
    pub fn load(self) {
        let Some(id) = self.id.get_untracked() else {
            return;
        };
        spawn_local(async move {
            let reply = call(JobGet { id: id.clone() }).await;
            if self.id.with_untracked(|open| open.as_ref() != Some(&id)) {
                return; // another one was opened meanwhile
            }
            match reply {
                Ok(detail) => {
                    let failed = detail.summary.tasks.failed > 0;
                    self.detail.set(Some(detail));
                    self.problem.set(None);
                    if failed {
                        self.find_first_failed(id);
                    }
                }
                Err(report) => self.problem.set(Some(report)),
            }
        });
    }

    /// What was chosen is no longer: it might not be in sight, or of another job.
    fn start_over(self) {
        self.selection.clear();
        self.generation.update_value(|generation| *generation += 1);
        self.tasks.set(Paged::default());
        if self.id.with_untracked(Option::is_some) {
            self.show(0..1);
        }
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
                self.load();
                let on_screen = self.on_screen.get_value();
                let pages = self
                    .tasks
                    .try_maybe_update(|rows| (false, rows.ask_again(on_screen)));
                self.fetch(pages.unwrap_or_default());
            },
            SOON,
        );
    }

    fn find_first_failed(self, id: String) {
        spawn_local(async move {
            let query = TaskQuery {
                job: id.clone(),
                states: vec![TaskState::Failed],
                limit: 1,
                ..TaskQuery::default()
            };
            let reply = call(TasksGet { query }).await;
            if let Ok(mut page) = reply
                && self.id.with_untracked(|open| open.as_ref() == Some(&id))
                && !page.tasks.is_empty()
            {
                self.first_failed.set(Some(page.tasks.remove(0)));
            }
        });
    }

    fn fetch(self, pages: Vec<u64>) {
        if self.id.with_untracked(Option::is_none) {
            return;
        }
        let generation = self.generation.get_value();
        for page in pages {
            let query = self.query(page * PAGE, PAGE);
            spawn_local(async move {
                let reply = call(TasksGet { query }).await;
                if self.generation.get_value() != generation {
                    return; // another job or filter was chosen meanwhile
                }
                match reply {
                    Ok(found) => {
                        self.tasks
                            .update(|rows| rows.put(page, found.tasks, found.total));
                        self.follow_chosen();
                    }
                    Err(report) => {
                        self.tasks.update(|rows| rows.give_up(page));
                        self.problem.set(Some(report));
                    }
                }
            });
        }
    }

    /// Brings the task that is looked at up to date; the first one is looked at until another is chosen.
    fn follow_chosen(self) {
        let chosen = self
            .task
            .with_untracked(|task| task.as_ref().map(|task| task.id.clone()));
        let fresh = self.tasks.with_untracked(|rows| match chosen {
            Some(id) => rows.held().find(|row| row.id == id).cloned(),
            None => rows.get(0).cloned(),
        });
        if fresh.is_some() && self.task.with_untracked(|task| *task != fresh) {
            self.task.set(fresh);
        }
    }
}
