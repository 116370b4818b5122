use std::marker::PhantomData;

use longshore_batch_api::Page;
use reqwest::Method;
use serde::de::DeserializeOwned;
use url::Url;

use super::{Batch, request::Call};
use crate::error::{Error, ErrorKind, Result};

/// What a list is to contain. Lists are long: ask for what is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// OData `$filter`, such as `state eq 'completed'`.
    pub filter: Option<String>,
    /// OData `$select`, such as `id,state,executionInfo`. Fields not named stay empty.
    pub select: Option<String>,
    /// The most items of one page; 1,000 when absent, which is also the service's limit.
    pub page_size: Option<u32>,
}

/// A list that is fetched page by page, so that memory is bounded by a page.
#[derive(Debug)]
pub struct Pager<T> {
    batch: Batch,
    operation: &'static str,
    next: Option<Url>,
    items: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Pager<T> {
    /// The next page; `None` after the last. After an error the same page can be asked for again.
    ///
    /// # Errors
    /// What the request fails with. [`ErrorKind::Protocol`] when the service's link leads to another host: the token
    /// does not follow it there.
    pub async fn next_page(&mut self) -> Result<Option<Vec<T>>> {
        let Some(url) = self.next.clone() else {
            return Ok(None);
        };
        let page: Page<T> = self
            .batch
            .ask(Call::new(self.operation, Method::GET, url))
            .await?;
        self.next = page.next_link.map(|link| self.follow(&link)).transpose()?;
        Ok(Some(page.value))
    }

    /// All pages in one, for lists known to be short.
    ///
    /// # Errors
    /// As [`Pager::next_page`].
    pub async fn collect(mut self) -> Result<Vec<T>> {
        let mut all = Vec::new();
        while let Some(page) = self.next_page().await? {
            all.extend(page);
        }
        Ok(all)
    }

    /// Adds a parameter to the first request; later ones carry the service's own query.
    pub(super) fn ask(&mut self, name: &str, value: &str) {
        if let Some(url) = &mut self.next {
            url.query_pairs_mut().append_pair(name, value);
        }
    }

    fn follow(&self, link: &str) -> Result<Url> {
        Url::parse(link)
            .ok()
            .filter(|url| url.origin() == self.batch.inner.base.origin())
            .ok_or_else(|| {
                let reason = "the link to the next page leads away from the Batch account".into();
                Error::new(self.operation, ErrorKind::Protocol { reason })
            })
    }
}

impl Batch {
    pub(super) fn list<T>(
        &self,
        operation: &'static str,
        segments: &[&str],
        query: &ListQuery,
    ) -> Result<Pager<T>> {
        let size = query.page_size.map(|n| n.to_string());
        let first = Call::new(operation, Method::GET, self.url(operation, segments)?)
            .query("$filter", query.filter.as_deref())
            .query("$select", query.select.as_deref())
            .query("maxresults", size.as_deref());
        Ok(Pager {
            batch: self.clone(),
            operation,
            next: Some(first.into_url()),
            items: PhantomData,
        })
    }
}
