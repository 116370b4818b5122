use std::{collections::HashSet, path::Path};

use azure_storage_blob::{
    BlobClient, BlockBlobClient,
    models::{
        BlockBlobClientCommitBlockListOptions, BlockBlobClientCommitBlockListResultHeaders,
        BlockBlobClientStageBlockOptions, BlockListType, BlockLookupList,
    },
};
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use md5::{Digest, Md5};

use super::{
    OPERATION, UploadOptions, Uploaded, content_type, expect, metadata, source, verification,
};
use crate::{
    blob::{Blob, Progress},
    error::{Error, ErrorKind, Result},
};

/// A block as the service lists it: id and size.
type Present = HashSet<(Vec<u8>, u64)>;

impl Blob {
    /// Makes a blob of a file, block by block.
    pub(super) async fn put_in_blocks(
        &self,
        client: &BlobClient,
        path: &Path,
        expected_size: u64,
        options: &UploadOptions,
        progress: &Progress,
    ) -> Result<Uploaded> {
        let tuning = &self.inner.tuning;
        let block_size = source::block_size(expected_size, tuning.block_size)?;
        let client = client.block_blob_client();
        let present = present_blocks(&client).await;
        let mut source = source::Source::open(path, block_size);
        let mut ids = Vec::new();
        let mut done = 0;
        {
            // Polled rather than unfolded: a closure that lends its state makes the whole upload impossible to spawn.
            let blocks = stream::poll_fn(|context| source.blocks.poll_recv(context));
            let mut staged = std::pin::pin!(
                blocks
                    .enumerate()
                    .map(|(place, block)| stage(&client, &present, place, block))
                    .buffered(tuning.parallel_blocks.max(1))
            );
            while let Some((id, length)) = staged.try_next().await? {
                ids.push(id);
                done += length;
                progress(done);
            }
        }
        let (size, sha256) = source.finish().await?;
        expect(options, sha256)?;
        if size != expected_size {
            return Err(verification("the file changed while it was read"));
        }
        let etag = commit(&client, ids, options, sha256).await?;
        Ok(Uploaded { size, sha256, etag })
    }
}

/// The blocks an earlier, cut-off upload has left. Not knowing them costs no more than sending them again.
async fn present_blocks(client: &BlockBlobClient) -> Present {
    let reply = client
        .get_block_list(BlockListType::Uncommitted, None)
        .await;
    match reply.and_then(azure_core::http::Response::into_model) {
        Ok(list) => list
            .uncommitted_blocks
            .unwrap_or_default()
            .into_iter()
            .filter_map(|block| Some((block.name?, u64::try_from(block.size?).ok()?)))
            .collect(),
        Err(_) => Present::new(),
    }
}

/// Sends one block unless the service has it. Gives its id and size.
async fn stage(
    client: &BlockBlobClient,
    present: &Present,
    place: usize,
    block: Bytes,
) -> Result<(Vec<u8>, u64)> {
    let hashed = block.clone();
    let md5 = tokio::task::spawn_blocking(move || Md5::digest(&hashed).to_vec())
        .await
        .map_err(|_| Error::new(OPERATION, ErrorKind::Cancelled))?;
    let known = (block_id(place, &md5), block.len() as u64);
    if present.contains(&known) {
        return Ok(known);
    }
    let options = BlockBlobClientStageBlockOptions {
        transactional_content_md5: Some(md5),
        ..BlockBlobClientStageBlockOptions::default()
    };
    client
        .stage_block(&known.0, known.1, block.into(), Some(options))
        .await
        .map_err(|error| Error::from_sdk(OPERATION, error))?;
    Ok(known)
}

/// All ids of a blob must have one length: five digits number the 50,000 blocks a blob may have.
fn block_id(place: usize, md5: &[u8]) -> Vec<u8> {
    let hash: String = md5.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{place:05}-{hash}").into_bytes()
}

/// Makes the blob out of its blocks, in this order.
async fn commit(
    client: &BlockBlobClient,
    ids: Vec<Vec<u8>>,
    options: &UploadOptions,
    sha256: [u8; 32],
) -> Result<Option<String>> {
    let fail = |error| Error::from_sdk(OPERATION, error);
    let list = BlockLookupList {
        latest: Some(ids),
        ..BlockLookupList::default()
    };
    let request = BlockBlobClientCommitBlockListOptions {
        blob_content_type: Some(content_type(options)),
        metadata: Some(metadata(sha256)),
        ..BlockBlobClientCommitBlockListOptions::default()
    };
    let reply = client
        .commit_block_list(list.try_into().map_err(fail)?, Some(request))
        .await
        .map_err(fail)?;
    Ok(reply.etag().map_err(fail)?.map(|etag| etag.to_string()))
}

#[cfg(test)]
mod tests {
    use super::block_id;

    #[test]
    fn a_block_is_named_by_place_and_content() {
        assert_eq!(block_id(7, &[0, 0xab]), b"00007-00ab");
    }
}
