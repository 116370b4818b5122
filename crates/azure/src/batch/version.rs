//! Which version of the dialect the account's service is asked in.

use std::sync::atomic::{AtomicUsize, Ordering};

use longshore_batch_api::API_VERSION;

/// Those this crate can speak, the one it prefers first. Nothing it sends or relies on is newer than the last of them:
/// what later versions brought is read where it is there.
const SPOKEN: [&str; 4] = [
    API_VERSION,
    "2024-07-01.20.0",
    "2024-02-01.19.0",
    "2022-10-01.16.0",
];

/// The version found to be accepted; kept for as long as the account's clients are.
#[derive(Debug, Default)]
pub(super) struct Version(AtomicUsize);

impl Version {
    /// The one to ask in.
    pub(super) fn current(&self) -> &'static str {
        SPOKEN[self.0.load(Ordering::Relaxed).min(SPOKEN.len() - 1)]
    }

    /// To be called when the service refused `version`. Answers whether there is another to ask in.
    pub(super) fn refused(&self, version: &str) -> bool {
        let Some(place) = SPOKEN.iter().position(|spoken| *spoken == version) else {
            return false;
        };
        if place + 1 < SPOKEN.len() {
            // Requests that were refused at the same time move it on once.
            self.0.fetch_max(place + 1, Ordering::Relaxed);
            return true;
        }
        // None is accepted: the next request begins with the newest again, in case that was a passing fault.
        self.0.store(0, Ordering::Relaxed);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_version_is_followed_by_the_next_older_one_and_the_last_by_none() {
        let version = Version::default();
        let mut asked = vec![version.current()];
        while version.refused(asked[asked.len() - 1]) {
            asked.push(version.current());
        }
        assert_eq!(asked, SPOKEN);
        assert_eq!(version.current(), API_VERSION);
    }

    #[test]
    fn two_requests_refused_at_once_go_back_one_version() {
        let version = Version::default();
        assert!(version.refused(SPOKEN[0]) && version.refused(SPOKEN[0]));
        assert_eq!(version.current(), SPOKEN[1]);
    }

    #[test]
    fn the_versions_are_in_order_newest_first() {
        assert!(SPOKEN.is_sorted_by(|newer, older| newer > older));
    }
}
