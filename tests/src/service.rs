//! The process that serves a home's embedded Azure: looked for, and killed.

use std::{fs, process::Command, thread, time::Duration};

use crate::home::Home;

/// The process that serves a home's embedded Azure: started with its data folder as the last word.
pub fn of(home: &Home) -> Option<u32> {
    let data = home.join("longshore");
    let data = data.to_str().unwrap();
    processes().find(|process| {
        let line = fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default();
        let words: Vec<&str> = line.split_terminator('\0').collect();
        words.len() == 3 && words[1] == "__serve-local-azure" && words[2].starts_with(data)
    })
}

/// The processes of tasks of a home's embedded Azure.
pub fn tasks_of(home: &Home) -> Vec<u32> {
    let mark = format!("AZ_BATCH_TASK_DIR={}", home.path().display());
    processes()
        .filter(|process| {
            let environment = fs::read(format!("/proc/{process}/environ")).unwrap_or_default();
            let mut entries = environment.split(|byte| *byte == 0);
            entries.any(|entry| entry.starts_with(mark.as_bytes()))
        })
        .collect()
}

fn processes() -> impl Iterator<Item = u32> {
    fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

/// Kills a process, and returns when it runs no more. Answers whether it ran until then.
pub fn kill(process: u32) -> bool {
    signal(process, "-KILL")
}

/// Asks a process to end, and returns when it has.
pub fn end(process: u32) -> bool {
    signal(process, "-TERM")
}

fn signal(process: u32, signal: &str) -> bool {
    let ran = runs(process);
    let sent = Command::new("kill")
        .args([signal, &process.to_string()])
        .output();
    for _ in 0..3_000 {
        if !runs(process) {
            return ran && sent.unwrap().status.success();
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("process {process} does not end");
}

/// Whether anything of a process still runs: its first thread may be a zombie, which only waits for its parent, while others
/// hold its files and its port.
fn runs(process: u32) -> bool {
    let threads = fs::read_dir(format!("/proc/{process}/task"));
    threads.into_iter().flatten().flatten().any(|thread| {
        fs::read_to_string(thread.path().join("stat"))
            .is_ok_and(|stat| !stat.contains(") Z ") && !stat.contains(") X "))
    })
}
