//! The last fence before anything is kept or handed on: what looks like a secret is taken out, whoever wrote it. No code of
//! ours writes one; other crates have ideas of their own about what a trace should hold.

use std::{borrow::Cow, sync::LazyLock};

use regex::{Captures, Regex};

/// What stands in its place.
const INSTEAD: &str = "REDACTED";

/// Names of what is secret, in addresses, forms, headers, JSON and `Debug` alike.
const NAMES: &str = "sig|client[_-]?secret|client[_-]?assertion|(?:access|refresh|id)[_-]?token|password|passwd|\
                     account[_-]?key|accountkey|shared[_-]?access[_-]?signature|private[_-]?key|api[_-]?key|\
                     identity[_-]header|x-ms-copy-source-authorization|(?:proxy-)?authorization";

/// In the order in which they are applied. `keep` is what stays before the secret, `after` what stays behind it.
static RULES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let scheme = r"(?:(?:Bearer|Basic|SharedKey|SharedKeyLite)\s+)?";
    [
        // `name=value`, `name%3Dvalue`, `"name":"value"`, `name: Some("value")`, also within a text that is quoted again.
        format!(
            r#"(?i)(?<keep>(?:{NAMES})[\\"']*\s*(?:=|:|%3D|%253D)\s*(?:Some\()?[\\"']*{scheme})[^\s\\"'&<>()\[\]{{}},;]+"#
        ),
        r#"(?i)(?<keep>\b(?:Bearer|SharedKey|SharedKeyLite)\s+)[^\s\\"'&<>()\[\]{},;]+"#.into(),
        // Tokens, whatever stands before them.
        r"(?<keep>)eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}".into(),
        // The client secrets that Microsoft Entra makes.
        r"(?<keep>)[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}".into(),
        // Keys and signatures of 256 bits and more, in base64.
        r"(?<keep>)[A-Za-z0-9+/_-]{43,}={1,2}".into(),
        r"(?s)(?<keep>-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?:-----END|\z)".into(),
        // A user and a password in an address, or a token alone; it may hold what separates them.
        r"(?<keep>://)[^/\s]+(?<after>@)".into(),
    ]
    .into_iter()
    .filter_map(|rule| Regex::new(&rule).ok())
    .collect()
});

/// The text without what looks like a signature, a token, a key or another secret.
pub fn redacted(text: &str) -> Cow<'_, str> {
    let mut clean = Cow::Borrowed(text);
    for rule in RULES.iter() {
        let instead = |found: &Captures<'_>| {
            let after = found.name("after").map_or("", |after| after.as_str());
            format!("{}{INSTEAD}{after}", &found["keep"])
        };
        if let Cow::Owned(changed) = rule.replace_all(&clean, instead) {
            clean = Cow::Owned(changed);
        }
    }
    clean
}

/// Whether everything that goes by this name is secret.
pub(super) fn is_secret(name: &str) -> bool {
    static SECRET: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(&format!("(?i)^(?:{NAMES})$")).ok());
    SECRET.as_ref().is_some_and(|secret| secret.is_match(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_one() {
        assert_eq!(RULES.len(), 7);
        assert!(is_secret("client_secret") && is_secret("Authorization") && !is_secret("job"));
    }

    #[test]
    fn whatever_crate_writes_it_a_secret_is_taken_out() {
        let key = format!("{}==", "aB3+/".repeat(17) + "x");
        let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
        let secret = "qua8Q~hush-0123456789-abcdefghijklm-xyz";
        for text in [
            "GET https://s/c?sv=1&sig=HUSH%2Fc%3D&sp=r".to_owned(),
            "url=https%3A%2F%2Fs%3Fsv%3D1%26sig%3DHUSH&x".into(),
            "{\\\"sig\\\":\\\"HUSH\\\"}".into(),
            "body: b\"grant_type=client_credentials&client_secret=HUSH&scope=x\"".into(),
            "ClientSecret: Some(\"HUSH\")".into(),
            "{\"client_secret\": \"HUSH\", \"a\": 1}".into(),
            "\"authorization\": \"Bearer HUSH\"".into(),
            "Authorization: SharedKey account:HUSH".into(),
            "authorization: Basic HUSH".into(),
            "sent Bearer HUSH".into(),
            "AccountName=x;AccountKey=HUSH;EndpointSuffix=y".into(),
            "client_assertion=HUSH&x=1".into(),
            "pip install --index-url https://me:HUSH@example.com/simple".into(),
            "sim @ git+https://HUSH@example.com/me/sim".into(),
            "HTTPS_PROXY=http://me:p@HUSH@proxy:3128".into(),
            "-----BEGIN PRIVATE KEY-----\nHUSH\nHUSH\n-----END PRIVATE KEY-----".into(),
            format!("a key {key} alone").replace("aB3", "HUSH"),
            format!("a token {token}").replace("zdWIi", "HUSH"),
            format!("a secret {secret}.").replace("hush", "HUSH"),
        ] {
            let clean = redacted(&text);
            assert!(text.contains("HUSH"), "{text}");
            assert!(!clean.contains("HUSH"), "{text} became {clean}");
            assert!(clean.contains(INSTEAD), "{text} became {clean}");
        }
    }

    #[test]
    fn the_rest_of_a_line_stays() {
        for (text, clean) in [
            (
                "GET https://s/c?sv=1&sig=aB%3D&sp=r 403 AuthenticationFailed",
                "GET https://s/c?sv=1&sig=REDACTED&sp=r 403 AuthenticationFailed",
            ),
            (
                "{\"client_secret\":\"x\",\"a\":1}",
                "{\"client_secret\":\"REDACTED\",\"a\":1}",
            ),
            (
                "Authorization: Bearer ey.J0.x\nnext",
                "Authorization: Bearer REDACTED\nnext",
            ),
            (
                "https://me:you@example.com/x",
                "https://REDACTED@example.com/x",
            ),
        ] {
            assert_eq!(redacted(text), clean);
        }
        for plain in [
            "job 01KAN6S7W2Z9E0T1RVC8B5XQ4D: 3 of 4 tasks",
            "AuthorizationPermissionMismatch, request id 6b1f2c3d-0000-4a1b-9c8d-0123456789ab",
            "sha256 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
            "/home/me/.local/share/longshore/jobs/01KAN6S7W2Z9E0T1RVC8B5XQ4D/task-0001/outputs",
            "design: a signal, an assignment",
        ] {
            assert!(matches!(redacted(plain), Cow::Borrowed(_)), "{plain}");
        }
    }
}
