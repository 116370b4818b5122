//! `$filter`, `$select`, `maxresults` and the links from page to page.

use axum::response::Response;
use http::Uri;
use longshore_batch_api::filter::Filter;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::{
    fault::Fault,
    reply,
    store::{Narrowed, Source},
};
use crate::{query::Query, state::State};

/// The most rows of a page, and how many it has when the client does not say. The service's own bound.
const MAX_RESULTS: usize = 1_000;

/// Rows read at a time when a filter may leave most of them out.
const ROWS_AT_A_TIME: usize = 1_000;

/// Parameters of the query that a link to the next page repeats.
const REPEATED: [&str; 6] = [
    "api-version",
    "$filter",
    "$select",
    "$expand",
    "maxresults",
    "recursive",
];

/// What a list was asked for.
#[derive(Debug, Clone)]
pub(super) struct Listing {
    path: String,
    query: Query,
    pub(super) filter: Option<Filter>,
    select: Vec<String>,
    max_results: usize,
    /// The place after which the page begins.
    pub(super) after: String,
}

impl Listing {
    pub(super) fn of(uri: &Uri) -> Result<Self, Fault> {
        let query = Query::of(uri);
        let filter = query.get("$filter").filter(|text| !text.trim().is_empty());
        Ok(Self {
            path: uri.path().to_owned(),
            filter: filter
                .map(|text| {
                    text.parse::<Filter>()
                        .map_err(|error| Fault::parameter("$filter", text, &error.to_string()))
                })
                .transpose()?,
            select: selection(&query),
            max_results: max_results(&query)?,
            after: query.text("$skiptoken").to_owned(),
            query,
        })
    }

    /// How many rows to collect: one more than the page has tells whether there is another page.
    pub(super) fn wanted(&self) -> usize {
        self.max_results + 1
    }

    /// Whether a row belongs to the list.
    pub(super) fn accepts(&self, row: &Value) -> bool {
        self.filter
            .as_ref()
            .is_none_or(|filter| filter.matches(row))
    }

    /// The page made of the `rows` collected, each with its place.
    pub(super) fn page(
        &self,
        base_url: &str,
        kind: &str,
        mut rows: Vec<(String, Value)>,
    ) -> Response {
        let more = rows.len() > self.max_results;
        rows.truncate(self.max_results);
        let next = rows.last().filter(|_| more).map(|(place, _)| place.clone());
        let value = rows
            .into_iter()
            .map(|(_, row)| self.selected(row))
            .collect();
        let mut body = Value::Object(Map::from_iter([("value".to_owned(), value)]));
        reply::annotate(&mut body, base_url, kind);
        if let Some(place) = next {
            body["odata.nextLink"] = self.link(base_url, &place).into();
        }
        reply::with_json(http::StatusCode::OK, &body)
    }

    /// A row with the properties asked for only.
    pub(super) fn selected(&self, row: Value) -> Value {
        if self.select.is_empty() {
            return row;
        }
        let mut out = Value::Object(Map::new());
        for path in &self.select {
            copy(&row, &mut out, path);
        }
        out
    }

    fn link(&self, base_url: &str, place: &str) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        for name in REPEATED {
            if let Some(value) = self.query.get(name) {
                pairs.append_pair(name, value);
            }
        }
        pairs.append_pair("$skiptoken", place);
        // A `+` for a space is right in forms only: not every client reads it so in a link.
        let query = pairs.finish().replace('+', "%20");
        format!("{base_url}{}?{query}", self.path)
    }
}

/// The page of stored rows that a request asks for; `shown` gives a row what depends on the service's address.
pub(super) async fn stored(
    state: &State,
    uri: &Uri,
    source: Source,
    kind: &str,
    shown: impl Fn(Value) -> Value,
) -> Result<Response, Fault> {
    let listing = Listing::of(uri)?;
    let narrowed = Narrowed::from(listing.filter.as_ref());
    let (mut rows, mut after) = (Vec::new(), listing.after.clone());
    loop {
        let found = state
            .batch
            .rows(source.clone(), &after, ROWS_AT_A_TIME, &narrowed)
            .await?;
        let is_last = found.len() < ROWS_AT_A_TIME;
        for (place, row) in found {
            after.clone_from(&place);
            let row = shown(row);
            if listing.accepts(&row) {
                rows.push((place, row));
            }
            if rows.len() == listing.wanted() {
                return Ok(listing.page(&state.base_url, kind, rows));
            }
        }
        if is_last {
            return Ok(listing.page(&state.base_url, kind, rows));
        }
    }
}

fn selection(query: &Query) -> Vec<String> {
    query
        .text("$select")
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty() && *name != "*")
        .map(Into::into)
        .collect()
}

fn max_results(query: &Query) -> Result<usize, Fault> {
    let Some(text) = query.get("maxresults") else {
        return Ok(MAX_RESULTS);
    };
    match text.parse() {
        Ok(number) if (1..=MAX_RESULTS).contains(&number) => Ok(number),
        _ => Err(Fault::parameter(
            "maxresults",
            text,
            "The number of results of a page is between 1 and 1000",
        )),
    }
}

fn copy(from: &Value, to: &mut Value, path: &str) {
    let (name, rest) = path.split_once('/').unwrap_or((path, ""));
    let Some(value) = from.get(name) else {
        return;
    };
    if rest.is_empty() {
        to[name] = value.clone();
        return;
    }
    if !to[name].is_object() {
        to[name] = Value::Object(Map::new());
    }
    copy(value, &mut to[name], rest);
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn listing(query: &str) -> Result<Listing, Fault> {
        Listing::of(&format!("/jobs/j/tasks?{query}").parse().unwrap())
    }

    #[test]
    fn only_selected_properties_remain() {
        let row = json!({"id": "a", "state": "active", "executionInfo": {"exitCode": 1, "retryCount": 0}});
        for (select, left) in [
            ("", row.clone()),
            ("id", json!({"id": "a"})),
            ("id, nothing", json!({"id": "a"})),
            (
                "executionInfo/exitCode,state",
                json!({"state": "active", "executionInfo": {"exitCode": 1}}),
            ),
        ] {
            let listing = listing(&format!("$select={}", select.replace(' ', "%20"))).unwrap();
            assert_eq!(listing.selected(row.clone()), left, "{select}");
        }
    }

    #[test]
    fn a_link_repeats_the_query_and_says_where_to_go_on() {
        let listing =
            listing("api-version=2025-06-01&$filter=state%20eq%20'active'&maxresults=2").unwrap();
        assert_eq!(
            listing.link("https://127.0.0.1:1", "task-9"),
            "https://127.0.0.1:1/jobs/j/tasks?api-version=2025-06-01\
             &%24filter=state%20eq%20%27active%27&maxresults=2&%24skiptoken=task-9"
        );
    }

    #[test]
    fn what_a_list_cannot_be_asked_for_is_refused() {
        for query in [
            "maxresults=0",
            "maxresults=1001",
            "maxresults=x",
            "$filter=state%20is%20x",
        ] {
            assert_eq!(
                listing(query).unwrap_err().0.code,
                "InvalidQueryParameterValue",
                "{query}"
            );
        }
    }
}
