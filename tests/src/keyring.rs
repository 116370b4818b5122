//! The command line with a keyring.

use std::process::Command;

use crate::{
    home::{Ended, Home, ended},
    programs,
};

/// Runs a shell script with an unlocked keyring of the home's own; `longshore` is on its path.
pub fn with_keyring(home: &Home, script: &str) -> Ended {
    ended(&keyring_command(home, script).output().unwrap())
}

/// The command that does so.
pub fn keyring_command(home: &Home, script: &str) -> Command {
    let unlock =
        "printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1";
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "sh", "-c", &format!("{unlock}; set -e; {script}")]);
    home.apply(&mut command);
    let folder = programs::cli().parent().unwrap().to_owned();
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&rest)));
    command.env("PATH", path.unwrap()).current_dir(home.path());
    command
}
