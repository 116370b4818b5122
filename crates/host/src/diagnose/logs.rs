//! The ends of the logs.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    path::Path,
};

use longshore_engine::Home;
use longshore_model::{Code, Report};

use crate::{
    embedded,
    log::{numbered, redacted},
};

/// Bytes of the log that are taken, the newest.
const MOST: u64 = 2 << 20;

/// Bytes of what the local service said on standard error.
const MOST_OF_SERVICE: u64 = 64 << 10;

/// Names within the bundle, with what is in them. Secrets were taken out as they were written; here it is done again, for
/// an older program may have known fewer.
pub(super) fn tails(home: &Home) -> Result<Vec<(String, String)>, Report> {
    let folder = home.logs_dir();
    let unreadable = |path: &Path, error: &io::Error| {
        let title = format!("{} cannot be read: {error}.", path.display());
        Report::new(Code::LocalFiles, title, "")
    };
    let files = match numbered(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        files => files.map_err(|error| unreadable(&folder, &error))?,
    };
    let (mut left, mut told) = (MOST, Vec::new());
    for (_, path) in files.iter().rev() {
        if left == 0 {
            break;
        }
        let text = match tail(path, left) {
            // Another program has begun a new one meanwhile, and removed the oldest.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => format!("It cannot be read: {error}.\n"),
            Ok(text) => text,
        };
        left = left.saturating_sub(text.len() as u64);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        told.push((format!("logs/{name}"), redacted(&text).into_owned()));
    }
    let service = home.local_azure_dir().join(embedded::LOG);
    if let Ok(text) = tail(&service, MOST_OF_SERVICE)
        && !text.is_empty()
    {
        let name = format!("logs/{}", embedded::LOG);
        told.push((name, redacted(&text).into_owned()));
    }
    Ok(told)
}

/// The last bytes of a file, from the beginning of a line on.
fn tail(path: &Path, most: u64) -> io::Result<String> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let start = size.saturating_sub(most);
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(match text.split_once('\n') {
        Some((_, rest)) if start > 0 => rest.to_owned(),
        _ => text.into_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_newest_lines_are_taken_whole_and_without_secrets() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().to_owned());
        std::fs::create_dir_all(home.logs_dir()).unwrap();
        let line = |number: usize| format!("{number:06} {}\n", "x".repeat(92));
        let text: String = (0..15_000).map(line).collect();
        for number in 1..=2 {
            let name = format!("longshore-{number:06}.jsonl");
            std::fs::write(home.logs_dir().join(name), &text).unwrap();
        }
        let last = home.logs_dir().join("longshore-000003.jsonl");
        std::fs::write(last, "GET /c?sig=HUSH\n").unwrap();
        let told = tails(&home).unwrap();
        let names: Vec<_> = told.iter().map(|(name, _)| name.as_str()).collect();
        let expected = [3, 2, 1].map(|number| format!("logs/longshore-{number:06}.jsonl"));
        assert_eq!(names, expected);
        assert_eq!(told[0].1, "GET /c?sig=REDACTED\n");
        assert_eq!(told[1].1, text);
        assert!(text.ends_with(&told[2].1) && told[2].1.lines().all(|line| line.len() == 99));
        let all: usize = told.iter().map(|(_, text)| text.len()).sum();
        assert!(all as u64 <= MOST, "{all}");
    }
}
