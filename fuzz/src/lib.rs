//! What must hold of everything that reads what others made, whatever it is given.
//!
//! A [`Target`] is a function of bytes that panics when something does not hold. The same functions are run in three
//! ways: by the tests beside them over the kept corpus and a few thousand changes of it (`tests/short.rs`), by libFuzzer
//! for as long as one likes (`cargo xtask fuzz`, which needs a nightly compiler), and over one file to look into a
//! finding (`cargo run -p longshore-fuzz -- TARGET FILE`).
//!
//! What this crate never does: start a service, reach a network, or hold what is kept between two inputs.

mod archives;
mod batch;
mod blobs;
mod configurations;
mod file;
pub mod mutation;
mod names;
mod payloads;
mod pickles;
mod previews;
mod signatures;

/// One reader under test.
pub struct Target {
    /// Its name: that of its corpus folder and of its program for libFuzzer.
    pub name: &'static str,
    /// Reads an input.
    ///
    /// # Panics
    /// Something that must hold does not.
    pub run: fn(&[u8]),
}

const fn target(name: &'static str, run: fn(&[u8])) -> Target {
    Target { name, run }
}

/// All of them.
pub const TARGETS: &[Target] = &[
    target("archives", archives::run),
    target("batch_json", batch::json),
    target("block_lists", blobs::block_lists),
    target("configurations", configurations::imported),
    target("exports", previews::export),
    target("filters", batch::filters),
    target("manifests", configurations::manifests),
    target("names", names::run),
    target("own_files", configurations::own),
    target("payloads", payloads::run),
    target("pickles", pickles::run),
    target("previews", previews::preview),
    target("signatures", signatures::run),
    target("wire_words", batch::wire_words),
];

/// The target of that name.
pub fn named(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
