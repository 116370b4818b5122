//! The service's own process.

use std::{ffi::OsString, path::PathBuf, process::ExitCode, time::Duration};

use longshore_local_azure::{Error, Options, Service};

/// First word of the command line that makes an executable serve: hidden from help, because people use `longshore local`.
pub(crate) const WORD: &str = "__serve-local-azure";

/// Seconds without a request or a running task after which a service started on demand ends; 600 when unset.
pub const IDLE_ENV: &str = "LONGSHORE_LOCAL_IDLE";

/// A file that gets one line per request, for counting them.
pub const REQUEST_LOG_ENV: &str = "LONGSHORE_LOCAL_REQUEST_LOG";

const IDLE: Duration = Duration::from_secs(600);

/// Serves the embedded Azure when this process was started for that, and then says how it ended. To be called before
/// anything else in `main`; answers `None` in every other process.
pub fn serve_if_asked() -> Option<ExitCode> {
    let mut words = std::env::args_os().skip(1);
    if words.next()? != WORD {
        return None;
    }
    Some(match words.next() {
        Some(data_dir) => match serve(data_dir) {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        },
        None => ExitCode::from(2),
    })
}

/// Serves the embedded Azure of `data_dir` until it has been idle for some minutes; whether it could.
pub fn serve(data_dir: OsString) -> bool {
    crate::log::init_file_tracing("local-azure");
    let mut options = Options::new(PathBuf::from(data_dir));
    let idle = std::env::var(IDLE_ENV)
        .ok()
        .and_then(|text| text.parse().ok());
    options.idle_exit = Some(idle.map_or(IDLE, Duration::from_secs));
    options.request_log = std::env::var_os(REQUEST_LOG_ENV).map(PathBuf::from);

    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    runtime.block_on(async {
        match Service::start(options).await {
            Ok(service) => {
                service.stopped().await;
                tracing::info!("the local service has ended");
                true
            }
            // Another process was quicker: whoever started this one finds the other's endpoint.
            Err(Error::AlreadyRunning { .. }) => true,
            Err(error) => failed(&error),
        }
    })
}

/// Standard error is the service's log file, whose last lines are shown to whoever waits for the service.
fn failed(error: &dyn std::error::Error) -> bool {
    tracing::error!(%error, "the local service cannot be started");
    eprintln!("{error}");
    false
}
