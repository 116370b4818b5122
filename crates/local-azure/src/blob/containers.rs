//! Operations on containers.

use axum::response::Response;
use http::StatusCode;

use super::conditions::Conditions;
use super::error::{BlobError, Code};
use super::list::{marker, next_marker};
use super::request::{Call, quoted};
use super::respond::Answer;
use super::store::{Container, Page};
use super::xml;
use crate::dates;

/// Create Container.
pub(super) async fn create(call: &Call, container: &str) -> Result<Response, BlobError> {
    require_container(call)?;
    if call.header("x-ms-blob-public-access")?.is_some() {
        return Err(Code::PublicAccessNotPermitted.into());
    }
    let version = call
        .state
        .blob
        .create_container(container, call.metadata()?, call.now)
        .await?;
    Ok(Answer::new(StatusCode::CREATED)
        .version(&version.etag, version.modified)
        .empty())
}

/// Get Container Properties, and Get Container Metadata, which is a part of it.
pub(super) async fn properties(call: &Call, container: &str) -> Result<Response, BlobError> {
    require_container(call)?;
    let container = call.state.blob.container(container).await?;
    Ok(described(&container).metadata(&container.metadata).empty())
}

/// Set Container Metadata.
pub(super) async fn set_metadata(call: &Call, container: &str) -> Result<Response, BlobError> {
    require_container(call)?;
    let conditions = Conditions::of(call)?;
    let version = call
        .state
        .blob
        .set_container_metadata(container, call.metadata()?, conditions, call.now)
        .await?;
    Ok(Answer::new(StatusCode::OK)
        .version(&version.etag, version.modified)
        .empty())
}

/// Get Container ACL: there are no stored access policies, and none can be set.
pub(super) async fn access_policy(call: &Call, container: &str) -> Result<Response, BlobError> {
    require_container(call)?;
    let container = call.state.blob.container(container).await?;
    let mut document = xml::Writer::document();
    document.text("SignedIdentifiers", "");
    Ok(described(&container).xml(document.finish()))
}

/// Delete Container.
pub(super) async fn delete(call: &Call, container: &str) -> Result<Response, BlobError> {
    require_container(call)?;
    call.state
        .blob
        .delete_container(container, Conditions::of(call)?)
        .await?;
    Ok(Answer::new(StatusCode::ACCEPTED).empty())
}

/// List Containers.
pub(super) async fn list(call: &Call) -> Result<Response, BlobError> {
    call.access.require_account()?;
    let with_metadata = call.includes("metadata");
    let page = Page {
        prefix: call.query.text("prefix").to_owned(),
        from: marker(call)?,
        limit: call.max_results()?,
    };
    let endpoint = call.endpoint();
    let (containers, next) = call.state.blob.containers(page).await?;
    let mut document = xml::Writer::document();
    document.element_with(
        "EnumerationResults",
        &[("ServiceEndpoint", &endpoint)],
        |results| {
            for (element, parameter) in [
                ("Prefix", "prefix"),
                ("Marker", "marker"),
                ("MaxResults", "maxresults"),
            ] {
                results.optional(element, call.query.get(parameter));
            }
            results.element("Containers", |list| {
                for container in &containers {
                    list.element("Container", |item| {
                        item.name(&container.name);
                        item.element("Properties", |properties| {
                            properties.text(
                                "Last-Modified",
                                &dates::http_from_unix(container.version.modified),
                            );
                            properties.text("Etag", &quoted(&container.version.etag));
                            properties.text("LeaseStatus", "unlocked");
                            properties.text("LeaseState", "available");
                            properties.text("HasImmutabilityPolicy", "false");
                            properties.text("HasLegalHold", "false");
                        });
                        if with_metadata {
                            item.metadata(&container.metadata);
                        }
                    });
                }
            });
            results.text("NextMarker", &next_marker(next));
        },
    );
    Ok(Answer::new(StatusCode::OK).xml(document.finish()))
}

/// Operations on a container name it by `restype=container`, and no service SAS reaches them.
fn require_container(call: &Call) -> Result<(), BlobError> {
    call.access.require_account()?;
    if call.query.text("restype") == "container" {
        Ok(())
    } else {
        Err(BlobError::from(Code::NotImplemented).because("a blob in the root container"))
    }
}

fn described(container: &Container) -> Answer {
    Answer::new(StatusCode::OK)
        .version(&container.version.etag, container.version.modified)
        .header("x-ms-lease-status", "unlocked")
        .header("x-ms-lease-state", "available")
        .header("x-ms-has-immutability-policy", "false")
        .header("x-ms-has-legal-hold", "false")
}
