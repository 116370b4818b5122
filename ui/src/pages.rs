//! The screens, each with its parts in a folder of its own.

pub mod accounts;
pub mod jobs;
mod pools;
pub mod settings;
pub mod submit;
