//! Every text of the window, in the language that is spoken: the catalogue is `ui/words/LANGUAGE/*.ftl`, in Mozilla's
//! Fluent format (<https://projectfluent.org>), and code names its texts by id.
//!
//! `t!("jobs-none")` is a text as it stands; `t!("jobs-chosen", count = n)` one with values in it. A text is looked up at
//! the moment it is shown, so that a change of language needs only the window to be drawn anew.
//!
//! What the model says of a field that is wrong, and much of what the engine tells, is looked up by its English
//! ([`said()`]). What is not found there, such as Azure's own messages, comes as it is.

mod catalogue;
pub mod names;
mod said;
#[cfg(test)]
mod tests;

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

pub use fluent_bundle::FluentValue as Value;
use longshore_model::preferences::Language;

use catalogue::Catalogue;
pub use catalogue::Tongue;
pub use said::{said, said_report};

thread_local! {
    static SPOKEN: Cell<Tongue> = const { Cell::new(Tongue::English) };
    static CATALOGUES: RefCell<HashMap<Tongue, Catalogue>> = RefCell::default();
}

/// The text of that id: `t!("id")`, a `&'static str`, or with values in it `t!("id", name = value, …)`, a `String`.
macro_rules! t {
    ($id:literal) => {
        $crate::words::word($id)
    };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::words::phrase($id, &[$((stringify!($name), $crate::words::Value::from($value))),+])
    };
}
pub(crate) use t;

/// Speaks that language from now on; `system` is the system's, such as `de-AT`.
pub fn speak(language: Language, system: &str) -> Tongue {
    let tongue = match language {
        Language::System => Tongue::nearest(system),
        Language::English => Tongue::English,
        Language::German => Tongue::German,
    };
    SPOKEN.set(tongue);
    tongue
}

/// The language that is spoken.
pub fn spoken() -> Tongue {
    SPOKEN.get()
}

/// A text without values. Use [`t!`]; this is for ids that are put together ([`names`]).
pub fn word(id: &str) -> &'static str {
    with(|catalogue| catalogue.word(id))
}

/// A text with values in it. Use [`t!`].
pub fn phrase(id: &str, values: &[(&'static str, Value<'_>)]) -> String {
    with(|catalogue| catalogue.phrase(id, values))
}

/// Words that stand alone, as they stand within a sentence. German nouns keep their capital, and its sentences here are
/// made so that every word may.
pub fn in_sentence(words: &str) -> String {
    let mut rest = words.chars();
    match (spoken(), rest.next()) {
        (Tongue::English, Some(first)) => first.to_lowercase().chain(rest).collect(),
        _ => words.to_owned(),
    }
}

fn with<T>(then: impl FnOnce(&mut Catalogue) -> T) -> T {
    let tongue = spoken();
    CATALOGUES
        .with_borrow_mut(|all| then(all.entry(tongue).or_insert_with(|| Catalogue::of(tongue))))
}
