//! Patterns over paths and names of images.

/// Whether all of `text` is as `pattern` says: `**` stands for anything, `*` for anything without a slash.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let Some(star) = pattern.find('*') else {
        return pattern == text;
    };
    let (before, rest) = pattern.split_at(star);
    let Some(text) = text.strip_prefix(before) else {
        return false;
    };
    let (rest, within_name) = match rest.strip_prefix("**") {
        Some(rest) => (rest, false),
        None => (&rest[1..], true),
    };
    let reach = match text.find('/') {
        Some(slash) if within_name => slash,
        _ => text.len(),
    };
    text.char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .take_while(|at| *at <= reach)
        .any(|at| matches(rest, &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_star_stays_within_a_name_and_two_go_anywhere() {
        for (pattern, text, expected) in [
            ("/jobs", "/jobs", true),
            ("/jobs", "/jobs/a", false),
            ("/jobs/*", "/jobs/a", true),
            ("/jobs/*", "/jobs/a/tasks", false),
            ("/jobs/*/tasks", "/jobs/a/tasks", true),
            ("/jobs/**", "/jobs/a/tasks/t", true),
            ("/**/stdout.txt", "/jobs/a/tasks/t/files/stdout.txt", true),
            ("/**/stdout.txt", "/jobs/a/tasks/t/files/stderr.txt", false),
            ("*-results", "job-results", true),
            ("a*b*c", "abxbc", true),
            ("a*b*c", "abxbd", false),
            ("", "", true),
            ("**", "", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
