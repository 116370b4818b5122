//! The real window on a display of its own, with a session bus, an unlocked keyring, and a WebDriver.

mod accessibility;
mod keyboard;
mod layout;
mod look;
pub mod states;
mod still;
pub mod tour;
mod window;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    os::unix::process::CommandExt as _,
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

pub use self::{keyboard::keys, look::LOOKS, window::Window};
use crate::{
    home::{Ended, Home, ended},
    programs,
};

/// The longest a test waits for something to appear. A first `.pkl` makes a Python environment; machines under load are
/// slow.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// A display, a bus, a keyring and a driver; ended on drop.
#[derive(Debug)]
pub struct Session {
    xvfb: Child,
    driver: Child,
    url: String,
    display: String,
    bus: PathBuf,
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
        Self::start_with(home, keyring, |_| {}).await
    }

    /// The same, with what `change` puts into the environment of its windows.
    pub async fn start_with(
        home: &Home,
        keyring: Keyring,
        change: impl FnOnce(&mut Command),
    ) -> Self {
        let (xvfb, display) = display();
        let (port, native) = (free_port(), free_port());
        let bus = home.join("session-bus");
        let driver = programs::tools().join("bin/tauri-driver");
        let drive = format!(
            "exec '{}' --port {port} --native-port {native}",
            driver.display()
        );
        let mut command = match keyring {
            Keyring::Unlocked => {
                let unlock = "printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1";
                let mut command = Command::new("dbus-run-session");
                let tell = format!(
                    "printf %s \"$DBUS_SESSION_BUS_ADDRESS\" >'{}'",
                    bus.display()
                );
                command.args(["--", "sh", "-c", &format!("{tell}; {unlock}; {drive}")]);
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
        // Drops that WebDriver makes are the page's word alone; the system tells the app of none.
        let chosen = std::env::join_paths([home.path(), &programs::workspace()]);
        command.env("LONGSHORE_CHOSEN", chosen.unwrap());
        change(&mut command);
        command
            .env("DISPLAY", &display)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .process_group(0);
        let driver = command.spawn().unwrap();
        let session = Self {
            xvfb,
            driver,
            url: format!("http://127.0.0.1:{port}"),
            display,
            bus,
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
        window.css("[data-testid=account-switcher] .dot.ok").await;
        window
    }
}

impl Session {
    /// The app of that home, to be started in this session as a person would start it.
    pub fn app(&self, home: &Home) -> Command {
        let mut command = Command::new(programs::desktop());
        home.apply(&mut command);
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus())
            .stdin(Stdio::null());
        command
    }

    /// Starts the app of that home once more beside what is open in this session, with words behind its name, and waits until it has ended.
    pub async fn launch_again(&self, home: &Home, words: &[&str]) -> Ended {
        let mut command = self.app(home);
        command.args(words);
        let output = tokio::task::spawn_blocking(move || command.output());
        let output = tokio::time::timeout(PATIENCE, output)
            .await
            .expect("a second instance goes on running")
            .unwrap();
        ended(&output.unwrap())
    }

    /// The address of its bus, once the session has begun.
    pub fn bus(&self) -> String {
        fs::read_to_string(&self.bus).unwrap()
    }

    /// Asks the window that is open to close, as its close button does.
    pub fn ask_to_close(&self, home: &Home) {
        let mut command = self.python(home, "ask_to_close.py");
        ended(&command.arg("Longshore").output().unwrap()).expect(0);
    }

    /// Moves the pointer and presses keys, as a hand does: see `x_events.py`.
    pub fn by_hand(&self, home: &Home, what: &[&str]) {
        let mut command = self.python(home, "x_events.py");
        ended(&command.args(what).output().unwrap()).expect(0);
    }

    /// Another program's window beside ours, which files can be dropped on; it is there when this returns, and prints what
    /// was dropped.
    pub fn drop_target(&self, home: &Home, place: [u32; 4]) -> (Child, BufReader<ChildStdout>) {
        let mut command = self.python(home, "drop_target.py");
        command.args(place.map(|edge| edge.to_string()));
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut told = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        (child, told)
    }

    /// A program of the tests, on the display of this session.
    fn python(&self, home: &Home, program: &str) -> Command {
        let mut command = Command::new("python3");
        home.apply(&mut command);
        command
            .arg(programs::workspace().join("tests/python").join(program))
            .env("DISPLAY", &self.display)
            .stdin(Stdio::null());
        command
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
