//! Events for whoever shows them: few messages, however much happens.

use std::time::Duration;

use longshore_engine::Engine;
use longshore_model::event::{Event, gather};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// How long events are gathered before they are told together: less than anybody sees, and at most twenty messages a
/// second.
const GATHER: Duration = Duration::from_millis(50);

/// What an engine tells from now on, gathered.
pub struct Gathered(Receiver<Event>);

impl Gathered {
    /// Begins to listen.
    pub fn of(engine: &Engine) -> Self {
        Self(engine.events())
    }

    /// What happened since the last time, once anything has; `None` when the engine is gone. Where more happened than could
    /// be told there is an [`Event::Missed`] among it.
    pub async fn next(&mut self) -> Option<Vec<Event>> {
        let mut waiting = vec![heard(self.0.recv().await)?];
        let gathered = tokio::time::sleep(GATHER);
        tokio::pin!(gathered);
        loop {
            tokio::select! {
                () = &mut gathered => return Some(waiting),
                more = self.0.recv() => match heard(more) {
                    Some(event) => gather(&mut waiting, event),
                    None => return Some(waiting),
                },
            }
        }
    }
}

fn heard(received: Result<Event, RecvError>) -> Option<Event> {
    match received {
        Ok(event) => Some(event),
        Err(RecvError::Lagged(missed)) => {
            tracing::debug!(missed, "more happened than could be told");
            Some(Event::Missed)
        }
        Err(RecvError::Closed) => None,
    }
}
