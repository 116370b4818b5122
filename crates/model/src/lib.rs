//! What crosses a border in Longshore: settings, payloads, jobs, tasks, reports, events, and the contract of commands
//! between the window and its shell.
//!
//! Plain data with serde, plus the validation that form, file and command line must agree on. It compiles to wasm, does
//! no I/O, knows no clock, and depends on no other Longshore crate.
//!
//! Moments are [`UnixMillis`]; durations are seconds unless a name says otherwise; sizes are bytes.

pub mod account;
pub mod check;
pub mod closing;
pub mod command;
pub mod event;
pub mod format;
pub mod job;
pub mod leftover;
pub mod log;
pub mod menu;
pub mod node_access;
pub mod opened;
pub mod payload;
pub mod pool;
pub mod preferences;
pub mod preset;
pub mod preview;
pub mod report;
pub mod result_file;
pub mod selection;
pub mod settings;
pub mod submit;
pub mod task;
pub mod tray;

pub use report::{Code, Report};

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type UnixMillis = i64;

/// The name of the built-in account: the embedded Azure on this computer.
pub const THIS_COMPUTER: &str = "This computer";
