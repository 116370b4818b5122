//! Installs the packages into folders of their own, uses what they bring, and removes them.
//!
//! What this does not tell: whether another distribution has the libraries the RPM names, and what its package manager
//! makes of the rest.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::{COMPLETIONS, ICONS, PROGRAMS, Profile, pack, put, rpm};
use crate::{
    command::{Command, on_path},
    programs,
    steps::{Outcome, heading},
    workspace::Workspace,
};

/// The test that has the window run a task, in nextest's language of filters.
const WINDOW: &str = "test(=desktop::journey::the_sample_runs_with_one_click)";

/// Packs development builds, which must be there, and tries both packages.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    let packages = pack(workspace, Profile::Dev)?;
    if Command::new("id").arg("-u").output()?.trim() != "0" {
        return Ok(Outcome::Partly(
            "packed, but not installed: only root may, into a folder of its own too".into(),
        ));
    }
    let roots = Profile::Dev.folder(workspace).join("installed");
    if roots.exists() {
        std::fs::remove_dir_all(&roots).with_context(|| format!("clearing {}", roots.display()))?;
    }
    deb(workspace, &packages.deb, &roots.join("deb"))?;
    rpm(workspace, &packages.rpm, &roots.join("rpm"))?;
    Ok(Outcome::Done)
}

fn deb(workspace: &Workspace, package: &Path, root: &Path) -> Result<()> {
    heading("deb", "installing, using and removing it");
    if on_path("apt-get") {
        // Whether this system's packages meet what it depends on. Nothing is installed.
        Command::new("apt-get")
            .args(["--simulate", "-qq", "--no-install-recommends", "install"])
            .arg(package)
            .run()?;
    }
    put(b"", &root.join("var/lib/dpkg/status"))?;
    std::fs::create_dir_all(root.join("var/lib/dpkg/info"))?;
    std::fs::create_dir_all(root.join("var/lib/dpkg/updates"))?;
    let dpkg = || Command::new("dpkg").arg(format!("--root={}", root.display()));
    // The folder has no other package.
    dpkg()
        .args(["--force-depends", "--install"])
        .arg(package)
        .run()?;
    holds(root, &COMPLETIONS.map(|(_, place)| place))?;
    used(workspace, root)?;
    dpkg().args(["--purge", "longshore"]).run()?;
    removed(root)
}

fn rpm(workspace: &Workspace, package: &Path, root: &Path) -> Result<()> {
    heading("rpm", "installing, using and removing it");
    let needs = Command::new("rpm")
        .args(["--query", "--requires", "--package"])
        .arg(package)
        .output()?;
    ensure!(
        needs.contains("libwebkit2gtk-4.1.so.0"),
        "the RPM does not ask for WebKitGTK: {needs}"
    );
    std::fs::create_dir_all(root)?;
    let rpm = || Command::new("rpm").arg(format!("--root={}", root.display()));
    // The folder has no other package.
    rpm().args(["--nodeps", "--install"]).arg(package).run()?;
    // Every file as it was packed: content, mode and owner.
    rpm().args(["--verify", "--nodeps", "longshore"]).run()?;
    holds(root, &[rpm::ZSH])?;
    used(workspace, root)?;
    rpm().args(["--erase", "longshore"]).run()?;
    removed(root)
}

/// Looks at what there is and at what the desktop is told of it.
fn holds(root: &Path, completions: &[&str]) -> Result<()> {
    let entry = root.join("usr/share/applications/longshore.desktop");
    Command::new("desktop-file-validate").arg(&entry).run()?;
    let text = std::fs::read_to_string(&entry)?;
    for line in [
        "Exec=longshore-desktop %U",
        "Icon=longshore",
        "MimeType=x-scheme-handler/longshore;",
    ] {
        ensure!(
            text.lines().any(|l| l == line),
            "{line} is not in {}",
            entry.display()
        );
    }
    for (_, place) in ICONS {
        icon(&root.join("usr/share/icons/hicolor").join(place), place)?;
    }
    for place in completions {
        let script = std::fs::read_to_string(root.join(place))
            .with_context(|| format!("reading {place}"))?;
        ensure!(script.contains("longshore"), "{place} completes nothing");
    }
    let wrong = below_usr(
        root,
        &["(", "-perm", "/022", "-o", "!", "-perm", "-444", ")"],
    )?;
    ensure!(
        wrong.is_empty(),
        "not for everybody to read, or for others to write: {wrong}"
    );
    let programs = below_usr(root, &["-type", "f", "-perm", "/111"])?;
    ensure!(
        programs.lines().count() == PROGRAMS.len(),
        "these files can be run: {programs}"
    );
    Ok(())
}

/// Runs a task by the installed command, and one by the installed window as the tests drive it.
fn used(workspace: &Workspace, root: &Path) -> Result<()> {
    let home = root.join("home");
    put(
        b"import pathlib\npathlib.Path('outputs/said.txt').write_text('ok')\n",
        &home.join("task.py"),
    )?;
    Command::new(program(root, "longshore"))
        .args(["run", "task.py", "--output", "out"])
        .env("LONGSHORE_HOME", home.join("longshore"))
        .env("LONGSHORE_LOCAL_IDLE", "2")
        .directory(&home)
        .run()?;
    let result = home.join("out/task/outputs/said.txt");
    let said = std::fs::read_to_string(&result)
        .with_context(|| format!("{} did not come home", result.display()))?;
    ensure!(said == "ok", "the task brought home {said:?}");

    Command::cargo()
        .args(["nextest", "run", "--no-tests=fail"])
        // All of them, as they are built already; of one alone the dependencies would be compiled anew.
        .args(crate::checks::NATIVE)
        .args(["--filterset", WINDOW])
        .envs(programs::environment(workspace, Profile::Dev.built())?)
        .env("LONGSHORE_BIN", program(root, "longshore"))
        .env("LONGSHORE_DESKTOP_BIN", program(root, "longshore-desktop"))
        .run()
        .context("the installed window did not run a task")
}

/// Nothing of it is left.
fn removed(root: &Path) -> Result<()> {
    let left = below_usr(root, &["!", "-type", "d"])?;
    ensure!(left.is_empty(), "left behind: {left}");
    Ok(())
}

fn program(root: &Path, name: &str) -> PathBuf {
    root.join("usr/bin").join(name)
}

/// What `find` finds below `usr`, where only the package has put anything; a path a line.
fn below_usr(root: &Path, tests: &[&str]) -> Result<String> {
    Command::new("find")
        .arg(root)
        .args(["-path", &format!("{}/usr/*", root.display())])
        .args(tests)
        .output()
}

/// A picture of the size its folder promises.
fn icon(path: &Path, place: &str) -> Result<()> {
    let content = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let Some((side, _)) = place.split_once('x') else {
        ensure!(content.starts_with(b"<"), "{place} is no SVG");
        return Ok(());
    };
    let Ok(promised) = side.parse::<u32>() else {
        bail!("{place} promises no size");
    };
    // A PNG's width stands behind its signature and the head of its first chunk.
    let width = content.get(16..20).and_then(|bytes| bytes.try_into().ok());
    let width = width.map(u32::from_be_bytes);
    ensure!(width == Some(promised), "{place} is {width:?} wide");
    Ok(())
}
