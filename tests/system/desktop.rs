//! The real window, driven as a person would.

mod accessibility;
mod accounts;
mod bad_input;
mod closing;
mod imports;
mod instances;
mod journey;
mod keyboard;
mod late;
mod many;
mod messages;
mod pools;
mod previews;
mod refusals;
mod signed_out;
mod sizes;
