//! The window by keys alone.

use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};

use super::{PATIENCE, Window};

/// Keys that are no letters, as WebDriver names them.
pub mod keys {
    /// Tab.
    pub const TAB: char = '\u{e004}';
    /// Enter.
    pub const ENTER: char = '\u{e007}';
    /// Escape.
    pub const ESCAPE: char = '\u{e00c}';
    /// The arrow to the right.
    pub const RIGHT: char = '\u{e014}';
    /// The arrow down.
    pub const DOWN: char = '\u{e015}';
    /// The arrow up.
    pub const UP: char = '\u{e013}';
}

impl Window {
    /// Presses a key, with Ctrl or not, wherever the focus is. Other keys than letters have WebDriver's code points.
    pub async fn press(&self, ctrl: bool, key: char) {
        const CONTROL: char = '\u{e009}';
        let mut keys = KeyActions::new("keyboard".into());
        if ctrl {
            keys = keys.then(KeyAction::Down { value: CONTROL });
        }
        keys = keys
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        if ctrl {
            keys = keys.then(KeyAction::Up { value: CONTROL });
        }
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Presses a key with Shift.
    pub async fn press_with_shift(&self, key: char) {
        const SHIFT: char = '\u{e008}';
        let keys = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: SHIFT })
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key })
            .then(KeyAction::Up { value: SHIFT });
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Presses one key after the other as fast as the window takes them.
    pub async fn press_fast(&self, typed: &[char]) {
        let mut keys = KeyActions::new("keyboard".into());
        for &key in typed {
            keys = keys
                .then(KeyAction::Down { value: key })
                .then(KeyAction::Up { value: key });
        }
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Presses Tab until an element with that test id has the focus.
    pub async fn tab_to(&self, test_id: &str) {
        let mut passed = Vec::new();
        for _ in 0..60 {
            self.press(false, keys::TAB).await;
            let now = self.focused().await;
            if now == test_id {
                return;
            }
            passed.push(now);
        }
        panic!("Tab does not reach {test_id}, but {passed:?}");
    }

    /// The test id of the element that has the focus; empty when it has none.
    pub async fn focused(&self) -> String {
        let script = "return document.activeElement?.dataset.testid ?? ''";
        let focused = self.client.execute(script, Vec::new()).await.unwrap();
        focused.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until an element with that test id has the focus.
    pub async fn wait_for_focus(&self, test_id: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let now = self.focused().await;
            if now == test_id {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "{now:?} has the focus, not {test_id}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
