use std::{num::NonZero, time::Duration};

/// How patient the clients are and how much they do at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tuning {
    /// Tries after the first for a request that failed in a way that may pass.
    pub retries: u32,
    /// The longest wait before the first retry; it doubles with each one, and the actual wait is drawn from zero up to
    /// it ("full jitter"), so that clients cut off together do not come back together.
    pub first_delay: Duration,
    /// The longest wait between two tries, unless the service asks for a longer one.
    pub longest_delay: Duration,
    /// The time after which no further try is begun.
    pub give_up_after: Duration,
    /// Time for a connection to come about.
    pub connect_timeout: Duration,
    /// Time for which nothing may come: neither an answer to what was sent, nor more of one that has begun. However slow
    /// a line is, what moves is not given up.
    pub stall_timeout: Duration,
    /// Bytes of a block of a blob. Content up to this size is sent in one request.
    pub block_size: u32,
    /// Blocks on their way at once per blob. Memory per transfer is about `block_size` × (`parallel_blocks` + 3): one
    /// block is being read ahead, one waits, and one is in the buffers below.
    pub parallel_blocks: usize,
    /// The most blobs a page of a list has; when absent, as many as the service gives at once (5,000).
    pub blobs_per_page: Option<NonZero<u32>>,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            retries: 6,
            first_delay: Duration::from_millis(300),
            longest_delay: Duration::from_secs(20),
            give_up_after: Duration::from_secs(90),
            connect_timeout: Duration::from_secs(15),
            stall_timeout: Duration::from_secs(60),
            block_size: 4 * 1024 * 1024,
            parallel_blocks: 4,
            blobs_per_page: None,
        }
    }
}

/// Of what is sent, the system and what is on the way may hold as much as this back while it already counts as sent.
const HELD_BACK: u64 = 64 * 1024;

impl Tuning {
    /// How long to wait for the first of an answer to so many bytes, counted from when the last of them was taken. More is
    /// held back of a large content, which a slow line takes a while for.
    pub(crate) fn for_answer(&self, sent: u64) -> Duration {
        match sent {
            0..=HELD_BACK => self.stall_timeout,
            _ => self.stall_timeout.saturating_mul(3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_a_large_content_is_waited_for_longer() {
        let tuning = Tuning::default();
        assert_eq!(tuning.for_answer(100), tuning.stall_timeout);
        assert_eq!(tuning.for_answer(4 << 20), tuning.stall_timeout * 3);
    }
}
