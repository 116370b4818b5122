//! Resource files: what a task finds in its working directory.

use std::path::{Component, Path, PathBuf};

use futures::TryStreamExt as _;
use longshore_batch_api::task::{FailureInfo, IdentityReference, ResourceFile, failure_codes};
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use tokio::io::AsyncWriteExt as _;
use url::Url;

use super::{
    failure,
    transfer::{self, Transfer, TransferError, What, blob_url, shown},
};

/// The mode of a file whose sender names none: Azure's own.
#[cfg(unix)]
const DEFAULT_MODE: u32 = 0o770;

/// One file to fetch.
struct Wanted {
    url: Url,
    /// Relative to the working directory.
    path: String,
}

/// Fetches every resource file into the working directory `work`.
pub(super) async fn fetch(
    transfer: &Transfer,
    files: &[ResourceFile],
    work: &Path,
) -> Result<(), FailureInfo> {
    for file in files {
        for wanted in wanted(transfer, file)
            .await
            .map_err(|error| not_fetched(file, &error))?
        {
            download(transfer, &wanted, file, work)
                .await
                .map_err(|error| not_fetched(file, &error))?;
        }
    }
    Ok(())
}

async fn wanted(transfer: &Transfer, file: &ResourceFile) -> Result<Vec<Wanted>, TransferError> {
    let path = file.file_path.clone().unwrap_or_default();
    if let Some(url) = &file.http_url {
        let url = Url::parse(url).map_err(|_| TransferError::Address)?;
        return Ok(vec![Wanted { url, path }]);
    }
    let container = file
        .storage_container_url
        .as_deref()
        .ok_or(TransferError::Address)?;
    let prefix = file.blob_prefix.as_deref().unwrap_or_default();
    let folder = path.trim_end_matches('/');
    let mut wanted = Vec::new();
    for name in names(
        transfer,
        container,
        prefix,
        file.identity_reference.as_ref(),
    )
    .await?
    {
        let url = blob_url(container, &name)?;
        let path = match folder {
            "" => name,
            folder => format!("{folder}/{name}"),
        };
        wanted.push(Wanted { url, path });
    }
    Ok(wanted)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct BlobList {
    blobs: Blobs,
    #[serde(default)]
    next_marker: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Blobs {
    #[serde(default)]
    blob: Vec<Blob>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Blob {
    name: String,
}

/// The names of a container's blobs that begin with `prefix`.
async fn names(
    transfer: &Transfer,
    container: &str,
    prefix: &str,
    identity: Option<&IdentityReference>,
) -> Result<Vec<String>, TransferError> {
    let base = Url::parse(container).map_err(|_| TransferError::Address)?;
    let (mut names, mut marker) = (Vec::new(), String::new());
    loop {
        let mut url = base.clone();
        url.query_pairs_mut()
            .append_pair("restype", "container")
            .append_pair("comp", "list")
            .append_pair("prefix", prefix)
            .append_pair("marker", &marker);
        let text = transfer
            .send(&url, &What::Get, identity)
            .await?
            .text()
            .await?;
        let list: BlobList = quick_xml::de::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| TransferError::Answer(error.to_string()))?;
        names.extend(list.blobs.blob.into_iter().map(|blob| blob.name));
        if list.next_marker.is_empty() {
            return Ok(names);
        }
        marker = list.next_marker;
    }
}

async fn download(
    transfer: &Transfer,
    wanted: &Wanted,
    asked: &ResourceFile,
    work: &Path,
) -> Result<(), TransferError> {
    let path = within(work, &wanted.path).ok_or_else(|| {
        TransferError::Answer("the file's path would leave the working directory".into())
    })?;
    if let Some(folder) = path.parent() {
        // On this thread, since another would go on with it when the task is ended and its folder removed.
        std::fs::create_dir_all(folder)?;
    }
    let identity = asked.identity_reference.as_ref();
    let mut tried = 0;
    loop {
        let response = transfer.send(&wanted.url, &What::Get, identity).await?;
        tried += 1;
        match receive(response, &path).await {
            // What breaks off half-way is fetched anew from its beginning.
            Err(error) if transfer::is_tried_again(&error, tried) => transfer::pause(tried).await,
            received => {
                received?;
                break;
            }
        }
    }
    set_mode(&path, asked.file_mode.as_deref()).await?;
    Ok(())
}

async fn receive(response: Response, path: &Path) -> Result<(), TransferError> {
    let expected = response.content_length();
    let mut file = tokio::fs::File::create(path).await?;
    let mut length = 0;
    let mut body = response.bytes_stream();
    while let Some(piece) = body.try_next().await? {
        length += piece.len() as u64;
        file.write_all(&piece).await?;
    }
    file.flush().await?;
    if expected.is_some_and(|expected| expected != length) {
        return Err(TransferError::Network(
            "the file did not arrive whole".into(),
        ));
    }
    Ok(())
}

/// The place of `path` below `work`; none when it would be elsewhere.
fn within(work: &Path, path: &str) -> Option<PathBuf> {
    let relative = Path::new(path);
    let is_plain = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    (is_plain && relative.file_name().is_some()).then(|| work.join(relative))
}

#[cfg(unix)]
async fn set_mode(path: &Path, mode: Option<&str>) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = mode
        .and_then(|text| u32::from_str_radix(text, 8).ok())
        .map_or(DEFAULT_MODE, |mode| mode & 0o777);
    tokio::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).await
}

