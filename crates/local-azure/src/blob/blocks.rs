//! Put Block, Put Block List and Get Block List.

use axum::body::Body;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::StatusCode;
use md5::{Digest as _, Md5};

use super::error::{BlobError, Code};
use super::request::{self, CONTENT_MD5, Call};
use super::respond::Answer;
use super::store::{Address, Choice};
use super::upload::new_blob;
use super::xml;
use crate::auth::Permission;

/// The most a block may carry, in bytes: 4,000 MiB.
const MAX_BLOCK: u64 = 4_000 * 1024 * 1024;
/// The most blocks of a blob.
const MAX_BLOCKS: usize = 50_000;
/// The longest id of a block, in bytes before it is put into base64.
const MAX_ID: usize = 64;
/// The most a block list may take: 50,000 ids of 88 characters, each in an element.
const MAX_LIST: usize = 8 * 1024 * 1024;

/// Put Block.
pub(super) async fn put_block(
    call: &Call,
    at: Address,
    body: &mut Body,
) -> Result<Response, BlobError> {
    call.access
        .require(&[Permission::Write, Permission::Create])?;
    let id = block_id(call.query.text("blockid"))?;
    let length = call.content_length()?;
    if length > MAX_BLOCK {
        return Err(Code::RequestBodyTooLarge.into());
    }
    if length == 0 {
        return Err(
            BlobError::from(Code::InvalidHeaderValue).because("a block has at least one byte")
        );
    }
    let announced = call.md5("content-md5")?;
    call.state.blob.check_container(&at).await?;
    // Hashing costs more than all the rest, so it is done when the client can use it.
    let received = call
        .state
        .blob
        .receive(body, length, announced.is_some())
        .await?;
    let md5 = received.md5;
    if md5 != announced {
        return Err(Code::Md5Mismatch.into());
    }
    call.state.blob.stage(&at, id, received, call.now).await?;
    Ok(Answer::new(StatusCode::CREATED)
        .optional(CONTENT_MD5, md5.map(|md5| BASE64.encode(md5)).as_deref())
        .header("x-ms-request-server-encrypted", "false")
        .empty())
}

/// Put Block List.
pub(super) async fn put_block_list(
    call: &Call,
    at: Address,
    body: &mut Body,
) -> Result<Response, BlobError> {
    call.access
        .require(&[Permission::Write, Permission::Create])?;
    let document = request::whole(body, MAX_LIST).await?;
    if let Some(announced) = call.md5("content-md5")?
        && announced != <[u8; 16]>::from(Md5::digest(&document))
    {
        return Err(Code::Md5Mismatch.into());
    }
    let choices = choices(&document)?;
    // The request's own type is that of the list.
    let new = new_blob(call, "x-ms-blob-content-type")?;
    let version = call.state.blob.commit_blocks(&at, new, choices).await?;
    Ok(Answer::new(StatusCode::CREATED)
        .version(&version.etag, version.modified)
        .header("x-ms-request-server-encrypted", "false")
        .empty())
}

/// Get Block List.
pub(super) async fn get_block_list(call: &Call, at: Address) -> Result<Response, BlobError> {
    call.access.require(&[Permission::Read])?;
    let (with_committed, with_staged) = match call.query.text("blocklisttype") {
        "" | "committed" => (true, false),
        "uncommitted" => (false, true),
        "all" => (true, true),
        _ => return Err(BlobError::from(Code::InvalidQueryParameterValue).because("blocklisttype")),
    };
    let (blob, committed, staged) = call.state.blob.blocks(&at).await?;
    let mut document = xml::Writer::document();
    document.element("BlockList", |list| {
        for (element, wanted, blocks) in [
            ("CommittedBlocks", with_committed, &committed),
            ("UncommittedBlocks", with_staged, &staged),
        ] {
            if wanted {
                list.element(element, |list| {
                    for block in blocks {
                        list.element("Block", |item| {
                            item.text("Name", &block.id);
                            item.text("Size", &block.size.to_string());
                        });
                    }
                });
            }
        }
    });
    let mut answer = Answer::new(StatusCode::OK);
    if let Some(blob) = blob {
        answer = answer
            .version(&blob.version.etag, blob.version.modified)
            .header("x-ms-blob-content-length", &blob.size.to_string());
    }
    Ok(answer.xml(document.finish()))
}

pub(super) fn choices(document: &[u8]) -> Result<Vec<Choice>, BlobError> {
    let leaves = xml::leaves(document, "BlockList")?;
    if leaves.len() > MAX_BLOCKS {
        return Err(Code::BlockListTooLong.into());
    }
    leaves
        .into_iter()
        .map(|(element, id)| {
            let id = block_id(&id)?;
            match element.as_str() {
                "Committed" => Ok(Choice::Committed(id)),
                "Uncommitted" => Ok(Choice::Uncommitted(id)),
                "Latest" => Ok(Choice::Latest(id)),
                _ => Err(BlobError::from(Code::InvalidXmlDocument).because(element)),
            }
        })
        .collect()
}

fn block_id(text: &str) -> Result<String, BlobError> {
    match BASE64.decode(text) {
        Ok(id) if (1..=MAX_ID).contains(&id.len()) => Ok(text.to_owned()),
        _ => Err(Code::InvalidBlockId.into()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_block_list_is_read_in_order() {
        let document = br#"<?xml version="1.0" encoding="utf-8"?>
            <BlockList><Latest>QQ==</Latest><Committed>Qg==</Committed><Uncommitted>QQ==</Uncommitted></BlockList>"#;
        let id = |text: &str| text.to_owned();
        assert_eq!(
            choices(document).unwrap(),
            [
                Choice::Latest(id("QQ==")),
                Choice::Committed(id("Qg==")),
                Choice::Uncommitted(id("QQ=="))
            ]
        );
    }

    #[test]
    fn block_ids_are_base64_of_at_most_64_bytes() {
        assert!(block_id(&BASE64.encode([0; 64])).is_ok());
        for id in [
            String::new(),
            "not base64".to_owned(),
            BASE64.encode([0; 65]),
        ] {
            assert!(block_id(&id).is_err(), "{id}");
        }
    }
}
