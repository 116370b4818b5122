//! Payloads of the tests' own.

use std::path::PathBuf;

use crate::programs::workspace;

/// A file of `tests/payloads`.
pub fn payload(name: &str) -> PathBuf {
    let path = workspace().join("tests/payloads").join(name);
    assert!(path.exists(), "{} is not there", path.display());
    path
}

/// Bytes of a file of `tests/payloads`.
pub fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(payload(name)).unwrap()
}
