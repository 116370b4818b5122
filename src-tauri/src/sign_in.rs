//! Starting as the person signs in to the computer. Whether that is so is the system's to say: an entry of Longshore's among
//! the programs it starts (XDG autostart, a launch agent, the Windows registry), and no preference of ours.

use std::path::{Path, PathBuf};

use longshore_model::{Code, Report};
use tauri::{AppHandle, Wry, plugin::TauriPlugin};
use tauri_plugin_autostart::{Builder, ManagerExt as _};

/// What the entry is called.
const NAME: &str = "Longshore";

/// Keeps the entry. The window reaches it by our own commands only.
pub fn plugin() -> TauriPlugin<Wry> {
    Builder::new().app_name(NAME).build()
}

/// Whether the system starts the program.
pub fn starts(app: &AppHandle) -> Result<bool, Report> {
    let asked = app.autolaunch().is_enabled();
    asked.map_err(|error| {
        not_done(
            "It is not known whether Longshore starts at sign-in",
            &error,
        )
    })
}

/// Has it do so, or no longer; answers whether it does then.
pub fn start(app: &AppHandle, on: bool) -> Result<bool, Report> {
    if on {
        if cfg!(target_os = "linux") {
            let program = std::env::current_exe().unwrap_or_default();
            let configuration = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
            let home = std::env::home_dir().unwrap_or_default();
            entry_would_work(&program, configuration.as_deref(), &home)?;
        }
        let done = app.autolaunch().enable();
        done.map_err(|error| not_done("Longshore could not be set to start at sign-in", &error))?;
    } else {
        let done = app.autolaunch().disable();
        done.map_err(|error| not_done("Longshore still starts at sign-in", &error))?;
    }
    starts(app)
}

/// Refuses what would only seem to be on: the plugin writes the program's path unquoted, and always below `~/.config`, while
/// the Desktop Application Autostart Specification has sessions read `$XDG_CONFIG_HOME/autostart`.
fn entry_would_work(
    program: &Path,
    configuration: Option<&Path>,
    home: &Path,
) -> Result<(), Report> {
    let refused = |why: String| {
        Err(Report::new(
            Code::LocalFiles,
            why,
            "Add Longshore to the programs of your session in the system's own settings.",
        ))
    };
    let plain = |letter: char| letter.is_alphanumeric() || "/._-+".contains(letter);
    if !program.to_str().is_some_and(|path| path.chars().all(plain)) {
        return refused(format!(
            "The path {} cannot stand in an entry for sign-in.",
            program.display()
        ));
    }
    match configuration {
        Some(folder) if folder.is_absolute() && folder != home.join(".config") => refused(format!(
            "This session reads what to start from {}, where Longshore cannot write it.",
            folder.join("autostart").display()
        )),
        _ => Ok(()),
    }
}

fn not_done(what: &str, error: &tauri_plugin_autostart::Error) -> Report {
    Report::new(
        Code::LocalFiles,
        format!("{what}: {error}."),
        "Look whether you may write the list of programs that your system starts (~/.config/autostart on Linux).",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(program: &str, configuration: Option<&str>) -> Option<String> {
        let configuration = configuration.map(Path::new);
        entry_would_work(Path::new(program), configuration, Path::new("/home/ada"))
            .err()
            .map(|report| report.title)
    }

    #[test]
    fn an_entry_is_only_made_where_the_session_reads_it_and_can_start_it() {
        let installed = "/usr/bin/longshore-desktop";
        assert_eq!(refusal(installed, None), None);
        assert_eq!(refusal(installed, Some("/home/ada/.config")), None);
        // The specification has a path that is not whole ignored.
        assert_eq!(refusal(installed, Some("")), None);
        assert_eq!(
            refusal(installed, Some("/data/ada")).as_deref(),
            Some(
                "This session reads what to start from /data/ada/autostart, where Longshore cannot write it."
            )
        );
        for program in [
            "/opt/my apps/longshore",
            "/opt/100%f/longshore",
            "/opt/a\"b/longshore",
        ] {
            let expected = format!("The path {program} cannot stand in an entry for sign-in.");
            assert_eq!(refusal(program, None), Some(expected));
        }
    }
}
