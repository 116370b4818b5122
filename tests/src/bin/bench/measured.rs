//! A program's wall time and peak memory.

use std::{
    fs,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// What a run cost.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// From start to end.
    pub wall: Duration,
    /// The most memory it held, in MiB; 0 where the system does not tell.
    pub peak_mib: u64,
}

/// Runs a command to its end; it must succeed.
pub fn run(command: &mut Command) -> Measured {
    let begun = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak_kib = 0;
    let status = loop {
        if let Some(kib) = high_water(&status_file) {
            peak_kib = peak_kib.max(kib);
        }
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(status.success(), "{command:?} ended with {status}");
    Measured {
        wall: begun.elapsed(),
        peak_mib: peak_kib / 1024,
    }
}

/// The kernel's own high-water mark, so that no peak is missed between two looks but the last few milliseconds'.
fn high_water(status_file: &str) -> Option<u64> {
    let text = fs::read_to_string(status_file).ok()?;
    text.lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?
        .split_whitespace()
        .next()?
        .parse()
        .ok()
}
