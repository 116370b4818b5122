//! Jobs: submitting them, following them, ending them.

use std::{path::PathBuf, time::Duration};

use longshore_model::{
    Code, Report, UnixMillis,
    event::Event,
    format::count,
    job::{JobDetail, JobMark, JobPage, JobQuery, JobSelection, JobState, NodeTimes},
    task::{TaskPage, TaskQuery, TaskSelection, TaskState},
};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::{Engine, told};
use crate::{
    Submission,
    engine::now,
    history::{JobRow, Open, Phase},
    submission::intake,
};

/// How long a refresh waits for the service.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(100);
/// How often waiting for a job looks at the history when nothing is told.
const WAIT_LOOK: Duration = Duration::from_secs(1);

impl Engine {
    /// Submits: checks every payload, writes down what is to be done and answers the job's id. The rest goes on by
    /// itself and is told by events; after a crash [`Engine::resume`] takes it up.
    ///
    /// # Errors
    /// A payload is refused or has changed since it was reviewed, an override is wrong, or there is no such account.
    pub async fn submit(&self, request: Submission) -> Result<String, Report> {
        let open = request.open;
        // Whoever takes it up closes what it does not know to be open here.
        let mut opened = self.core.opened.lock().await;
        let id = intake::intend(&self.core, request).await?;
        if open {
            opened.insert(id.clone());
        }
        drop(opened);
        self.core.take_up(&id);
        Ok(id)
    }

    /// Submits more payloads to a job that was submitted as open, by this engine; answers the ids of their tasks, in order.
    ///
    /// # Errors
    /// As [`Engine::submit`]; the job was closed, is to stop, or has ended.
    pub async fn extend(
        &self,
        job: &str,
        payloads: Vec<(PathBuf, Option<String>)>,
    ) -> Result<Vec<String>, Report> {
        let opened = self.core.opened.lock().await;
        let row = self.core.history.row(job).await?;
        let ids = intake::more(&self.core, &row, payloads).await?;
        drop(opened);
        self.core.changed(&row.job.id).await?;
        self.core.take_up(&row.job.id);
        self.core.runs.wake(&row.job.id);
        Ok(ids)
    }

    /// An open job takes no more payloads from now on, and ends with its tasks. One that is closed stays so.
    ///
    /// # Errors
    /// There is no such job.
    pub async fn close_job(&self, job: &str) -> Result<(), Report> {
        let row = self.core.history.row(job).await?;
        self.core.opened.lock().await.remove(&row.job.id);
        if row.open == Open::Yes && row.phase != Phase::Ended {
            self.core
                .history
                .set_open(&row.job.id, Open::Closing)
                .await?;
            self.core.take_up(&row.job.id);
            self.core.runs.wake(&row.job.id);
        }
        Ok(())
    }

    /// Submits the payloads of a job's chosen tasks again, as they are now, with its settings and more packages if given.
    ///
    /// # Errors
    /// As [`Engine::submit`]; there is no such job or task, or none was chosen.
    pub async fn run_again(
        &self,
        job: &str,
        chosen: TaskSelection,
        packages: Vec<String>,
    ) -> Result<String, Report> {
        let row = self.core.history.row(job).await?;
        let tasks = self.core.history.chosen_tasks(job, chosen).await?;
        let payloads: Vec<_> = tasks.into_iter().map(|task| (task.source, None)).collect();
        if payloads.is_empty() {
            return Err(Report::new(
                Code::BadInput,
                "None of its tasks is to run again.",
                "Choose some of them, or run all of them again.",
            ));
        }
        let mut overrides = row.job.overrides;
        for package in packages {
            if !overrides.packages.contains(&package) {
                overrides.packages.push(package);
            }
        }
        let request = Submission {
            account: Some(row.job.account),
            payloads,
            name: Some(row.job.name),
            overrides,
            open: false,
        };
        self.submit(request).await
    }

