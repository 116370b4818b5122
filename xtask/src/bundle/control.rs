//! The texts of the Debian package.

/// What the package says about itself.
pub(super) struct Control {
    pub(super) version: String,
    pub(super) architecture: String,
    /// The `Depends` field: libraries with their least versions.
    pub(super) libraries: String,
    pub(super) installed_kib: u64,
}

impl std::fmt::Display for Control {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            version,
            architecture,
            libraries,
            installed_kib,
        } = self;
        // Python runs the tasks of "This computer"; a keyring holds the secrets of other accounts. The app explains
        // itself without either, so neither is a must.
        writeln!(formatter, "Package: longshore")?;
        writeln!(formatter, "Version: {version}")?;
        writeln!(formatter, "Architecture: {architecture}")?;
        writeln!(
            formatter,
            "Maintainer: The Longshore authors <longshore@localhost>"
        )?;
        writeln!(formatter, "Installed-Size: {installed_kib}")?;
        writeln!(formatter, "Depends: {libraries}")?;
        writeln!(
            formatter,
            "Recommends: python3, python3-venv, gnome-keyring | kwalletmanager"
        )?;
        writeln!(formatter, "Section: science")?;
        writeln!(formatter, "Priority: optional")?;
        writeln!(
            formatter,
            "Description: run task payloads on Azure Batch or on this computer"
        )?;
        writeln!(
            formatter,
            " Longshore loads payloads onto Azure Batch from your desktop and brings the results"
        )?;
        writeln!(
            formatter,
            " home. Without an account it runs them on this computer, on an embedded service that"
        )?;
        writeln!(
            formatter,
            " speaks the same protocols. With the longshore command for scripts and terminals."
        )
    }
}

/// The entry in the menu. The class ties the window to it, for the icon in the dock.
pub(super) const DESKTOP_ENTRY: &str = "\
[Desktop Entry]
Type=Application
Name=Longshore
GenericName=Azure Batch client
Comment=Run task payloads on Azure Batch or on this computer
Exec=longshore-desktop %U
MimeType=x-scheme-handler/longshore;
Icon=longshore
Terminal=false
Categories=Science;ParallelComputing;
Keywords=azure;batch;covalent;job;task;
StartupWMClass=longshore-desktop
";

/// Debian's machine-readable form.
pub(super) const COPYRIGHT: &str = "\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: longshore

Files: *
Copyright: The Longshore authors
License: Apache-2.0
 On Debian systems the full text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.

Files: usr/bin/longshore-desktop
Copyright: 2016 The Inter Project Authors
License: OFL-1.1
 The app carries the Inter typeface. The full text of its licence is in
 /usr/share/doc/longshore/OFL.txt.
Comment: The program itself is under Apache-2.0; this stanza is about the typeface in it.
";

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::Control;

    #[test]
    fn the_control_file_has_one_field_a_line_and_an_indented_description() {
        let control = Control {
            version: "0.1.0".to_owned(),
            architecture: "amd64".to_owned(),
            libraries: "libc6 (>= 2.34), libwebkit2gtk-4.1-0 (>= 2.41.91)".to_owned(),
            installed_kib: 20_480,
        };
        assert_eq!(
            control.to_string(),
            "\
Package: longshore
Version: 0.1.0
Architecture: amd64
Maintainer: The Longshore authors <longshore@localhost>
Installed-Size: 20480
Depends: libc6 (>= 2.34), libwebkit2gtk-4.1-0 (>= 2.41.91)
Recommends: python3, python3-venv, gnome-keyring | kwalletmanager
Section: science
Priority: optional
Description: run task payloads on Azure Batch or on this computer
 Longshore loads payloads onto Azure Batch from your desktop and brings the results
 home. Without an account it runs them on this computer, on an embedded service that
 speaks the same protocols. With the longshore command for scripts and terminals.
"
        );
    }
}
