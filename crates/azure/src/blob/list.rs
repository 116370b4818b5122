use azure_core::http::{PageIterator, Response, XmlFormat};
use azure_storage_blob::models::{BlobContainerClientListBlobsOptions, ListBlobsResponse};
use futures::TryStreamExt;

use super::Blob;
use crate::error::{Error, Result};

const OPERATION: &str = "list blobs";

/// One row of a list of blobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobEntry {
    /// The blob's full name in its container, with `/`.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// The version of the content, written as everywhere else.
    pub etag: Option<String>,
}

/// A list of blobs that is fetched page by page, so that memory is bounded by a page.
pub struct BlobPager {
    pages: PageIterator<Response<ListBlobsResponse, XmlFormat>>,
}

impl Blob {
    /// The blobs of a container whose names begin with `prefix`, by name.
    ///
    /// # Errors
    /// Only when no request can be made of it; requests begin with [`BlobPager::next_page`].
    pub fn list(&self, container: &str, prefix: &str) -> Result<BlobPager> {
        let options = BlobContainerClientListBlobsOptions {
            prefix: (!prefix.is_empty()).then(|| prefix.to_owned()),
            maxresults: self
                .inner
                .tuning
                .blobs_per_page
                .map(|most| i32::try_from(most.get()).unwrap_or(i32::MAX)),
            ..BlobContainerClientListBlobsOptions::default()
        };
        let pager = self
            .container(OPERATION, container)?
            .list_blobs(Some(options));
        Ok(BlobPager {
            pages: pager
                .map_err(|error| Error::from_sdk(OPERATION, error))?
                .into_pages(),
        })
    }
}

impl BlobPager {
    /// The next page, which may be empty; `None` after the last.
    ///
    /// # Errors
    /// What the request fails with; not found when there is no such container.
    pub async fn next_page(&mut self) -> Result<Option<Vec<BlobEntry>>> {
        let fail = |error| Error::from_sdk(OPERATION, error);
        let Some(page) = self.pages.try_next().await.map_err(fail)? else {
            return Ok(None);
        };
        let page = page.into_model().map_err(fail)?;
        let entries = page.blob_items.into_iter().filter_map(|item| {
            let properties = item.properties.unwrap_or_default();
            Some(BlobEntry {
                name: item.name?,
                size: properties.content_length.unwrap_or_default(),
                etag: properties.etag.map(|etag| quoted(etag.as_ref())),
            })
        });
        Ok(Some(entries.collect()))
    }

    /// All pages in one, for lists known to be short.
    ///
    /// # Errors
    /// As [`BlobPager::next_page`].
    pub async fn collect(mut self) -> Result<Vec<BlobEntry>> {
        let mut all = Vec::new();
        while let Some(page) = self.next_page().await? {
            all.extend(page);
        }
        Ok(all)
    }
}

/// A list has versions without the quotes that headers have; with them, the two can be compared.
fn quoted(etag: &str) -> String {
    if etag.ends_with('"') {
        etag.to_owned()
    } else {
        format!("\"{etag}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_version_in_a_list_is_written_as_in_a_header() {
        assert_eq!(quoted("0x8D1"), "\"0x8D1\"");
        assert_eq!(quoted("\"0x8D1\""), "\"0x8D1\"");
    }
}
