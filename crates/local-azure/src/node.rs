//! The one node: this computer, running tasks as processes of its user.
//!
//! The [`scheduler`] takes tasks from the store whenever something has ended or arrived, and sleeps otherwise; each
//! try of a task is an [`attempt`] of its own. To the rest of the world the node is an ordinary client: it fetches
//! resource files and puts output files over HTTP, with the addresses it was given.

mod attempt;
mod command;
mod container;
mod environment;
mod failure;
mod folders;
mod image;
mod inputs;
mod leftovers;
mod outputs;
mod pattern;
mod process;
mod python;
mod scheduler;
mod tokens;
mod transfer;
mod upload;

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex as StdMutex, MutexGuard, PoisonError},
};

use longshore_batch_api::Timestamp;
use time::OffsetDateTime;
use tokio::sync::{Mutex, Notify, watch};

use crate::{
    Error, ImageCommand, Redirect,
    activity::Activity,
    batch::store::{Claimed, Store, TaskKey},
    faults::Faults,
    files,
    keys::Keys,
};
use folders::Folders;
#[cfg(feature = "fuzzing")]
pub(crate) use pattern::name_matches;
use python::Python;
use tokens::Tokens;
use transfer::Transfer;

/// The id of the one node.
pub(crate) const NODE_ID: &str = "this-computer";

/// What the node calls itself when it asks for a task's files.
pub(crate) const AGENT: &str = concat!("longshore-node/", env!("CARGO_PKG_VERSION"));

/// What a node is made of.
pub(crate) struct Setup {
    /// Where task folders and the Python environment go.
    pub(crate) data_dir: PathBuf,
    pub(crate) account_name: String,
    pub(crate) account_url: String,
    pub(crate) slots: usize,
    /// The interpreter the Python environment is made from; by default the one on `PATH`.
    pub(crate) python: Option<PathBuf>,
    /// The program, `docker` or `podman`, that tasks naming an image run with; without one they run as processes.
    pub(crate) container_engine: Option<PathBuf>,
    /// What runs in place of images.
    pub(crate) images: Vec<ImageCommand>,
    /// How what runs in place of an image reaches this service by Azure's names, if it can.
    pub(crate) redirect: Option<Redirect>,
    /// The PEM file of the authority that signed this service's certificate.
    pub(crate) ca_cert: PathBuf,
    /// What the tokens of the pool's identity are made of.
    pub(crate) keys: Keys,
    pub(crate) store: Store,
    pub(crate) activity: Activity,
    pub(crate) faults: Faults,
}

/// Why a running task is to end before its program does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Somebody asked for it.
    Terminated,
    /// It is to run anew later: its job was disabled, or the service stops.
    Requeued,
    /// It is no more.
    Deleted,
}

/// What the node is doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Running {
    pub(crate) tasks: usize,
    pub(crate) slots: usize,
    /// Tries begun since the start.
    pub(crate) begun: usize,
}

/// A handle to the node.
#[derive(Clone)]
pub(crate) struct Node(Arc<Inner>);

struct Inner {
    setup: Setup,
    folders: Folders,
    transfer: Transfer,
    python: Python,
    started: Timestamp,
    wake: Notify,
    /// Held while tasks are taken and while one is ended, so that none is both taken and missed.
    taking: Mutex<()>,
    table: StdMutex<Table>,
    /// Counts the tries that are over, for whoever waits for one.
    over: watch::Sender<u64>,
    stopping: watch::Sender<bool>,
}

#[derive(Default)]
struct Table {
    attempts: HashMap<TaskKey, Slot>,
    begun: usize,
}

struct Slot {
    slots: usize,
    ending: watch::Sender<Option<Ending>>,
}

impl Node {
    /// Prepares the node's folder. Nothing runs before [`start`](Self::start).
    pub(crate) fn open(setup: Setup) -> Result<Self, Error> {
        let folders = Folders::new(setup.data_dir.join("node"));
        files::private_dir(&folders.root)?;
        files::private_dir(&folders.shared())?;
        Ok(Self(Arc::new(Inner {
            transfer: Transfer::new(&setup.ca_cert, Tokens::of(&setup)?)?,
            python: Python::new(setup.data_dir.join("python"), setup.python.clone()),
            folders,
            setup,
            started: Timestamp(OffsetDateTime::now_utc()),
            wake: Notify::new(),
            taking: Mutex::new(()),
            table: StdMutex::new(Table::default()),
            over: watch::Sender::new(0),
            stopping: watch::Sender::new(false),
        })))
    }

