//! Programs, system, and what of the environment counts.

use std::{process::Stdio, time::Duration};

use serde_json::{Map, Value, json};

use super::About;

/// For `python3 --version`.
const PATIENCE: Duration = Duration::from_secs(5);

/// Variables that say where things are and how the network is reached.
const SHOWN: &[&str] = &[
    "LONGSHORE_HOME",
    "LONGSHORE_LOG",
    "LONGSHORE_ACCOUNT",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "LANG",
    "LC_ALL",
    "XDG_SESSION_TYPE",
    "XDG_CURRENT_DESKTOP",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
];

/// Of others with these beginnings only that they are set.
const NAMED: &[&str] = &[
    "LONGSHORE_",
    "AZURE_",
    "IDENTITY_",
    "MSI_",
    "WEBKIT_",
    "GDK_",
    "GTK_",
];

/// The part.
pub(super) async fn versions(about: &About) -> Value {
    json!({
        "program": about.program,
        "version": env!("CARGO_PKG_VERSION"),
        "executable": std::env::current_exe().ok(),
        "system": std::env::consts::OS,
        "distribution": distribution(),
        "kernel": trimmed("/proc/sys/kernel/osrelease"),
        "arch": std::env::consts::ARCH,
        "cores": std::thread::available_parallelism().map(usize::from).ok(),
        "web_view": about.web_view,
        "python": python().await,
        "environment": environment(),
    })
}

fn distribution() -> Option<String> {
    let text = std::fs::read_to_string("/etc/os-release").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(line.trim_matches('"').to_owned())
}

fn trimmed(path: &str) -> Option<String> {
    Some(std::fs::read_to_string(path).ok()?.trim().to_owned())
}

/// What tasks of Python would run with here; `None` when there is none.
async fn python() -> Option<String> {
    let name = if cfg!(windows) { "python" } else { "python3" };
    let mut command = tokio::process::Command::new(name);
    command
        .arg("--version")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let output = tokio::time::timeout(PATIENCE, command.output()).await;
    let output = output.ok()?.ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn environment() -> Value {
    let mut told = Map::new();
    for (name, value) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if SHOWN.contains(&name.as_str()) {
            let shown = without_user(&name, &value.to_string_lossy()).to_owned();
            told.insert(name, shown.into());
        } else if NAMED.iter().any(|beginning| name.starts_with(beginning)) {
            told.insert(name, "(set)".into());
        }
    }
    told.into()
}

/// A proxy may be given without a scheme, which is what else tells an address with a password in it.
fn without_user<'v>(name: &str, value: &'v str) -> &'v str {
    match value.rsplit_once('@') {
        Some((_, place)) if name.to_ascii_lowercase().ends_with("_proxy") => place,
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::without_user;

    #[test]
    fn a_proxy_is_told_without_who_uses_it() {
        assert_eq!(
            without_user("HTTPS_PROXY", "me:p@ss@proxy:3128"),
            "proxy:3128"
        );
        assert_eq!(without_user("no_proxy", "localhost"), "localhost");
        assert_eq!(without_user("LANG", "de_DE@euro"), "de_DE@euro");
    }
}