    /// Waits until a job has ended and its results are here, or until it cannot go on without the user. A job that nobody
    /// works at, such as one of a program that was killed, is taken up. One whose tasks are with the service is waited for
    /// also while it cannot sign in: it goes on when its secret is replaced.
    ///
    /// # Errors
    /// There is no such job, or the engine was shut down.
    pub async fn wait(&self, job: &str) -> Result<JobDetail, Report> {
        let mut events = self.events();
        let row = self.core.history.row(job).await?;
        if row.phase != Phase::Ended {
            self.core.reconsider(&row).await?;
            self.core.take_up(&row.job.id);
        }
        loop {
            // Asked first: whoever is at it may leave it, with a word in the history, while that is read.
            let left = !self.core.runs.has(&row.job.id);
            let detail = self.job(&row.job.id).await?;
            if detail.summary.state.ended() || !self.goes_on(&detail).await? {
                return Ok(detail);
            }
            if self.core.runs.stopped() {
                return Err(closed(&row.job.id));
            }
            if left {
                self.core.take_up(&row.job.id);
            }
            // Events say when to look again; whatever happens without one is seen a little later.
            let _ = tokio::time::timeout(WAIT_LOOK, changed(&mut events, &row.job.id)).await;
        }
    }

    /// Whether a job goes on without a new start: one whose tasks are with the service and that cannot sign in does, as
    /// soon as its secret is replaced, here or by another program. One that is not there yet is better taken up later.
    async fn goes_on(&self, detail: &JobDetail) -> Result<bool, Report> {
        if detail.summary.state != JobState::NeedsAttention {
            return Ok(true);
        }
        let problem = detail.summary.problem.as_ref();
        let row = self.core.history.row(&detail.summary.id).await?;
        Ok(row.phase == Phase::Watching
            && !row.cancel
            && self.core.runs.has(&row.job.id)
            && problem.is_some_and(|problem| problem.code == Code::SignIn))
    }

    /// Has the service asked about a job now rather than when its turn comes, and waits, not for long, until it has
    /// answered and what is ready is here. What takes longer goes on.
    ///
    /// # Errors
    /// There is no such job.
    pub async fn refresh(&self, job: &str) -> Result<JobDetail, Report> {
        let row = self.core.history.row(job).await?;
        if row.phase != Phase::Ended {
            let before = self.job(job).await?.last_update;
            self.core.reconsider(&row).await?;
            self.core.take_up(&row.job.id);
            self.core.runs.wake(&row.job.id);
            let answered = tokio::time::timeout(PATIENCE, self.answered(&row.job.id, before)).await;
            answered.unwrap_or(Ok(()))?;
        }
        self.job(job).await
    }

