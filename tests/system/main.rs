//! Whole-system tests, in one binary: linking one is quicker than linking six.

#![allow(clippy::unwrap_used)]

mod blob;
mod cli;
mod covalent;
mod crash;
mod desktop;
mod docs;
mod sdk;
mod security;
mod weather;
