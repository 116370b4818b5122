//! The `longshore` command as a person uses it, on the embedded account.

mod accounts;
mod bad_input;
mod check;
mod clean;
mod containers;
mod credentials;
mod disk;
mod failing;
mod interrupted;
mod local;
mod many;
mod no_secrets;
mod pools;
mod results;
mod signed_out;
mod weather;
