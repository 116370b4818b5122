//! What the fuzz targets reach of this crate beyond what it offers everyone. Built for them alone.

use std::path::{Path, PathBuf};

use longshore_model::{Report, preview::ExportFormat};
use secrecy::SecretString;

use crate::{accounts, inspect::bundle, names, presets, preview, retrieval};

/// A result in another format.
///
/// # Errors
/// It cannot be read, or not be written exactly.
pub fn export(path: &Path, format: ExportFormat) -> Result<String, Report> {
    preview::export_file(path, format)
}

/// Whether a `payload.toml` is understood.
pub fn manifest_of_a_bundle(bytes: &[u8]) -> bool {
    bundle::Manifest::parse(bytes).is_ok()
}

/// Whether what the runner says it left is understood.
pub fn manifest_of_results(bytes: &[u8]) -> bool {
    retrieval::parse_manifest(bytes).is_ok()
}

/// Where an entry of an archive lies below the bundle's top.
pub fn entry_of_an_archive(name: &str) -> Option<String> {
    bundle::place(name)
}

/// Where a name from the service lies below a folder of results.
pub fn name_from_the_service(name: &str, windows: bool) -> Option<PathBuf> {
    names::local_path(name, windows)
}

/// What a configuration of another program says: settings and warnings as texts, and its secret.
///
/// # Errors
/// It is none, or has no account in it.
pub fn configuration(text: &str) -> Result<(Vec<String>, Option<SecretString>), Report> {
    accounts::imported(text)
}

/// `accounts.toml` as it is written once it was read; `None` when it cannot be read.
pub fn accounts_again(text: &str) -> Option<String> {
    accounts::accounts_again(text)
}

/// `presets.toml` as it is written once it was read; `None` when it cannot be read.
pub fn presets_again(text: &str) -> Option<String> {
    presets::again(text)
}
