//! The pool's user-assigned managed identity, and the tokens its node gets for it.
//!
//! On Azure a node asks the machine's metadata endpoint; here it asks this, and programs in place of images ask
//! [`machine`](super::machine). What such a token opens is decided where all
//! tokens are judged: it may read and write blobs, as one with the role Storage Blob Data Contributor.

use time::OffsetDateTime;
use uuid::{Builder, Uuid};

use super::token::{self, Issued};
use crate::keys::Keys;

/// An identity that the nodes of the pool may act as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ManagedIdentity {
    /// Its ARM id.
    pub(crate) resource_id: String,
    /// What it signs in as.
    pub(crate) client_id: String,
    /// What roles are given to.
    pub(crate) principal_id: String,
}

impl ManagedIdentity {
    /// The one the pool has. It follows from the installation's keys, so that it stays the same.
    pub(crate) fn of_pool(keys: &Keys) -> Self {
        Self {
            resource_id: format!(
                "/subscriptions/{}/resourceGroups/longshore/providers/Microsoft.ManagedIdentity/userAssignedIdentities/this-computer",
                keys.subscription_id
            ),
            client_id: derived(keys, "client").to_string(),
            principal_id: derived(keys, "principal").to_string(),
        }
    }

    /// Whether that is its resource id. Azure does not tell upper from lower case in one.
    pub(crate) fn is(&self, resource_id: &str) -> bool {
        self.resource_id.eq_ignore_ascii_case(resource_id)
    }

    /// A token of its own for storage.
    pub(crate) fn storage_token(&self, keys: &Keys, now: OffsetDateTime) -> Issued {
        let subject = token::Subject {
            app: &self.client_id,
            object: &self.principal_id,
        };
        token::issue_to(keys, subject, "https://storage.azure.com", now)
    }
}

fn derived(keys: &Keys, what: &str) -> Uuid {
    let signed = keys
        .token_key
        .sign(format!("managed identity, {what}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&signed[..16]);
    Builder::from_random_bytes(bytes).into_uuid()
}
