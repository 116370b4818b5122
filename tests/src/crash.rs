//! Programs that are killed (`SIGKILL`) at every step and at any moment, started again, and looked at: nothing may be lost,
//! done twice, or left behind.
//!
//! A step is a request to the service: a program is killed when the service has it and has done nothing yet, and when the
//! service has done its part and has not answered yet. The service stands still there because its file of faults says so
//! (`hold`), and tells it in its log of requests. Other kills come after a time drawn by a generator whose seed is printed.

mod case;
mod disk;
pub(crate) mod payload;
mod storm;
mod sweep;
mod verdict;
mod yard;

pub use case::{Case, Point, Verb, Victim};
pub use payload::Kind;
pub use yard::{Tally, Yard};

use std::time::{SystemTime, UNIX_EPOCH};

/// The variable that names a seed.
const SEED: &str = "LONGSHORE_CRASH_SEED";

/// The seed of the short forms: the same each time, so that a test that fails does so because of what was changed.
pub fn seed() -> u64 {
    named().unwrap_or(1)
}

/// The seed of the long forms: another one each time.
pub fn drawn_seed() -> u64 {
    named().unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        u64::from(now.subsec_nanos()) ^ now.as_secs()
    })
}

fn named() -> Option<u64> {
    Some(std::env::var(SEED).ok()?.parse().unwrap())
}
