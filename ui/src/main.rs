//! The window of Longshore.
//!
//! It shows what the engine knows and passes on what people ask for. It knows `longshore-model` and nothing else of
//! Longshore: no file, no network, no service is reached from here but through the one door, [`backend`].
//!
//! Data flows one way: a page calls a command through [`state`], events come back there, and the pages show the state.
//! What can be decided without a browser (drafts, windows over long lists, dates, logs) is plain code with tests.

mod app;
mod backend;
mod browser;
mod components;
mod csv;
mod format;
#[cfg(feature = "gallery")]
mod gallery;
mod here;
mod pages;
mod state;
mod words;

fn main() {
    browser::tell_of_panics();
    leptos::mount::mount_to_body(app::App);
}
