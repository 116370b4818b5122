//! `cargo xtask bundle`: a Debian package of the desktop app and the command line.
//!
//! Laid out here and packed by dpkg's own tools: they also work out which libraries, of which versions, the two
//! programs need. See the Debian policy manual, chapters 5 (control fields) and 9 (file system).

mod control;

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::command::{Command, on_path};
use crate::setup::{self, Purpose};
use crate::steps::heading;
use crate::ui;
use crate::workspace::Workspace;
use control::Control;

/// The two programs, as cargo and the package name them.
const PROGRAMS: [&str; 2] = ["longshore-desktop", "longshore"];

/// Where each icon goes, below the icon theme that every other theme falls back to.
const ICONS: [(&str, &str); 5] = [
    ("32x32.png", "32x32/apps/longshore.png"),
    ("128x128.png", "128x128/apps/longshore.png"),
    ("128x128@2x.png", "256x256/apps/longshore.png"),
    ("icon.png", "512x512/apps/longshore.png"),
    ("longshore.svg", "scalable/apps/longshore.svg"),
];

/// Where each shell looks for the completions of a program.
const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "usr/share/bash-completion/completions/longshore"),
    ("zsh", "usr/share/zsh/vendor-completions/_longshore"),
    ("fish", "usr/share/fish/vendor_completions.d/longshore.fish"),
];

/// Builds `target/bundle/longshore_VERSION_ARCH.deb`.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    if !on_path("dpkg-deb") || !on_path("dpkg-shlibdeps") {
        bail!(
            "a Debian package is made with dpkg-deb and dpkg-shlibdeps (Debian's dpkg-dev), which are not here"
        );
    }
    setup::install(workspace, Purpose::Run)?;
    heading("ui", "the front end");
    ui::build(workspace, &ui::Options::default())?;
    heading("programs", "release builds");
    Command::cargo()
        .args([
            "build",
            "--release",
            "--package",
            "longshore-cli",
            "--package",
            "longshore-desktop",
        ])
        .run()?;

    heading("package", "laying out and packing");
    let folder = workspace.target("bundle");
    let tree = folder.join("tree");
    if tree.exists() {
        std::fs::remove_dir_all(&tree).with_context(|| format!("clearing {}", tree.display()))?;
    }
    lay_out(workspace, &tree)?;
    let control = Control {
        version: version(workspace)?,
        architecture: Command::new("dpkg")
            .arg("--print-architecture")
            .output()?
            .trim()
            .to_owned(),
        libraries: libraries(workspace, &folder)?,
        installed_kib: size(&tree)?.div_ceil(1024),
    };
    put(control.to_string().as_bytes(), &tree.join("DEBIAN/control"))?;
    let package = folder.join(format!(
        "longshore_{}_{}.deb",
        control.version, control.architecture
    ));
    Command::new("dpkg-deb")
        .args(["--root-owner-group", "--build"])
        .arg(&tree)
        .arg(&package)
        .run()?;
    println!("{}", package.display());
    Ok(())
}

/// Everything that the package installs, below `tree`.
fn lay_out(workspace: &Workspace, tree: &Path) -> Result<()> {
    for program in PROGRAMS {
        let target = tree.join("usr/bin").join(program);
        copy(&workspace.built("release", program), &target)?;
        Command::new("strip")
            .arg("--strip-unneeded")
            .arg(target)
            .run()?;
    }
    for (icon, place) in ICONS {
        copy(
            &workspace.path("icons").join(icon),
            &tree.join("usr/share/icons/hicolor").join(place),
        )?;
    }
    for (shell, place) in COMPLETIONS {
        let script = Command::new(workspace.built("release", "longshore"))
            .args(["completions", shell])
            .output()?;
        put(script.as_bytes(), &tree.join(place))?;
    }
    put(
        control::DESKTOP_ENTRY.as_bytes(),
        &tree.join("usr/share/applications/longshore.desktop"),
    )?;
    put(
        control::COPYRIGHT.as_bytes(),
        &tree.join("usr/share/doc/longshore/copyright"),
    )?;
    copy(
        &workspace.path("ui/assets/fonts/OFL.txt"),
        &tree.join("usr/share/doc/longshore/OFL.txt"),
    )
}

/// The `Depends` field as dpkg-shlibdeps finds it: it wants a source package around it, so it gets the least of one.
fn libraries(workspace: &Workspace, folder: &Path) -> Result<String> {
    put(
        b"Source: longshore\n\nPackage: longshore\nArchitecture: any\n",
        &folder.join("debian/control"),
    )?;
    let found = Command::new("dpkg-shlibdeps")
        .arg("-O")
        .args(PROGRAMS.map(|program| workspace.built("release", program)))
        .directory(folder)
        .output()?;
    let depends = found
        .trim()
        .strip_prefix("shlibs:Depends=")
        .context("dpkg-shlibdeps printed something unexpected")?;
    if !depends.contains("libwebkit2gtk-4.1") {
        bail!("the app seems not to need WebKitGTK ({depends}): is it the real one?");
    }
    Ok(depends.to_owned())
}

/// The version of the app.
fn version(workspace: &Workspace) -> Result<String> {
    let mut packages = workspace.metadata.packages.iter();
    let app = packages.find(|package| package.name == "longshore-desktop");
    Ok(app
        .context("longshore-desktop is not in the workspace")?
        .version
        .clone())
}

/// The bytes of all files below a folder.
fn size(folder: &Path) -> Result<u64> {
    let mut total = 0;
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?
    {
        let entry = entry?;
        let about = entry.metadata()?;
        total += if about.is_dir() {
            size(&entry.path())?
        } else {
            about.len()
        };
    }
    Ok(total)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    make_parent(to)?;
    std::fs::copy(from, to)
        .with_context(|| format!("copying {} to {}", from.display(), to.display()))?;
    Ok(())
}

fn put(content: &[u8], to: &Path) -> Result<()> {
    make_parent(to)?;
    std::fs::write(to, content).with_context(|| format!("writing {}", to.display()))
}

fn make_parent(path: &Path) -> Result<()> {
    let folder = path.parent().context("a file lies in a folder")?;
    std::fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))
}
