//! Delete Blob.

use axum::response::Response;
use http::StatusCode;

use super::conditions::Conditions;
use super::error::{BlobError, Code};
use super::request::Call;
use super::respond::Answer;
use super::store::Address;
use crate::auth::Permission;

/// Delete Blob, at once and for good: there is no soft delete, and there are no snapshots to delete with it.
pub(super) async fn blob(call: &Call, at: Address) -> Result<Response, BlobError> {
    call.access.require(&[Permission::Delete])?;
    match call.header("x-ms-delete-snapshots")? {
        None | Some("include") => {
            call.state
                .blob
                .delete_blob(&at, Conditions::of(call)?)
                .await?
        }
        // Only the snapshots, of which a blob that is there has none.
        Some("only") => drop(call.state.blob.blob(&at).await?),
        Some(_) => {
            return Err(BlobError::from(Code::InvalidHeaderValue).because("x-ms-delete-snapshots"));
        }
    }
    Ok(Answer::new(StatusCode::ACCEPTED)
        .header("x-ms-delete-type-permanent", "true")
        .empty())
}
