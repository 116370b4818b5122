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

/// The variable that names the seed; without it one is taken from the clock.
const SEED: &str = "LONGSHORE_CRASH_SEED";

/// The seed of this run.
pub fn seed() -> u64 {
    match std::env::var(SEED) {
        Ok(text) => text.parse().unwrap(),
        Err(_) => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            u64::from(now.subsec_nanos()) ^ now.as_secs()
        }
    }
}
