//! `/jobs/{job}/tasks/{task}/files`

use std::{
    fs::Metadata,
    io::SeekFrom,
    ops::Range,
    path::{Component, Path as FilePath, PathBuf},
};

use axum::{
    body::Body,
    extract::{Path, State as Extract},
    response::Response,
};
use http::{HeaderMap, StatusCode, Uri, header};
use longshore_batch_api::{
    Timestamp, codes,
    task::TaskState,
    task_file::{FileProperties, NodeFile},
};
use time::OffsetDateTime;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

use super::{
    Shared, conditions::Conditions, fault::Fault, listing::Listing, ranges, store::TaskKey, tasks,
};
use crate::{dates, query::Query, state::State};

/// Larger pieces mean fewer of them; a task file is read from disk and written to TLS in these.
const PIECE: usize = 64 * 1024;

/// A task's folder, and where its files are told to be.
struct Folder {
    path: PathBuf,
    url: String,
}

/// A file or folder of a task.
struct Found {
    path: PathBuf,
    metadata: Metadata,
    url: String,
}

pub(super) async fn list(
    Extract(state): Shared,
    Path((job, task)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, Fault> {
    let listing = Listing::of(&uri)?;
    let folder = folder(&state, &job, &task).await?;
    let recursive = is_recursive(&uri);
    let after = listing.after.clone();
    let files = tokio::task::spawn_blocking(move || files(&folder, recursive, &after))
        .await
        .map_err(std::io::Error::from)??;
    let mut rows = Vec::new();
    for file in files {
        let row = serde_json::to_value(&file)?;
        if listing.accepts(&row) {
            rows.push((file.name, row));
        }
        if rows.len() == listing.wanted() {
            break;
        }
    }
    Ok(listing.page(&state.base_url, "files", rows))
}

pub(super) async fn get(
    Extract(state): Shared,
    Path((job, task, path)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let found = find(&state, &job, &task, &path).await?;
    check(&headers, &found)?;
    if found.metadata.is_dir() {
        return Err(Fault::new(
            codes::OPERATION_INVALID_FOR_STATE,
            "The specified operation is not valid for a directory.",
        ));
    }
    let range = ranges::requested(&headers, found.metadata.len())?;
    let mut file = tokio::fs::File::open(&found.path).await?;
    file.seek(SeekFrom::Start(range.start)).await?;
    // A task may still be writing: no more is sent than was promised.
    let part = file.take(range.end - range.start);
    let body = Body::from_stream(ReaderStream::with_capacity(part, PIECE));
    described(&found, &range, body)
}

pub(super) async fn head(
    Extract(state): Shared,
    Path((job, task, path)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let found = find(&state, &job, &task, &path).await?;
    check(&headers, &found)?;
    let length = if found.metadata.is_dir() {
        0
    } else {
        found.metadata.len()
    };
    described(&found, &(0..length), Body::empty())
}

pub(super) async fn delete(
    Extract(state): Shared,
    Path((job, task, path)): Path<(String, String, String)>,
    uri: Uri,
) -> Result<StatusCode, Fault> {
    let found = find(&state, &job, &task, &path).await?;
    if !found.metadata.is_dir() {
        tokio::fs::remove_file(&found.path).await?;
    } else if is_recursive(&uri) {
        tokio::fs::remove_dir_all(&found.path).await?;
    } else {
        tokio::fs::remove_dir(&found.path).await.map_err(|_| {
            Fault::new(
                codes::OPERATION_INVALID_FOR_STATE,
                "The directory is not empty: it can only be deleted recursively.",
            )
        })?;
    }
    Ok(StatusCode::OK)
}

fn is_recursive(uri: &Uri) -> bool {
    Query::of(uri)
        .text("recursive")
        .eq_ignore_ascii_case("true")
}

async fn folder(state: &State, job: &str, task: &str) -> Result<Folder, Fault> {
    let job = state.batch.job(job).await?;
    let task = state.batch.task(&TaskKey::new(&job.id, task)).await?;
    let path = state.node.task_folder(&job.id, &task.id);
    if tokio::fs::metadata(&path).await.is_ok() {
        return Ok(Folder {
            path,
            url: format!("{}/files", tasks::url(state, &job.id, &task.id)),
        });
    }
    Err(if task.state == Some(TaskState::Completed) {
        Fault::new(
            codes::TASK_FILES_CLEANED_UP,
            "The task files have been cleaned up.",
        )
    } else {
        Fault::new(
            codes::TASK_FILES_UNAVAILABLE,
            "The task files are unavailable: the task has not started.",
        )
    })
}

/// Finds a file by its path below the task's folder, which it must not leave: not by `..`, and not by a link that
/// the task has made.
async fn find(state: &State, job: &str, task: &str, path: &str) -> Result<Found, Fault> {
    let missing = || Fault::new(codes::FILE_NOT_FOUND, "The specified file does not exist.");
    let folder = folder(state, job, task).await?;
    let relative = FilePath::new(path);
    if !relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        return Err(missing());
    }
    let root = tokio::fs::canonicalize(&folder.path).await?;
    let real = tokio::fs::canonicalize(root.join(relative))
        .await
        .map_err(|_| missing())?;
    if !real.starts_with(&root) || real == root {
        return Err(missing());
    }
    let metadata = tokio::fs::metadata(&real).await.map_err(|_| missing())?;
    Ok(Found {
        path: real,
        metadata,
        url: format!("{}/{path}", folder.url),
    })
}

/// The files of a folder whose names come after `after`, in the order of their names.
fn files(folder: &Folder, recursive: bool, after: &str) -> std::io::Result<Vec<NodeFile>> {
    let mut files = Vec::new();
    let mut pending = vec![folder.path.clone()];
    while let Some(directory) = pending.pop() {
        for entry in std::fs::read_dir(&directory)? {
            let path = entry?.path();
            let Some(name) = relative_name(&folder.path, &path) else {
                continue;
            };
            // The task may remove what it made while we look.
            let Ok(metadata) = std::fs::symlink_metadata(&path) else {
                continue;
            };
            if recursive && metadata.is_dir() {
                pending.push(path);
            }
            if name.as_str() > after {
                files.push(row(&folder.url, name, &metadata));
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// The name in the service's form; none when it is not text, which JSON could not carry.
fn relative_name(root: &FilePath, path: &FilePath) -> Option<String> {
    let parts: Option<Vec<&str>> = path
        .strip_prefix(root)
        .ok()?
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    Some(parts?.join("/"))
}

fn row(base_url: &str, name: String, metadata: &Metadata) -> NodeFile {
    NodeFile {
        url: format!("{base_url}/{name}"),
        is_directory: metadata.is_dir(),
        properties: (!metadata.is_dir()).then(|| FileProperties {
            creation_time: Some(Timestamp(created(metadata))),
            last_modified: Timestamp(modified(metadata)),
            content_length: metadata.len(),
            content_type: Some(content_type(&name).into()),
            file_mode: mode(metadata),
        }),
        name,
    }
}

fn check(headers: &HeaderMap, found: &Found) -> Result<(), Fault> {
    Conditions::of(headers).check(None, Some(Timestamp(modified(&found.metadata))))
}

fn described(found: &Found, range: &Range<u64>, body: Body) -> Result<Response, Fault> {
    let (metadata, path) = (&found.metadata, found.path.to_string_lossy());
    let mut response = Response::builder()
        .status(StatusCode::OK)
        .header(header::CONTENT_LENGTH, range.end - range.start)
        .header(header::CONTENT_TYPE, content_type(&path))
        .header(header::LAST_MODIFIED, dates::http(modified(metadata)))
        .header("ocp-creation-time", dates::http(created(metadata)))
        .header("ocp-batch-file-isdirectory", metadata.is_dir().to_string())
        .header("ocp-batch-file-url", ascii(&found.url));
    if let Some(mode) = mode(metadata) {
        response = response.header("ocp-batch-file-mode", mode);
    }
    response
        .body(body)
        .map_err(|error| std::io::Error::other(error).into())
}

/// An address as a header may carry it.
fn ascii(url: &str) -> String {
    url::Url::parse(url).map_or_else(|_| String::new(), String::from)
}

fn modified(metadata: &Metadata) -> OffsetDateTime {
    metadata
        .modified()
        .map_or(OffsetDateTime::UNIX_EPOCH, OffsetDateTime::from)
}

/// Not every file system knows when a file was made.
fn created(metadata: &Metadata) -> OffsetDateTime {
    metadata
        .created()
        .map_or_else(|_| modified(metadata), OffsetDateTime::from)
}

fn content_type(name: &str) -> &'static str {
    if name.ends_with(".txt") {
        "text/plain"
    } else {
        "application/octet-stream"
    }
}

#[cfg(unix)]
fn mode(metadata: &Metadata) -> Option<String> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(format!("0{:o}", metadata.permissions().mode()))
}

#[cfg(not(unix))]
fn mode(_: &Metadata) -> Option<String> {
    None
}
