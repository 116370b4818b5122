//! The jobs this engine is at.

use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use longshore_model::Report;
use tokio::{sync::Notify, task::JoinHandle};
use tokio_util::sync::CancellationToken;

/// The jobs this engine is at, each as a task of the runtime.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    running: Mutex<HashMap<String, Run>>,
    stopping: CancellationToken,
}

#[derive(Debug)]
struct Run {
    signal: Signal,
    handle: JoinHandle<()>,
    given_up: Arc<OnceLock<Report>>,
}

/// What can be told to a job that is being worked at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Signal {
    cancel: CancellationToken,
    wake: Arc<Notify>,
}

impl Signal {
    /// Whether the job is to stop.
    pub(crate) fn cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Ends when waiting is to end: somebody wants news, or the job is to stop.
    pub(crate) async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Does `work`, or drops it when the job is to stop.
    pub(crate) async fn unless_cancelled<E>(
        &self,
        work: impl Future<Output = Result<(), E>>,
    ) -> Result<(), E> {
        self.cancel
            .run_until_cancelled(work)
            .await
            .unwrap_or(Ok(()))
    }
}

impl Runs {
    /// Starts to work at a job, unless this engine is at it already. Work that ends with a report has given the job up.
    pub(super) fn start<F>(&self, job: &str, work: impl FnOnce(String, Signal) -> F)
    where
        F: Future<Output = Result<(), Report>> + Send + 'static,
    {
        let mut running = self.lock();
        if self.stopping.is_cancelled()
            || running
                .get(job)
                .is_some_and(|run| !run.handle.is_finished())
        {
            return;
        }
        running.retain(|_, run| !run.handle.is_finished() || run.given_up.get().is_some());
        let signal = Signal::default();
        let given_up = Arc::new(OnceLock::new());
        let (work, why) = (work(job.to_owned(), signal.clone()), given_up.clone());
        let handle = tokio::spawn(async move {
            if let Err(report) = work.await {
                // Nobody else sets it.
                let _ = why.set(report);
            }
        });
        let run = Run {
            signal,
            handle,
            given_up,
        };
        running.insert(job.to_owned(), run);
    }

    /// Does something that belongs to no job, until the engine stops.
    pub(crate) fn beside(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stopping = self.stopping.clone();
        tokio::spawn(async move {
            stopping.run_until_cancelled(work).await;
        });
    }

    /// Whether this engine is at a job.
    pub(crate) fn has(&self, job: &str) -> bool {
        self.lock()
            .get(job)
            .is_some_and(|run| !run.handle.is_finished())
    }

    /// Why this engine is no longer at a job although neither its end nor this reason could be written down.
    pub(crate) fn given_up(&self, job: &str) -> Option<Report> {
        self.lock().get(job)?.given_up.get().cloned()
    }

    /// Whether no work is begun any more.
    pub(crate) fn stopped(&self) -> bool {
        self.stopping.is_cancelled()
    }

    /// Tells whoever is at a job that it is to stop.
    pub(crate) fn cancel(&self, job: &str) {
        if let Some(run) = self.lock().get(job) {
            run.signal.cancel.cancel();
            run.signal.wake.notify_one();
        }
    }

    /// Ends the pause of whoever is at a job.
    pub(crate) fn wake(&self, job: &str) {
        if let Some(run) = self.lock().get(job) {
            run.signal.wake.notify_one();
        }
    }

    /// Ends when the engine is to stop.
    pub(super) fn stopping(&self) -> CancellationToken {
        self.stopping.clone()
    }

    /// Stops all work and waits until it has stopped.
    pub(crate) async fn stop(&self) {
        self.stopping.cancel();
        let runs: Vec<Run> = self.lock().drain().map(|(_, run)| run).collect();
        for run in runs {
            if let Err(error) = run.handle.await {
                tracing::error!(%error, "work at a job ended badly");
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Run>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
