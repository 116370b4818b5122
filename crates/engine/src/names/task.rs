//! Ids of tasks, made of their payloads' names.

use std::collections::{HashMap, HashSet};

use longshore_batch_api::id;

/// Names that mean a device on Windows, whatever follows the first dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// One id for each name, in order: `sweep`, `sweep-2`, … Unique without regard to case, other than those `taken` already,
/// and valid as the service demands it. An id also names a folder of results, so none of them is a device.
pub(crate) fn task_ids<'a>(
    names: impl IntoIterator<Item = &'a str>,
    taken: &[String],
) -> Vec<String> {
    let mut taken: HashSet<_> = taken.iter().map(|id| id.to_ascii_lowercase()).collect();
    let mut next = HashMap::new();
    names
        .into_iter()
        .map(|name| {
            let base = base(name);
            let number = next.entry(base.to_ascii_lowercase()).or_insert(1_u64);
            loop {
                let id = numbered(&base, *number);
                *number += 1;
                if taken.insert(id.to_ascii_lowercase()) {
                    return id;
                }
            }
        })
        .collect()
}

fn base(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let end = [".tar.gz", ".tgz", ".zip", ".pkl", ".pickle", ".py", ".sh"]
        .into_iter()
        .find(|end| lower.len() > end.len() && lower.ends_with(end))
        .map_or(0, str::len);
    let id = id::sanitized(&name[..name.len() - end], id::MAX_LEN);
    let lower = id.to_ascii_lowercase();
    let port = |name: &str| {
        lower
            .strip_prefix(name)
            .is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()))
    };
    if DEVICES.contains(&lower.as_str()) || port("com") || port("lpt") {
        format!("task-{id}")
    } else {
        id
    }
}

fn numbered(base: &str, number: u64) -> String {
    if number == 1 {
        return base.to_owned();
    }
    let end = format!("-{number}");
    let room = id::MAX_LEN.saturating_sub(end.len()).min(base.len());
    format!("{}{end}", base[..room].trim_end_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_called_like_its_file() {
        assert_eq!(
            task_ids(
                [
                    "sweep.py",
                    "func-trivial-node0.pkl",
                    "my model.tar.gz",
                    "folder",
                    ".py"
                ],
                &[]
            ),
            ["sweep", "func-trivial-node0", "my-model", "folder", "py"]
        );
    }

    #[test]
    fn files_of_the_same_name_are_numbered_without_regard_to_case() {
        assert_eq!(
            task_ids(["a.py", "A.py", "a.sh", "a-2.py", "a.py"], &[]),
            ["a", "A-2", "a-3", "a-2-2", "a-4"]
        );
        assert_eq!(task_ids(["a.py"], &["A".into(), "a-2".into()]), ["a-3"]);
    }

    #[test]
    fn every_id_is_valid_and_unique_whatever_the_names() {
        let long = "x".repeat(300);
        let names = [
            "数据.pkl",
            "…",
            "a\nb.py",
            "CON.py",
            "com1.sh",
            &long,
            &long,
            &long,
            "",
        ];
        let ids = task_ids(names, &[]);
        let different: HashSet<_> = ids.iter().map(|id| id.to_ascii_lowercase()).collect();
        assert_eq!(different.len(), names.len());
        assert!(ids.iter().all(|id| id::is_valid(id)), "{ids:?}");
        assert_eq!(ids[3..5], ["task-CON", "task-com1"]);
    }

    #[test]
    fn ten_thousand_copies_are_named_at_once() {
        let ids = task_ids(std::iter::repeat_n("copy.py", 10_000), &[]);
        assert_eq!(ids.last().map(String::as_str), Some("copy-10000"));
    }
}
