//! References to container images: `[registry[:port]/]name[/name…][:tag][@digest]`, by the grammar of the distribution
//! project that Docker and containerd share.

/// Whether the text names an image.
///
/// # Errors
/// What was probably meant, when that can be told.
pub(super) fn check(text: &str) -> Result<(), Option<String>> {
    if is_reference(text) {
        return Ok(());
    }
    let bare = text
        .split_once("://")
        .map_or(text, |(_, rest)| rest)
        .trim_end_matches('/');
    // Only the tag may have upper case.
    let lower = match bare.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => format!("{}:{tag}", name.to_ascii_lowercase()),
        _ => bare.to_ascii_lowercase(),
    };
    Err([bare.to_owned(), lower]
        .into_iter()
        .find(|meant| is_reference(meant)))
}

fn is_reference(text: &str) -> bool {
    let (text, digest) = match text.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (text, None),
    };
    let (name, tag) = match text.rsplit_once(':') {
        // A colon before a slash is a registry's port.
        Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
        _ => (text, None),
    };
    let path = match name.split_once('/') {
        Some((first, rest)) if is_registry(first) => rest,
        _ => name,
    };
    name.len() <= 255
        && path.split('/').all(is_component)
        && tag.is_none_or(is_tag)
        && digest.is_none_or(is_digest)
}

/// The part before the first slash is a registry when it looks like a host; otherwise it is part of the name.
pub(super) fn is_registry(text: &str) -> bool {
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    let host_like = port.is_some() || host.contains('.') || host == "localhost";
    let label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host_like
        && host.split('.').all(label)
        && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}

/// Lower-case letters and digits, with single separators (`.`, `_`, `__` or hyphens) between them.
fn is_component(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    plain(*first)
        && plain(*last)
        && bytes.iter().all(|b| plain(*b) || b"._-".contains(b))
        && !["..", "___", "._", "_.", ".-", "-.", "_-", "-_"]
            .iter()
            .any(|odd| text.contains(odd))
}

fn is_tag(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && !text.starts_with(['.', '-'])
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

fn is_digest(text: &str) -> bool {
    text.split_once(':').is_some_and(|(algorithm, hex)| {
        !algorithm.is_empty()
            && algorithm
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+._-".contains(&b))
            && hex.len() >= 32
            && hex.bytes().all(|b| b.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_with_registry_port_tag_and_digest_are_taken() {
        let hash = "0123456789abcdef".repeat(4);
        let digest = format!("covalent.azurecr.io/base@sha256:{hash}");
        for text in [
            "python",
            "python:3.12-slim",
            "library/python:3.12",
            "covalent.azurecr.io/covalent-executor-base:latest",
            "localhost:5000/my_app/v__2:R1",
            "Registry.Example.com/name",
            digest.as_str(),
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn malformed_references_are_refused_with_what_was_meant_where_that_is_clear() {
        for (text, meant) in [
            (
                "https://covalent.azurecr.io/base:1",
                Some("covalent.azurecr.io/base:1"),
            ),
            (
                "covalent.azurecr.io/Base:Tag",
                Some("covalent.azurecr.io/base:Tag"),
            ),
            (
                "covalent.azurecr.io/base/",
                Some("covalent.azurecr.io/base"),
            ),
            ("name:", None),
            ("name:a b", None),
            ("a//b", None),
            ("name@sha256:12", None),
            ("host:99999/name", None),
            (":tag", None),
            ("-name", None),
        ] {
            assert_eq!(check(text), Err(meant.map(str::to_owned)), "{text}");
        }
    }
}
