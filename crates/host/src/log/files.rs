//! The files of the log, to which several programs write at once.
//!
//! They are numbered, and lines are appended to the newest. Whoever finds it full goes on with the next number and removes
//! the oldest. No file is renamed, and none is removed while somebody writes to it, so that no line is lost; each is one
//! write at the file's end, so that none stands within another.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Seek as _, Write as _},
    path::{Path, PathBuf},
};

/// Bytes after which a file is left for the next; the last line may lead a little beyond.
const FULL: u64 = 2 << 20;

/// Files that are kept. With [`FULL`] the log takes 10 MiB, and at most one line more for each program and file.
const KEPT: u64 = 5;

/// How often another file is tried for a line; others may have filled the one just found.
const TRIES: u32 = 5;

/// The files of one folder, as one program sees them.
#[derive(Debug)]
pub(super) struct Files {
    folder: PathBuf,
    open: Option<File>,
    full: u64,
}

impl Files {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            open: None,
            full: FULL,
        }
    }

    /// Appends a line, whole or not at all.
    pub(super) fn append(&mut self, line: &[u8]) -> io::Result<()> {
        for _ in 0..TRIES {
            let file = match &mut self.open {
                Some(file) => file,
                None => {
                    let file = newest(&self.folder, self.full)?;
                    self.open.insert(file)
                }
            };
            let _writing = Writing::begin(file);
            let there = file.metadata()?;
            if there.len() >= self.full || gone(&there) {
                drop(_writing);
                self.open = None;
                continue;
            }
            return put(file, line);
        }
        Err(io::Error::other(
            "its files are removed or filled by others",
        ))
    }
}

/// The number of a file of the log.
fn named(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("longshore-")?.strip_suffix(".jsonl")?;
    digits.parse().ok()
}

/// Opens the file that lines go to now; the folder is made where it is not there.
fn newest(folder: &Path, full: u64) -> io::Result<File> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let number = numbers(folder)?.pop().unwrap_or(1);
    let file = open(folder, number)?;
    if file.metadata()?.len() < full {
        return Ok(file);
    }
    let next = open(folder, number + 1)?;
    remove_old(folder, number + 1)?;
    Ok(next)
}

fn open(folder: &Path, number: u64) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path(folder, number))
}

fn path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("longshore-{number:06}.jsonl"))
}

fn numbers(folder: &Path) -> io::Result<Vec<u64>> {
    let files = numbered(folder)?;
    Ok(files.into_iter().map(|(number, _)| number).collect())
}

/// The files of the log, oldest first.
pub(crate) fn numbered(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let entries = fs::read_dir(folder)?.filter_map(Result::ok);
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some((named(entry.file_name().to_str()?)?, entry.path())))
        .collect();
    files.sort_unstable();
    Ok(files)
}

/// Removes the files before the last few. What somebody writes to this moment goes the next time.
fn remove_old(folder: &Path, newest: u64) -> io::Result<()> {
    for number in numbers(folder)? {
        let path = path(folder, number);
        if number + KEPT > newest {
            continue;
        }
        #[cfg(unix)]
        let _alone = match File::open(&path) {
            Ok(file) => match file.try_lock() {
                Err(fs::TryLockError::WouldBlock) => continue,
                _ => file,
            },
            Err(_) => continue,
        };
        let _ = fs::remove_file(&path);
    }
    Ok(())
}

/// A line is being written: until this goes, nobody removes the file. Windows does not let locked bytes be written, nor
/// an open file go.
struct Writing<'a>(#[cfg_attr(not(unix), allow(dead_code))] Option<&'a File>);

impl<'a> Writing<'a> {
    fn begin(file: &'a File) -> Self {
        // A file system without locks has to do without.
        Self(Some(file).filter(|file| cfg!(unix) && file.lock_shared().is_ok()))
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if let Some(file) = self.0 {
            let _ = file.unlock();
        }
    }
}

/// Whether the file was taken out of its folder.
fn gone(there: &fs::Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::nlink(there) == 0;
    #[cfg(not(unix))]
    {
        let _ = there;
        false
    }
}

