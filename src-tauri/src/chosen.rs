//! Which paths the person has chosen. The window may ask for those alone: a page that somebody else came to speak through could
//! otherwise have any file read and sent, or written.

use std::{
    collections::HashSet,
    path::{Component, Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use longshore_model::{Code, Report, opened::Opened};

/// Folders that count as chosen from the start, as `PATH` lists them: for whoever starts the program where no dialog of the
/// system can be used.
const VARIABLE: &str = "LONGSHORE_CHOSEN";

/// What was dropped on the window, named in a dialog of the system, or given to the program as it was started.
#[derive(Debug, Default)]
pub struct Chosen(Mutex<HashSet<PathBuf>>);

impl Chosen {
    /// What whoever starts the program has chosen by the environment.
    pub fn by_environment() -> Self {
        let folders = std::env::var_os(VARIABLE).unwrap_or_default();
        let chosen = Self::default();
        chosen.add(std::env::split_paths(&folders).filter(|folder| folder.is_absolute()));
        chosen
    }

    /// Notes what was chosen, with all that is below.
    pub fn add(&self, paths: impl IntoIterator<Item = impl Into<PathBuf>>) {
        self.all().extend(paths.into_iter().map(Into::into));
    }

    /// The same of what the program was started with.
    pub fn opened(&self, opened: &Opened) {
        self.add(&opened.paths);
    }

    /// Fails unless the person has chosen the path or a folder that it is in.
    pub fn check(&self, path: &Path) -> Result<(), Report> {
        let roundabout = path.components().any(|part| part == Component::ParentDir);
        let chosen = self.all();
        let is_below = || path.ancestors().any(|above| chosen.contains(above));
        if chosen.contains(path) || !roundabout && is_below() {
            return Ok(());
        }
        Err(Report::new(
            Code::NotAllowed,
            format!("{} was not chosen in this window.", path.display()),
            "Drop it on the window, or choose it there.",
        ))
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashSet<PathBuf>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_was_chosen_and_what_is_below_may_be_asked_for_and_nothing_else() {
        let chosen = Chosen::default();
        chosen.add(["/work/a.pkl", "/work/bundle", "/work/x/../given.py"]);
        let may = |path: &str| chosen.check(Path::new(path)).is_ok();
        for path in [
            "/work/a.pkl",
            "/work/bundle",
            "/work/bundle/src/main.py",
            "/work/x/../given.py",
        ] {
            assert!(may(path), "{path}");
        }
        for path in [
            "",
            "/",
            "/work",
            "/work/b.pkl",
            "/work/a.pkl.key",
            "/work/bundle2/main.py",
            "/work/bundle/../id_rsa",
            "/work/./../work/bundle/../b.pkl",
            "a.pkl",
        ] {
            assert!(!may(path), "{path}");
        }
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        let refused = Chosen::default().check(Path::new("/x/y")).unwrap_err();
        assert_eq!(
            (refused.code, refused.title.as_str()),
            (Code::NotAllowed, "/x/y was not chosen in this window.")
        );
        assert_eq!(
            refused.guidance,
            "Drop it on the window, or choose it there."
        );
    }
}
