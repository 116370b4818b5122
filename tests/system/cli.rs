//! The `longshore` command as a person uses it, on the embedded account.

mod accounts;
mod bad_input;
mod bad_tasks;
mod check;
mod clean;
mod containers;
mod credentials;
mod diagnose;
mod disk;
mod failing;
mod interrupted;
mod local;
mod local_faults;
mod many;
mod no_secrets;
mod pins;
mod pools;
mod results;
mod signed_out;
mod unknown_host;
mod weather;
