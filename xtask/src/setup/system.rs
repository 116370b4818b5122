//! Packages of the operating system: installed on Debian and its kin, named elsewhere.

use anyhow::{Result, bail};

use super::{Purpose, announce};
use crate::command::{Command, on_path};

/// Something that only the system can provide.
struct Need {
    /// What it is, for a system whose package names we do not know.
    what: &'static str,
    /// The Debian packages that bring it.
    packages: &'static [&'static str],
    /// From which purpose on it is needed.
    from: Purpose,
    /// How one sees that it is there, whoever installed it.
    probe: Probe,
}

enum Probe {
    Program(&'static str),
    Library(&'static str),
    /// Python, with the module that makes virtual environments with pip.
    Python,
    /// Node of at least this major version, with npm.
    Node(u32),
    /// A font, as `fc-list` looks for one.
    Font(&'static str),
}

const NEEDS: &[Need] = &[
    Need {
        what: "a C compiler and linker",
        packages: &["build-essential"],
        from: Purpose::Run,
        probe: Probe::Program("cc"),
    },
    Need {
        what: "pkg-config",
        packages: &["pkg-config"],
        from: Purpose::Run,
        probe: Probe::Program("pkg-config"),
    },
    Need {
        what: "WebKitGTK 4.1 with its headers",
        packages: &["libwebkit2gtk-4.1-dev"],
        from: Purpose::Run,
        probe: Probe::Library("webkit2gtk-4.1"),
    },
    Need {
        what: "Python 3 with venv, which runs the tasks",
        packages: &["python3", "python3-venv"],
        from: Purpose::Run,
        probe: Probe::Python,
    },
    Need {
        what: "WebKitWebDriver",
        packages: &["webkit2gtk-driver"],
        from: Purpose::Test,
        probe: Probe::Program("WebKitWebDriver"),
    },
    Need {
        what: "Xvfb",
        packages: &["xvfb"],
        from: Purpose::Test,
        probe: Probe::Program("xvfb-run"),
    },
    Need {
        what: "xauth",
        packages: &["xauth"],
        from: Purpose::Test,
        probe: Probe::Program("xauth"),
    },
    // The approved pictures of ids and outputs are drawn in it; the typeface of all else is the app's own.
    Need {
        what: "DejaVu Sans Mono",
        packages: &["fontconfig", "fonts-dejavu-core", "fonts-dejavu-extra"],
        from: Purpose::Test,
        probe: Probe::Font(":family=DejaVu Sans Mono:style=Oblique"),
    },
    Need {
        what: "dbus-run-session",
        packages: &["dbus"],
        from: Purpose::Test,
        probe: Probe::Program("dbus-run-session"),
    },
    Need {
        what: "GNOME Keyring",
        packages: &["gnome-keyring"],
        from: Purpose::Test,
        probe: Probe::Program("gnome-keyring-daemon"),
    },
    Need {
        what: "Node.js 18 or later with npm",
        packages: &["nodejs", "npm"],
        from: Purpose::Test,
        probe: Probe::Node(18),
    },
];

/// What making packages needs; trying them is part of testing.
const PACKAGING: &[Need] = &[
    Need {
        what: "dpkg-deb",
        packages: &["dpkg"],
        from: Purpose::Test,
        probe: Probe::Program("dpkg-deb"),
    },
    Need {
        what: "dpkg-shlibdeps",
        packages: &["dpkg-dev"],
        from: Purpose::Test,
        probe: Probe::Program("dpkg-shlibdeps"),
    },
    Need {
        what: "rpmbuild",
        packages: &["rpm"],
        from: Purpose::Test,
        probe: Probe::Program("rpmbuild"),
    },
    Need {
        what: "desktop-file-validate",
        packages: &["desktop-file-utils"],
        from: Purpose::Test,
        probe: Probe::Program("desktop-file-validate"),
    },
];

/// Installs what is missing for the purpose, or says what it is.
pub(super) fn install(purpose: Purpose) -> Result<()> {
    let needs = NEEDS.iter().chain(PACKAGING);
    provide(needs.filter(|need| need.from <= purpose))
}

/// The same, for making packages.
pub(super) fn install_packaging() -> Result<()> {
    provide(PACKAGING.iter())
}

/// Only Linux needs anything: the other systems bring a web view, and the window is tested on Linux alone.
fn provide<'a>(needs: impl Iterator<Item = &'a Need>) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing: Vec<&Need> = needs.filter(|need| !need.probe.found()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|need| need.packages)
        .copied()
        .collect();
    if !on_path("apt-get") {
        let names: Vec<&str> = missing.iter().map(|need| need.what).collect();
        bail!(
            "this system lacks: {}. Install them with its package tool, then repeat",
            names.join("; ")
        );
    }
    let list = packages.join(" ");
    announce(&format!("installing system packages: {list}"));
    let Some(apt_get) = apt_get()? else {
        bail!("system packages need root, and there is no sudo. As root: apt-get install {list}");
    };
    apt_get().args(["update", "-q"]).run_interactively()?;
    apt_get()
        .args(["install", "-q", "-y", "--no-install-recommends"])
        .args(packages)
        .run_interactively()?;
    let unmet: Vec<&str> = missing
        .iter()
        .filter(|need| !need.probe.found())
        .map(|need| need.what)
        .collect();
    if !unmet.is_empty() {
        bail!(
            "the packages are installed, but still missing: {}",
            unmet.join("; ")
        );
    }
    Ok(())
}

/// How to run apt-get as root: by sudo when this is somebody else, not at all without it.
fn apt_get() -> Result<Option<fn() -> Command>> {
    if Command::new("id").arg("-u").output()?.trim() == "0" {
        return Ok(Some(|| {
            Command::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive")
        }));
    }
    if !on_path("sudo") {
        return Ok(None);
    }
    announce("asking sudo for the right to install them");
    Ok(Some(|| {
        Command::new("sudo").args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
    }))
}

impl Probe {
    fn found(&self) -> bool {
        match self {
            Self::Program(name) => on_path(name),
            Self::Library(name) => Command::new("pkg-config")
                .args(["--exists", name])
                .succeeds(),
            Self::Python => Command::new("python3")
                .args(["-c", "import ensurepip, venv"])
                .succeeds(),
            Self::Font(pattern) => {
                let found = Command::new("fc-list").args([pattern, "file"]).output();
                found.is_ok_and(|files| !files.trim().is_empty())
            }
            Self::Node(least) => {
                on_path("npm")
                    && Command::new("node")
                        .arg("--version")
                        .output()
                        .is_ok_and(|version| {
                            node_major(&version).is_some_and(|major| major >= *least)
                        })
            }
        }
    }
}

/// The major version in what `node --version` prints.
fn node_major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::node_major;

    #[test]
    fn the_major_version_of_node_is_read_from_what_it_prints() {
        assert_eq!(node_major("v20.20.2\n"), Some(20));
        assert_eq!(node_major("20.20.2"), None);
        assert_eq!(node_major(""), None);
    }
}
