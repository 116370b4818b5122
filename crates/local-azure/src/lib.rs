//! The embedded Azure: Microsoft Entra ID tokens, Blob storage and Batch on 127.0.0.1.
//!
//! "This computer" is an account like any other, so the programs reach it as they reach Azure: over TLS, with
//! bearer tokens, shared keys and SAS, in the REST dialects the official SDKs speak. This crate is that other end.
//! It keeps everything below one data directory and serves it from one process at a time.
//!
//! What it never does: listen on anything but loopback; answer an unauthenticated request (discovery documents
//! and the token endpoint aside); pretend that an operation it lacks has succeeded (that is 501 `NotImplemented`
//! in the service's own shape); or depend on the clients of this workspace, which meet it on the wire only.
//!
//! ```no_run
//! # async fn example() -> Result<(), longshore_local_azure::Error> {
//! use longshore_local_azure::{Options, Service};
//!
//! let service = Service::start(Options::new("/var/lib/longshore/local")).await?;
//! println!("{}", service.endpoint().blob_endpoint);
//! service.stopped().await;
//! # Ok(())
//! # }
//! ```

mod activity;
mod auth;
mod batch;
mod blob;
mod ca;
mod connection;
mod database;
mod dates;
mod endpoint;
mod error;
mod faults;
mod files;
mod front;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod identity;
pub mod instance;
mod keys;
mod limits;
mod node;
mod options;
mod paced;
mod port;
mod query;
mod random;
mod redirect;
mod request_log;
mod service;
mod state;
mod wildcard;

pub use endpoint::Endpoint;
pub use error::Error;
pub use limits::Limits;
pub use options::{ImageCommand, Options};
pub use redirect::Redirect;
pub use service::Service;
