//! Output files: what a task brings home.

use longshore_batch_api::task::{FailureInfo, OutputFile, UploadCondition, failure_codes};

use super::{
    attempt::Place,
    failure,
    pattern::{self, Match},
    transfer::{Transfer, TransferError, blob_url, shown},
    upload,
};

/// Uploads the files asked for after a success, or a failure. A pattern that matches nothing is fine.
///
/// # Errors
/// The first upload that failed; the others are done all the same.
pub(super) async fn upload(
    transfer: &Transfer,
    files: &[OutputFile],
    place: &Place,
    succeeded: bool,
) -> Result<(), FailureInfo> {
    let mut failed = None;
    for file in files.iter().filter(|file| applies(file, succeeded)) {
        for found in find(file, place).await {
            if let Err(error) = upload_one(transfer, file, &found).await {
                tracing::debug!(%error, file = found.name, "an output file could not be uploaded");
                failed.get_or_insert_with(|| not_uploaded(file, &found, &error));
            }
        }
    }
    failed.map_or(Ok(()), Err)
}

fn applies(file: &OutputFile, succeeded: bool) -> bool {
    match file.upload_options.upload_condition {
        UploadCondition::TaskSuccess => succeeded,
        UploadCondition::TaskFailure => !succeeded,
        UploadCondition::TaskCompletion | UploadCondition::Unknown => true,
    }
}

async fn find(file: &OutputFile, place: &Place) -> Vec<Match> {
    let (pattern, work) = (file.file_pattern.clone(), place.work.clone());
    tokio::task::spawn_blocking(move || pattern::matches(&pattern, &work))
        .await
        .unwrap_or_default()
}

async fn upload_one(
    transfer: &Transfer,
    file: &OutputFile,
    found: &Match,
) -> Result<(), TransferError> {
    let container = &file.destination.container;
    let name = blob_name(&file.file_pattern, container.path.as_deref(), &found.name);
    let url = blob_url(&container.container_url, &name)?;
    let identity = container.identity_reference.as_ref();
    upload::file(transfer, &url, &found.path, identity).await
}

/// For a pattern with wildcards the path is a folder the file's name comes below; otherwise it is the name itself.
fn blob_name(pattern: &str, path: Option<&str>, name: &str) -> String {
    let path = path.unwrap_or_default().trim_matches('/');
    match path {
        "" => name.into(),
        folder if pattern::has_wildcards(pattern) => format!("{folder}/{name}"),
        whole => whole.into(),
    }
}

fn not_uploaded(file: &OutputFile, found: &Match, error: &TransferError) -> FailureInfo {
    let failure = failure::by_user(
        failure_codes::UPLOAD,
        format!(
            "The output file '{}' could not be uploaded: {error}.",
            found.name
        ),
    );
    let failure = failure::with(failure, "FilePath", found.path.to_string_lossy());
    failure::with(
        failure,
        "Destination",
        shown(&file.destination.container.container_url),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blobs_are_named_by_path_and_pattern() {
        for (pattern, path, name, blob) in [
            (
                "result.pkl",
                Some("tasks/t/result.pkl"),
                "result.pkl",
                "tasks/t/result.pkl",
            ),
            ("../stdout.txt", None, "stdout.txt", "stdout.txt"),
            (
                "outputs/**/*",
                Some("tasks/t/outputs"),
                "a/b.png",
                "tasks/t/outputs/a/b.png",
            ),
            (
                "outputs/**/*",
                Some("tasks/t/outputs/"),
                "a/b.png",
                "tasks/t/outputs/a/b.png",
            ),
            ("**/*.txt", None, "a/b.txt", "a/b.txt"),
        ] {
            assert_eq!(blob_name(pattern, path, name), blob, "{pattern}");
        }
    }
}
