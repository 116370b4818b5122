//! The short form of the weather suite; `cargo xtask weather` is the long one.

use std::collections::BTreeSet;

use longshore_tests::{
    crash::seed,
    weather::{Fault, Kind, Sky, rounds},
};
use pretty_assertions::assert_eq;

#[test]
fn each_kind_of_request_meets_a_fault_and_each_fault_is_met_and_all_ends_well() {
    let seed = seed();
    let mut sky = Sky::open(seed);
    sky.round(usize::try_from(seed % rounds() as u64).unwrap());
    let kinds: BTreeSet<Kind> = sky.struck().iter().map(|cell| cell.0).collect();
    let faults: BTreeSet<Fault> = sky.struck().iter().map(|cell| cell.1).collect();
    assert_eq!(kinds, BTreeSet::from(Kind::ALL));
    assert_eq!(faults, BTreeSet::from(Fault::ALL));
    sky.sweep();
}

#[test]
fn a_program_that_slept_until_its_tokens_expired_gets_one_of_each_and_brings_the_results_home() {
    let mut sky = Sky::open(seed());
    let (_, tokens) = sky.sleep();
    // One for Batch, one for storage.
    assert_eq!(tokens, 2);
    sky.sweep();
}
