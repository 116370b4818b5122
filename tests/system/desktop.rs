//! The real window, driven as a person would.

mod accounts;
mod journey;
mod late;
mod messages;
mod refusals;
