//! The storage account: a container, a blob, and the key that signs the nodes' access.

use bytes::Bytes;
use longshore_azure::{Azure, Blob, SasPermissions, UploadOptions};
use longshore_model::{Code, Report, check::Check};
use time::OffsetDateTime;

use super::{Finding, List, guidance, linked, passing_name, refused};

const NAME: &str = "check";
const CONTENT: &[u8] = b"Longshore was here";

pub(super) async fn check(list: &mut List, azure: &Azure) {
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
    list.add(Check::NodeAccess, signed(blob, &container).await);
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
