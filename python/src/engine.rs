//! The engine of one process.

use std::{
    future::Future,
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use longshore_engine::{Engine as Inner, Home, NewSecrets, SecretString, Submission};
use longshore_host::{EmbeddedAzure, Gathered, Server};
use longshore_model::{
    Code, Report,
    account::{AccountDraft, ImportSource},
    job::JobQuery,
    log::LogRequest,
    settings::{ExecutorSettings, SettingKey},
    submit::SubmitRequest,
    task::{TaskQuery, TaskSelection},
};
use pyo3::{prelude::*, types::PyDict};
use serde::{Serialize, de::DeserializeOwned};
use tokio::runtime::{Handle, Runtime};

use crate::{promise::promise, subscription::Subscription, told};

/// How long closing waits for what is under way to be put down.
const PUT_DOWN: Duration = Duration::from_secs(5);

/// The engine, on threads of its own.
#[pyclass(frozen, module = "longshore._native")]
pub(crate) struct Engine {
    parts: Mutex<Option<Parts>>,
    /// The process it was opened in: threads, and locks on files, do not come along to a forked one.
    process: u32,
}

struct Parts {
    engine: Inner,
    runtime: Runtime,
}

impl Engine {
    /// The engine and the way to its threads.
    fn open(&self, py: Python<'_>) -> PyResult<(Inner, Handle)> {
        if self.process != std::process::id() {
            return Err(told::bad_argument(
                py,
                "This engine belongs to the process that this one was forked from.",
                "Open another one here.",
            ));
        }
        let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        match &*parts {
            Some(parts) => Ok((parts.engine.clone(), parts.runtime.handle().clone())),
            None => Err(told::bad_argument(py, "The engine was closed.", "")),
        }
    }

    /// Asks the engine; the answer comes by the future.
    fn ask<T, F>(
        &self,
        py: Python<'_>,
        name: &'static str,
        question: impl FnOnce(Inner) -> F + Send + 'static,
    ) -> PyResult<Py<PyAny>>
    where
        T: Serialize + Send + 'static,
        F: Future<Output = Result<T, Report>> + Send + 'static,
    {
        let (engine, runtime) = self.open(py)?;
        promise(py, &runtime, name, async move { question(engine).await })
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let parts = self.parts.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Some(parts) = parts.take() else { return };
        if self.process == std::process::id() {
            parts.runtime.shutdown_background();
        } else {
            // To close its files here would give up locks and tidy a database that the other process works with.
            std::mem::forget(parts);
        }
    }
}

/// A record of Python's as one of ours.
fn record<T: DeserializeOwned>(value: &Bound<'_, PyAny>) -> PyResult<T> {
    pythonize::depythonize(value).map_err(|error| {
        told::bad_argument(
            value.py(),
            &format!("These are not what is asked for: {error}."),
            "",
        )
    })
}

#[pymethods]
impl Engine {
    #[new]
    fn new(py: Python<'_>, home: Option<PathBuf>, serve: Vec<String>) -> PyResult<Self> {
        let opened = py.detach(|| {
            longshore_host::init_file_tracing("python");
            let home = match home {
                Some(root) => Home::at(std::path::absolute(root).map_err(|error| failed(&error))?),
                None => Home::from_env()?,
            };
            let mut words = serve.into_iter();
            let program = words.next().unwrap_or_default().into();
            let server = Server::command(program, words.map(Into::into).collect());
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .thread_name("longshore")
                .build()
                .map_err(|error| failed(&error))?;
            let engine = runtime.block_on(longshore_host::open_engine_at(home, server))?;
            Ok(Parts { engine, runtime })
        });
        match opened {
            Ok(parts) => Ok(Self {
                parts: Mutex::new(Some(parts)),
                process: std::process::id(),
            }),
            Err(report) => Err(told::exception(py, &report)),
        }
    }

    #[getter]
    fn home(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.open(py)?.0.home().root_for_people())
    }

    #[getter]
    fn payloads(&self, py: Python<'_>) -> PyResult<PathBuf> {
        let folder = self.open(py)?.0.payloads_folder();
        folder.map_err(|report| told::exception(py, &report))
    }

    fn resume(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.ask(py, "resume", async |engine| {
            engine.resume().await;
            Ok(())
        })
    }

    fn close(&self, py: Python<'_>) {
        if self.process != std::process::id() {
            return;
        }
        let parts = self
            .parts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(Parts { engine, runtime }) = parts {
            py.detach(|| {
                // What takes longer is put down where it stands, as by a crash.
                drop(
                    runtime.block_on(async {
                        tokio::time::timeout(PUT_DOWN, engine.shut_down()).await
                    }),
                );
                runtime.shutdown_background();
            });
        }
    }

    fn accounts(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.ask(py, "accounts", async |engine| engine.accounts().await)
    }

    fn embedded(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.ask(py, "embedded", async |engine| {
            EmbeddedAzure::running(&engine.home().local_azure_dir())
        })
    }

    #[pyo3(signature = (name, settings, secret=None, replaces=None, imported=None))]
    fn save_account(
        &self,
        py: Python<'_>,
        name: String,
        settings: &Bound<'_, PyDict>,
        secret: Option<String>,
        replaces: Option<String>,
        imported: Option<String>,
    ) -> PyResult<Py<PyAny>> {
        let given = secret.map(SecretString::from);
        let settings = executor_settings(settings)?;
        let draft = AccountDraft { name, settings };
        self.ask(py, "save_account", async move |engine| {
            let client = match (given, imported) {
                (None, Some(ticket)) => Some(engine.imported_secret(&ticket)?),
                (given, _) => given,
            };
            let secrets = NewSecrets {
                client,
                ..NewSecrets::default()
            };
            engine.save_account(draft, secrets, replaces).await
        })
    }

    fn import_account(&self, py: Python<'_>, path: String) -> PyResult<Py<PyAny>> {
        self.ask(py, "import_account", async move |engine| {
            engine.import_account(ImportSource::File { path }).await
        })
    }

    fn remove_account(&self, py: Python<'_>, name: String) -> PyResult<Py<PyAny>> {
        self.ask(py, "remove_account", async move |engine| {
            engine.remove_account(&name).await
        })
    }

    fn activate_account(&self, py: Python<'_>, name: String) -> PyResult<Py<PyAny>> {
        self.ask(py, "activate_account", async move |engine| {
            engine.activate_account(&name).await
        })
    }

    fn check_account(&self, py: Python<'_>, name: String) -> PyResult<Py<PyAny>> {
        self.ask(py, "check_account", async move |engine| {
            engine.check_account(&name).await
        })
    }

    fn inspect(&self, py: Python<'_>, paths: Vec<PathBuf>) -> PyResult<Py<PyAny>> {
        self.ask(py, "inspect", async move |engine| {
            Ok(engine.inspect(&paths).await)
        })
    }

    fn submit(&self, py: Python<'_>, request: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let request: SubmitRequest = record(request)?;
        self.ask(py, "submit", async move |engine| {
            engine.submit(Submission::from(request)).await
        })
    }

    fn extend(&self, py: Python<'_>, job: String, payloads: Vec<PathBuf>) -> PyResult<Py<PyAny>> {
        let payloads = payloads.into_iter().map(|path| (path, None)).collect();
        self.ask(py, "extend", async move |engine| {
            engine.extend(&job, payloads).await
        })
    }

    fn close_job(&self, py: Python<'_>, job: String) -> PyResult<Py<PyAny>> {
        self.ask(py, "close_job", async move |engine| {
            engine.close_job(&job).await
        })
    }

    fn wait(&self, py: Python<'_>, job: String) -> PyResult<Py<PyAny>> {
        self.ask(py, "wait", async move |engine| engine.wait(&job).await)
    }

    fn refresh(&self, py: Python<'_>, job: String) -> PyResult<Py<PyAny>> {
        self.ask(py, "refresh", async move |engine| {
            engine.refresh(&job).await
        })
    }

    fn job(&self, py: Python<'_>, job: String) -> PyResult<Py<PyAny>> {
        self.ask(py, "job", async move |engine| engine.job(&job).await)
    }

    fn jobs(&self, py: Python<'_>, query: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let query: JobQuery = record(query)?;
        let typed = query.search.clone();
        let query = query.typed(&typed);
        self.ask(py, "jobs", async move |engine| engine.jobs(query).await)
    }

    fn tasks(&self, py: Python<'_>, query: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let query: TaskQuery = record(query)?;
        self.ask(py, "tasks", async move |engine| engine.tasks(query).await)
    }

    fn cancel(&self, py: Python<'_>, job: String) -> PyResult<Py<PyAny>> {
        self.ask(py, "cancel", async move |engine| engine.cancel(&job).await)
    }

    fn cancel_tasks(&self, py: Python<'_>, job: String, tasks: Vec<String>) -> PyResult<Py<PyAny>> {
        self.ask(py, "cancel_tasks", async move |engine| {
            engine
                .cancel_tasks(&job, TaskSelection::These { ids: tasks })
                .await
        })
    }

    fn delete_job(&self, py: Python<'_>, job: String) -> PyResult<Py<PyAny>> {
        self.ask(py, "delete_job", async move |engine| {
            engine.delete_job(&job).await
        })
    }

    fn run_again(
        &self,
        py: Python<'_>,
        job: String,
        tasks: Vec<String>,
        packages: Vec<String>,
    ) -> PyResult<Py<PyAny>> {
        self.ask(py, "run_again", async move |engine| {
            engine
                .run_again(&job, TaskSelection::named(tasks), packages)
                .await
        })
    }

    fn download(
        &self,
        py: Python<'_>,
        job: String,
        tasks: Vec<String>,
        folder: PathBuf,
    ) -> PyResult<Py<PyAny>> {
        self.ask(py, "download", async move |engine| {
            engine
                .download(&job, TaskSelection::named(tasks), &folder)
                .await
        })
    }

    fn result_files(&self, py: Python<'_>, job: String, task: String) -> PyResult<Py<PyAny>> {
        self.ask(py, "result_files", async move |engine| {
            engine.result_files(&job, &task).await
        })
    }

    fn log(&self, py: Python<'_>, request: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let request: LogRequest = record(request)?;
        self.ask(py, "log", async move |engine| engine.log(request).await)
    }

    fn subscribe(&self, py: Python<'_>, listener: Py<PyAny>) -> PyResult<Subscription> {
        let (engine, runtime) = self.open(py)?;
        let events = Gathered::of(&engine);
        Ok(Subscription::start(&runtime, events, listener))
    }
}

/// Settings by their names, each as a person would type it; what is not named has its default.
fn executor_settings(given: &Bound<'_, PyDict>) -> PyResult<ExecutorSettings> {
    let py = given.py();
    let mut settings = ExecutorSettings::default();
    for (name, value) in given {
        let (name, value) = (name.str()?.to_string(), value.str()?.to_string());
        let Some(key) = SettingKey::ALL.into_iter().find(|key| key.name() == name) else {
            let known: Vec<_> = SettingKey::ALL.iter().map(|key| key.name()).collect();
            return Err(told::bad_argument(
                py,
                &format!("There is no setting {name}."),
                &format!("There are {}.", known.join(", ")),
            ));
        };
        settings
            .set(key, &value)
            .map_err(|error| told::bad_argument(py, &format!("{name}: {}", error.message), ""))?;
    }
    Ok(settings)
}

fn failed(error: &std::io::Error) -> Report {
    Report::new(
        Code::LocalFiles,
        format!("The engine cannot be opened: {error}."),
        "",
    )
}
