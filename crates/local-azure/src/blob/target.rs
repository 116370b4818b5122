//! What a path names: the account, a container, or a blob.

use percent_encoding::percent_decode_str;

use super::error::{BlobError, Code};

/// The longest blob name, in characters.
const MAX_BLOB_NAME: usize = 1024;

/// The thing a request is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Account,
    Container { container: String },
    Blob { container: String, blob: String },
}

impl Target {
    /// Reads a raw path, `/<account>/<container>/<blob>`. Clients send the slashes of a blob's name as they are or
    /// as `%2F`; both name the same blob.
    pub(super) fn of_path(path: &str) -> Result<Self, BlobError> {
        let below_account = path
            .trim_start_matches('/')
            .split_once('/')
            .map_or("", |(_, rest)| rest);
        let (container, blob) = below_account.split_once('/').unwrap_or((below_account, ""));
        let (container, blob) = (decode(container)?, decode(blob)?);
        if container.is_empty() {
            return if blob.is_empty() {
                Ok(Self::Account)
            } else {
                Err(Code::InvalidUri.into())
            };
        }
        if !is_container_name(&container) {
            return Err(BlobError::from(Code::InvalidResourceName)
                .because(format!("container name: {container:?}")));
        }
        if blob.is_empty() {
            return Ok(Self::Container { container });
        }
        if blob.chars().count() > MAX_BLOB_NAME {
            return Err(BlobError::from(Code::InvalidResourceName)
                .because("the blob name is longer than 1,024 characters"));
        }
        Ok(Self::Blob { container, blob })
    }
}

fn decode(text: &str) -> Result<String, BlobError> {
    percent_decode_str(text)
        .decode_utf8()
        .map(Into::into)
        .map_err(|_| BlobError::from(Code::InvalidUri).because("the path is not UTF-8"))
}

/// 3 to 63 lower-case letters, digits and single dashes, or one of the names with a `$` of its own.
fn is_container_name(name: &str) -> bool {
    let plain = (3..=63).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--");
    plain || matches!(name, "$root" | "$web" | "$logs")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn blob(name: &str) -> Target {
        Target::Blob {
            container: "job".to_owned(),
            blob: name.to_owned(),
        }
    }

    #[test]
    fn slashes_of_a_blob_name_come_plain_or_encoded() {
        for path in [
            "/acct/job/tasks/t1/result.pkl",
            "/acct/job/tasks%2Ft1%2Fresult.pkl",
        ] {
            assert_eq!(Target::of_path(path).unwrap(), blob("tasks/t1/result.pkl"));
        }
    }

    #[test]
    fn any_character_may_stand_in_a_blob_name() {
        assert_eq!(
            Target::of_path("/a/job/%C3%BC%20%22x%22%0A%2B+%25.txt").unwrap(),
            blob("ü \"x\"\n++%.txt")
        );
        assert_eq!(Target::of_path("/a/job//x/../y").unwrap(), blob("/x/../y"));
    }

    #[test]
    fn the_account_and_a_container_are_named_with_and_without_a_final_slash() {
        let container = Target::Container {
            container: "job".to_owned(),
        };
        for (path, target) in [
            ("/a", Target::Account),
            ("/a/", Target::Account),
            ("/a/job", container.clone()),
            ("/a/job/", container),
        ] {
            assert_eq!(Target::of_path(path).unwrap(), target, "{path}");
        }
    }

    #[test]
    fn container_names_follow_the_rules() {
        for (name, allowed) in [
            ("abc", true),
            ("longshore-01k", true),
            ("$root", true),
            ("ab", false),
            ("Abc", false),
            ("a--b", false),
            ("-abc", false),
            ("abc-", false),
            ("a_b", false),
            ("..", false),
        ] {
            assert_eq!(is_container_name(name), allowed, "{name}");
        }
        assert!(is_container_name(&"a".repeat(63)) && !is_container_name(&"a".repeat(64)));
    }

    #[test]
    fn paths_that_are_no_text_or_too_long_are_refused() {
        assert!(Target::of_path("/a/job/%FF").is_err());
        assert!(Target::of_path(&format!("/a/job/{}", "x".repeat(1025))).is_err());
        assert!(Target::of_path("/a//blob").is_err());
    }
}
