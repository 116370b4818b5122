//! The real window on a display of its own, with a session bus, an unlocked keyring, and a WebDriver.

use std::{
    io::{BufRead as _, BufReader},
    net::TcpListener,
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, error::CmdError};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::{home::Home, programs};

/// The longest a test waits for something to appear. A first `.pkl` makes a Python environment; machines under load are
/// slow.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// A display, a bus, a keyring and a driver; ended on drop.
#[derive(Debug)]
pub struct Session {
    xvfb: Child,
    driver: Child,
    url: String,
}

/// Whether the session has a keyring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// An unlocked one.
    Unlocked,
    /// No secret service at all.
    Absent,
}

impl Session {
    /// Starts all of it for the home; windows opened in it belong to that home.
    pub async fn start(home: &Home, keyring: Keyring) -> Self {
        let (xvfb, display) = display();
        let (port, native) = (free_port(), free_port());
        let driver = programs::tools().join("bin/tauri-driver");
        let drive = format!(
            "exec '{}' --port {port} --native-port {native}",
            driver.display()
        );
        let mut command = match keyring {
            Keyring::Unlocked => {
                let unlock = "printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1";
                let mut command = Command::new("dbus-run-session");
                command.args(["--", "sh", "-c", &format!("{unlock}; {drive}")]);
                command
            }
            // A session bus would start a secret service for whoever asks for one.
            Keyring::Absent => {
                let mut command = Command::new("sh");
                command.args(["-c", &drive]);
                command
            }
        };
        home.apply(&mut command);
        command
            .env("DISPLAY", display)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .process_group(0);
        let driver = command.spawn().unwrap();
        let session = Self {
            xvfb,
            driver,
            url: format!("http://127.0.0.1:{port}"),
        };
        session.wait_for_driver(port).await;
        session
    }

    async fn wait_for_driver(&self, port: u16) {
        let deadline = Instant::now() + PATIENCE;
        while tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_err()
        {
            assert!(Instant::now() < deadline, "tauri-driver did not come up");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Opens the app's window.
    pub async fn open(&self) -> Window {
        let mut capabilities = serde_json::Map::new();
        capabilities.insert(
            "tauri:options".into(),
            json!({ "application": programs::desktop() }),
        );
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let deadline = Instant::now() + PATIENCE;
        let client = loop {
            // With no display the driver never answers; while the native driver behind it comes up, it hangs up.
            match tokio::time::timeout(PATIENCE, builder.connect(&self.url))
                .await
                .expect("no answer from the driver")
            {
                Ok(client) => break client,
                Err(error) if Instant::now() > deadline => panic!("{error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(300)).await,
            }
        };
        let window = Window { client };
        // By then the window hears events and drops, too.
        window.wait_for_text("account-switcher", "Ready").await;
        window
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for child in [&mut self.driver, &mut self.xvfb] {
            // The whole group: the driver's own children too.
            let _ = Command::new("kill")
                .args(["-TERM", "--", &format!("-{}", child.id())])
                .status();
            let _ = child.wait();
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn display() -> (Child, String) {
    let mut xvfb = Command::new("Xvfb")
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1440x900x24",
            "-nolisten",
            "tcp",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("Xvfb is not there: cargo xtask setup");
    let mut number = String::new();
    BufReader::new(xvfb.stdout.take().unwrap())
        .read_line(&mut number)
        .unwrap();
    (xvfb, format!(":{}", number.trim()))
}

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

    /// Clicks the element with a test id.
    pub async fn click(&self, test_id: &str) {
        self.retry(test_id, async |element| element.click().await)
            .await;
    }

    /// Clicks the first row with a test id, on its first cell: WebKit's driver cannot click a row itself.
    pub async fn click_row(&self, test_id: &str) {
        let cell = format!("{} td", by_id(test_id));
        let deadline = Instant::now() + PATIENCE;
        while let Err(error) = self.css(&cell).await.click().await {
            assert!(Instant::now() < deadline, "{test_id}: {error:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Types into the element with a test id, in place of what is there. WebDriver's own `clear` tells the page nothing
    /// of the change, so what is there is selected and typed over.
    pub async fn fill(&self, test_id: &str, text: &str) {
        self.retry(test_id, async |element| {
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
        self.retry(test_id, async |element| {
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
    async fn retry(&self, test_id: &str, act: impl AsyncFn(Element) -> Result<(), CmdError>) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match act(self.find(test_id).await).await {
                Ok(()) => return,
                Err(error) if Instant::now() > deadline => panic!("{test_id}: {error:?}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
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

    /// Calls a command of the contract, as the window's own code does.
    pub async fn call(&self, name: &str, args: Value) -> Value {
        let script = "
            const [name, args, done] = arguments;
            window.__TAURI__.core.invoke('call', { name, args }).then(done, report => done({ failed: report }));
        ";
        let reply = self
            .client
            .execute_async(script, vec![name.into(), args])
            .await
            .unwrap();
        assert!(reply.get("failed").is_none(), "{name}: {reply}");
        reply
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