#[cfg(not(unix))]
async fn set_mode(_: &Path, _: Option<&str>) -> std::io::Result<()> {
    Ok(())
}

fn not_fetched(file: &ResourceFile, error: &TransferError) -> FailureInfo {
    let address = file
        .http_url
        .as_deref()
        .or(file.storage_container_url.as_deref())
        .map(shown)
        .unwrap_or_default();
    let code = match error {
        TransferError::Refused { status, .. }
            if matches!(*status, StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED) =>
        {
            failure_codes::RESOURCE_DOWNLOAD
        }
        TransferError::Identity(_) => failure_codes::RESOURCE_DOWNLOAD,
        TransferError::File(_) => failure::NODE_FILES,
        _ => failure_codes::RESOURCE_DOWNLOAD_MISC,
    };
    let message = format!("A resource file could not be fetched: {error}.");
    let failure = match error {
        TransferError::File(_) => failure::by_node(code, message),
        _ => failure::by_user(code, message),
    };
    let path = file.file_path.as_deref().unwrap_or_default();
    failure::with(failure::with(failure, "FilePath", path), "Url", address)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn files_stay_within_the_working_directory() {
        let work = Path::new("/work");
        assert_eq!(within(work, "a/b.txt"), Some("/work/a/b.txt".into()));
        assert_eq!(within(work, "./b.txt"), Some("/work/./b.txt".into()));
        for outside in ["../b", "a/../../b", "/etc/passwd", "", ".", ".."] {
            assert_eq!(within(work, outside), None, "{outside}");
        }
    }

    #[test]
    fn the_names_of_a_list_are_read() {
        let text = "<?xml version=\"1.0\"?><EnumerationResults ContainerName=\"c\"><Prefix>a</Prefix><Blobs>\
            <Blob><Name>a/1</Name><Properties><Content-Length>1</Content-Length></Properties></Blob>\
            <Blob><Name>a/2 &amp; 3</Name></Blob></Blobs><NextMarker/></EnumerationResults>";
        let list: BlobList = quick_xml::de::from_str(text).unwrap();
        let names: Vec<_> = list.blobs.blob.into_iter().map(|blob| blob.name).collect();
        assert_eq!(
            (names, list.next_marker),
            (vec!["a/1".into(), "a/2 & 3".into()], String::new())
        );
    }

    #[test]
    fn a_failure_names_the_file_and_not_the_signature() {
        let file = ResourceFile {
            http_url: Some("https://h/c/b?sig=secret".into()),
            file_path: Some("b".into()),
            ..ResourceFile::default()
        };
        let refused = TransferError::Refused {
            status: StatusCode::FORBIDDEN,
            code: None,
        };
        let failure = not_fetched(&file, &refused);
        assert_eq!(failure.code, "ResourceContainerAccessDenied");
        assert!(!format!("{failure:?}").contains("secret"));
    }
}
