//! A second try at starting.

/// How often this process has started itself anew.
const TRY_ENV: &str = "LONGSHORE_START_TRY";

const TRIES: u32 = 10;

/// Starts the program anew in this process, unless that has been tried often enough. Who closes the window and opens it
/// again at once meets the first process on its way out: it still holds its name on the session bus and no longer
/// answers there.
pub fn again() {
    let tries = std::env::var(TRY_ENV)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    if tries >= TRIES {
        return;
    }
    #[cfg(unix)]
    {
        use std::{os::unix::process::CommandExt as _, process::Command, time::Duration};

        std::thread::sleep(Duration::from_millis(300));
        let Ok(program) = std::env::current_exe() else {
            return;
        };
        let error = Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(TRY_ENV, (tries + 1).to_string())
            .exec();
        eprintln!("longshore-desktop: {error}");
    }
}
