//! The screens, each with its parts in a folder of its own.

pub mod accounts;
pub mod jobs;
pub mod settings;
pub mod submit;
