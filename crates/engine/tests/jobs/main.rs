//! Whole jobs: the engine against the embedded Azure, over TLS, with real tasks.
#![allow(clippy::unwrap_used, missing_docs)]

mod bad_input;
mod cancelling;
mod interruption;
mod leftovers;
mod many;
mod offline;
mod one;
mod open;
mod pins;
mod place;
mod queue;
mod retries;
mod waiting;
