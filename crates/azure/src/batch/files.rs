use std::ops::Range;

use bytes::Bytes;
use longshore_batch_api::task_file::NodeFile;
use reqwest::{
    Method,
    header::{CONTENT_LENGTH, HeaderValue},
};

use super::{Batch, ListQuery, Pager, request::Call};
use crate::error::{Error, ErrorKind, Result};

impl Batch {
    /// The files of a task on its node, or only those directly in its folder.
    ///
    /// # Errors
    /// Only when no address can be made; requests begin with [`Pager::next_page`]. There a task that was never on a
    /// node, or whose node is gone, is a conflict (`TaskFilesUnavailable`, `TaskFilesCleanedup`).
    pub fn list_files(&self, job: &str, task: &str, recursive: bool) -> Result<Pager<NodeFile>> {
        let operation = "list files";
        let mut pager = self.list(
            operation,
            &["jobs", job, "tasks", task, "files"],
            &ListQuery::default(),
        )?;
        pager.ask("recursive", if recursive { "true" } else { "false" });
        Ok(pager)
    }

    /// The size in bytes of a task's file, such as `stdout.txt` or `wd/outputs/a.png`. `None` when it is not there,
    /// or not yet.
    ///
    /// # Errors
    /// What the request fails with.
    pub async fn file_size(&self, job: &str, task: &str, path: &str) -> Result<Option<u64>> {
        let operation = "look at file";
        let call = Call::new(
            operation,
            Method::HEAD,
            self.file_url(operation, job, task, path)?,
        );
        let reply = match self.send(call).await {
            Err(error) if error.is_not_found() => return Ok(None),
            outcome => outcome?,
        };
        let size = reply
            .headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse().ok());
        match size {
            Some(size) => Ok(Some(size)),
            None => Err(Error::new(
                operation,
                ErrorKind::Protocol {
                    reason: "a file without a size".into(),
                },
            )),
        }
    }

    /// Bytes of a task's file: those of `range` that exist, none when it begins at or after the end. The whole reply
    /// is held in memory, so the range is the caller's bound on it.
    ///
    /// # Errors
    /// What the request fails with; not found when the file is not there, or not yet.
    pub async fn read_file(
        &self,
        job: &str,
        task: &str,
        path: &str,
        range: Range<u64>,
    ) -> Result<Bytes> {
        let operation = "read file";
        if range.is_empty() {
            return Ok(Bytes::new());
        }
        let value = HeaderValue::from_str(&format!("bytes={}-{}", range.start, range.end - 1));
        let value = value.map_err(|error| {
            Error::new(
                operation,
                ErrorKind::Settings {
                    reason: error.to_string(),
                },
            )
        })?;
        let call = Call::new(
            operation,
            Method::GET,
            self.file_url(operation, job, task, path)?,
        );
        match self.send(call.header("ocp-range", value)).await {
            Ok(reply) => Ok(reply.body),
            Err(error) if matches!(error.kind(), ErrorKind::Service { status: 416, .. }) => {
                Ok(Bytes::new())
            }
            Err(error) => Err(error),
        }
    }

    /// The path of a file is one segment of the address, its slashes encoded.
    fn file_url(
        &self,
        operation: &'static str,
        job: &str,
        task: &str,
        path: &str,
    ) -> Result<url::Url> {
        self.url(operation, &["jobs", job, "tasks", task, "files", path])
    }
}
