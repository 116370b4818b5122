//! Benchmarks of the whole system, printed as Markdown for `docs/benchmarks.md`.
//!
//! `cargo xtask bench` builds what they need in release mode and runs them. Figures of one run are comparable with each
//! other; those of different machines are not.

#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run has nothing to say"
)]

mod covalent;
mod load;
mod measured;
mod memory;
mod scale;
mod staging;
mod tasks;
mod window;

/// What can be measured: the word that asks for it alone, its headline, and what prints it.
const PARTS: [(&str, &str, fn()); 6] = [
    (
        "tasks",
        "No-op tasks through the command line on the embedded account",
        tasks::print,
    ),
    ("staging", "Staging a payload of 1 GiB", staging::print),
    ("start", "Start of the window", window::print),
    ("scale", "A large history in the window", scale::print),
    ("load", "Much at once on the embedded account", load::print),
    (
        "covalent",
        "100 electrons on Covalent's server",
        covalent::print,
    ),
];

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = asked
        .iter()
        .find(|asked| PARTS.iter().all(|(word, ..)| word != asked))
    {
        let known: Vec<_> = PARTS.iter().map(|(word, ..)| *word).collect();
        eprintln!("no part '{unknown}'; there are: {}", known.join(", "));
        std::process::exit(2);
    }
    for (word, headline, print) in PARTS {
        if asked.is_empty() || asked.iter().any(|asked| asked == word) {
            println!("## {headline}\n");
            print();
            println!();
        }
    }
}
