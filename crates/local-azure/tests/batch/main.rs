//! Batch as a client meets it: over TLS, with a bearer token, running real processes.

#![allow(clippy::unwrap_used)]
#![cfg(unix)]

mod account;
mod ends;
mod files;
mod jobs;
mod lists;
mod programs;
mod restart;
mod runs;
mod tasks;
