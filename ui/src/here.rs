//! What comes later than it was asked for, for parts of the screen that may be gone by then.
//!
//! A component's signals go with it, and reading one afterwards ends the program. So whatever a component asks for and
//! gets later (an answer, a frame, a tick) comes through here, and does not come any more once the component has gone.
//! The window's own [state](crate::state) lives as long as the window and needs none of this.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use longshore_model::{Report, command::Command};

use crate::backend::call;

/// A component that is there, or was.
#[derive(Debug, Clone, Copy)]
pub struct Here(StoredValue<()>);

impl Here {
    /// The component that is being made.
    pub fn new() -> Self {
        Self(StoredValue::new(()))
    }

    /// Whether it is still there.
    pub fn still(self) -> bool {
        !self.0.is_disposed()
    }

    /// Runs a command of the contract; `then` gets the answer.
    pub fn ask<C: Command + 'static>(
        self,
        command: C,
        then: impl FnOnce(Result<C::Reply, Report>) + 'static,
    ) {
        spawn_local(async move {
            let reply = call(command).await;
            if self.still() {
                then(reply);
            }
        });
    }

    /// Runs something once what has changed is laid out.
    pub fn next_frame(self, run: impl FnOnce() + 'static) {
        request_animation_frame(move || {
            if self.still() {
                run();
            }
        });
    }

    /// Runs something again and again. To be called while the component is being made.
    pub fn every(self, period: Duration, run: impl Fn() + 'static) {
        let tick = move || {
            if self.still() {
                run();
            }
        };
        if let Ok(ticking) = set_interval_with_handle(tick, period) {
            on_cleanup(move || ticking.clear());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_is_there_until_its_owner_is_cleaned_up() {
        let owner = Owner::new();
        let here = owner.with(Here::new);
        assert!(here.still());
        owner.cleanup();
        assert!(!here.still());
    }
}
