//! What came in place of an answer, in words that show none of its content.

use super::scrub;

/// The longest title of a page that is told.
const TITLE: usize = 60;

/// What came is no answer of the service.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Garbled(pub(crate) String);

impl Garbled {
    /// What came: an answer of this status, with this media type and the first of its body. `why` says what is wrong with
    /// one that seems to be the service's own.
    pub(crate) fn new(status: u16, kind: &str, body: &[u8], why: Option<&str>) -> Self {
        let kind = match kind.split(';').next().unwrap_or_default().trim() {
            "" => "an unknown type",
            kind => kind,
        };
        let mut text = match body.len() {
            0 => format!("{status} without a body"),
            bytes => format!("{status} with {bytes} bytes of {kind}"),
        };
        if let Some(title) = title(body) {
            text += &format!(", titled “{title}”");
        }
        if let Some(why) = why {
            text += &format!(" ({why})");
        }
        Self(scrub(&text))
    }
}

/// The title of a page of HTML, which tells whose it is.
fn title(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body.get(..4_096).unwrap_or(body));
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<title>")? + "<title>".len();
    let length = lower[start..].find("</title>")?;
    let words: Vec<&str> = text[start..start + length].split_whitespace().collect();
    let title: String = words.join(" ").chars().take(TITLE).collect();
    let shown = !title.is_empty() && !title.chars().any(char::is_control);
    shown.then_some(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kind: &str, body: &str, why: Option<&str>) -> String {
        Garbled::new(200, kind, body.as_bytes(), why).to_string()
    }

    #[test]
    fn a_page_is_told_by_its_title_and_everything_else_by_its_size_alone() {
        assert_eq!(
            told(
                "text/html; charset=utf-8",
                "<HTML><Title> Welcome\n aboard </Title>secret",
                None
            ),
            "200 with 44 bytes of text/html, titled “Welcome aboard”"
        );
        assert_eq!(
            told(
                "application/json",
                "{\"access_token\":\"s",
                Some("it breaks off")
            ),
            "200 with 18 bytes of application/json (it breaks off)"
        );
        assert_eq!(told("", "", None), "200 without a body");
        assert_eq!(told("", "x", None), "200 with 1 bytes of an unknown type");
    }

    #[test]
    fn a_title_is_short_and_shows_no_signature() {
        let long = told(
            "text/html",
            &format!("<title>{}</title>", "a".repeat(500)),
            None,
        );
        assert!(long.contains(&"a".repeat(TITLE)) && !long.contains(&"a".repeat(TITLE + 1)));
        let signed = told("text/html", "<title>https://s/c?sig=abc</title>", None);
        assert!(signed.contains("sig=REDACTED"), "{signed}");
    }
}
