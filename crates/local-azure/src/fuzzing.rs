//! What the fuzz targets reach of this crate beyond what it offers everyone. Built for them alone.

use http::{HeaderMap, Request};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::keys::Keys;
use crate::query::Query;
use crate::{auth, dates};

pub use crate::blob::fuzzing::{Block, block_list, range, target};

/// When all of it happens.
pub const NOW: OffsetDateTime = datetime!(2026-11-01 12:00 UTC);

/// A date of an HTTP header, and as it is written again.
pub fn http_date(text: &str) -> Option<(OffsetDateTime, String)> {
    dates::parse_http(text).map(|date| (date, dates::http(date)))
}

/// A date of a signature, and as it is written again.
pub fn sas_date(text: &str) -> Option<(OffsetDateTime, String)> {
    dates::parse_iso(text).map(|date| (date, dates::iso(date)))
}

/// Whether a pattern of output files matches a name.
pub fn name_matches(pattern: &str, name: &str) -> bool {
    crate::node::name_matches(pattern, name)
}

/// An installation, whose keys sign and check.
pub struct Account(Keys);

impl Account {
    /// A new one; `None` without a source of randomness.
    pub fn new() -> Option<Self> {
        Keys::generate().ok().map(Self)
    }

    /// Whom its delegation keys are for: the service principal's object id, and the tenant's.
    pub fn principal(&self) -> (&str, &str) {
        (&self.0.object_id, &self.0.tenant_id)
    }

    /// The signature for what a query without one says.
    pub fn signature(&self, container: &str, blob: &str, query: &str) -> Option<String> {
        let blob = Some(blob);
        auth::sign_sas(
            &self.0,
            auth::SasResource { container, blob },
            &Query::parse(query),
            NOW,
        )
    }

    /// Whether a signed query opens what a path names: then the container, the blob and what is allowed.
    pub fn opened(&self, path: &str, query: &str) -> Option<(String, Option<String>, String)> {
        let (container, blob) = target(path)?;
        let resource = auth::SasResource {
            container: &container,
            blob: blob.as_deref(),
        };
        let query = Query::parse(query);
        let grant = auth::verify_sas(&self.0, resource, &query, &HeaderMap::new(), NOW).ok()?;
        Some((container, blob, grant.permissions().to_owned()))
    }

    /// The credentials that admit a request by Shared Key.
    pub fn credentials(&self, request: &Request<()>) -> String {
        auth::sign_blob_shared_key(&self.0, request)
    }

    /// Whether a request is admitted by Shared Key.
    pub fn admits(&self, request: Request<()>, credentials: &str) -> bool {
        let (request, ()) = request.into_parts();
        auth::verify_blob_shared_key(&self.0, &request, credentials, NOW).is_ok()
    }
}
