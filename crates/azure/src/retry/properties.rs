//! What holds of every schedule of tries.

use std::time::Duration;

use proptest::{prelude::*, test_runner::RngSeed};

use super::Tries;
use crate::tuning::Tuning;

/// The same schedules in every run.
fn config() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    }
}

/// What we may be set to.
fn patience() -> impl Strategy<Value = Duration> {
    (0..600_000_u64).prop_map(Duration::from_millis)
}

/// What a service may wish for.
fn wish() -> impl Strategy<Value = Duration> {
    prop_oneof![
        3 => patience(),
        1 => any::<u64>().prop_map(Duration::from_secs),
        1 => Just(Duration::MAX),
    ]
}

fn tuning() -> impl Strategy<Value = Tuning> {
    (0..12_u32, patience(), patience(), patience()).prop_map(
        |(retries, first_delay, longest_delay, give_up_after)| Tuning {
            retries,
            first_delay,
            longest_delay,
            give_up_after,
            ..Tuning::default()
        },
    )
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn tries_are_as_many_and_as_late_as_the_tuning_allows(
        tuning in tuning(),
        failures in prop::collection::vec((prop::option::of(wish()), 0.0..=1.0_f64), 20),
    ) {
        let mut tries = Tries::new(&tuning);
        let mut elapsed = Duration::ZERO;
        let mut waits = 0;
        for (wish, chance) in failures {
            let Some(wait) = tries.wait(wish, elapsed, chance) else {
                break;
            };
            waits += 1;
            let wish = wish.unwrap_or_default();
            prop_assert!(wait >= wish);
            prop_assert!(wait <= tuning.longest_delay.max(wish));
            elapsed += wait;
            prop_assert!(elapsed <= tuning.give_up_after);
        }
        prop_assert!(waits <= tuning.retries);
    }

    #[test]
    fn without_a_wish_the_longest_wait_never_shrinks(tuning in tuning()) {
        let mut tries = Tries::new(&tuning);
        let waits = std::iter::from_fn(|| tries.wait(None, Duration::ZERO, 1.0));
        let waits: Vec<Duration> = waits.take(20).collect();
        prop_assert!(waits.is_sorted());
    }
}
