//! What takes time, as `concurrent.futures.Future`: for those who wait for the result as for those who await it.

use std::future::Future;

use longshore_model::Report;
use pyo3::prelude::*;
use serde::Serialize;
use tokio::runtime::Handle;

use crate::told;

/// Does `work`, called `name`, on the runtime, and answers the future of it at once. Who cancels the future no longer hears
/// of it; what was asked for is done all the same.
pub(crate) fn promise<T>(
    py: Python<'_>,
    runtime: &Handle,
    name: &'static str,
    work: impl Future<Output = Result<T, Report>> + Send + 'static,
) -> PyResult<Py<PyAny>>
where
    T: Serialize + Send + 'static,
{
    let future = py
        .import("concurrent.futures")?
        .getattr("Future")?
        .call0()?
        .unbind();
    let promised = future.clone_ref(py);
    runtime.spawn(async move {
        let outcome = longshore_host::caught(name, work).await;
        // The interpreter may be busy for long, and whoever waits for the future goes on from here: neither may hold a
        // thread that does the engine's work.
        let settled = tokio::task::spawn_blocking(move || {
            Python::try_attach(|py| settle(promised.bind(py), outcome)).unwrap_or(Ok(()))
        });
        if let Ok(Err(error)) = settled.await {
            tracing::warn!(name, %error, "an answer did not reach Python");
        }
    });
    Ok(future)
}

fn settle<T: Serialize>(future: &Bound<'_, PyAny>, outcome: Result<T, Report>) -> PyResult<()> {
    let py = future.py();
    let wanted = future.call_method0("set_running_or_notify_cancel")?;
    if !wanted.is_truthy()? {
        return Ok(());
    }
    let value = match outcome {
        Ok(value) => pythonize::pythonize(py, &value).map_err(PyErr::from),
        Err(report) => Err(told::exception(py, &report)),
    };
    match value {
        Ok(value) => future.call_method1("set_result", (value,))?,
        Err(error) => future.call_method1("set_exception", (error.into_value(py),))?,
    };
    Ok(())
}
