//! The query of a request, decoded.

use http::Uri;

/// Decoded pairs in the order they came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn of(uri: &Uri) -> Self {
        Self::parse(uri.query().unwrap_or_default())
    }

    pub(crate) fn parse(query: &str) -> Self {
        Self(
            url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// The first value of `name`, which the services compare without regard to case.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The value of `name`, or nothing as text.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// Lower-case names in order, each with its values in order, as both Shared Key schemes sign them.
    pub(crate) fn canonical(&self) -> Vec<(String, Vec<&str>)> {
        let mut pairs: Vec<(String, &str)> = self
            .0
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.as_str()))
            .collect();
        pairs.sort();
        let mut grouped: Vec<(String, Vec<&str>)> = Vec::new();
        for (name, value) in pairs {
            match grouped.last_mut() {
                Some((last, values)) if *last == name => values.push(value),
                _ => grouped.push((name, vec![value])),
            }
        }
        grouped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_in_any_case_and_values_are_decoded() {
        let query = Query::parse("Comp=list&prefix=a%2Fb&marker");
        assert_eq!(query.get("comp"), Some("list"));
        assert_eq!(query.get("prefix"), Some("a/b"));
        assert_eq!(query.get("marker"), Some(""));
        assert_eq!(query.get("delimiter"), None);
    }

    #[test]
    fn the_canonical_form_is_sorted_and_grouped() {
        let query = Query::parse("b=2&A=1&b=1");
        assert_eq!(
            query.canonical(),
            [
                ("a".to_owned(), vec!["1"]),
                ("b".to_owned(), vec!["1", "2"])
            ]
        );
    }
}
