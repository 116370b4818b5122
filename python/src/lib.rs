//! The engine for Python: the compiled part of the package `longshore`, whose interface is `longshore/_native.pyi`.
//!
//! It turns calls into futures, records into dicts and reports into exceptions, and nothing else: what a job or a future
//! is to a Python user is written in Python. It never unpickles anything.

mod engine;
mod promise;
mod subscription;
mod told;

use std::ffi::OsString;

use pyo3::{prelude::*, types::PyModule};

/// Serves the embedded Azure of a data folder until it has been idle for some minutes; the exit code.
#[pyfunction]
fn serve(py: Python<'_>, data_dir: OsString) -> i32 {
    i32::from(!py.detach(|| longshore_host::serve(data_dir)))
}

/// What `longshore._native` holds.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<engine::Engine>()?;
    module.add_class::<subscription::Subscription>()?;
    module.add_function(wrap_pyfunction!(serve, module)?)
}
