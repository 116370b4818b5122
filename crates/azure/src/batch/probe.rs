use azure_core::time::parse_rfc7231;
use reqwest::{Method, header::DATE};
use time::OffsetDateTime;

use super::{Batch, request::Call};
use crate::error::Result;

impl Batch {
    /// Asks for as little as can be asked for with the right to read jobs; answers the service's clock, when it tells.
    ///
    /// # Errors
    /// What the request fails with.
    pub async fn probe(&self) -> Result<Option<OffsetDateTime>> {
        let operation = "list jobs";
        let call = Call::new(operation, Method::GET, self.url(operation, &["jobs"])?)
            .query("maxresults", Some("1"))
            .query("$select", Some("id"));
        let reply = self.send(call.reads_json()).await?;
        let date = reply.headers.get(DATE).and_then(|date| date.to_str().ok());
        Ok(date.and_then(|date| parse_rfc7231(date).ok()))
    }
}
