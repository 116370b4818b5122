//! The engine as its callers see it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use longshore_model::{
    Code, Report,
    account::{AccountDraft, AccountStatus, AccountView},
    event::Event,
    job::{JobDetail, JobPage, JobQuery},
    log::{LogChunk, LogRequest},
    payload::PayloadReport,
    preferences::Preferences,
    preview::Preview,
    result_file::{DownloadReport, ResultFile},
    task::{TaskPage, TaskQuery},
};
use secrecy::SecretString;
use tokio::sync::broadcast;

use crate::{Home, Secrets, Submission, ThisComputer};

/// The executor of one installation. Clones are the same engine.
#[derive(Clone)]
pub struct Engine {
    events: broadcast::Sender<Event>,
    secrets: Secrets,
}

#[allow(clippy::unused_async, unused_variables, missing_docs)]
impl Engine {
    pub async fn open(
        home: Home,
        this_computer: Arc<dyn ThisComputer>,
        secrets: Secrets,
    ) -> Result<Self, Report> {
        Ok(Self {
            events: broadcast::channel(1024).0,
            secrets,
        })
    }
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }
    pub async fn resume(&self) {}
    pub async fn shut_down(&self) {}
    pub async fn accounts(&self) -> Result<Vec<AccountView>, Report> {
        Err(unfinished())
    }
    pub async fn save_account(
        &self,
        draft: AccountDraft,
        secret: Option<SecretString>,
        replaces: Option<String>,
    ) -> Result<AccountView, Report> {
        Err(unfinished())
    }
    pub async fn remove_account(&self, name: &str) -> Result<(), Report> {
        Err(unfinished())
    }
    pub async fn activate_account(&self, name: &str) -> Result<(), Report> {
        Err(unfinished())
    }
    pub async fn forget_secret(&self, name: &str) -> Result<(), Report> {
        Err(unfinished())
    }
    pub async fn account_status(&self, name: &str) -> Result<AccountStatus, Report> {
        Err(unfinished())
    }
    pub async fn inspect(&self, paths: &[PathBuf]) -> Vec<PayloadReport> {
        Vec::new()
    }
    pub async fn sample(&self) -> Result<PayloadReport, Report> {
        Err(unfinished())
    }
    pub async fn submit(&self, request: Submission) -> Result<String, Report> {
        Err(unfinished())
    }
    pub async fn run_again(
        &self,
        job: &str,
        only_failed: bool,
        packages: Vec<String>,
    ) -> Result<String, Report> {
        Err(unfinished())
    }
    pub async fn wait(&self, job: &str) -> Result<JobDetail, Report> {
        Err(unfinished())
    }
    pub async fn refresh(&self, job: &str) -> Result<JobDetail, Report> {
        Err(unfinished())
    }
    pub async fn jobs(&self, query: JobQuery) -> Result<JobPage, Report> {
        Err(unfinished())
    }
    pub async fn job(&self, id: &str) -> Result<JobDetail, Report> {
        Err(unfinished())
    }
    pub async fn tasks(&self, query: TaskQuery) -> Result<TaskPage, Report> {
        Err(unfinished())
    }
    pub async fn log(&self, request: LogRequest) -> Result<LogChunk, Report> {
        Err(unfinished())
    }
    pub async fn cancel(&self, job: &str) -> Result<(), Report> {
        Err(unfinished())
    }
    pub async fn delete_job(&self, job: &str) -> Result<(), Report> {
        Err(unfinished())
    }
    pub async fn download(
        &self,
        job: &str,
        tasks: &[String],
        folder: &Path,
    ) -> Result<DownloadReport, Report> {
        Err(unfinished())
    }
    pub async fn result_files(&self, job: &str, task: &str) -> Result<Vec<ResultFile>, Report> {
        Err(unfinished())
    }
    pub async fn preview(&self, job: &str, task: &str, path: &str) -> Result<Preview, Report> {
        Err(unfinished())
    }
    pub async fn owns(&self, path: &Path) -> bool {
        false
    }
    pub async fn preferences(&self) -> Result<Preferences, Report> {
        Err(unfinished())
    }
    pub async fn save_preferences(&self, preferences: Preferences) -> Result<(), Report> {
        Err(unfinished())
    }
    pub async fn keyring_problem(&self) -> Option<String> {
        self.secrets.problem().await
    }
}

fn unfinished() -> Report {
    Report::new(
        Code::Internal,
        "This part of the engine is not built yet.",
        "",
    )
}
