//! Opening the engine for a program.

use std::{sync::Arc, time::Duration};

use longshore_engine::{Engine, Home, Pace, Secrets};
use longshore_model::{Code, Report};
use tracing_subscriber::EnvFilter;

use crate::EmbeddedAzure;

/// Seconds none of a job's tasks may run, while some wait, before its pool is looked at; two minutes when unset. For tests,
/// and for whoever cannot wait.
pub const POOL_PATIENCE_ENV: &str = "LONGSHORE_POOL_PATIENCE";

fn pace() -> Pace {
    let seconds = std::env::var(POOL_PATIENCE_ENV)
        .ok()
        .and_then(|text| text.parse().ok());
    let default = Pace::default();
    Pace {
        look_at_pool_after: seconds.map_or(default.look_at_pool_after, Duration::from_secs),
    }
}

/// Opens the engine at the home that the environment names, with the embedded Azure behind "This computer" and
/// secrets in the OS keyring. Nothing is started yet; unfinished jobs wait for [`Engine::resume`].
///
/// # Errors
/// The home cannot be found or used, or its history is damaged or of a newer version.
pub async fn open_engine() -> Result<Engine, Report> {
    let home = Home::from_env()?;
    let executable = std::env::current_exe().map_err(|error| {
        Report::new(
            Code::Internal,
            format!("This program cannot find itself: {error}."),
            "",
        )
    })?;
    let embedded = EmbeddedAzure::new(home.local_azure_dir(), executable);
    Engine::open(home, Arc::new(embedded), Secrets::os(), pace()).await
}

/// Sends traces to standard error: warnings, or what `LONGSHORE_LOG` asks for (such as `longshore_engine=debug`).
pub fn init_tracing() {
    let filter =
        EnvFilter::try_from_env("LONGSHORE_LOG").unwrap_or_else(|_| EnvFilter::new("error"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(true)
        .init();
}
