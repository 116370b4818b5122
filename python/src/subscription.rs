//! What happens, told to a function of Python's.

use longshore_host::Gathered;
use longshore_model::event::Event;
use pyo3::prelude::*;
use tokio::{runtime::Handle, task::AbortHandle};

/// Ends with `close`, or when it is dropped.
#[pyclass(frozen, module = "longshore._native")]
pub(crate) struct Subscription {
    task: AbortHandle,
    /// The process whose threads it is on: in a forked one they are gone, and their locks may be held for ever.
    process: u32,
}

impl Subscription {
    /// Has `listener` called with everything that `events` tells, one call after the other.
    pub(crate) fn start(runtime: &Handle, mut events: Gathered, listener: Py<PyAny>) -> Self {
        let task = runtime.spawn(async move {
            let listener = std::sync::Arc::new(listener);
            while let Some(gathered) = events.next().await {
                let listener = listener.clone();
                let told = tokio::task::spawn_blocking(move || {
                    Python::try_attach(|py| tell(listener.bind(py), &gathered)).unwrap_or(Ok(()))
                });
                if let Ok(Err(error)) = told.await {
                    tracing::warn!(%error, "a listener of Python's failed");
                }
            }
        });
        Self {
            task: task.abort_handle(),
            process: std::process::id(),
        }
    }

    fn end(&self) {
        if self.process == std::process::id() {
            self.task.abort();
        }
    }
}

fn tell(listener: &Bound<'_, PyAny>, events: &[Event]) -> PyResult<()> {
    listener
        .call1((pythonize::pythonize(listener.py(), events)?,))
        .map(drop)
}

#[pymethods]
impl Subscription {
    /// No call begins from now on.
    fn close(&self) {
        self.end();
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.end();
    }
}
