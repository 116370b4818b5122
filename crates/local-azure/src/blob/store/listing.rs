//! Lists of blobs.

use rusqlite::Connection;

use super::super::error::BlobError;
use super::blob::Blob;
use super::{Store, container_id};

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::blob) struct Page {
    pub(in crate::blob) prefix: String,
    /// The first name that may be in it, when an earlier page ended before that.
    pub(in crate::blob) from: Option<String>,
    pub(in crate::blob) limit: usize,
}

impl Page {
    /// Where the rows begin.
    pub(super) fn first(&self) -> &str {
        match &self.from {
            Some(from) if *from > self.prefix => from,
            _ => &self.prefix,
        }
    }
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::blob) enum Entry {
    Blob(Box<Blob>),
    /// All blobs whose names go on from here.
    Prefix(String),
}

/// A page's lines, and where the next page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::blob) struct Listing {
    pub(in crate::blob) entries: Vec<Entry>,
    pub(in crate::blob) next: Option<String>,
}

impl Store {
    /// Blobs in order of their names; with a delimiter, those alike up to it are one line.
    pub(in crate::blob) async fn list(
        &self,
        container: &str,
        page: Page,
        delimiter: Option<String>,
    ) -> Result<Listing, BlobError> {
        let container = container.to_owned();
        self.database
            .call(move |connection| {
                let container = container_id(connection, &container)?;
                Ok(read(connection, container, &page, delimiter.as_deref())?)
            })
            .await
    }
}

fn read(
    connection: &Connection,
    container: i64,
    page: &Page,
    delimiter: Option<&str>,
) -> rusqlite::Result<Listing> {
    let sql = format!(
        "SELECT {} FROM blobs WHERE container = ?1 AND name >= ?2 ORDER BY name",
        Blob::COLUMNS
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut listing = Listing {
        entries: Vec::new(),
        next: None,
    };
    let mut from = Some(page.first().to_owned());
    while let Some(first) = from.take() {
        for blob in statement.query_map((container, first), Blob::of_row)? {
            let blob = blob?;
            let Some(rest) = blob.name.strip_prefix(page.prefix.as_str()) else {
                break;
            };
            if listing.entries.len() == page.limit {
                listing.next = Some(blob.name);
                break;
            }
            if let Some(end) =
                delimiter.and_then(|delimiter| Some(rest.find(delimiter)? + delimiter.len()))
            {
                let common = &blob.name[..page.prefix.len() + end];
                // On with the first name that does not begin so, however many do.
                from = behind(common);
                listing.entries.push(Entry::Prefix(common.to_owned()));
                break;
            }
            listing.entries.push(Entry::Blob(Box::new(blob)));
        }
    }
    Ok(listing)
}

/// The smallest text greater than all that begin with `prefix`; none when there is no such text.
fn behind(prefix: &str) -> Option<String> {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        // Skips the surrogates, which are no characters.
        if let Some(next) = (last..=char::MAX).nth(1) {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::{prelude::*, test_runner::RngSeed};

    use super::*;
    use crate::blob::store::schema::MIGRATIONS;

    fn container(names: &[String]) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        let container = "INSERT INTO containers VALUES (1, 'c', 'e', 0, '{}')";
        connection.execute(container, ()).unwrap();
        for name in names {
            let blob = "INSERT OR IGNORE INTO blobs (container, name, size, etag, created, modified, metadata)
                        VALUES (1, ?1, 0, 'e', 0, 0, '{}')";
            connection.execute(blob, [name]).unwrap();
        }
        connection
    }

    fn shown(entry: &Entry) -> String {
        match entry {
            Entry::Blob(blob) => blob.name.clone(),
            Entry::Prefix(prefix) => format!("{prefix}…"),
        }
    }

    /// The list as one would make it by hand.
    fn expected(mut names: Vec<String>, prefix: &str, delimiter: Option<&str>) -> Vec<String> {
        names.sort();
        let lines = names.iter().filter_map(|name| {
            let rest = name.strip_prefix(prefix)?;
            let end = delimiter.and_then(|text| Some(rest.find(text)? + text.len()));
            Some(match end {
                Some(end) => format!("{prefix}{}…", &rest[..end]),
                None => name.clone(),
            })
        });
        let mut lines: Vec<String> = lines.collect();
        lines.dedup();
        lines
    }

    fn word() -> impl Strategy<Value = String> {
        prop::string::string_regex("[ab/\u{e9}\u{10FFFF}\u{1}]{0,5}").unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(1),
            ..ProptestConfig::default()
        })]

        #[test]
        fn pages_one_after_the_other_are_the_whole_list(
            names in prop::collection::vec(word(), 0..30),
            prefix in word(),
            delimiter in prop::option::of(prop::sample::select(vec!["/", "a", "ab", "\u{10FFFF}"])),
            limit in 1..6_usize,
        ) {
            let connection = container(&names);
            let mut page = Page { prefix: prefix.clone(), from: None, limit };
            let mut lines = Vec::new();
            for _ in 0..=names.len() {
                let listing = read(&connection, 1, &page, delimiter).unwrap();
                prop_assert!(listing.entries.len() <= limit);
                lines.extend(listing.entries.iter().map(shown));
                page.from = listing.next;
                if page.from.is_none() {
                    break;
                }
                prop_assert_eq!(listing.entries.len(), limit);
            }
            prop_assert_eq!(page.from, None);
            prop_assert_eq!(lines, expected(names, &prefix, delimiter));
        }
    }

    #[test]
    fn the_text_behind_a_prefix_is_behind_all_that_begin_with_it() {
        for (prefix, expected) in [
            ("a/", Some("a0")),
            ("a\u{10FFFF}", Some("b")),
            ("\u{D7FF}", Some("\u{E000}")),
            ("\u{10FFFF}", None),
        ] {
            assert_eq!(behind(prefix).as_deref(), expected, "{prefix:?}");
        }
    }
}
