//! Parts of a task's output, from wherever it is: here, on its node, or in storage. Never more than was asked for.

use std::{
    io::{Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use longshore_azure::ErrorKind;
use longshore_model::{
    log::{LogChunk, LogRequest},
    task::TaskState,
};

use crate::{
    engine::Core,
    error::{Error, Result, is_gone},
    names,
};

const DEFAULT: u64 = 64 << 10;
const MOST: u64 = 1 << 20;

impl Core {
    /// Part of a task's output, or why there is none.
    pub(crate) async fn log(&self, request: &LogRequest) -> Result<LogChunk> {
        let task = self.history.task(&request.job, &request.task).await?;
        let row = self.history.row(&request.job).await?;
        let file = request.stream.file_name();
        let here = self.job_folder(&request.job).join(&task.id).join(file);
        if let Some(chunk) = from_file(here, request).await? {
            return Ok(chunk);
        }
        match task.state {
            // Between two tries it waits again, and has an output.
            TaskState::Waiting if task.retries == 0 => return Ok(LogChunk::NotStarted),
            TaskState::Cancelled | TaskState::Failed if task.started.is_none() => {
                return Ok(LogChunk::NotStarted);
            }
            _ => {}
        }
        let outcome = self
            .log_at_service(
                request,
                &row.job.account,
                &task.id,
                file,
                !task.state.ended(),
            )
            .await;
        if let Err(error) = &outcome {
            self.accounts.failed(&row.job.account, error).await;
        }
        outcome
    }

    async fn log_at_service(
        &self,
        request: &LogRequest,
        account: &str,
        task: &str,
        file: &str,
        growing: bool,
    ) -> Result<LogChunk> {
        let reached = self.accounts.reach(account).await?;
        let batch = reached.azure.batch();
        match batch.file_size(&request.job, task, file).await {
            Ok(Some(size)) => {
                let range = range(request, size);
                let bytes = match range.is_empty() {
                    true => bytes::Bytes::new(),
                    false => {
                        batch
                            .read_file(&request.job, task, file, range.clone())
                            .await?
                    }
                };
                return Ok(chunk(&bytes, range.start, size, growing));
            }
            Ok(None) if growing => return Ok(LogChunk::NotStarted),
            Err(error) if matches!(error.kind(), ErrorKind::Conflict { .. }) && growing => {
                return Ok(LogChunk::NotStarted);
            }
            Ok(None) => {}
            Err(error) if is_gone(&error) || matches!(error.kind(), ErrorKind::Conflict { .. }) => {
            }
            Err(error) => return Err(error.into()),
        }
        let blob = format!("{}{file}", names::task_folder(task));
        let storage = reached.azure.blob();
        let size = match storage.blob_properties(&request.job, &blob).await {
            Ok(properties) => properties.size,
            Err(error) if is_gone(&error) => return Ok(LogChunk::Removed),
            Err(error) => return Err(error.into()),
        };
        let range = range(request, size);
        let bytes = match range.is_empty() {
            true => bytes::Bytes::new(),
            false => {
                storage
                    .download_bytes(&request.job, &blob, range.clone())
                    .await?
                    .bytes
            }
        };
        Ok(chunk(&bytes, range.start, size, false))
    }
}

async fn from_file(path: PathBuf, request: &LogRequest) -> Result<Option<LogChunk>> {
    let request = request.clone();
    tokio::task::spawn_blocking(move || match read(&path, &request) {
        Ok(chunk) => Ok(Some(chunk)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file("read", &path)(error)),
    })
    .await?
}

fn read(path: &Path, request: &LogRequest) -> std::io::Result<LogChunk> {
    let mut file = std::fs::File::open(path)?;
    let size = file.metadata()?.len();
    let range = range(request, size);
    file.seek(SeekFrom::Start(range.start))?;
    let mut bytes = Vec::new();
    file.take(range.end - range.start).read_to_end(&mut bytes)?;
    Ok(chunk(&bytes, range.start, size, false))
}

/// The bytes to read of an output of `size`.
fn range(request: &LogRequest, size: u64) -> std::ops::Range<u64> {
    let limit = if request.limit == 0 {
        DEFAULT
    } else {
        request.limit.min(MOST)
    };
    let start = request
        .offset
        .unwrap_or_else(|| size.saturating_sub(limit))
        .min(size);
    start..size.min(start.saturating_add(limit))
}

/// Bytes that begin at `offset`, as text between whole characters. What is cut off at the end comes with the next part.
fn chunk(bytes: &[u8], offset: u64, size: u64, growing: bool) -> LogChunk {
    let continues = |byte: &u8| byte & 0xC0 == 0x80;
    // Nothing precedes the first byte, so what looks like the middle of a character there is none.
    let skipped = if offset == 0 {
        0
    } else {
        bytes
            .iter()
            .take(3)
            .take_while(|byte| continues(byte))
            .count()
    };
    let rest = &bytes[skipped..];
    let complete = offset + (bytes.len() as u64) >= size && !growing;
    let kept = if complete {
        rest.len()
    } else {
        rest.len() - cut_off(rest)
    };
    let start = offset + skipped as u64;
    LogChunk::Part {
        text: String::from_utf8_lossy(&rest[..kept]).into_owned(),
        offset: start,
        next: start + kept as u64,
        size,
        growing,
    }
}

/// Bytes at the end that begin a character without ending it.
fn cut_off(bytes: &[u8]) -> usize {
    for back in 1..=bytes.len().min(3) {
        let byte = bytes[bytes.len() - back];
        let needs = match byte {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            0x80..=0xBF => continue,
            _ => return 0,
        };
        return if needs > back { back } else { 0 };
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(offset: Option<u64>, limit: u64) -> LogRequest {
        LogRequest {
            offset,
            limit,
            ..LogRequest::default()
        }
    }

    #[test]
    fn without_an_offset_the_end_is_read() {
        assert_eq!(range(&ask(None, 10), 100), 90..100);
        assert_eq!(range(&ask(None, 0), 100), 0..100);
        assert_eq!(range(&ask(Some(95), 10), 100), 95..100);
        assert_eq!(range(&ask(Some(500), 10), 100), 100..100);
        assert_eq!(range(&ask(Some(0), u64::MAX), 1 << 30), 0..MOST);
    }

    fn part(bytes: &[u8], offset: u64, size: u64) -> (String, u64, u64) {
        match chunk(bytes, offset, size, true) {
            LogChunk::Part {
                text, offset, next, ..
            } => (text, offset, next),
            other => (format!("{other:?}"), 0, 0),
        }
    }

    #[test]
    fn characters_are_never_cut() {
        let text = "aé漢😀".as_bytes();
        for end in 0..=text.len() {
            let (first, _, next) = part(&text[..end], 0, text.len() as u64);
            let at = usize::try_from(next).unwrap_or(0);
            let (second, offset, _) = part(&text[at..], next, text.len() as u64);
            assert_eq!(
                (format!("{first}{second}").as_str(), offset),
                ("aé漢😀", next),
                "{end}"
            );
        }
        assert_eq!(
            part(&text[2..], 2, text.len() as u64),
            ("漢😀".into(), 3, 10)
        );
    }

    #[test]
    fn what_is_no_text_is_shown_and_passed_over() {
        assert_eq!(part(b"a\xffb", 0, 3), ("a\u{fffd}b".into(), 0, 3));
        assert_eq!(part(b"\x80\x80", 0, 2), ("\u{fffd}\u{fffd}".into(), 0, 2));
    }
}
