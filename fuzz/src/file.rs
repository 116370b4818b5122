//! An input as a file, for readers that take a path.

use std::{cell::RefCell, fs, path::Path};

use tempfile::TempDir;

thread_local! {
    /// Made once: a folder for each input would be most of the time.
    static FOLDER: RefCell<Option<TempDir>> = const { RefCell::new(None) };
}

/// Calls `read` with the path of a file of that name and content.
///
/// # Panics
/// The file cannot be written.
pub(crate) fn with<T>(name: &str, content: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    FOLDER.with_borrow_mut(|folder| {
        let folder = folder.get_or_insert_with(|| TempDir::new().expect("a temporary folder"));
        let path = folder.path().join(name);
        fs::write(&path, content).expect("room for an input");
        read(&path)
    })
}

/// The input without its first byte, and that byte, which chooses between ways to read it.
pub(crate) fn choice(input: &[u8]) -> (usize, &[u8]) {
    match input.split_first() {
        Some((first, rest)) => (usize::from(*first), rest),
        None => (0, input),
    }
}
