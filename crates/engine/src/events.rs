//! What flows back to whoever shows it, on one channel.

use longshore_model::event::Event;
use tokio::sync::broadcast;

/// Events a slow listener may fall behind before it misses some. It then reads the history again.
const ROOM: usize = 1_024;

/// The channel. Clones are the same one.
#[derive(Debug, Clone)]
pub(crate) struct Events(broadcast::Sender<Event>);

impl Events {
    pub(crate) fn new() -> Self {
        Self(broadcast::Sender::new(ROOM))
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }

    /// Tells everybody who listens, which may be nobody.
    pub(crate) fn tell(&self, event: Event) {
        drop(self.0.send(event));
    }
}
