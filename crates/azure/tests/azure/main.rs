//! The clients over the wire: against stubs that misbehave as told, and against the embedded service.
#![allow(clippy::unwrap_used)]

mod api_version;
mod batch;
mod blob_download;
mod blob_upload;
mod certificate;
mod foul;
mod local;
mod sign_in;
mod stub;
