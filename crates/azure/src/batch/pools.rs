use longshore_batch_api::{node::Node, pool::Pool};
use reqwest::Method;

use super::{Batch, ListQuery, Pager, request::Call};
use crate::error::Result;

impl Batch {
    /// One pool, or the fields of it that `select` names.
    ///
    /// # Errors
    /// What the request fails with; not found when there is no such pool.
    pub async fn get_pool(&self, id: &str, select: Option<&str>) -> Result<Pool> {
        let operation = "get pool";
        let call = Call::new(operation, Method::GET, self.url(operation, &["pools", id])?)
            .query("$select", select);
        self.ask(call).await
    }

    /// The account's pools.
    ///
    /// # Errors
    /// Only when no address can be made; requests begin with [`Pager::next_page`].
    pub fn list_pools(&self, query: &ListQuery) -> Result<Pager<Pool>> {
        self.list("list pools", &["pools"], query)
    }

    /// The nodes of a pool.
    ///
    /// # Errors
    /// Only when no address can be made; requests begin with [`Pager::next_page`].
    pub fn list_nodes(&self, pool: &str, query: &ListQuery) -> Result<Pager<Node>> {
        self.list("list nodes", &["pools", pool, "nodes"], query)
    }
}
