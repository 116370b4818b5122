//! Text from a file, made fit to be shown.

/// `text` with control characters escaped and direction marks made visible, so that a name cannot break a line, hide an
/// ending or colour a terminal.
pub(crate) fn shown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        let directs = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || directs {
            safe.extend(c.escape_default());
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn control_and_direction_characters_are_escaped_and_others_kept() {
        assert_eq!(
            shown("a \"b\"\n\u{1b}[31m\u{202e}kp.exe é"),
            "a \"b\"\\n\\u{1b}[31m\\u{202e}kp.exe é"
        );
    }
}
