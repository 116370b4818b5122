//! What the node signs in to storage with when a task names the pool's identity instead of a signature.

use longshore_batch_api::task::IdentityReference;
use secrecy::SecretString;
use url::{Origin, Url};

use super::{Setup, transfer::TransferError};
use crate::{Error, faults::Faults, identity::managed::ManagedIdentity, keys::Keys};

/// Gives the node tokens.
pub(super) struct Tokens {
    keys: Keys,
    identity: ManagedIdentity,
    /// Where they mean something. They are sent nowhere else.
    origin: Origin,
    faults: Faults,
}

impl Tokens {
    pub(super) fn of(setup: &Setup) -> Result<Self, Error> {
        let origin = Url::parse(&setup.account_url)
            .map_err(Error::certificate)?
            .origin();
        Ok(Self {
            identity: ManagedIdentity::of_pool(&setup.keys),
            keys: setup.keys.clone(),
            origin,
            faults: setup.faults.clone(),
        })
    }

    /// A token of the identity for the storage account at `url`.
    pub(super) fn storage(
        &self,
        reference: &IdentityReference,
        url: &Url,
    ) -> Result<SecretString, TransferError> {
        // The pool may have lost it since the task was added.
        if !self.identity.is(&reference.resource_id) || self.faults.plan().pool.no_identity {
            return Err(TransferError::Identity(
                "the pool does not have the identity",
            ));
        }
        if url.origin() != self.origin {
            return Err(TransferError::Identity(
                "the identity has no rights outside the account on this computer",
            ));
        }
        Ok(self
            .identity
            .storage_token(&self.keys, self.faults.now())
            .token)
    }
}
