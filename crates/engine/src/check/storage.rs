//! The storage account: a container, a blob, and the key that signs the nodes' access.

use bytes::Bytes;
use longshore_azure::{Azure, Blob, SasPermissions, UploadOptions};
use longshore_batch_api::pool::Pool;
use longshore_model::{Code, Report, check::Check};
use time::OffsetDateTime;

use super::{Finding, List, guidance, linked, passing_name, refused};
use crate::submission;

const NAME: &str = "check";
const CONTENT: &[u8] = b"Longshore was here";

/// `identity` is what the nodes reach storage with, if anything; `pool` is where they are, if it could be found.
pub(super) async fn check(list: &mut List, azure: &Azure, identity: &str, pool: Option<&Pool>) {
    let blob = azure.blob();
    let container = passing_name();
    if list
        .add(Check::Storage, made(blob, &container).await)
        .is_some()
    {
        let written = written(blob, &container).await;
        // Whatever became of the blob, the container goes.
        let gone = blob.delete_container(&container).await;
        let left = gone.map_err(|error| left_behind(error, &container));
        list.add(Check::Blobs, written.and_then(|found| left.map(|()| found)));
    }
    match (identity, pool) {
        ("", _) => {
            list.add(Check::NodeAccess, signed(blob, &container).await);
        }
        (identity, Some(pool)) => {
            list.add(Check::NodeAccess, by_identity(pool, identity));
        }
        // What was wrong with the pool was told.
        (_, None) => list.skip(Check::NodeAccess, Check::Pool),
    }
}

/// Whether the pool has the identity. What its roles are only its nodes could tell.
fn by_identity(pool: &Pool, identity: &str) -> Finding<()> {
    if !pool.has_identity(identity) {
        let report = submission::pool::lacks(pool, identity, "reach storage");
        return Err(linked(report, guidance::BLOBS.link));
    }
    let name = identity.rsplit('/').next().unwrap_or(identity);
    Ok((
        (),
        format!(
            "by the pool's identity {name}, which needs the role Storage Blob Data Contributor"
        ),
    ))
}

async fn made(blob: &Blob, container: &str) -> Finding<()> {
    match blob.create_container(container).await {
        Ok(_) => Ok(((), "answers, and lets containers be made".to_owned())),
        Err(error) => Err(refused(error, &guidance::BLOBS)),
    }
}

async fn written(blob: &Blob, container: &str) -> Finding<()> {
    let there_and_back = async {
        let content = Bytes::from_static(CONTENT);
        blob.upload_bytes(container, NAME, content, UploadOptions::default())
            .await?;
        let read = blob
            .download_bytes(container, NAME, 0..CONTENT.len() as u64)
            .await?;
        blob.delete_blob(container, NAME).await?;
        Ok::<_, longshore_azure::Error>(read.bytes)
    };
    match there_and_back.await {
        Ok(read) if read == CONTENT => Ok(((), "one was written, read and deleted".to_owned())),
        Ok(_) => Err(linked(
            Report::new(
                Code::Verification,
                "A blob came back with other content than it was sent.",
                "Something between this computer and the storage account changes what passes through it.",
            ),
            guidance::BLOBS.link,
        )),
        Err(error) => Err(refused(error, &guidance::BLOBS)),
    }
}

/// Gets the key and signs with it; the address that comes of it is thrown away.
async fn signed(blob: &Blob, container: &str) -> Finding<()> {
    let soon = OffsetDateTime::now_utc() + time::Duration::minutes(5);
    match blob
        .container_sas(container, SasPermissions::READ, soon)
        .await
    {
        Ok(_) => Ok((
            (),
            "signed for each job, for its own container only".to_owned(),
        )),
        Err(error) => Err(refused(error, &guidance::DELEGATION)),
    }
}

fn left_behind(error: longshore_azure::Error, container: &str) -> Report {
    let mut report = refused(error, &guidance::BLOBS);
    report.guidance = format!(
        "{} The container {container} is left behind.",
        report.guidance
    );
    report
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use longshore_batch_api::pool::{PoolIdentity, UserAssignedIdentity};

    use super::*;

    #[test]
    fn the_identity_that_nodes_reach_storage_with_must_be_the_pools() {
        let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes";
        let mut pool = Pool {
            id: "p".into(),
            ..Pool::default()
        };
        let error = by_identity(&pool, id).unwrap_err();
        assert_eq!(
            error.title,
            "The pool p does not have the identity nodes, which is to reach storage for its nodes."
        );
        pool.identity = Some(PoolIdentity {
            user_assigned_identities: vec![UserAssignedIdentity {
                resource_id: id.to_ascii_uppercase(),
                ..UserAssignedIdentity::default()
            }],
            ..PoolIdentity::default()
        });
        let ((), detail) = by_identity(&pool, id).unwrap();
        assert!(detail.contains("identity nodes"), "{detail}");
    }
}
