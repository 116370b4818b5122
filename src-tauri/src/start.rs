//! Starts that fail, and a second try for the one failure that passes by itself.

use std::process::ExitCode;

/// How often this process has started itself anew.
const TRY_ENV: &str = "LONGSHORE_START_TRY";

const TRIES: u32 = 10;

/// Whether there is no display to open a window on. The window's toolkit panics then, in words of its own.
pub fn without_display() -> bool {
    let unset = |name: &&str| std::env::var_os(name).is_none_or(|value| value.is_empty());
    cfg!(target_os = "linux") && ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(unset)
}

/// What to do about a start that failed: tell why and end, unless the window before this one is on its way out.
pub fn failed(error: &tauri::Error) -> ExitCode {
    if first_is_leaving(error) {
        again();
        eprintln!(
            "longshore-desktop: another Longshore window is open and does not answer. End it, then start again."
        );
    }
    eprintln!("longshore-desktop: the window could not be opened: {error}");
    ExitCode::FAILURE
}

/// Whether the window could not be opened because a first process still holds the app's name on the session bus, yet no
/// longer answers there: who closes the window and opens it again at once meets it on its way out. The plugin for the
/// single instance fails in that case alone; without a bus, it lets the app start.
fn first_is_leaving(error: &tauri::Error) -> bool {
    matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance")
}

/// Starts the program anew in this process a moment later; comes back when that has been tried often enough.
fn again() {
    let tries = std::env::var(TRY_ENV)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    if tries >= TRIES {
        return;
    }
    #[cfg(unix)]
    {
        use std::{os::unix::process::CommandExt as _, process::Command, time::Duration};

        std::thread::sleep(Duration::from_millis(300));
        let Ok(program) = std::env::current_exe() else {
            return;
        };
        let error = Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(TRY_ENV, (tries + 1).to_string())
            .exec();
        eprintln!("longshore-desktop: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_first_window_that_does_not_answer_is_worth_another_try() {
        let of_plugin =
            |name: &str| tauri::Error::PluginInitialization(name.into(), "no answer".into());
        assert!(first_is_leaving(&of_plugin("single-instance")));
        assert!(!first_is_leaving(&of_plugin("dialog")));
        assert!(!first_is_leaving(&tauri::Error::WindowNotFound));
    }
}
