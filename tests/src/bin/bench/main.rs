//! Benchmarks of the whole system, printed as Markdown for `docs/benchmarks.md`.
//!
//! `cargo xtask bench` builds what they need in release mode and runs them. Figures of one run are comparable with each
//! other; those of different machines are not.

#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run has nothing to say"
)]

mod measured;
mod staging;
mod tasks;
mod window;

fn main() {
    println!("## No-op tasks through the command line on the embedded account\n");
    tasks::print();
    println!("\n## Staging a payload of 1 GiB\n");
    staging::print();
    println!("\n## Start of the window\n");
    window::print();
}
