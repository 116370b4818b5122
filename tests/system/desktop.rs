//! The real window, driven as a person would.

mod accounts;
mod instances;
mod journey;
mod late;
mod messages;
mod refusals;
