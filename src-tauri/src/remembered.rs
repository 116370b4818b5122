//! Where the window was and how large, from one start to the next.

use std::path::PathBuf;

use longshore_engine::Home;
use tauri::{Wry, plugin::TauriPlugin};
use tauri_plugin_window_state::{Builder, StateFlags};

/// The file of it, among the data: nobody edits it.
const FILE: &str = "window.json";

/// Puts the window back and notes its place as the program ends. A place that no screen shows any more is left to the
/// system. Whether it is visible is not noted, so that nothing in that file can hide it.
pub fn plugin() -> TauriPlugin<Wry> {
    let builder = Builder::new()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED);
    match file() {
        // The plugin joins it to a folder of its own choice, and a whole path takes that folder's place.
        Some(file) => builder.with_filename(file),
        // Without a home the engine does not open either, and says so.
        None => builder,
    }
    .build()
}

fn file() -> Option<String> {
    let folder = Home::from_env().ok()?.data_dir().to_owned();
    let path: PathBuf = folder.join(FILE);
    path.into_os_string().into_string().ok()
}
