//! Putting a file into a blob.

use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use longshore_batch_api::task::IdentityReference;
use url::Url;

use super::transfer::{Transfer, TransferError, What};

/// Files up to this many bytes go in one request, longer ones in blocks of it.
const BLOCK: u64 = 32 * 1024 * 1024;

/// Writes the file at `path` to the blob at `url`, in place of whatever is there. What is appended to the file
/// meanwhile is left out.
pub(super) async fn file(
    transfer: &Transfer,
    url: &Url,
    path: &Path,
    identity: Option<&IdentityReference>,
) -> Result<(), TransferError> {
    let length = tokio::fs::metadata(path).await?.len();
    if length <= BLOCK {
        let whole = What::Part {
            path,
            from: 0,
            length,
        };
        transfer.send(url, &whole, identity).await?;
        return Ok(());
    }
    let mut blocks = String::new();
    for (number, from) in (0..length).step_by(BLOCK as usize).enumerate() {
        let id = BASE64.encode(format!("{number:08}"));
        let mut address = url.clone();
        address
            .query_pairs_mut()
            .append_pair("comp", "block")
            .append_pair("blockid", &id);
        let part = What::Part {
            path,
            from,
            length: BLOCK.min(length - from),
        };
        transfer.send(&address, &part, identity).await?;
        blocks += &format!("<Latest>{id}</Latest>");
    }
    let list = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>{blocks}</BlockList>");
    let mut address = url.clone();
    address.query_pairs_mut().append_pair("comp", "blocklist");
    transfer.send(&address, &What::Xml(&list), identity).await?;
    Ok(())
}