/// Appends by one write. Where the disk takes only part of it, that part is taken back.
fn put(mut file: &File, line: &[u8]) -> io::Result<()> {
    let mut written = 0;
    while written < line.len() {
        match file.write(&line[written..]) {
            Ok(0) => return take_back(file, written, io::ErrorKind::WriteZero.into()),
            Ok(more) => written += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return take_back(file, written, error),
        }
    }
    Ok(())
}

fn take_back(mut file: &File, written: usize, error: io::Error) -> io::Result<()> {
    // Where this write has ended, unless somebody has written after it.
    if let (true, Ok(end), Ok(there)) = (written > 0, file.stream_position(), file.metadata())
        && end == there.len()
    {
        let _ = file.set_len(end.saturating_sub(written as u64));
    }
    Err(error)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn files(folder: &Path, full: u64) -> Files {
        Files {
            full,
            ..Files::new(folder.to_owned())
        }
    }

    fn lines(folder: &Path) -> Vec<String> {
        let files = numbered(folder).unwrap().into_iter();
        let texts = files.map(|(_, path)| fs::read_to_string(path).unwrap());
        texts
            .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    }

    #[test]
    fn a_storm_of_lines_is_bounded_and_the_newest_are_kept_in_order() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("data/logs");
        let mut log = files(&folder, 1_000);
        for number in 0..10_000 {
            log.append(format!("line {number}\n").as_bytes()).unwrap();
        }
        let kept = lines(&folder);
        let first: usize = kept[0][5..].parse().unwrap();
        let expected: Vec<_> = (first..10_000).map(|n| format!("line {n}")).collect();
        assert_eq!(kept, expected);
        assert_eq!(numbers(&folder).unwrap().len() as u64, KEPT);
        for entry in fs::read_dir(&folder).unwrap() {
            let there = entry.unwrap().metadata().unwrap();
            assert!(there.len() < 1_020, "{}", there.len());
            assert_eq!(there.permissions().mode() & 0o777, 0o600);
        }
        let mode = fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn writers_that_know_nothing_of_each_other_lose_and_cut_no_line() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        // So few lines that all are kept, so many that the files change several times.
        std::thread::scope(|scope| {
            for writer in 0..8 {
                scope.spawn(move || {
                    let mut log = files(folder, 20_000);
                    for number in 0..250 {
                        let line = format!("{writer} {number} {}\n", "x".repeat(number % 60));
                        log.append(line.as_bytes()).unwrap();
                    }
                });
            }
        });
        let (mut kept, mut expected) = (lines(folder), Vec::new());
        for writer in 0..8 {
            for number in 0..250 {
                expected.push(format!("{writer} {number} {}", "x".repeat(number % 60)));
            }
        }
        for line in [&mut kept, &mut expected] {
            line.iter_mut()
                .for_each(|line| *line = line.trim_end().to_owned());
            line.sort();
        }
        assert_eq!(kept, expected);
        assert!(numbers(folder).unwrap().len() > 2);
    }

    #[test]
    fn a_folder_that_is_removed_under_way_is_made_again() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("logs");
        let mut log = files(&folder, 1_000);
        log.append(b"one\n").unwrap();
        fs::remove_dir_all(&folder).unwrap();
        log.append(b"two\n").unwrap();
        assert_eq!(lines(&folder), ["two"]);
    }

    #[test]
    fn what_a_full_disk_has_taken_of_a_line_is_taken_back() {
        let home = tempfile::tempdir().unwrap();
        let mut log = files(home.path(), 1_000);
        log.append(b"one\n").unwrap();
        let mut file = open(home.path(), 1).unwrap();
        // As a write leaves it that only half of "two\n" fitted into.
        file.write_all(b"tw").unwrap();
        take_back(&file, 2, io::ErrorKind::StorageFull.into()).unwrap_err();
        log.append(b"three\n").unwrap();
        assert_eq!(lines(home.path()), ["one", "three"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_disk_that_takes_nothing_is_an_error_each_time_and_no_end() {
        let home = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/dev/full", path(home.path(), 1)).unwrap();
        let mut log = files(home.path(), 1_000);
        for _ in 0..3 {
            let error = log.append(b"one\n").unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        }
    }
}
