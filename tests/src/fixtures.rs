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

/// What the trivial payload gives, by the cloudpickle that a result says it was written with: nodes take the newest of its
/// line, and each writes its own version.
pub fn trivial_result(found: &[u8]) -> Vec<u8> {
    const NAMED: &[u8] = b"cloudpickle_version\x94\x8c\x05";
    const LENGTH: usize = 5;
    let version = |pickle: &[u8]| {
        let named = pickle.windows(NAMED.len()).position(|part| part == NAMED);
        named.map(|start| start + NAMED.len()..start + NAMED.len() + LENGTH)
    };
    let mut result = bytes("result-trivial-node0.pkl");
    if let (Some(ours), Some(theirs)) = (version(&result), version(found)) {
        result[ours].copy_from_slice(&found[theirs]);
    }
    result
}
