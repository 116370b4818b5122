//! What the service principal's roles allow in the storage account.
//!
//! The embedded account gives it every role; a file of faults can take some away. A user delegation SAS can never do
//! more than the principal that asked for the key.

use http::Method;

use super::access::Access;
use super::error::{BlobError, Code};
use super::target::Target;
use crate::faults::{Denied, Plan};
use crate::query::Query;

/// Refuses what the principal lacks the role for.
pub(super) fn check(
    plan: &Plan,
    access: &Access,
    method: &Method,
    target: &Target,
    query: &Query,
) -> Result<(), BlobError> {
    let by_principal = match access {
        Access::Bearer => true,
        Access::Identity => return identity(plan, target),
        Access::SharedKey => false,
        Access::Sas(grant) => grant.is_delegated,
    };
    let needed = match (target, query.text("comp")) {
        (Target::Account, "userdelegationkey") => Denied::UserDelegationKey,
        _ if matches!(*method, Method::GET | Method::HEAD) => Denied::BlobRead,
        _ => Denied::BlobWrite,
    };
    if by_principal && plan.denies(needed) {
        return Err(Code::AuthorizationPermissionMismatch.into());
    }
    Ok(())
}

/// The pool's identity has the role Storage Blob Data Contributor on the account's containers, unless it is denied.
fn identity(plan: &Plan, target: &Target) -> Result<(), BlobError> {
    if matches!(target, Target::Account) || plan.denies(Denied::NodeIdentity) {
        return Err(Code::AuthorizationPermissionMismatch.into());
    }
    Ok(())
}
