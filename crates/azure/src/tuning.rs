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
    /// Time for one try of a Batch request, reply included.
    pub request_timeout: Duration,
    /// Time a blob transfer may stand still. It spans the sending of a block, so it must leave a slow line time for
    /// `parallel_blocks` blocks.
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
            request_timeout: Duration::from_secs(60),
            stall_timeout: Duration::from_secs(180),
            block_size: 4 * 1024 * 1024,
            parallel_blocks: 4,
            blobs_per_page: None,
        }
    }
}

impl Tuning {
    /// For checking whether an account can be reached: fails fast and tries once.
    pub fn probe() -> Self {
        Self {
            retries: 0,
            connect_timeout: Duration::from_secs(5),
            request_timeout: Duration::from_secs(10),
            stall_timeout: Duration::from_secs(10),
            ..Self::default()
        }
    }
}
