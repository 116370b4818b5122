//! The file: a zip that is there whole or not at all, for its owner's eyes.

use std::{
    io::{self, Write as _},
    path::Path,
};

use jiff::Zoned;
use longshore_engine::Part;
use longshore_model::{Code, Report};
use serde::Serialize;
use serde_json::Value;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Check, checks::in_one_line};
use crate::log::redacted;

/// The folder within the file.
const FOLDER: &str = "longshore-diagnose";

/// What is told of the bundle wherever it is made.
const WARNING: &str = "It holds no passwords, keys or tokens, but names: of jobs, tasks, accounts, services, files and \
                       folders. Look through it before you send it.";

/// What was gathered.
#[derive(Debug, Default)]
pub struct Bundle {
    files: Vec<Content>,
    checks: Vec<Check>,
}

#[derive(Debug)]
struct Content {
    name: String,
    about: &'static str,
    text: Result<String, Report>,
}

/// A file of the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub about: &'static str,
    /// Its size, unpacked.
    pub bytes: usize,
    /// Why it could not be made.
    pub problem: Option<String>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Written {
    /// The file.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// What is in it.
    pub entries: Vec<Entry>,
    /// What was found.
    pub checks: Vec<Check>,
    /// What to think of before it is sent.
    pub warning: &'static str,
}

/// A name for a bundle that is made now.
pub fn bundle_name() -> String {
    format!(
        "longshore-diagnose-{}.zip",
        Zoned::now().strftime("%Y%m%d-%H%M%S")
    )
}

impl Bundle {
    /// Adds a part. Its texts, not its keys, are looked through for secrets once more.
    pub(super) fn json(&mut self, name: &str, about: &'static str, part: Part) {
        let pretty = |mut value| {
            clean(&mut value);
            format!("{value:#}\n")
        };
        self.add(name.into(), about, part.map(pretty));
    }

    pub(super) fn text(
        &mut self,
        name: impl Into<String>,
        about: &'static str,
        part: Result<String, Report>,
    ) {
        let part = part.map(|text| redacted(&text).into_owned());
        self.add(name.into(), about, part);
    }

    fn add(&mut self, name: String, about: &'static str, text: Result<String, Report>) {
        self.files.push(Content { name, about, text });
    }

    pub(super) fn conclude(&mut self, checks: Vec<Check>) {
        self.checks = checks;
        let text = self.read_me();
        let read_me = Content {
            name: "README.txt".into(),
            about: "what this is, what was found, and what is in it",
            text: Ok(text),
        };
        self.files.insert(0, read_me);
    }

    fn entries(&self) -> Vec<Entry> {
        let entry = |file: &Content| Entry {
            name: file.name.clone(),
            about: file.about,
            bytes: file.text.as_ref().map_or(0, String::len),
            problem: file.text.as_ref().err().map(in_one_line),
        };
        self.files.iter().map(entry).collect()
    }

    fn read_me(&self) -> String {
        let now = Zoned::now().strftime("%Y-%m-%d %H:%M:%S %:z");
        let mut text = format!(
            "Longshore {} wrote this on {now}, to go with a report of a fault.\n{WARNING}\n\nWhat was found\n\n",
            env!("CARGO_PKG_VERSION")
        );
        let width = self
            .checks
            .iter()
            .map(|check| check.what.chars().count())
            .max()
            .unwrap_or(0);
        for check in &self.checks {
            let mark = if check.ok { "ok    " } else { "FAILED" };
            text += &format!("  {mark}  {:width$}  {}\n", check.what, check.detail);
        }
        text += "\nWhat is in it\n\n";
        let entries = self.entries();
        let width = entries
            .iter()
            .map(|entry| entry.name.chars().count())
            .max()
            .unwrap_or(0);
        for entry in entries {
            let problem = entry
                .problem
                .map_or_else(String::new, |why| format!(": could not be made. {why}"));
            text += &format!("  {:width$}  {}{problem}\n", entry.name, entry.about);
        }
        text
    }

    /// Writes the file. One that is there already is replaced only when that was asked for.
    ///
    /// # Errors
    /// It is there already, or cannot be written; then nothing is left of it.
    pub fn write(&self, path: &Path, replace: bool) -> Result<Written, Report> {
        let bytes = self
            .pack(path, replace)
            .map_err(|error| not_written(path, &error))?;
        Ok(Written {
            file: path.to_string_lossy().into_owned(),
            bytes,
            entries: self.entries(),
            checks: self.checks.clone(),
            warning: WARNING,
        })
    }

