//! What holds of every filter.

use proptest::{prelude::*, test_runner::RngSeed};
use serde_json::{Value, json};

use crate::{
    Timestamp,
    filter::{Filter, Literal, Operator},
};

/// The same filters in every run.
fn config() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::default()
    }
}

fn path() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "id",
        "state",
        "executionInfo/exitCode",
        "a",
        "b/c",
        "_d.e",
    ])
    .prop_map(str::to_owned)
}

fn operator() -> impl Strategy<Value = Operator> {
    prop::sample::select(vec![
        Operator::Eq,
        Operator::Ne,
        Operator::Lt,
        Operator::Le,
        Operator::Gt,
        Operator::Ge,
    ])
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        any::<String>().prop_map(Literal::Text),
        prop::num::f64::NORMAL.prop_map(Literal::Number),
        any::<i32>().prop_map(Literal::from),
        // The years 1970 to 9999.
        (0..253_402_300_800_000_i64).prop_map(|at| Timestamp::from_unix_millis(at).into()),
        any::<bool>().prop_map(Literal::Bool),
        Just(Literal::Null),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    let one = prop_oneof![
        (path(), operator(), literal())
            .prop_map(|(path, operator, literal)| Filter::compare(&path, operator, literal)),
        (path(), any::<String>()).prop_map(|(path, prefix)| Filter::starts_with(&path, prefix)),
    ];
    // Built as clients build it: what all must hold of stays one list.
    one.prop_recursive(5, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| a.and(b)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| a.or(b)),
            inner.prop_map(Filter::negated),
        ]
    })
}

fn row() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec!["", "active", "Active", "completed", "x"]);
    (word, any::<Option<i32>>(), any::<bool>()).prop_map(|(state, code, flag)| {
        json!({"id": state, "state": state, "executionInfo": {"exitCode": code}, "a": flag, "b": {"c": 7}})
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_filter_is_read_as_it_was_written(filter in filter()) {
        let text = filter.to_string();
        // Beyond what a request line carries it is refused.
        prop_assume!(text.len() <= 8_192);
        prop_assert_eq!(text.parse(), Ok(filter));
    }

    #[test]
    fn joined_filters_hold_when_both_or_either_do(a in filter(), b in filter(), row in row()) {
        let (first, second) = (a.matches(&row), b.matches(&row));
        prop_assert_eq!(a.clone().and(b.clone()).matches(&row), first && second);
        prop_assert_eq!(a.clone().or(b).matches(&row), first || second);
        prop_assert_eq!(a.negated().matches(&row), !first);
    }

    #[test]
    fn no_text_makes_reading_a_filter_panic(text in "\\PC{0,60}|[a-z'() ]{0,40}") {
        if let Ok(filter) = text.parse::<Filter>() {
            prop_assert!(!filter.conjuncts().is_empty());
        }
    }
}
