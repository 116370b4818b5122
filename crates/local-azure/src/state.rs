//! What the services share.

use std::sync::Arc;

use time::OffsetDateTime;
use tokio::sync::watch;

use crate::activity::{Activity, Busy};
use crate::batch;
use crate::blob::Store;
use crate::faults::Faults;
use crate::keys::Keys;
use crate::node::Node;

/// The running service, as its parts see it.
pub(crate) struct State {
    pub(crate) keys: Keys,
    /// `https://127.0.0.1:PORT`.
    pub(crate) base_url: String,
    pub(crate) blob: Store,
    pub(crate) batch: batch::Store,
    pub(crate) node: Node,
    /// How many tasks the node runs at once.
    pub(crate) slots: usize,
    pub(crate) activity: Activity,
    pub(crate) stopping: watch::Receiver<bool>,
    pub(crate) faults: Faults,
}

impl State {
    /// Keeps the service from leaving as idle until the guard is dropped.
    pub(crate) fn busy(&self) -> Busy {
        self.activity.begin()
    }

    /// The time by the service's clock. Whatever clients can compare with their own is told by this one.
    pub(crate) fn now(&self) -> OffsetDateTime {
        self.faults.now()
    }

    /// Returns when the service is told to stop.
    pub(crate) async fn stopped(self: &Arc<Self>) {
        let mut stopping = self.stopping.clone();
        // An error means that whoever could say so is gone, which says the same.
        let _ = stopping.wait_for(|stop| *stop).await;
    }
}
