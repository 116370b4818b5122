use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use azure_core::{
    http::{
        RetryOptions, StatusCode,
        headers::{HeaderName, RETRY_AFTER},
        policies::{RetryHeaders, RetryPolicy},
    },
    time,
};

use super::jitter;
use crate::tuning::Tuning;

/// Our patience as the Azure SDK takes it. The SDK's own policies sleep as long as a service wishes, be it an hour.
pub(crate) fn sdk_options(tuning: &Tuning) -> RetryOptions {
    RetryOptions::custom(Arc::new(Patience {
        tuning: tuning.clone(),
        headers: RetryHeaders {
            retry_headers: vec![
                HeaderName::from_static("x-ms-retry-after-ms"),
                HeaderName::from_static("retry-after-ms"),
                RETRY_AFTER,
            ],
        },
    }))
}

#[derive(Debug)]
struct Patience {
    tuning: Tuning,
    headers: RetryHeaders,
}

impl Patience {
    /// How long to wait after `failed` tries. A wish beyond our patience is not waited for to its end: the try after it
    /// is the last.
    fn pause(&self, failed: u32, retry_after: Option<time::Duration>, chance: f64) -> Duration {
        let wish = retry_after.map_or(Duration::ZERO, |wish| wish.try_into().unwrap_or_default());
        jitter(&self.tuning, failed.saturating_sub(1), chance)
            .max(wish)
            .min(self.tuning.give_up_after)
    }
}

#[async_trait]
impl RetryPolicy for Patience {
    fn is_expired(&self, elapsed: time::Duration, retries: u32) -> bool {
        retries >= self.tuning.retries || elapsed >= self.tuning.give_up_after
    }

    fn retry_headers(&self) -> Option<&RetryHeaders> {
        Some(&self.headers)
    }

    fn retry_status_codes(&self) -> &[StatusCode] {
        // The SDK's own list, which is `PASSING`.
        &[]
    }

    fn sleep_duration(&self, failed: u32) -> time::Duration {
        self.pause(failed, None, fastrand::f64())
            .try_into()
            .unwrap_or(time::Duration::ZERO)
    }

    async fn wait(&self, failed: u32, retry_after: Option<time::Duration>) {
        tokio::time::sleep(self.pause(failed, retry_after, fastrand::f64())).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patience() -> Patience {
        Patience {
            tuning: Tuning {
                retries: 2,
                first_delay: Duration::from_millis(100),
                longest_delay: Duration::from_millis(300),
                give_up_after: Duration::from_secs(5),
                ..Tuning::default()
            },
            headers: RetryHeaders::default(),
        }
    }

    #[test]
    fn the_sdk_pauses_as_our_own_requests_do_and_never_beyond_our_patience() {
        let pause = |failed, wish: Option<i64>| {
            patience()
                .pause(failed, wish.map(time::Duration::seconds), 1.0)
                .as_millis()
        };
        assert_eq!(
            [
                pause(1, None),
                pause(2, None),
                pause(3, None),
                pause(1, Some(2)),
                pause(1, Some(3_600))
            ],
            [100, 200, 300, 2_000, 5_000]
        );
    }

    #[test]
    fn tries_end_with_the_retries_or_with_the_time() {
        let expired =
            |seconds, retries| patience().is_expired(time::Duration::seconds(seconds), retries);
        assert_eq!(
            [expired(0, 0), expired(0, 1), expired(0, 2), expired(5, 0)],
            [false, false, true, true]
        );
    }
}
