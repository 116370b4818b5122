//! What a person may tell `docker create` besides what Longshore and Azure Batch tell it.

/// Options that Longshore's own would contradict, or that Batch sets itself, each with the reason.
const TAKEN: [(&str, &str); 10] = [
    (
        "--entrypoint",
        "Longshore sets the entry point, and the image's own is used with the runner image.",
    ),
    ("--workdir", WORKDIR),
    ("-w", WORKDIR),
    ("--user", USER),
    ("-u", USER),
    ("--rm", "Longshore says so already."),
    ("--name", "Azure Batch names the container."),
    ("--detach", WAITS),
    ("-d", WAITS),
    (
        "--restart",
        "Azure Batch starts a failed task again by its retries.",
    ),
];
const WORKDIR: &str = "The task's files are in the folder that Longshore sets.";
const USER: &str = "The task's folder is open to root in the container only.";
const WAITS: &str = "Azure Batch waits for the container.";

/// The words of the options, as a shell would split them.
///
/// # Errors
/// What is wrong with them, as a sentence.
pub fn words(text: &str) -> Result<Vec<String>, String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    if let Some(open) = quote {
        return Err(format!("There is a {open} that is not closed."));
    }
    words.extend(word);
    Ok(words)
}

/// Whether these options may be added.
///
/// # Errors
/// A sentence that says what is wrong.
pub(super) fn check(text: &str) -> Result<(), String> {
    let words = words(text)?;
    if words.first().is_some_and(|first| !first.starts_with('-')) {
        return Err(
            "Options start with a hyphen, as in --shm-size=1g. The image has a field of its own."
                .into(),
        );
    }
    for word in &words {
        let name = word.split('=').next().unwrap_or_default();
        if let Some((_, why)) = TAKEN.iter().find(|(taken, _)| is(name, taken)) {
            return Err(format!("{name} cannot be set here. {why}"));
        }
        if word == "--" {
            return Err("-- would end the options before the image's name.".into());
        }
    }
    Ok(())
}

/// Whether a word is that option; a short one may have its value behind it, as in `-u0`.
fn is(word: &str, option: &str) -> bool {
    word == option || (option.len() == 2 && word.starts_with(option) && !word.starts_with("--"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn options_that_leave_ours_alone_are_taken() {
        for text in [
            "",
            "--shm-size=1g",
            "--gpus all --ipc host",
            "--env 'GREETING=good day' -v /mnt:/mnt",
            "--label \"a b\"",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        assert_eq!(
            words("--label 'a b' --x=\"c d\" ''").as_deref(),
            Ok(["--label", "a b", "--x=c d", ""]
                .map(String::from)
                .as_slice())
        );
    }

    #[test]
    fn options_that_would_break_a_task_are_refused_by_name() {
        for (text, told) in [
            (
                "--gpus all --entrypoint sh",
                "--entrypoint cannot be set here.",
            ),
            ("--entrypoint=sh", "--entrypoint cannot be set here."),
            ("-u1000", "-u1000 cannot be set here."),
            ("-w /x", "-w cannot be set here."),
            ("--user=1", "--user cannot be set here."),
            ("--rm", "--rm cannot be set here."),
            ("--restart always", "--restart cannot be set here."),
            ("-d", "-d cannot be set here."),
            ("ubuntu:22.04", "Options start with a hyphen"),
            ("--label 'a", "There is a ' that is not closed."),
            ("--init --", "-- would end the options"),
        ] {
            let error = check(text).unwrap_err();
            assert!(error.starts_with(told), "{text}: {error}");
        }
    }
}
