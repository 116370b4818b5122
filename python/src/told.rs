//! Reports as exceptions of `longshore.errors`.

use longshore_model::{Code, Report};
use pyo3::prelude::*;

/// The exception that a report is. It is made in Python, where its classes are.
pub(crate) fn exception(py: Python<'_>, report: &Report) -> PyErr {
    let made = || -> PyResult<Bound<'_, PyAny>> {
        let record = pythonize::pythonize(py, report)?;
        py.import("longshore.errors")?
            .call_method1("from_report", (record,))
    };
    match made() {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// An argument that cannot be used as it stands.
pub(crate) fn bad_argument(py: Python<'_>, what: &str, guidance: &str) -> PyErr {
    exception(py, &Report::new(Code::BadInput, what, guidance))
}
