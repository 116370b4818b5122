mod add;

use longshore_batch_api::{codes, task::Task};
use reqwest::Method;

use super::{Batch, ListQuery, Pager, request::Call};
use crate::error::Result;

pub use add::{TaskAddOutcome, TaskAdded};

impl Batch {
    /// The tasks of a job.
    ///
    /// # Errors
    /// Only when no address can be made; requests begin with [`Pager::next_page`].
    pub fn list_tasks(&self, job: &str, query: &ListQuery) -> Result<Pager<Task>> {
        self.list("list tasks", &["jobs", job, "tasks"], query)
    }

    /// One task, or the fields of it that `select` names. To follow a job, list its tasks instead.
    ///
    /// # Errors
    /// What the request fails with; not found when there is no such task.
    pub async fn get_task(&self, job: &str, task: &str, select: Option<&str>) -> Result<Task> {
        let operation = "get task";
        let url = self.url(operation, &["jobs", job, "tasks", task])?;
        self.ask(Call::new(operation, Method::GET, url).query("$select", select))
            .await
    }

    /// Ends a task. One that has ended already is a success.
    ///
    /// # Errors
    /// What the request fails with; not found when there is no such task.
    pub async fn terminate_task(&self, job: &str, task: &str) -> Result<()> {
        let operation = "cancel task";
        let url = self.url(operation, &["jobs", job, "tasks", task, "terminate"])?;
        match self.send(Call::new(operation, Method::POST, url)).await {
            Err(error) if error.is_conflict(&[codes::TASK_COMPLETED]) => Ok(()),
            outcome => outcome.map(drop),
        }
    }

    /// Deletes a task and its files on the node. One that is gone already is a success.
    ///
    /// # Errors
    /// What the request fails with.
    pub async fn delete_task(&self, job: &str, task: &str) -> Result<()> {
        let operation = "delete task";
        let url = self.url(operation, &["jobs", job, "tasks", task])?;
        match self.send(Call::new(operation, Method::DELETE, url)).await {
            Err(error) if error.is_not_found() => Ok(()),
            outcome => outcome.map(drop),
        }
    }

    /// Lets a failed task run again, with its retries to use anew. The job must be active.
    ///
    /// # Errors
    /// What the request fails with; a task that succeeded, or has not ended, is a conflict.
    pub async fn reactivate_task(&self, job: &str, task: &str) -> Result<()> {
        let operation = "run task again";
        let url = self.url(operation, &["jobs", job, "tasks", task, "reactivate"])?;
        self.send(Call::new(operation, Method::POST, url))
            .await
            .map(drop)
    }
}
