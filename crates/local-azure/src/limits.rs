//! What a client may take of the service.

use std::time::Duration;

/// Bounds of connections. Whatever runs on this computer can connect, whoever it is, so that nobody may hold a place for nothing.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Limits {
    /// Connections served at once; those beyond wait to be accepted.
    pub connections: usize,
    /// The time a client has for the TLS handshake.
    pub handshake: Duration,
    /// How long a connection may have no request under way, which also bounds the time for a request's head.
    pub idle: Duration,
    /// How long a client may pause while it sends a body.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            handshake: Duration::from_secs(10),
            idle: Duration::from_secs(60),
            pause: Duration::from_secs(60),
        }
    }
}
