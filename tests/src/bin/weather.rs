//! The long form of the weather suite: `weather [WORD…]` plays each cell in a job of its own, or those whose names have one
//! of the words. Prints the cells that did not come to the right end, and what was seen.

use std::process::ExitCode;

use longshore_tests::{crash::drawn_seed, weather::Sky};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut sky = Sky::open(drawn_seed());
    let wrong = sky.each(|cell| {
        let name = format!("{cell:?}");
        words.is_empty() || words.iter().any(|word| name.contains(word.as_str()))
    });
    println!("{:?}; wrong: {wrong:?}", sky.seen());
    if !wrong.is_empty() {
        return ExitCode::FAILURE;
    }
    sky.sweep();
    ExitCode::SUCCESS
}
