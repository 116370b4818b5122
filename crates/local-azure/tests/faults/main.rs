//! The service told to misbehave: that it does so exactly as told, in its own dialects, and not otherwise.
#![allow(clippy::unwrap_used)]

mod account;
mod pools;
mod requests;
mod scenarios;
#[path = "../support/mod.rs"]
mod support;
