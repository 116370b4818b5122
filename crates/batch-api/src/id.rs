//! Identifiers of jobs, tasks, pools and nodes.

/// The longest id the service takes, in characters.
pub const MAX_LEN: usize = 64;

/// Whether `id` may name a job, a task or a pool: 1–64 of `[A-Za-z0-9_-]`. Ids are compared without regard to case
/// and kept in the case they were given.
pub fn is_valid(id: &str) -> bool {
    (1..=MAX_LEN).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// A valid id made from any text: other characters become `-`, runs of `-` are folded, the length is cut to
/// `max_len`; an empty result becomes `task`.
pub fn sanitized(text: &str, max_len: usize) -> String {
    let mut id = String::new();
    for c in text.chars() {
        let c = if c.is_ascii_alphanumeric() || c == '_' {
            c
        } else {
            '-'
        };
        if !(c == '-' && (id.is_empty() || id.ends_with('-'))) {
            id.push(c);
        }
    }
    id.truncate(max_len);
    let id = id.trim_end_matches('-');
    if id.is_empty() {
        "task".into()
    } else {
        id.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_services_alphabet_up_to_64_characters_is_valid() {
        assert!(is_valid("Sweep_17-b"));
        assert!(is_valid(&"a".repeat(64)));
        for bad in ["", "a b", "a.b", "é", &"a".repeat(65)] {
            assert!(!is_valid(bad), "{bad}");
        }
    }

    #[test]
    fn any_name_becomes_a_valid_id() {
        assert_eq!(sanitized("my  file (1).py", 64), "my-file-1-py");
        assert_eq!(sanitized("…", 64), "task");
        assert_eq!(sanitized("abcdef", 3), "abc");
        assert!(is_valid(&sanitized("数据\n.pkl", 64)));
    }
}
