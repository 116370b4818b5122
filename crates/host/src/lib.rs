//! What Longshore's programs share: opening the engine, with the embedded Azure behind the account "This computer".
//!
//! The embedded Azure is a process of its own, made from the same executable: a program calls [`serve_if_asked`] first
//! thing in `main`, and [`EmbeddedAzure`] starts that executable again, with a hidden first word, when no service runs
//! for the data folder yet. So tasks outlive the window, and a crash of the one does not take the other along.
//!
//! This crate knows both `engine` and `local-azure`, which never know each other. It has no screen and no commands.

mod diagnose;
mod embedded;
mod gathered;
mod limits;
mod log;
mod open;
mod panics;
mod serve;

pub use diagnose::{About, Bundle, Check, Entry, Written, bundle_name, diagnose};
pub use embedded::{EmbeddedAccount, EmbeddedAzure, Server};
pub use gathered::Gathered;
pub use limits::set_limits;
pub use log::{LOG_ENV, init_file_tracing, init_tracing, redacted};
pub use open::{POOL_PATIENCE_ENV, open_engine, open_engine_at};
pub use panics::caught;
pub use serve::{IDLE_ENV, REQUEST_LOG_ENV, serve, serve_if_asked};
