//! Receiving content into a file.

use std::fs::{self, File};
use std::io::Write as _;

use axum::body::Body;
use bytes::Bytes;
use md5::{Digest as _, Md5};

use super::super::error::{BlobError, Code};
use super::super::request::next_piece;
use super::Store;
use super::content::Content;
use crate::files;

/// How much is gathered before it is written: large enough that handing it to another thread costs nothing.
const GATHERED: usize = 512 * 1024;

/// A complete file no row refers to yet. It is removed again unless it is [kept](Self::keep).
#[derive(Debug)]
pub(in crate::blob) struct Received {
    content: Content,
    name: String,
    kept: bool,
    pub(in crate::blob) length: u64,
    /// The hash, when it was asked for.
    pub(in crate::blob) md5: Option<[u8; 16]>,
}

impl Received {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Call when a row refers to the file.
    pub(super) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        if !self.kept {
            self.content.remove(std::slice::from_ref(&self.name));
        }
    }
}

/// A file being written, removed if it does not get to its end.
struct Incoming {
    content: Content,
    name: String,
    file: File,
    hasher: Option<Md5>,
    length: u64,
    complete: bool,
}

impl Incoming {
    fn create(content: Content, hashed: bool) -> std::io::Result<Self> {
        let name = Content::new_name();
        let file = files::create_private(&content.incoming(&name))?;
        Ok(Self {
            content,
            name,
            file,
            hasher: hashed.then(Md5::new),
            length: 0,
            complete: false,
        })
    }

    fn write(mut self, pieces: Vec<Bytes>) -> std::io::Result<Self> {
        for piece in pieces {
            self.file.write_all(&piece)?;
            self.length += piece.len() as u64;
            if let Some(hasher) = &mut self.hasher {
                hasher.update(&piece);
            }
        }
        Ok(self)
    }

    fn finish(mut self) -> std::io::Result<Received> {
        self.content.complete_incoming(&self.name)?;
        // A row must never outlive the content it names, not even when the power goes. One sync after the renaming
        // makes both last, where a file system keeps a journal.
        self.file.sync_all()?;
        self.complete = true;
        Ok(Received {
            content: self.content.clone(),
            name: std::mem::take(&mut self.name),
            kept: false,
            length: self.length,
            md5: self.hasher.take().map(|hasher| hasher.finalize().into()),
        })
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.complete {
            // If this fails the file is removed at the next start.
            let _ = fs::remove_file(self.content.incoming(&self.name));
        }
    }
}

impl Store {
    /// Receives a body of `length` bytes. Memory use does not depend on the length.
    pub(in crate::blob) async fn receive(
        &self,
        body: &mut Body,
        length: u64,
        hashed: bool,
    ) -> Result<Received, BlobError> {
        let content = self.content.clone();
        let mut incoming = blocking(move || Incoming::create(content, hashed)).await?;
        let (mut pieces, mut gathered) = (Vec::new(), 0);
        while let Some(piece) = next_piece(body).await? {
            gathered += piece.len();
            pieces.push(piece);
            if gathered >= GATHERED {
                let full = std::mem::take(&mut pieces);
                gathered = 0;
                incoming = blocking(move || incoming.write(full)).await?;
                if incoming.length > length {
                    break;
                }
            }
        }
        let incoming = blocking(move || incoming.write(pieces)).await?;
        if incoming.length != length {
            return Err(BlobError::from(Code::InvalidHeaderValue)
                .because("the body is not as long as Content-Length says"));
        }
        blocking(move || incoming.finish()).await
    }
}

/// Runs file work on a thread that may block.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, BlobError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => Ok(result?),
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // Cancelled: the runtime is shutting down, and nobody waits for an answer any more.
        Err(_) => std::future::pending().await,
    }
}
