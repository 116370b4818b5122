//! Opening the engine for a program.

use std::{sync::Arc, time::Duration};

use longshore_engine::{Engine, Home, Pace, Secrets};
use longshore_model::{Code, Report};

use crate::{EmbeddedAzure, Server};

/// Seconds none of a job's tasks may run, while some wait, before its pool is looked at; two minutes when unset. For tests,
/// and for whoever cannot wait.
pub const POOL_PATIENCE_ENV: &str = "LONGSHORE_POOL_PATIENCE";

/// Seconds a service may say nothing before the request is made again; a minute when unset. For tests.
pub const STALL_TIMEOUT_ENV: &str = "LONGSHORE_STALL_TIMEOUT";

fn pace() -> Pace {
    let seconds = |name: &str| {
        let text = std::env::var(name).ok()?;
        text.parse().ok().map(Duration::from_secs)
    };
    let default = Pace::default();
    Pace {
        look_at_pool_after: seconds(POOL_PATIENCE_ENV).unwrap_or(default.look_at_pool_after),
        stall_timeout: seconds(STALL_TIMEOUT_ENV).unwrap_or(default.stall_timeout),
        ..default
    }
}

/// Opens the engine at the home that the environment names, with the embedded Azure behind "This computer", started from
/// this executable, and secrets in the OS keyring. Nothing is started yet; unfinished jobs wait for [`Engine::resume`].
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
    open_engine_at(home, Server::program(executable)).await
}

/// The same at another home, with an embedded Azure that `server` starts.
///
/// # Errors
/// As [`open_engine`].
pub async fn open_engine_at(home: Home, server: Server) -> Result<Engine, Report> {
    let embedded = EmbeddedAzure::new(home.local_azure_dir(), server);
    let opened = Engine::open(home, Arc::new(embedded), Secrets::os(), pace()).await;
    if let Err(report) = &opened {
        tracing::warn!(title = report.title, "the engine cannot be opened");
    }
    opened
}
