//! Containers that this program has made, told from others by a mark of ours.

use std::collections::HashMap;

use azure_storage_blob::models::{
    BlobServiceClientListContainersOptions, ListContainersIncludeType,
};
use futures::TryStreamExt as _;
use time::OffsetDateTime;

use crate::{
    blob::Blob,
    error::{Error, Result},
};

/// The name of the metadata entry that says who made a container. A name alone would not do: anybody may use one that
/// begins as ours do.
const MADE_BY: &str = "madeby";
const US: &str = "longshore";

/// A container that this program has made, on whichever computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnContainer {
    /// Its name.
    pub name: String,
    /// When it was made: nothing changes a container of ours after that, and its blobs do not count.
    pub made: OffsetDateTime,
}

/// What a container of ours is marked with.
pub(super) fn mark() -> HashMap<String, String> {
    HashMap::from([(MADE_BY.to_owned(), US.to_owned())])
}

impl Blob {
    /// The containers of the account that this program has made and whose names begin with `prefix`.
    ///
    /// # Errors
    /// What the request fails with.
    pub async fn own_containers(&self, prefix: &str) -> Result<Vec<OwnContainer>> {
        let fail = |error| Error::from_sdk("list containers", error);
        let options = BlobServiceClientListContainersOptions {
            include: Some(vec![ListContainersIncludeType::Metadata]),
            prefix: Some(prefix.to_owned()),
            ..BlobServiceClientListContainersOptions::default()
        };
        let pager = self.inner.service.list_containers(Some(options));
        let mut pages = pager.map_err(fail)?.into_pages();
        let mut own = Vec::new();
        while let Some(page) = pages.try_next().await.map_err(fail)? {
            let page = page.into_model().map_err(fail)?;
            own.extend(page.container_items.into_iter().filter_map(|item| {
                let marked = item.metadata.is_some_and(|metadata| is_marked(&metadata));
                Some(OwnContainer {
                    name: item.name.filter(|_| marked)?,
                    made: item.properties?.last_modified?,
                })
            }));
        }
        Ok(own)
    }
}

fn is_marked(metadata: &HashMap<String, String>) -> bool {
    metadata
        .iter()
        .any(|(name, value)| name.eq_ignore_ascii_case(MADE_BY) && value == US)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_container_with_our_mark_is_ours() {
        assert!(is_marked(&mark()));
        let with = |name: &str, value: &str| HashMap::from([(name.to_owned(), value.to_owned())]);
        assert!(is_marked(&with("MadeBy", "longshore")));
        assert!(!is_marked(&with("madeby", "somebody")));
        assert!(!is_marked(&with("project", "longshore")));
        assert!(!is_marked(&HashMap::new()));
    }
}
