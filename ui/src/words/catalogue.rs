//! The texts of one language.

use std::collections::HashMap;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use longshore_model::format::grouped;
use unic_langid::LanguageIdentifier;

use super::Value;

/// A language that the window speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// English, which the others are translated from.
    English,
    /// German.
    German,
}

/// The files of a language, by the part of the window they are for.
macro_rules! files {
    ($folder:literal) => {
        [
            include_str!(concat!("../../words/", $folder, "/frame.ftl")),
            include_str!(concat!("../../words/", $folder, "/components.ftl")),
            include_str!(concat!("../../words/", $folder, "/names.ftl")),
            include_str!(concat!("../../words/", $folder, "/checks.ftl")),
            include_str!(concat!("../../words/", $folder, "/submit.ftl")),
            include_str!(concat!("../../words/", $folder, "/jobs.ftl")),
            include_str!(concat!("../../words/", $folder, "/task.ftl")),
            include_str!(concat!("../../words/", $folder, "/accounts.ftl")),
            include_str!(concat!("../../words/", $folder, "/pools.ftl")),
            include_str!(concat!("../../words/", $folder, "/settings.ftl")),
            include_str!(concat!("../../words/", $folder, "/told.ftl")),
        ]
    };
}

impl Tongue {
    /// All of them.
    #[cfg(test)]
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Its BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What stands between whole and tenths, and between thousands.
    pub const fn marks(self) -> (char, char) {
        match self {
            Self::English => ('.', ','),
            Self::German => (',', '.'),
        }
    }

    /// The one for a system's tag, such as `de-AT`; English where there is none.
    pub fn nearest(tag: &str) -> Self {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("de") {
            Self::German
        } else {
            Self::English
        }
    }

    /// Its files as they stand.
    pub const fn files(self) -> [&'static str; 11] {
        match self {
            Self::English => files!("en"),
            Self::German => files!("de"),
        }
    }
}

/// The texts of one language, ready to be shown.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// Texts without values, kept for good: there are as many as the catalogue has, and they are asked for at every
    /// drawing.
    words: HashMap<String, &'static str>,
}

impl Catalogue {
    /// Reads a language's files. What is wrong in one costs that text, not the window; tests read them strictly.
    pub fn of(tongue: Tongue) -> Self {
        let language: LanguageIdentifier = tongue.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![language]);
        // The marks would end up in names that people copy; values stand in elements of their own where direction matters.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match tongue {
            Tongue::English => |value, _| number(value, Tongue::English),
            Tongue::German => |value, _| number(value, Tongue::German),
        }));
        for file in tongue.files() {
            let resource = match FluentResource::try_new(file.to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            // The first of two texts with one id stands.
            let _ = bundle.add_resource(resource);
        }
        let words = HashMap::new();
        Self { bundle, words }
    }

    /// A text without values.
    pub fn word(&mut self, id: &str) -> &'static str {
        if let Some(word) = self.words.get(id) {
            return word;
        }
        let word: &'static str = Box::leak(self.phrase(id, &[]).into_boxed_str());
        self.words.insert(id.to_owned(), word);
        word
    }

    /// A text with values in it; the id itself where there is no such text.
    pub fn phrase(&self, id: &str, values: &[(&'static str, Value<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|found| found.value()) else {
            return id.to_owned();
        };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned()
    }
}

/// Whole numbers in groups of three; everything else as Fluent has it.
fn number(value: &FluentValue<'_>, tongue: Tongue) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole and not negative, which is asked first"
    )]
    let whole =
        (number.value >= 0.0 && number.value.fract() == 0.0).then_some(number.value as u64)?;
    let (_, between) = tongue.marks();
    Some(grouped(whole).replace(',', &between.to_string()))
}
