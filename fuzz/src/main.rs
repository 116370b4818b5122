//! Runs one target over files, to look into what libFuzzer has found.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(target) = arguments
        .next()
        .and_then(|name| longshore_fuzz::named(&name))
    else {
        let names: Vec<&str> = longshore_fuzz::TARGETS.iter().map(|t| t.name).collect();
        eprintln!(
            "usage: longshore-fuzz TARGET FILE...\ntargets: {}",
            names.join(", ")
        );
        return ExitCode::from(2);
    };
    for path in arguments {
        match std::fs::read(&path) {
            Ok(input) => (target.run)(&input),
            Err(error) => {
                eprintln!("{path}: {error}");
                return ExitCode::FAILURE;
            }
        }
        println!("{path}: it holds");
    }
    ExitCode::SUCCESS
}
