//! The promises of `docs/security.md` that no one crate can keep alone.

mod process;
mod promises;
mod shell;
mod sources;
