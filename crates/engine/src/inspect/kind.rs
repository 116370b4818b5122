//! Which kind of payload a file claims to be, by its name.

use std::path::Path;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Pickle,
    Python,
    Shell,
    Zip,
    TarGz,
}

impl Kind {
    /// By the ending of the name, in any case of letters.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if ends(&[".pkl", ".pickle"]) {
            Some(Self::Pickle)
        } else if ends(&[".py"]) {
            Some(Self::Python)
        } else if ends(&[".sh"]) {
            Some(Self::Shell)
        } else if ends(&[".zip"]) {
            Some(Self::Zip)
        } else if ends(&[".tar.gz", ".tgz"]) {
            Some(Self::TarGz)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Kind;

    #[test]
    fn the_ending_tells_the_kind() {
        let kinds = [
            "a.pkl",
            "A.PICKLE",
            "x/run.py",
            "run.sh",
            "b.zip",
            "b.tar.gz",
            "b.TGZ",
            "b.tar",
            "notes.txt",
            "pkl",
        ];
        assert_eq!(
            kinds.map(|name| Kind::of(Path::new(name))),
            [
                Some(Kind::Pickle),
                Some(Kind::Pickle),
                Some(Kind::Python),
                Some(Kind::Shell),
                Some(Kind::Zip),
                Some(Kind::TarGz),
                Some(Kind::TarGz),
                None,
                None,
                None,
            ]
        );
    }
}