    fn pack(&self, path: &Path, replace: bool) -> io::Result<u64> {
        if !replace && path.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        // Made with mode 0600 where there are modes, and removed unless it gets its name.
        let mut part = tempfile::Builder::new()
            .prefix(".longshore-diagnose-")
            .suffix(".part")
            .tempfile_in(folder.unwrap_or(Path::new(".")))?;
        let mut zip = ZipWriter::new(part.as_file_mut());
        let options = options();
        for file in &self.files {
            let failed;
            let (name, text) = match &file.text {
                Ok(text) => (file.name.clone(), text),
                Err(report) => {
                    failed = format!("{}\n", in_one_line(report));
                    (format!("{}.failed.txt", file.name), &failed)
                }
            };
            zip.start_file(format!("{FOLDER}/{name}"), options)?;
            zip.write_all(text.as_bytes())?;
        }
        zip.finish()?;
        part.as_file().sync_all()?;
        let bytes = part.as_file().metadata()?.len();
        if replace {
            part.persist(path)?;
        } else {
            part.persist_noclobber(path)?;
        }
        Ok(bytes)
    }
}

fn options() -> SimpleFileOptions {
    let now = Zoned::now();
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let at = zip::DateTime::from_date_and_time(
        u16::try_from(now.year()).unwrap_or_default(),
        part(now.month()),
        part(now.day()),
        part(now.hour()),
        part(now.minute()),
        part(now.second()),
    );
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(at.unwrap_or_default())
        .unix_permissions(0o600)
}

fn clean(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let std::borrow::Cow::Owned(changed) = redacted(text) {
                *text = changed;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(clean),
        Value::Object(values) => values.values_mut().for_each(clean),
        _ => {}
    }
}

fn not_written(path: &Path, error: &io::Error) -> Report {
    if error.kind() == io::ErrorKind::AlreadyExists {
        let title = format!("{} is there already.", path.display());
        return Report::new(Code::Conflict, title, "Choose another name.");
    }
    // Its own words name a file that is gone by now.
    let title = format!("{} could not be written: {}.", path.display(), error.kind());
    Report::new(Code::LocalFiles, title, "Choose another folder.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::{fs, io::Read as _};

    use serde_json::json;

    use super::*;

    fn bundle() -> Bundle {
        let mut bundle = Bundle::default();
        bundle.json(
            "a.json",
            "a part",
            Ok(json!({ "address": "https://s/c?sig=HUSH" })),
        );
        let report = Report::new(Code::LocalFiles, "It is broken: sig=HUSH & more.", "");
        bundle.json("b.json", "another", Err(report));
        bundle.text("c.txt", "a text", Ok("Bearer HUSH".into()));
        bundle.conclude(vec![Check {
            what: "A check".into(),
            ok: false,
            detail: "it failed".into(),
        }]);
        bundle
    }

    fn unpacked(path: &Path) -> Vec<(String, String)> {
        let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
        (0..zip.len())
            .map(|at| {
                let mut file = zip.by_index(at).unwrap();
                let mut text = String::new();
                file.read_to_string(&mut text).unwrap();
                (file.name().unwrap().into_owned(), text)
            })
            .collect()
    }

    #[test]
    fn a_part_that_failed_is_told_and_the_rest_is_there_without_secrets() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.zip");
        let written = bundle().write(&path, false).unwrap();
        assert_eq!(written.bytes, path.metadata().unwrap().len());
        let files = unpacked(&path);
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        let expected = ["README.txt", "a.json", "b.json.failed.txt", "c.txt"];
        assert_eq!(names, expected.map(|name| format!("{FOLDER}/{name}")));
        assert!(
            files.iter().all(|(_, text)| !text.contains("HUSH")),
            "{files:?}"
        );
        assert!(
            files[0].1.contains("FAILED  A check  it failed"),
            "{}",
            files[0].1
        );
        assert!(
            files[0].1.contains("could not be made. It is broken"),
            "{}",
            files[0].1
        );
        assert_eq!(files[2].1.trim(), "It is broken: sig=REDACTED & more.");
        #[cfg(unix)]
        {
            let mode =
                std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_that_is_there_stays_unless_it_is_to_be_replaced_and_no_part_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.zip");
        fs::write(&path, "mine").unwrap();
        let report = bundle().write(&path, false).unwrap_err();
        assert_eq!(report.code, Code::Conflict);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        bundle().write(&path, true).unwrap();
        assert_eq!(unpacked(&path).len(), 4);
        let nowhere = folder.path().join("nowhere/out.zip");
        assert_eq!(
            bundle().write(&nowhere, false).unwrap_err().code,
            Code::LocalFiles
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
