//! Names: of tasks, of blobs, and of files that come back from the service.

mod local;
mod task;

pub(crate) use local::local_path;
pub(crate) use task::task_ids;

/// Where the runner lies in a job's container.
pub(crate) const RUNNER: &str = "runner/";
/// Where payloads lie.
pub(crate) const STAGED: &str = "staged/";

/// What the functions that images fetch by themselves begin with.
pub(crate) const IMAGE_FUNCTION: &str = "func-";
/// What the results that images store by themselves begin with.
pub(crate) const IMAGE_RESULT: &str = "result-";

/// The longest name of a payload in a task's working folder.
const MAX_FILE: usize = 100;

/// What the runner puts into the working folder itself.
const TAKEN: [&str; 16] = [
    "runner.py",
    "covalent_standin.py",
    "longshore_bundle.py",
    "longshore_children.py",
    "longshore_environment.py",
    "longshore_failure.py",
    "longshore_pickle.py",
    "result.pkl",
    "error.json",
    "error.pkl",
    "manifest.json",
    "outputs",
    "bundle",
    ".longshore-env",
    "stdout.txt",
    "stderr.txt",
];

/// The blob of a content.
pub(crate) fn staged_blob(sha256: &str, file: &str) -> String {
    format!("{STAGED}{sha256}/{file}")
}

/// The blob of a function that an image's own runner fetches. It keeps the file under the same name in a folder of its own,
/// so there is no folder in it.
pub(crate) fn image_function(sha256: &str) -> String {
    format!("{IMAGE_FUNCTION}{sha256}.pkl")
}

/// The blob that an image's own runner leaves.
pub(crate) fn image_result(task: &str) -> String {
    format!("{IMAGE_RESULT}{task}.pkl")
}

/// Where a task's outputs go.
pub(crate) fn task_folder(task: &str) -> String {
    format!("tasks/{task}/")
}

/// A payload's file name where it runs: `[A-Za-z0-9._-]`, its ending kept, and not a name that the runner uses.
pub(crate) fn payload_file(name: &str) -> String {
    let clean = |text: &str| -> String {
        text.chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') {
                    c
                } else {
                    '_'
                }
            })
            .collect()
    };
    let mut name = clean(name);
    if name.len() > MAX_FILE {
        name = name.split_off(name.len() - MAX_FILE);
    }
    let name = name.trim_start_matches(['.', '-']);
    let lower = name.to_ascii_lowercase();
    if name.is_empty() || TAKEN.contains(&lower.as_str()) || lower.ends_with(".part") {
        format!("payload-{name}")
    } else {
        name.to_owned()
    }
}

/// A SHA-256 from its 64 hexadecimal digits.
pub(crate) fn hash_from_hex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut hash = [0; 32];
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(hash)
}

/// The other way round.
pub(crate) fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payloads_name_is_made_safe_and_keeps_its_ending() {
        assert_eq!(payload_file("my sweep (1).py"), "my_sweep__1_.py");
        assert_eq!(payload_file("a\"b\nc.pkl"), "a_b_c.pkl");
        assert_eq!(payload_file("数据.sh"), "__.sh");
        assert_eq!(payload_file("..hidden.py"), "hidden.py");
        assert_eq!(payload_file("-rf.sh"), "rf.sh");
        assert_eq!(payload_file("..."), "payload-");
        assert!(payload_file(&format!("{}.py", "x".repeat(300))).ends_with(".py"));
        assert_eq!(payload_file(&"x".repeat(300)).len(), 100);
    }

    #[test]
    fn a_payload_does_not_take_a_name_that_the_runner_uses() {
        assert_eq!(payload_file("runner.py"), "payload-runner.py");
        assert_eq!(payload_file("Result.pkl"), "payload-Result.pkl");
    }

    #[test]
    fn a_hash_survives_its_text() {
        let hash = [0xab; 32];
        assert_eq!(hash_from_hex(&hex(&hash)), Some(hash));
        assert_eq!(hash_from_hex("ab"), None);
        assert_eq!(hash_from_hex(&"é".repeat(32)), None);
    }
}
