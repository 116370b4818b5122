//! Where one installation keeps things.

use std::path::{Path, PathBuf};

use longshore_model::{Code, Report};

/// The folders of one installation. `LONGSHORE_HOME` puts all of them under one folder (`config/`, `data/`, `cache/`);
/// otherwise they are the platform's own.
#[derive(Debug, Clone)]
pub struct Home {
    config: PathBuf,
    data: PathBuf,
    cache: PathBuf,
    root: Option<PathBuf>,
}

impl Home {
    /// The home that the environment asks for.
    ///
    /// # Errors
    /// [`Code::LocalFiles`] when the platform knows no home folder and `LONGSHORE_HOME` names none.
    pub fn from_env() -> Result<Self, Report> {
        if let Some(root) = std::env::var_os("LONGSHORE_HOME").filter(|root| !root.is_empty()) {
            let root = std::path::absolute(&root).map_err(|error| {
                Report::new(
                    Code::LocalFiles,
                    format!("LONGSHORE_HOME is not usable as a folder: {error}."),
                    "Set it to the path of a folder, or unset it.",
                )
            })?;
            return Ok(Self::at(root));
        }
        let folders = directories::ProjectDirs::from("", "", "longshore").ok_or_else(|| {
            Report::new(
                Code::LocalFiles,
                "This system names no home folder to keep Longshore's files in.",
                "Set LONGSHORE_HOME to a folder.",
            )
        })?;
        Ok(Self {
            config: folders.config_dir().to_owned(),
            data: folders.data_local_dir().to_owned(),
            cache: folders.cache_dir().to_owned(),
            root: None,
        })
    }

    /// Everything under `root`.
    pub fn at(root: PathBuf) -> Self {
        Self {
            config: root.join("config"),
            data: root.join("data"),
            cache: root.join("cache"),
            root: Some(root),
        }
    }

    /// Accounts and preferences.
    pub fn config_dir(&self) -> &Path {
        &self.config
    }

    /// History and results.
    pub fn data_dir(&self) -> &Path {
        &self.data
    }

    /// What can be made again.
    pub fn cache_dir(&self) -> &Path {
        &self.cache
    }

    /// Where the embedded Azure of this installation keeps its state.
    pub fn local_azure_dir(&self) -> PathBuf {
        self.data.join("local-azure")
    }

    /// Where the programs of this installation keep their log.
    pub fn logs_dir(&self) -> PathBuf {
        self.data.join("logs")
    }

    /// Results, a folder for each job.
    pub(crate) fn jobs_dir(&self) -> PathBuf {
        self.data.join("jobs")
    }

    /// Payloads that were made to be submitted at once. One is removed with the last job that names it.
    pub(crate) fn payloads_dir(&self) -> PathBuf {
        self.data.join("payloads")
    }

    /// The one folder to show to people.
    pub fn root_for_people(&self) -> String {
        self.root
            .as_ref()
            .unwrap_or(&self.data)
            .display()
            .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_root_holds_everything() {
        let home = Home::at(PathBuf::from("/r"));
        let all = [home.config_dir(), home.data_dir(), home.cache_dir()];
        assert_eq!(
            all,
            [
                Path::new("/r/config"),
                Path::new("/r/data"),
                Path::new("/r/cache")
            ]
        );
        assert_eq!(home.local_azure_dir(), Path::new("/r/data/local-azure"));
        assert_eq!(home.root_for_people(), "/r");
    }
}
