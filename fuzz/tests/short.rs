//! Every target over its corpus, and over a few thousand changes of it that are the same in every run.
//!
//! `LONGSHORE_FUZZ_SEED` and `LONGSHORE_FUZZ_CHANGES` ask for other ones and for more.
#![allow(clippy::unwrap_used)]

use std::{
    collections::BTreeSet,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use longshore_fuzz::{TARGETS, Target, mutation::mutated, named};

const SEED: u64 = 1;
const CHANGES: u64 = 5000;
/// The longest input that is changed further: what comes of it would take most of the time.
const LONGEST: usize = 16 << 10;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

/// The kept inputs of a target, in an order of their own.
fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder("corpus").join(target.name)).unwrap();
    let paths: BTreeSet<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths
        .into_iter()
        .map(|path| fs::read(path).unwrap())
        .collect()
}

/// Runs an input; one at which something does not hold is kept for whoever looks into it.
fn holds(target: &Target, input: &[u8], what: &str) {
    if catch_unwind(AssertUnwindSafe(|| (target.run)(input))).is_err() {
        let path = std::env::temp_dir().join(format!("longshore-fuzz-{}", target.name));
        fs::write(&path, input).unwrap();
        panic!(
            "{} fails at {what}, kept in {}",
            target.name,
            path.display()
        );
    }
}

fn short(name: &str) {
    let target = named(name).unwrap();
    let mut corpus = corpus(target);
    assert!(!corpus.is_empty(), "{name} has no corpus");
    for (number, input) in corpus.iter().enumerate() {
        holds(target, input, &format!("input {number} of its corpus"));
    }
    corpus.retain(|input| input.len() <= LONGEST);
    let seed = number("LONGSHORE_FUZZ_SEED", SEED);
    let changes = number("LONGSHORE_FUZZ_CHANGES", CHANGES);
    println!(
        "{name}: {} inputs, {changes} changes, seed {seed}",
        corpus.len()
    );
    let mut rng = fastrand::Rng::with_seed(seed);
    for change in 0..changes {
        let input = mutated(&corpus, &mut rng);
        holds(target, &input, &format!("change {change} of seed {seed}"));
    }
}

macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            short(stringify!($name));
        })*

        const TESTED: &[&str] = &[$(stringify!($name)),*];
    };
}

targets! {
    archives batch_json block_lists configurations exports filters manifests names own_files payloads pickles previews
    signatures wire_words
}

#[test]
fn every_target_is_tested_has_a_program_for_libfuzzer_and_no_program_is_left_over() {
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(names, TESTED);
    let programs = fs::read_dir(folder("libfuzzer/fuzz_targets")).unwrap();
    let programs: BTreeSet<String> = programs
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let expected: BTreeSet<String> = names.iter().map(|name| format!("{name}.rs")).collect();
    assert_eq!(programs, expected);
    let manifest = fs::read_to_string(folder("libfuzzer/Cargo.toml")).unwrap();
    for name in names {
        let program =
            fs::read_to_string(folder("libfuzzer/fuzz_targets").join(format!("{name}.rs")));
        assert!(
            program.unwrap().contains(&format!("named(\"{name}\")")),
            "{name}"
        );
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
    }
}
