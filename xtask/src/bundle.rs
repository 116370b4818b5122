//! `cargo xtask bundle`: a Debian and an RPM package of the desktop app and the command line.
//!
//! Laid out here and packed by the systems' own tools: they also work out which libraries, of which versions, the two
//! programs need. See the Debian policy manual, chapters 5 (control fields) and 9 (file system).

mod control;
pub(crate) mod installed;
mod rpm;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::command::Command;
use crate::setup::{self, Purpose};
use crate::steps::heading;
use crate::ui;
use crate::workspace::Workspace;
use control::Control;

/// Which builds are packed.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    /// What is given away.
    Release,
    /// What the tests drive: to check the packaging, not to give away.
    Dev,
}

impl Profile {
    /// Cargo's folder for the builds.
    fn built(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "debug",
        }
    }

    /// The folder for the packages.
    fn folder(self, workspace: &Workspace) -> PathBuf {
        workspace.target(match self {
            Self::Release => "bundle",
            Self::Dev => "bundle-dev",
        })
    }
}

/// Where the packages are.
pub(crate) struct Packages {
    deb: PathBuf,
    rpm: PathBuf,
}

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

/// `cargo xtask bundle`: `target/bundle/longshore_VERSION_ARCH.deb` and `longshore-VERSION-1.ARCH.rpm` beside it.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!(
            "packages are made on Linux. Here `cargo tauri build` makes an installer by src-tauri/tauri.conf.json, \
             which nobody has tried yet"
        );
    }
    setup::install(workspace, Purpose::Run)?;
    setup::packaging()?;
    heading("ui", "the front end");
    ui::build(workspace, &ui::Options::SHIPPED)?;
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
    let packages = pack(workspace, Profile::Release)?;
    println!("{}", packages.deb.display());
    println!("{}", packages.rpm.display());
    Ok(())
}

/// Makes both packages of what is built.
fn pack(workspace: &Workspace, profile: Profile) -> Result<Packages> {
    heading("package", "laying out and packing");
    let folder = profile.folder(workspace);
    let tree = folder.join("tree");
    if tree.exists() {
        std::fs::remove_dir_all(&tree).with_context(|| format!("clearing {}", tree.display()))?;
    }
    lay_out(workspace, &tree, profile)?;
    let control = Control {
        version: version(workspace)?,
        architecture: Command::new("dpkg")
            .arg("--print-architecture")
            .output()?
            .trim()
            .to_owned(),
        libraries: libraries(workspace, &folder, profile)?,
        installed_kib: size(&tree)?.div_ceil(1024),
    };
    let rpm = rpm::pack(workspace, &folder, &tree, &control.version)?;
    put(control.to_string().as_bytes(), &tree.join("DEBIAN/control"))?;
    let deb = folder.join(format!(
        "longshore_{}_{}.deb",
        control.version, control.architecture
    ));
    Command::new("dpkg-deb")
        // Debian before 12 does not unpack zstd, which other systems' dpkg packs by default.
        .args(["--root-owner-group", "-Zxz"])
        .arg(match profile {
            Profile::Release => "-z9",
            Profile::Dev => "-z0",
        })
        .arg("--build")
        .arg(&tree)
        .arg(&deb)
        .run()?;
    Ok(Packages { deb, rpm })
}

/// Everything that the package installs, below `tree`.
fn lay_out(workspace: &Workspace, tree: &Path, profile: Profile) -> Result<()> {
    for program in PROGRAMS {
        let target = tree.join("usr/bin").join(program);
        copy(&workspace.built(profile.built(), program), &target)?;
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
        let script = Command::new(workspace.built(profile.built(), "longshore"))
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
    )?;
    // The same whatever the umask is where the package is made.
    Command::new("chmod")
        .args(["--recursive", "u=rwX,go=rX"])
        .arg(tree)
        .run()
}

/// The `Depends` field as dpkg-shlibdeps finds it: it wants a source package around it, so it gets the least of one.
fn libraries(workspace: &Workspace, folder: &Path, profile: Profile) -> Result<String> {
    put(
        b"Source: longshore\n\nPackage: longshore\nArchitecture: any\n",
        &folder.join("debian/control"),
    )?;
    let found = Command::new("dpkg-shlibdeps")
        .arg("-O")
        .args(PROGRAMS.map(|program| workspace.built(profile.built(), program)))
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
