//! Memory of several programs at once.

use std::{collections::BTreeSet, fs};

/// MiB that the desktop app of a home holds now, with the browser's processes it has started: what is shared among them
/// is counted once (`Pss`).
pub fn of_programs(home: &str) -> u64 {
    let processes: Vec<(u32, u32, String)> = fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| {
            let id: u32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            let (head, tail) = stat.rsplit_once(')')?;
            let parent = tail.split_whitespace().nth(1)?.parse().ok()?;
            let name = head.split_once('(')?.1.to_owned();
            Some((id, parent, name))
        })
        .collect();
    let mut ours: BTreeSet<u32> = processes
        .iter()
        .filter(|(id, _, name)| name == "longshore-deskt" && is_of_home(*id, home))
        .map(|(id, _, _)| *id)
        .collect();
    loop {
        let children: Vec<u32> = processes
            .iter()
            .filter(|(id, parent, name)| {
                name.starts_with("WebKit") && ours.contains(parent) && !ours.contains(id)
            })
            .map(|(id, _, _)| *id)
            .collect();
        if children.is_empty() {
            break;
        }
        ours.extend(children);
    }
    let kib: u64 = ours.into_iter().filter_map(proportional_kib).sum();
    kib / 1024
}

fn is_of_home(id: u32, home: &str) -> bool {
    fs::read(format!("/proc/{id}/environ")).is_ok_and(|environment| {
        String::from_utf8_lossy(&environment)
            .split('\0')
            .any(|variable| variable == format!("HOME={home}"))
    })
}

fn proportional_kib(id: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    text.lines()
        .find_map(|line| line.strip_prefix("Pss:"))?
        .split_whitespace()
        .next()?
        .parse()
        .ok()
}
