//! What happens, told to a function of Python's.

use longshore_host::Gathered;
use longshore_model::event::Event;
use pyo3::prelude::*;
use tokio::{runtime::Handle, task::AbortHandle};

/// Ends with `close`, or when it is dropped.
#[pyclass(frozen, module = "longshore._native")]
pub(crate) struct Subscription(AbortHandle);

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
        Self(task.abort_handle())
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
        self.0.abort();
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.0.abort();
    }
}