    /// Takes up the tasks that wait, and those that were running when the service was last stopped.
    pub(crate) fn start(&self) {
        tokio::spawn(scheduler::run(self.clone()));
    }

    /// Ends what is running, to run again at the next start, and takes no more. Returns when all has ended.
    pub(crate) async fn stop(&self) {
        self.0.stopping.send_replace(true);
        self.wake();
        let _taking = self.0.taking.lock().await;
        for slot in self.0.table().attempts.values() {
            slot.ending.send_replace(Some(Ending::Requeued));
        }
        self.wait_until(|table| table.attempts.is_empty()).await;
    }

    /// Lets the scheduler look for work.
    pub(crate) fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// The node goes away: what runs on it waits for one anew.
    async fn lose_tasks(&self) {
        let tasks: Vec<_> = self.0.table().attempts.keys().cloned().collect();
        self.end(&tasks, Ending::Requeued).await;
    }

    /// Ends running tasks. Those that have ended by themselves meanwhile are passed over.
    pub(crate) async fn end(&self, tasks: &[TaskKey], ending: Ending) {
        let _taking = self.0.taking.lock().await;
        let table = self.0.table();
        for slot in tasks.iter().filter_map(|key| table.attempts.get(key)) {
            slot.ending.send_replace(Some(ending));
        }
    }

    /// Ends a running task and returns when nothing of it runs any more.
    pub(crate) async fn end_and_wait(&self, task: &TaskKey, ending: Ending) {
        self.end(std::slice::from_ref(task), ending).await;
        self.wait_until(|table| !table.attempts.contains_key(task))
            .await;
    }

    /// Removes a job that is being deleted, with its folder, as soon as none of its tasks runs. Returns at once.
    pub(crate) fn remove_job(&self, job: String) {
        let (node, busy) = (self.clone(), self.0.setup.activity.begin());
        tokio::spawn(async move {
            let key = job.to_ascii_lowercase();
            node.wait_until(|table| table.attempts.keys().all(|task| task.job != key))
                .await;
            if let Err(error) = node.0.folders.remove_job(&job).await {
                tracing::warn!(%error, job, "the folder of a deleted job cannot be removed");
            }
            if let Err(fault) = node.0.setup.store.purge_job(&job).await {
                tracing::error!(error = %fault.0, job, "a deleted job cannot be removed");
            }
            drop(busy);
        });
    }

    /// Removes the folder of a task that does not run.
    pub(crate) async fn remove_task(&self, job: &str, task: &str) -> std::io::Result<()> {
        self.0.folders.remove_task(job, task).await
    }

    /// The folder of a task: `stdout.txt`, `stderr.txt` and the working directory `wd`.
    pub(crate) fn task_folder(&self, job: &str, task: &str) -> PathBuf {
        self.0.folders.task(job, task)
    }

    /// When the node came up.
    pub(crate) fn started(&self) -> Timestamp {
        self.0.started
    }

    /// What it is doing now.
    pub(crate) fn running(&self) -> Running {
        let table = self.0.table();
        Running {
            tasks: table.attempts.len(),
            slots: table.attempts.values().map(|slot| slot.slots).sum(),
            begun: table.begun,
        }
    }

    async fn wait_until(&self, done: impl Fn(&Table) -> bool) {
        let mut over = self.0.over.subscribe();
        while !done(&self.0.table()) {
            // The sender lives in `self`: it cannot be gone.
            let _ = over.changed().await;
        }
    }
}

impl Inner {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a task its slots, and says how it will learn that it has to end.
    fn admit(&self, claimed: &Claimed) -> watch::Receiver<Option<Ending>> {
        let (ending, ended) = watch::channel(None);
        let mut table = self.table();
        table.begun += 1;
        table.attempts.insert(
            claimed.key.clone(),
            Slot {
                slots: claimed.slots,
                ending,
            },
        );
        ended
    }

    /// Takes the slots back.
    fn release(&self, task: &TaskKey) {
        self.table().attempts.remove(task);
        self.over.send_modify(|count| *count += 1);
        self.wake.notify_one();
    }
}
