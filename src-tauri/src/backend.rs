//! The engine behind the window, opened while the window comes up.

use std::sync::{Arc, Mutex, PoisonError};

use longshore_engine::Engine;
use longshore_model::{Code, Report, command, opened::Opened};
use serde_json::Value;
use tauri::{AppHandle, Manager as _, State};
use tokio::sync::watch;

use crate::{chosen::Chosen, events, opened};

/// The engine, or why there is none; shared by all handlers.
pub struct Backend {
    pub(crate) app: AppHandle,
    engine: watch::Receiver<Option<Arc<Result<Engine, Report>>>>,
    /// What the program was started with, until the window asks.
    started_with: Mutex<Opened>,
}

impl Backend {
    /// Begins to open the engine, takes up unfinished jobs, and sends events to the window from then on. Returns at
    /// once: the window must not wait for a keyring or a database.
    pub fn start(app: AppHandle) -> Self {
        let (sender, engine) = watch::channel(None);
        let handle = app.clone();
        tauri::async_runtime::spawn(async move {
            let engine = longshore_host::open_engine().await;
            if let Ok(engine) = &engine {
                tracing::info!("the window's engine is open");
                events::forward(handle, engine);
                engine.resume().await;
            }
            sender.send_replace(Some(Arc::new(engine)));
        });
        let folder = std::env::current_dir().unwrap_or_default();
        let words = std::env::args_os().skip(1);
        let words = words.filter_map(|word| word.into_string().ok());
        let started_with = opened::read(words, &folder);
        app.state::<Chosen>().opened(&started_with);
        Self {
            app,
            engine,
            started_with: Mutex::new(started_with),
        }
    }

    /// What the person has chosen so far.
    pub(crate) fn chosen(&self) -> State<'_, Chosen> {
        self.app.state()
    }

    /// The engine.
    ///
    /// # Errors
    /// Why it could not be opened.
    pub(crate) async fn engine(&self) -> Result<Engine, Report> {
        let mut engine = self.engine.clone();
        let engine = engine
            .wait_for(Option::is_some)
            .await
            .map_err(|_| never_opened())?;
        match engine.as_deref() {
            Some(result) => result.clone(),
            None => Err(never_opened()),
        }
    }

    /// What the program was started with; once, then nothing.
    pub(crate) fn started_with(&self) -> Opened {
        let mut opened = self
            .started_with
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut opened)
    }
}

fn never_opened() -> Report {
    Report::new(
        Code::Internal,
        "The backend stopped while it was starting.",
        "Start Longshore again.",
    )
}

/// The window's one door: runs a command of the contract. One that panics is answered too: the window would wait for ever.
#[tauri::command]
pub async fn call(backend: State<'_, Backend>, name: String, args: Value) -> Result<Value, Report> {
    longshore_host::caught(&name, command::dispatch(backend.inner(), &name, args)).await
}
