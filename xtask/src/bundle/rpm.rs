//! The RPM package, made by rpmbuild out of the same tree as the Debian one. It works out by itself which libraries the
//! programs need, and names them by their sonames, which Fedora and openSUSE share.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{COMPLETIONS, copy, put};
use crate::{command::Command, workspace::Workspace};

/// Where Fedora's and openSUSE's zsh look for completions; Debian has a folder of its own.
pub(super) const ZSH: &str = "usr/share/zsh/site-functions/_longshore";

/// Packs the tree; answers the package.
pub(super) fn pack(
    workspace: &Workspace,
    folder: &Path,
    tree: &Path,
    version: &str,
) -> Result<PathBuf> {
    let architecture = std::env::consts::ARCH;
    let name = format!("longshore-{}-1.{architecture}.rpm", spelled(version));
    let licence = folder.join("LICENSE");
    copy(&workspace.path("LICENSE"), &licence)?;
    let spec = folder.join("longshore.spec");
    put(spec_file(tree, &licence, version).as_bytes(), &spec)?;
    let define = |name: &str, value: &dyn std::fmt::Display| format!("{name} {value}");
    Command::new("rpmbuild")
        .arg("-bb")
        .arg("--quiet")
        .args([
            "--define",
            &define("_topdir", &folder.join("rpmbuild").display()),
        ])
        .args(["--define", &define("_rpmdir", &folder.display())])
        .args(["--define", &define("_rpmfilename", &name)])
        .arg(&spec)
        .run()?;
    Ok(folder.join(name))
}

/// RPM has no hyphen in versions; a tilde sorts before the release, as a pre-release should.
fn spelled(version: &str) -> String {
    version.replace('-', "~")
}

fn spec_file(tree: &Path, licence: &Path, version: &str) -> String {
    let (tree, licence, version) = (tree.display(), licence.display(), spelled(version));
    let debian_zsh = COMPLETIONS
        .iter()
        .find(|(shell, _)| *shell == "zsh")
        .map_or("", |(_, place)| *place);
    // The programs are stripped already, and their build ids would need folders that no other package here has.
    format!(
        "\
%global debug_package %{{nil}}
%global _build_id_links none
%global __strip /bin/true
Name: longshore
Version: {version}
Release: 1
Summary: Run task payloads on Azure Batch or on this computer
License: Apache-2.0 AND OFL-1.1
Recommends: python3
Recommends: (gnome-keyring or kwalletmanager5)

%description
Longshore loads payloads onto Azure Batch from your desktop and brings the results
home. Without an account it runs them on this computer, on an embedded service that
speaks the same protocols. With the longshore command for scripts and terminals.

%install
mkdir -p %{{buildroot}}/usr/share/zsh/site-functions
cp -a {tree}/usr %{{buildroot}}/
mv %{{buildroot}}/{debian_zsh} %{{buildroot}}/{ZSH}
rm -r %{{buildroot}}/usr/share/zsh/vendor-completions %{{buildroot}}/usr/share/doc/longshore/copyright
cp {licence} %{{buildroot}}/usr/share/doc/longshore/LICENSE

%files
%defattr(-,root,root)
/usr/bin/longshore
/usr/bin/longshore-desktop
/usr/share/applications/longshore.desktop
/usr/share/icons/hicolor/*/apps/longshore.*
/usr/share/bash-completion/completions/longshore
/usr/share/fish/vendor_completions.d/longshore.fish
/{ZSH}
/usr/share/doc/longshore
"
    )
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn a_pre_release_sorts_before_its_release() {
        assert_eq!(spelled("0.2.0-rc.1"), "0.2.0~rc.1");
        assert_eq!(spelled("0.1.0"), "0.1.0");
    }
}
