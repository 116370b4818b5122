//! What people type to find jobs, taken apart.

use super::JobState;

/// The parts of a search.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    /// Part of a name or id.
    pub(super) text: String,
    /// Only these states; empty for all.
    pub(super) states: Vec<JobState>,
    /// Only this account.
    pub(super) account: Option<String>,
    /// Only pinned ones.
    pub(super) pinned: bool,
}

/// Reads a search. What is not understood is looked for as it stands: a name may well have a colon.
pub(super) fn read(text: &str) -> Typed {
    let mut typed = Typed::default();
    let mut rest: Vec<String> = Vec::new();
    for word in words(text) {
        match word.split_once(':') {
            Some(("state" | "is", "")) | Some(("account", "")) => {} // still being typed
            Some(("state" | "is", wanted)) if !states(wanted).is_empty() => {
                typed.states.extend(states(wanted));
            }
            Some(("is", wanted)) if pinned(wanted) => typed.pinned = true,
            Some(("account", name)) => typed.account = Some(name.to_owned()),
            _ => rest.push(word),
        }
    }
    typed.text = rest.join(" ");
    typed
}

/// Whether a word is, or begins, that for pinned jobs. No state begins so.
fn pinned(wanted: &str) -> bool {
    "pinned".starts_with(&wanted.to_lowercase())
}

/// The states whose names begin so, several with commas between them. `attention` is how people call that one.
fn states(wanted: &str) -> Vec<JobState> {
    let wanted = wanted.to_lowercase().replace(['_', '-'], " ");
    let begun = |state: &JobState| {
        let name = state.label().to_lowercase();
        wanted
            .split(',')
            .filter(|part| !part.is_empty())
            .any(|part| name.starts_with(part) || name == format!("needs {part}"))
    };
    JobState::ALL.into_iter().filter(begun).collect()
}

/// The words of a text; quotes hold those with spaces together. A quote that is not closed reaches to the end.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for character in text.chars() {
        match character {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_accounts_and_words_are_told_apart() {
        let typed = read(r#"state:failed sweep account:"Lab 2" node 1"#);
        assert_eq!(
            typed,
            Typed {
                text: "sweep node 1".into(),
                states: vec![JobState::Failed],
                account: Some("Lab 2".into()),
                pinned: false,
            }
        );
    }

    #[test]
    fn pinned_jobs_are_asked_for_beside_states() {
        let typed = read("is:Pinned is:failed sweep");
        assert_eq!(
            typed,
            Typed {
                text: "sweep".into(),
                states: vec![JobState::Failed],
                account: None,
                pinned: true,
            }
        );
        assert!(read("is:pin").pinned && !read("is:").pinned);
        assert_eq!(read("state:pinned").text, "state:pinned");
        assert_eq!(read("is:pinnedly").text, "is:pinnedly");
    }

    #[test]
    fn a_state_may_be_begun_and_several_may_be_named() {
        let states = |text: &str| read(text).states;
        assert_eq!(states("state:fai"), [JobState::Failed]);
        assert_eq!(
            states("is:cancel"),
            [JobState::Cancelling, JobState::Cancelled]
        );
        assert_eq!(
            states("state:Succeeded,failed"),
            [JobState::Succeeded, JobState::Failed]
        );
        assert_eq!(states("state:attention"), [JobState::NeedsAttention]);
        assert_eq!(states("state:needs_attention"), [JobState::NeedsAttention]);
        assert_eq!(states("state:"), []);
    }

    #[test]
    fn what_is_not_understood_is_looked_for_as_it_stands() {
        assert_eq!(read("state:lost run:3").text, "state:lost run:3");
        assert_eq!(read("  ").text, "");
        assert_eq!(read(r#"account:"Lab"#).account.as_deref(), Some("Lab"));
    }
}
