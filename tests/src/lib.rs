//! What whole-system tests stand on: private homes, the programs as a person starts them, a display with a keyring and
//! a WebDriver, and fixtures.
//!
//! `cargo xtask test` builds the programs first and names them in the environment; run by hand, the debug builds of this
//! workspace are used.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a broken harness is a failed test"
)]

pub mod azurite;
pub mod crash;
pub mod desktop;
pub mod fixtures;
pub mod home;
pub mod keyring;
pub mod leftovers;
pub mod local;
pub mod pictures;
pub mod preload;
pub mod programs;
pub mod scripts;
pub mod service;
pub mod weather;
