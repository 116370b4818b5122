//! The catalogue is whole: what code names is there, in every language, with the same values; and nothing is there that
//! nobody names.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};
use longshore_model::preferences::Language;

use super::{Tongue, phrase, speak};

/// A message's id and the names of the values it takes.
type Messages = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_language_has_every_text_with_the_same_values() {
    let english = messages(Tongue::English);
    for tongue in Tongue::ALL {
        let own = messages(tongue);
        let missing: Vec<_> = english.keys().filter(|id| !own.contains_key(*id)).collect();
        let extra: Vec<_> = own.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "{tongue:?}: missing {missing:#?}, unknown {extra:#?}"
        );
        for (id, values) in &english {
            assert_eq!(&own[id], values, "values of {id} in {tongue:?}");
        }
    }
}

#[test]
fn every_text_that_code_names_is_there_with_the_values_it_gives() {
    let english = messages(Tongue::English);
    let mut wrong = Vec::new();
    for (file, id, values) in uses() {
        match english.get(&id) {
            None => wrong.push(format!("{file}: no text {id}")),
            Some(takes) if *takes != values => {
                wrong.push(format!(
                    "{file}: {id} takes {takes:?} and is given {values:?}"
                ));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_text_is_there_that_code_does_not_name() {
    let used: BTreeSet<_> = uses().into_iter().map(|(_, id, _)| id).collect();
    // Ids that `names` puts together from the model's own words, and those that `said` finds by what it says.
    let put_together = ["setting-key-", "check-", "told-"];
    let idle: Vec<_> = messages(Tongue::English)
        .into_keys()
        .filter(|id| !used.contains(id) && !put_together.iter().any(|start| id.starts_with(start)))
        .collect();
    assert!(idle.is_empty(), "{idle:#?}");
}

#[test]
fn numbers_are_grouped_and_counted_as_the_language_does() {
    let tasks = |count: u64| phrase("count-tasks", &[("count", count.into())]);
    speak(Language::English, "de");
    assert_eq!([tasks(1), tasks(1_234_567)], ["1 task", "1,234,567 tasks"]);
    speak(Language::System, "de-AT");
    assert_eq!(
        [tasks(1), tasks(1_234_567)],
        ["1 Aufgabe", "1.234.567 Aufgaben"]
    );
    speak(Language::System, "fr-FR");
    assert_eq!(tasks(0), "0 tasks");
}

#[test]
fn a_text_that_is_not_there_is_shown_by_its_id() {
    assert_eq!(phrase("no-such-text", &[]), "no-such-text");
}

/// The messages of a language, read strictly.
fn messages(tongue: Tongue) -> Messages {
    let mut all = Messages::new();
    for file in tongue.files() {
        let read =
            parser::parse(file).unwrap_or_else(|(_, errors)| panic!("{tongue:?}: {errors:?}"));
        for entry in read.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let mut values = BTreeSet::new();
            let pattern = message
                .value
                .expect("a message without attributes has a text");
            in_pattern(&pattern, &mut values);
            let twice = all.insert(message.id.name.to_owned(), values);
            assert!(twice.is_none(), "{tongue:?} has {} twice", message.id.name);
        }
    }
    all
}

fn in_pattern(pattern: &Pattern<&str>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, values);
        }
    }
}

fn in_expression(expression: &Expression<&str>, values: &mut BTreeSet<String>) {
    let inline = match expression {
        Expression::Select { selector, variants } => {
            for variant in variants {
                in_pattern(&variant.value, values);
            }
            selector
        }
        Expression::Inline(inline) => inline,
    };
    match inline {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, values),
        _ => {}
    }
}

/// Every `t!(…)` of the front end: file, id, names of the values.
fn uses() -> Vec<(String, String, BTreeSet<String>)> {
    let mut found = Vec::new();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = fs::read_to_string(&path).expect("a source file");
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let text: String = code.collect::<Vec<_>>().join("\n");
        for (at, start) in text.match_indices("t!(") {
            let before = text[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let inside = within(&text[at + start.len()..]);
            let Some((id, rest)) = inside
                .trim_start()
                .strip_prefix('"')
                .and_then(|rest| rest.split_once('"'))
            else {
                continue;
            };
            let file = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            found.push((file, id.to_owned(), value_names(rest)));
        }
    }
    assert!(found.len() > 100, "the search for texts in code finds them");
    found
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(sources(&path));
        } else if path.ends_with("words/tests.rs") {
            // What stands here is looked for, not said.
        } else if path.extension().is_some_and(|end| end == "rs") {
            all.push(path);
        }
    }
    all
}

/// What stands between the macro's brackets.
fn within(text: &str) -> &str {
    let (mut depth, mut quoted, mut escaped) = (1, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return &text[..at];
                }
            }
            _ => {}
        }
    }
    text
}

/// The names before `=` in `, one = …, two = …`, those of the outermost level only.
fn value_names(text: &str) -> BTreeSet<String> {
    let (mut depth, mut quoted, mut piece, mut names) = (0, false, String::new(), BTreeSet::new());
    let mut take = |piece: &mut String| {
        if let Some((name, _)) = piece.split_once('=') {
            names.insert(name.trim().to_owned());
        }
        piece.clear();
    };
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                take(&mut piece);
                continue;
            }
            _ => {}
        }
        if !quoted && depth == 0 {
            piece.push(c);
        }
    }
    take(&mut piece);
    names
}
