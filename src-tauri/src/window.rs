//! The window itself: one per home, and what is dropped on it.

use std::path::{Path, PathBuf};

use longshore_model::{Code, Report, event::Event};
use tauri::{
    AppHandle, DragDropEvent, Manager as _, Window, WindowEvent, Wry, plugin::TauriPlugin,
};

use crate::{chosen::Chosen, closing, events, opened};

/// Starting the app a second time brings the first one's window to the front, with what the second was to open. A `LONGSHORE_HOME` of its own is another
/// installation and gets a window of its own.
pub fn single_instance() -> TauriPlugin<Wry> {
    let show = |app: &AppHandle, words: Vec<String>, folder: String| {
        bring_to_front(app);
        let opened = opened::read(words.into_iter().skip(1), Path::new(&folder));
        if !opened.is_empty() {
            app.state::<Chosen>().opened(&opened);
            events::show(app, &[Event::Opened { opened }]);
        }
    };
    let mut builder = tauri_plugin_single_instance::Builder::new().callback(show);
    if let Some(home) = std::env::var_os("LONGSHORE_HOME") {
        builder = builder.dbus_id(bus_name(&home.to_string_lossy()));
    }
    builder.build()
}

/// Shows the window to the person. A system that does not allow it leaves it where it is.
pub fn bring_to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// A D-Bus name for a home. FNV-1a: stable across builds, and a collision only means that a second home's app shows the
/// first's window.
fn bus_name(home: &str) -> String {
    let hash = home.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("app.longshore.desktop.home{hash:016x}")
}

/// What the shell itself does about events of the window.
pub fn on_event(window: &Window, event: &WindowEvent) {
    match event {
        WindowEvent::CloseRequested { api, .. } => closing::requested(window, api),
        WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => dropped(window, paths),
        _ => {}
    }
}

/// Notes what was dropped, and tells of names that are not text: the drop event cannot carry them, so the screen would stay
/// silent.
fn dropped(window: &Window, paths: &[PathBuf]) {
    window.state::<Chosen>().add(paths);
    if let Some(path) = paths.iter().find(|path| path.to_str().is_none()) {
        let report = Report::new(
            Code::BadInput,
            format!(
                "The name of {} is not readable text.",
                path.to_string_lossy()
            ),
            "Rename the file, or submit it with the longshore command, which takes any name.",
        );
        events::show(window, &[Event::Notice { report }]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homes_have_bus_names_of_their_own_that_the_bus_accepts() {
        let (one, two) = (bus_name("/a"), bus_name("/b"));
        assert_ne!(one, two);
        assert!(
            one.split('.')
                .all(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()))
        );
    }
}
