#![allow(clippy::unwrap_used)]

mod properties;

use serde_json::{Value, json};

use super::{Filter, Literal, Operator};
use crate::Timestamp;

fn row() -> Value {
    json!({
        "id": "Task-7",
        "state": "completed",
        "stateTransitionTime": "2026-11-23T14:02:00.5Z",
        "commandLine": "echo it's",
        "executionInfo": {"exitCode": 3, "result": "failure", "failureInfo": {"code": "FailureExitCode"}},
        "isDedicated": true,
        "contentLength": "12",
    })
}

fn holds(text: &str) -> bool {
    text.parse::<Filter>().unwrap().matches(&row())
}

#[test]
fn conditions_that_hold() {
    for text in [
        "state eq 'completed'",
        "state eq 'Completed'",
        "'completed' eq state",
        "id eq 'task-7'",
        "executionInfo/exitCode eq 3",
        "2 lt executionInfo/exitCode",
        "executionInfo/exitCode ge 3 and executionInfo/exitCode le 3",
        "executionInfo/result eq 'Failure'",
        "startswith(id,'Task')",
        "startswith(id, 'Task') and not startswith(id,'Job')",
        "commandLine eq 'echo it''s'",
        "stateTransitionTime gt datetime'2026-11-23T14:02:00Z'",
        "stateTransitionTime lt DateTime'2026-11-23T14:02:01'",
        "stateTransitionTime ge 2026-11-23T14:02:00.5Z",
        "isDedicated eq true",
        "displayName eq null",
        "id ne null",
        "displayName ne 'x'",
        "contentLength gt 11",
        "not (state eq 'active')",
        "state eq 'active' or state eq 'running' or state eq 'completed'",
        "state eq 'active' and id eq 'x' or executionInfo/exitCode eq 3",
    ] {
        assert!(holds(text), "{text}");
    }
}

#[test]
fn conditions_that_do_not_hold() {
    for text in [
        "state eq 'active'",
        "commandLine eq 'ECHO IT''S'",
        "executionInfo/exitCode lt 3",
        "executionInfo/nothing/deeper gt 0",
        "displayName lt 'x'",
        "startswith(displayName,'')",
        "(state eq 'active' or id eq 'Task-7') and executionInfo/exitCode eq 0",
        "stateTransitionTime gt datetime'2026-11-23T14:02:00.5Z'",
        "state gt 1",
    ] {
        assert!(!holds(text), "{text}");
    }
}

#[test]
fn what_is_not_a_filter_is_refused_with_its_place() {
    let deep = format!("{}id eq 'a'{}", "(".repeat(40), ")".repeat(40));
    for (text, position) in [
        ("", 1),
        ("state", 6),
        ("state eq", 9),
        ("state is 'x'", 7),
        ("state eq 'x", 10),
        ("state eq 'x' and", 17),
        ("(state eq 'x'", 14),
        ("state eq 'x')", 13),
        ("state eq 12-13", 10),
        ("state eq datetime'yesterday'", 10),
        ("startswith(id,5)", 15),
        ("id eq 'a' ; drop", 11),
        (deep.as_str(), 33),
    ] {
        let refused = text.parse::<Filter>().unwrap_err();
        assert_eq!(refused.position, position, "{text}: {refused}");
    }
    assert!("not ".repeat(5_000).parse::<Filter>().is_err());
}

#[test]
fn a_long_chain_of_conditions_is_flat() {
    let text = vec!["state eq 'x'"; 500].join(" or ");
    let Filter::Or(parts) = text.parse().unwrap() else {
        panic!("not a disjunction");
    };
    assert_eq!(parts.len(), 500);
}

#[test]
fn what_is_built_is_what_is_read_back() {
    let moment = Timestamp::parse("2026-11-23T14:02:00.5Z").unwrap();
    let filter = Filter::eq("state", "it's")
        .and(Filter::ge("stateTransitionTime", moment))
        .and(
            Filter::eq("a", true)
                .or(Filter::starts_with("id", "x"))
                .negated(),
        )
        .and(Filter::compare("b", Operator::Ne, Literal::Null).or(Filter::gt("c", -2)));
    let text = filter.to_string();
    assert_eq!(
        text,
        "state eq 'it''s' and stateTransitionTime ge datetime'2026-11-23T14:02:00.5Z' and \
         not (a eq true or startswith(id,'x')) and (b ne null or c gt -2)"
    );
    assert_eq!(text.parse(), Ok(filter));
}

#[test]
fn a_word_of_the_language_is_no_property() {
    for text in [
        "1 eq not",
        "1 eq startswith",
        "1 eq StartsWith",
        "startswith(not,'x')",
        "and eq 1",
        "1 eq or",
    ] {
        assert!(text.parse::<Filter>().is_err(), "{text}");
    }
}

#[test]
fn what_is_nested_as_deep_as_may_be_is_read_back() {
    let nots = format!("{}a eq 1", "not ".repeat(31));
    // What binds tighter needs no parentheses of its own.
    let both = (0..15).fold("a eq 1".to_owned(), |inner, _| {
        format!("b eq 2 and (c eq 3 or {inner})")
    });
    for text in [nots, both] {
        let filter: Filter = text.parse().unwrap();
        assert_eq!(filter.to_string().parse(), Ok(filter), "{text}");
    }
}

#[test]
fn a_moment_that_cannot_be_written_is_none() {
    for moment in [
        "-000001-01-01T00:00:00",
        "+012026-11-23T14:02:00",
        "+012026-W01-1T14:02:00",
    ] {
        let text = format!("a gt datetime'{moment}'");
        let written = text.parse::<Filter>().map(|filter| filter.to_string());
        assert!(written.is_err(), "{written:?}");
    }
}

#[test]
fn only_conditions_that_all_must_hold_are_conjuncts() {
    let filter = Filter::eq("state", "active").and(Filter::eq("id", "x"));
    assert_eq!(filter.conjuncts().len(), 2);
    let filter = filter.or(Filter::eq("id", "y"));
    assert_eq!(filter.conjuncts(), std::slice::from_ref(&filter));
}
