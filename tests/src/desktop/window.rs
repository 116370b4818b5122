//! The window as a person uses it.

use std::time::{Duration, Instant};

use fantoccini::{Client, Locator, elements::Element, error::CmdError};
use serde_json::{Value, json};

use super::PATIENCE;

/// The window.
#[derive(Debug, Clone)]
pub struct Window {
    /// The WebDriver client, for what has no method here.
    pub client: Client,
}

impl Window {
    /// The element with a test id, when it is there (and shown) within [`PATIENCE`].
    pub async fn find(&self, test_id: &str) -> Element {
        self.css(&by_id(test_id)).await
    }

    /// The element a selector names, when it is there within [`PATIENCE`].
    pub async fn css(&self, selector: &str) -> Element {
        match self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(selector))
            .await
        {
            Ok(element) => element,
            Err(error) => panic!("{selector}: {error}\n{}", self.text().await),
        }
    }

    /// Clicks the element with a test id, once it can be used: a click on what is disabled is lost without an error.
    pub async fn click(&self, test_id: &str) {
        self.click_css(&by_id(test_id)).await;
    }

    /// The same with the element that a selector names.
    pub async fn click_css(&self, selector: &str) {
        self.css(&format!("{selector}:not(:disabled)")).await;
        self.retry(selector, async |element| {
            let clicked = element.clone().click().await;
            if clicked.is_err() {
                // WebDriver takes an element behind a bar that stays put for one in sight. A person would scroll.
                let element = serde_json::to_value(&element)?;
                let script = "arguments[0].scrollIntoView({ block: 'center' })";
                self.client.execute(script, vec![element]).await?;
            }
            clicked
        })
        .await;
    }

    /// Clicks the first row with a test id, on its first cell: WebKit's driver cannot click a row itself.
    pub async fn click_row(&self, test_id: &str) {
        let cell = format!("{} td:not(.pick)", by_id(test_id));
        let deadline = Instant::now() + PATIENCE;
        while let Err(error) = self.css(&cell).await.click().await {
            assert!(Instant::now() < deadline, "{test_id}: {error:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Opens the `details` that a selector names.
    pub async fn unfold(&self, selector: &str) {
        self.retry(selector, async |details| {
            let details = serde_json::to_value(&details)?;
            let open = self
                .client
                .execute("arguments[0].open = true", vec![details]);
            open.await.map(drop)
        })
        .await;
    }

    /// Types into the element with a test id, in place of what is there. WebDriver's own `clear` tells the page nothing
    /// of the change, so what is there is selected and typed over.
    pub async fn fill(&self, test_id: &str, text: &str) {
        self.retry(&by_id(test_id), async |element| {
            let field = serde_json::to_value(&element)?;
            self.client
                .execute("arguments[0].select()", vec![field])
                .await?;
            element.send_keys(text).await
        })
        .await;
    }

    /// Pastes into the element with a test id, in place of what is there: for text of several lines, which WebDriver's
    /// keys cannot type.
    pub async fn paste(&self, test_id: &str, text: &str) {
        self.retry(&by_id(test_id), async |element| {
            let field = serde_json::to_value(&element)?;
            let script =
                "arguments[0].select(); document.execCommand('insertText', false, arguments[1])";
            self.client
                .execute(script, vec![field, text.into()])
                .await
                .map(drop)
        })
        .await;
    }

    /// Waits until a field holds a text.
    pub async fn wait_for_value(&self, test_id: &str, wanted: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let value = self.find(test_id).await.prop("value").await.unwrap();
            if value.as_deref() == Some(wanted) {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "{test_id} holds {value:?}, not {wanted:?}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// An element can be redrawn between finding and using it; then it is found anew.
    async fn retry(&self, selector: &str, act: impl AsyncFn(Element) -> Result<(), CmdError>) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match act(self.css(selector).await).await {
                Ok(()) => return,
                Err(error) if Instant::now() > deadline => panic!("{selector}: {error:?}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// Waits until no element has a test id any more.
    pub async fn wait_until_gone(&self, test_id: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.count(test_id).await > 0 {
            assert!(Instant::now() < deadline, "{test_id} stays");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the elements with a test id do not have a text any more.
    pub async fn wait_until_gone_text(&self, test_id: &str, gone: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.text_of(test_id).await.contains(gone) {
            assert!(Instant::now() < deadline, "{test_id} still says {gone:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Why the window has stopped; empty while it has not.
    pub async fn stopped(&self) -> String {
        let script = "const e = document.getElementById('stopped'); return e.hidden ? '' : 'stopped: ' + e.dataset.reason";
        let reason = self.client.execute(script, Vec::new()).await.unwrap();
        reason.as_str().unwrap_or_default().to_owned()
    }

    /// All text on screen, and why the window has stopped, if it has.
    pub async fn text(&self) -> String {
        let script = "return (document.getElementById('stopped')?.dataset.reason ?? '') + document.body.innerText";
        self.client
            .execute(script, Vec::new())
            .await
            .ok()
            .and_then(|text| text.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// What the element with a test id says, once it says something.
    pub async fn text_of(&self, test_id: &str) -> String {
        self.wait_for_text(test_id, "").await
    }

    /// Waits until the elements with a test id have a text; answers all they say.
    pub async fn wait_for_text(&self, test_id: &str, wanted: &str) -> String {
        // Not WebDriver's own text, which leaves out what is scrolled or cut out of sight.
        let script =
            "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText).join('\\n')";
        let deadline = Instant::now() + PATIENCE;
        loop {
            let seen = self
                .client
                .execute(script, vec![by_id(test_id).into()])
                .await
                .unwrap();
            let seen = seen.as_str().unwrap_or_default().trim();
            if !seen.is_empty() && seen.contains(wanted) {
                return seen.to_owned();
            }
            assert!(
                Instant::now() < deadline,
                "{test_id} says {seen:?}, not {wanted:?}\n{}",
                self.text().await
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// How many elements have a test id now.
    pub async fn count(&self, test_id: &str) -> usize {
        self.client
            .find_all(Locator::Css(&by_id(test_id)))
            .await
            .unwrap()
            .len()
    }

    /// Drops files on the window, as the system tells the app of it: a real pointer cannot be moved by WebDriver.
    pub async fn drop_files(&self, paths: &[&std::path::Path]) {
        let script = "
            const [paths, done] = [arguments[0], arguments[arguments.length - 1]];
            window.__TAURI__.event.emit('tauri://drag-drop', { paths, position: { x: 400, y: 300 } }).then(() => done());
        ";
        let paths: Vec<Value> = paths
            .iter()
            .map(|path| path.to_str().unwrap().into())
            .collect();
        self.client
            .execute_async(script, vec![paths.into()])
            .await
            .unwrap();
    }

    /// Drops files on the screen for that and submits them as they are.
    pub async fn submit(&self, paths: &[&std::path::Path]) {
        self.find("drop-zone").await;
        self.drop_files(paths).await;
        self.find("review-row").await;
        self.click("submit").await;
    }

    /// Calls a command of the contract, as the window's own code does.
    pub async fn call(&self, name: &str, args: Value) -> Value {
        let reply = self.reply(name, args).await;
        assert!(reply.get("failed").is_none(), "{name}: {reply}");
        reply
    }

    /// The report of a command that is refused.
    pub async fn refused(&self, name: &str, args: Value) -> Value {
        let reply = self.reply(name, args).await;
        let report = reply.get("failed");
        report.unwrap_or_else(|| panic!("{name}: {reply}")).clone()
    }

    async fn reply(&self, name: &str, args: Value) -> Value {
        let script = "
            const [name, args, done] = arguments;
            window.__TAURI__.core.invoke('call', { name, args }).then(done, report => done({ failed: report }));
        ";
        self.client
            .execute_async(script, vec![name.into(), args])
            .await
            .unwrap()
    }

    /// Milliseconds the window waits for the answer to a command.
    pub async fn time_of(&self, name: &str, args: Value) -> f64 {
        let script = "
            const [name, args, done] = arguments;
            const begun = performance.now();
            window.__TAURI__.core.invoke('call', { name, args }).then(() => done(performance.now() - begun), done);
        ";
        let reply = self
            .client
            .execute_async(script, vec![name.into(), args])
            .await
            .unwrap();
        reply.as_f64().unwrap_or_else(|| panic!("{name}: {reply}"))
    }

    /// Milliseconds between the frames of some seconds, while `act` is run before each.
    pub async fn frames(&self, seconds: f64, act: &str) -> Vec<f64> {
        let script = format!(
            "const [seconds, done] = arguments;
            const each = () => {{ {act} }};
            const [begun, times] = [performance.now(), []];
            let last = begun;
            requestAnimationFrame(function frame(now) {{
                times.push(now - last);
                last = now;
                if (now - begun > seconds * 1000) return done(times.slice(1));
                each();
                requestAnimationFrame(frame);
            }});"
        );
        let reply = self
            .client
            .execute_async(&script, vec![seconds.into()])
            .await
            .unwrap();
        serde_json::from_value(reply).unwrap()
    }

    /// Shows a screen by its address within the window, `#/jobs`.
    pub async fn go(&self, hash: &str) {
        self.client
            .execute("location.hash = arguments[0]", vec![hash.into()])
            .await
            .unwrap();
    }

    /// Changes some preferences, where a screen would open a dialog of the system.
    pub async fn set_preferences(&self, changes: Value) {
        let mut preferences = self.call("preferences", json!({})).await;
        for (key, value) in changes.as_object().unwrap() {
            preferences[key] = value.clone();
        }
        self.call("save_preferences", json!({ "preferences": preferences }))
            .await;
    }

    /// Waits until a preference is saved: a window that closes meanwhile would lose it.
    pub async fn wait_for_preference(&self, key: &str, value: impl Into<Value>) {
        let value = value.into();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let now = self.call("preferences", json!({})).await;
            if now[key] == value {
                return;
            }
            assert!(Instant::now() < deadline, "{key} stays {}", now[key]);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the dialog a selector names is closed.
    pub async fn wait_until_closed(&self, selector: &str) {
        let closed = format!("{selector}:not([open])");
        let script = "return document.querySelector(arguments[0]) !== null";
        let deadline = Instant::now() + PATIENCE;
        while self
            .client
            .execute(script, vec![closed.as_str().into()])
            .await
            .unwrap()
            != json!(true)
        {
            assert!(Instant::now() < deadline, "{selector} stays open");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// A picture of the window, PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.client.screenshot().await.unwrap()
    }

    /// Closes it.
    pub async fn close(self) {
        self.client.close().await.unwrap();
    }
}

fn by_id(test_id: &str) -> String {
    format!("[data-testid=\"{test_id}\"]")
}
