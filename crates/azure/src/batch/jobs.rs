use longshore_batch_api::{
    codes,
    job::{Job, JobAdd, JobPatch, JobTerminate, TaskCounts, TaskCountsReply},
};
use reqwest::Method;

use super::{Batch, ListQuery, Pager, request::Call};
use crate::{Created, error::Result};

/// States in which ending a job has nothing left to do.
const ENDED: [&str; 4] = [
    codes::JOB_COMPLETED,
    codes::JOB_BEING_TERMINATED,
    codes::JOB_BEING_DELETED,
    codes::OPERATION_INVALID_FOR_STATE,
];

impl Batch {
    /// Creates a job. One of that id that is there already counts as created.
    ///
    /// # Errors
    /// What the request fails with; `ActiveJobAndScheduleQuotaReached` is a conflict.
    pub async fn create_job(&self, job: &JobAdd) -> Result<Created> {
        let operation = "create job";
        let call = Call::new(operation, Method::POST, self.url(operation, &["jobs"])?).json(job)?;
        match self.send(call).await {
            Ok(_) => Ok(Created::New),
            Err(error) if error.is_conflict(&[codes::JOB_EXISTS]) => Ok(Created::AlreadyThere),
            Err(error) => Err(error),
        }
    }

    /// One job, or the fields of it that `select` names.
    ///
    /// # Errors
    /// What the request fails with; not found when there is no such job.
    pub async fn get_job(&self, id: &str, select: Option<&str>) -> Result<Job> {
        let operation = "get job";
        let call = Call::new(operation, Method::GET, self.url(operation, &["jobs", id])?)
            .query("$select", select);
        self.ask(call).await
    }

    /// The account's jobs.
    ///
    /// # Errors
    /// Only when no address can be made; requests begin with [`Pager::next_page`].
    pub fn list_jobs(&self, query: &ListQuery) -> Result<Pager<Job>> {
        self.list("list jobs", &["jobs"], query)
    }

    /// Changes what `patch` names. To let a job end with its last task, set `on_all_tasks_complete` **after** adding
    /// the tasks: a job without tasks counts as complete.
    ///
    /// # Errors
    /// What the request fails with; a job that has ended is a conflict.
    pub async fn patch_job(&self, id: &str, patch: &JobPatch) -> Result<()> {
        let operation = "change job";
        let call = Call::new(
            operation,
            Method::PATCH,
            self.url(operation, &["jobs", id])?,
        )
        .json(patch)?;
        self.send(call).await.map(drop)
    }

    /// Ends a job and every task of it that has not ended. A job that has ended already is a success.
    ///
    /// # Errors
    /// What the request fails with; not found when there is no such job.
    pub async fn terminate_job(&self, id: &str, reason: Option<&str>) -> Result<()> {
        let operation = "cancel job";
        let body = JobTerminate {
            terminate_reason: reason.map(str::to_owned),
        };
        let call = Call::new(
            operation,
            Method::POST,
            self.url(operation, &["jobs", id, "terminate"])?,
        )
        .json(&body)?;
        match self.send(call).await {
            Err(error) if error.is_conflict(&ENDED) => Ok(()),
            outcome => outcome.map(drop),
        }
    }

    /// Deletes a job, its tasks and their files on the nodes. One that is gone already is a success.
    ///
    /// # Errors
    /// What the request fails with.
    pub async fn delete_job(&self, id: &str) -> Result<()> {
        let operation = "delete job";
        let call = Call::new(
            operation,
            Method::DELETE,
            self.url(operation, &["jobs", id])?,
        );
        match self.send(call).await {
            Err(error)
                if error.is_not_found() || error.is_conflict(&[codes::JOB_BEING_DELETED]) =>
            {
                Ok(())
            }
            outcome => outcome.map(drop),
        }
    }

    /// How many of a job's tasks are in which state. Counts lag the tasks by some seconds.
    ///
    /// # Errors
    /// What the request fails with; not found when there is no such job.
    pub async fn task_counts(&self, id: &str) -> Result<TaskCounts> {
        let operation = "count tasks";
        let call = Call::new(
            operation,
            Method::GET,
            self.url(operation, &["jobs", id, "taskcounts"])?,
        );
        Ok(self.ask::<TaskCountsReply>(call).await?.task_counts)
    }
}