    /// Waits until a job was asked about after `before`, or will not be.
    async fn answered(&self, job: &str, before: Option<UnixMillis>) -> Result<(), Report> {
        loop {
            let detail = self.job(job).await?;
            let stuck = detail.summary.problem.is_some() || detail.summary.state.ended();
            let told = detail.last_update > before;
            if stuck || told && !self.core.history.any(job, TaskState::Retrieving).await? {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Whether a submission may outlive its nodes' access to storage, and what to do about it. The service is asked for the
    /// pool's slots; one is assumed when it does not tell.
    ///
    /// # Errors
    /// There is no such account, or an override is wrong.
    pub async fn node_access_concern(
        &self,
        submission: &Submission,
    ) -> Result<Option<Report>, Report> {
        intake::concern(&self.core, submission).await.map_err(told)
    }

    /// Jobs of the history.
    ///
    /// # Errors
    /// The history cannot be read.
    pub async fn jobs(&self, query: JobQuery) -> Result<JobPage, Report> {
        self.core.history.jobs(query, now()).await.map_err(told)
    }

    /// Jobs that were chosen, in the order of the list; those that are gone are left out.
    ///
    /// # Errors
    /// The history cannot be read.
    pub async fn chosen(&self, selection: JobSelection) -> Result<Vec<JobMark>, Report> {
        self.core
            .history
            .chosen(selection, now())
            .await
            .map_err(told)
    }

    /// One job.
    ///
    /// # Errors
    /// There is no such job.
    pub async fn job(&self, id: &str) -> Result<JobDetail, Report> {
        let mut detail = self.core.history.detail(id).await?;
        detail.transfer = self.core.transfer(&detail.summary.id);
        detail.folder = self
            .core
            .job_folder(&detail.summary.id)
            .to_string_lossy()
            .into_owned();
        if !detail.summary.state.ended()
            && let Some(report) = self.core.runs.given_up(&detail.summary.id)
        {
            detail.summary.state = JobState::NeedsAttention;
            detail.summary.problem = Some(report);
        }
        Ok(detail)
    }

    /// Tasks of a job.
    ///
    /// # Errors
    /// There is no such job.
    pub async fn tasks(&self, query: TaskQuery) -> Result<TaskPage, Report> {
        self.core.history.tasks(query).await.map_err(told)
    }

    /// The ids of tasks that were chosen, in the order they were submitted.
    ///
    /// # Errors
    /// There is no such job or task.
    pub async fn chosen_tasks(
        &self,
        job: &str,
        chosen: TaskSelection,
    ) -> Result<Vec<String>, Report> {
        let tasks = self.core.history.chosen_tasks(job, chosen).await?;
        Ok(tasks.into_iter().map(|task| task.id).collect())
    }

    /// When a job's tasks ran, and on which node.
    ///
    /// # Errors
    /// There is no such job.
    pub async fn node_times(&self, job: &str) -> Result<NodeTimes, Report> {
        self.core.history.node_times(job).await.map_err(told)
    }

    /// Pins a job, or takes the pin away: a pinned one comes first in every order, and is not removed for its age.
    ///
    /// # Errors
    /// There is no such job.
    pub async fn pin(&self, job: &str, pinned: bool) -> Result<(), Report> {
        self.core.history.set_pinned(job, pinned).await?;
        Ok(self.core.changed(job).await?)
    }

    /// Asks a job to stop. It is shown as cancelling at once, and as cancelled when the service has confirmed it.
    ///
    /// # Errors
    /// There is no such job, or it has ended.
    pub async fn cancel(&self, job: &str) -> Result<(), Report> {
        let row = self.core.history.row(job).await?;
        if row.phase == Phase::Ended {
            return Err(has_ended(&row));
        }
        if !row.cancel {
            self.core.history.ask_to_cancel(&row.job.id).await?;
            self.core.note(&row.job.id, "Asked to stop.").await?;
        }
        self.core.changed(&row.job.id).await?;
        self.core.take_up(&row.job.id);
        self.core.runs.cancel(&row.job.id);
        Ok(())
    }

    /// Asks chosen tasks of a job to stop; the others go on. What has ended stays as it is. A task is shown as cancelled when
    /// the service has confirmed it.
    ///
    /// # Errors
    /// There is no such job or task, or the job has ended.
    pub async fn cancel_tasks(&self, job: &str, chosen: TaskSelection) -> Result<(), Report> {
        let row = self.core.history.row(job).await?;
        if row.phase == Phase::Ended {
            return Err(has_ended(&row));
        }
        let ids = self.chosen_tasks(job, chosen).await?;
        let asked = self
            .core
            .history
            .ask_to_cancel_tasks(&row.job.id, ids)
            .await?;
        if asked > 0 {
            let tasks = count(asked as u64, "task", "tasks");
            self.core
                .note(&row.job.id, format!("Asked to stop {tasks}."))
                .await?;
            self.core.changed(&row.job.id).await?;
        }
        self.core.take_up(&row.job.id);
        self.core.runs.wake(&row.job.id);
        Ok(())
    }

    /// Removes a job from history, with its results here and what it left at the service.
    ///
    /// # Errors
    /// There is no such job, it has not ended, or the service cannot be reached.
    pub async fn delete_job(&self, job: &str) -> Result<(), Report> {
        let row = self.core.history.row(job).await?;
        if row.phase != Phase::Ended {
            return Err(Report::new(
                Code::Conflict,
                format!("Job {} has not ended.", row.job.id),
                "Cancel it first.",
            ));
        }
        self.core.remove(&row).await.map_err(told)
    }
}

/// Waits for news of a job, or for having missed some.
async fn changed(events: &mut Receiver<Event>, job: &str) {
    loop {
        match events.recv().await {
            Ok(Event::JobChanged { job: row }) if row.id.eq_ignore_ascii_case(job) => return,
            Ok(Event::JobRemoved { id }) if id.eq_ignore_ascii_case(job) => return,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

fn has_ended(row: &JobRow) -> Report {
    Report::new(
        Code::Conflict,
        format!(
            "Job {} has ended: {}.",
            row.job.id,
            row.state.label().to_lowercase()
        ),
        "",
    )
}

fn closed(job: &str) -> Report {
    Report::new(
        Code::Cancelled,
        format!("Longshore was closed while job {job} went on."),
        "Wait for the job again: its tasks run on, and it is taken up where it was.",
    )
}
