//! Writing and reading the XML of Blob storage.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;

use super::error::{BlobError, Code};

/// Builds a document of elements and text.
pub(super) struct Writer(String);

impl Writer {
    /// A new document, with its declaration.
    pub(super) fn document() -> Self {
        Self(r#"<?xml version="1.0" encoding="utf-8"?>"#.to_owned())
    }

    /// `<name>…</name>`, with what `content` writes.
    pub(super) fn element(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.element_with(name, &[], content);
    }

    /// As [`element`](Self::element), with attributes.
    pub(super) fn element_with(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self),
    ) {
        let _ = write!(self.0, "<{name}");
        for (attribute, value) in attributes {
            let _ = write!(self.0, " {attribute}=\"{}\"", escape(*value));
        }
        self.0.push('>');
        content(self);
        let _ = write!(self.0, "</{name}>");
    }

    /// `<name>text</name>`, escaped.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.element(name, |inner| inner.0.push_str(&escape(text)));
    }

    /// As [`text`](Self::text), when there is some.
    pub(super) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// A `Name` element; a name with characters XML cannot carry is percent-encoded and says so.
    pub(super) fn name(&mut self, name: &str) {
        if name.chars().all(is_xml_char) {
            self.text("Name", name);
        } else {
            let encoded =
                percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC)
                    .to_string();
            self.element_with("Name", &[("Encoded", "true")], |inner| {
                inner.0.push_str(&encoded)
            });
        }
    }

    /// A `Metadata` element.
    pub(super) fn metadata(&mut self, metadata: &BTreeMap<String, String>) {
        self.element("Metadata", |inner| {
            for (name, value) in metadata {
                inner.text(name, value);
            }
        });
    }

    /// The document as text.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// The characters XML 1.0 can carry.
fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// The elements directly below the root named `root`, with their text, in order.
pub(super) fn leaves(document: &[u8], root: &str) -> Result<Vec<(String, String)>, BlobError> {
    let malformed = || BlobError::from(Code::InvalidXmlDocument);
    let document = std::str::from_utf8(document).map_err(|_| malformed())?;
    let mut reader = Reader::from_str(document.trim_start_matches('\u{FEFF}'));
    let mut path: Vec<String> = Vec::new();
    let mut leaves: Vec<(String, String)> = Vec::new();
    loop {
        match reader.read_event().map_err(|_| malformed())? {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                open(&mut path, &mut leaves, name, root)?;
            }
            Event::Empty(start) => {
                let name = start.local_name().as_ref().to_owned();
                open(&mut path, &mut leaves, name, root)?;
                path.pop();
            }
            Event::End(_) => {
                path.pop();
            }
            Event::Text(text) => {
                append(&path, &mut leaves, &text.xml10_content());
            }
            Event::GeneralRef(reference) => {
                let reference = format!("&{};", &*reference);
                append(
                    &path,
                    &mut leaves,
                    &unescape(&reference).map_err(|_| malformed())?,
                );
            }
            Event::Eof if path.is_empty() => break,
            Event::Eof | Event::DocType(_) => return Err(malformed()),
            Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    Ok(leaves)
}

fn open(
    path: &mut Vec<String>,
    leaves: &mut Vec<(String, String)>,
    name: String,
    root: &str,
) -> Result<(), BlobError> {
    match path.len() {
        0 if name != root => return Err(Code::InvalidXmlDocument.into()),
        0 => {}
        1 => leaves.push((name.clone(), String::new())),
        _ => return Err(Code::InvalidXmlDocument.into()),
    }
    path.push(name);
    Ok(())
}

fn append(path: &[String], leaves: &mut [(String, String)], text: &str) {
    if let (2, Some((_, last))) = (path.len(), leaves.last_mut()) {
        last.push_str(text.trim());
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut writer = Writer::document();
        writer.element_with("A", &[("b", "\"<")], |inner| inner.text("C", "x & y"));
        assert_eq!(
            writer.finish(),
            r#"<?xml version="1.0" encoding="utf-8"?><A b="&quot;&lt;"><C>x &amp; y</C></A>"#
        );
    }

    #[test]
    fn a_name_xml_cannot_carry_is_encoded() {
        let mut writer = Writer(String::new());
        writer.name("a/b");
        writer.name("a\u{1}b");
        assert_eq!(
            writer.finish(),
            "<Name>a/b</Name><Name Encoded=\"true\">a%01b</Name>"
        );
    }

    #[test]
    fn leaves_are_read_in_order() {
        let read = leaves(b"<?xml version='1.0'?>\n<L>\n <A>1&amp;2</A><B/></L>", "L").unwrap();
        assert_eq!(
            read,
            [
                ("A".to_owned(), "1&2".to_owned()),
                ("B".to_owned(), String::new())
            ]
        );
    }

    #[test]
    fn what_is_not_the_document_asked_for_is_refused() {
        for document in [
            "<L><A></L>",
            "<M/>",
            "<L><A><B/></A></L>",
            "<L>",
            "",
            "<!DOCTYPE x><L/>",
        ] {
            let refused = leaves(document.as_bytes(), "L");
            assert!(refused.is_err() || document.is_empty(), "{document}");
        }
        assert_eq!(leaves(b"", "L").unwrap(), []);
    }
}
