//! The colours of `styles/tokens.css`: whether text can be read on its ground, in every theme and contrast.
//!
//! Ratios as in WCAG 2.2, "contrast ratio" and "relative luminance".

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use pretty_assertions::assert_eq;

const TOKENS: &str = include_str!("../styles/tokens.css");

const LIGHT: &str = ":root";
const DARK: &str = "[data-theme=\"dark\"]";
const MORE: &str = "[data-contrast=\"more\"]";
const DARK_MORE: &str = "[data-theme=\"dark\"][data-contrast=\"more\"]";

/// Every ground that text of any colour may stand on.
const GROUNDS: [&str; 4] = ["ground", "rail", "sheet", "sunk"];
const TEXTS: [&str; 3] = ["text", "text-2", "text-3"];
/// Each has a soft ground of its own.
const TONES: [&str; 6] = ["accent", "ok", "run", "warn", "bad", "wait"];

/// The rules that hold, each over those before it, in the order of the file.
const NORMAL: [(&str, &[&str]); 2] = [("light", &[LIGHT]), ("dark", &[LIGHT, DARK])];
const HIGH: [(&str, &[&str]); 2] = [
    ("light, high contrast", &[LIGHT, MORE]),
    ("dark, high contrast", &[LIGHT, DARK, MORE, DARK_MORE]),
];

/// The tokens of a theme by their names.
struct Theme(BTreeMap<String, String>);

impl Theme {
    fn of(rules: &[&str]) -> Self {
        let mut tokens = BTreeMap::new();
        for rule in rules {
            tokens.extend(declared(rule));
        }
        Self(tokens)
    }

    /// What a token comes to, as sRGB.
    fn colour(&self, token: &str) -> [u8; 3] {
        let value = self.0[token].as_str();
        if let Some(other) = value.strip_prefix("var(--") {
            return self.colour(other.trim_end_matches(')'));
        }
        let digits = value.strip_prefix('#').unwrap_or_else(|| {
            panic!("{token} is {value}, which is no colour of six digits");
        });
        assert_eq!(digits.len(), 6, "{token}: {value}");
        [0, 2, 4].map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
    }

    fn ratio(&self, one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(self.colour(one)), luminance(self.colour(other)));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// Those pairs that are closer to each other than they may be.
    fn too_close(&self, pairs: &[(String, String)], least: f64) -> Vec<String> {
        let told = |(one, other): &(String, String)| {
            let ratio = self.ratio(one, other);
            (ratio < least).then(|| format!("{one} on {other}: {ratio:.2}"))
        };
        pairs.iter().filter_map(told).collect()
    }
}

/// The tokens that a rule of the file sets.
fn declared(selector: &str) -> BTreeMap<String, String> {
    let mut text = TOKENS.to_owned();
    while let Some((before, rest)) = text.split_once("/*") {
        let after = rest.split_once("*/").unwrap().1;
        text = format!("{before}{after}");
    }
    let rule = text
        .split('}')
        .filter_map(|rule| rule.split_once('{'))
        .find(|(name, _)| name.trim() == selector)
        .unwrap_or_else(|| panic!("there is no rule {selector}"));
    let token = |declaration: &str| {
        let (name, value) = declaration.trim().strip_prefix("--")?.split_once(':')?;
        Some((name.to_owned(), value.trim().to_owned()))
    };
    rule.1.split(';').filter_map(token).collect()
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn each<'a>(
    ones: impl IntoIterator<Item = &'a str>,
    others: impl IntoIterator<Item = &'a str> + Clone,
) -> Vec<(String, String)> {
    ones.into_iter()
        .flat_map(|one| {
            let pair = move |other: &str| (one.to_owned(), other.to_owned());
            others.clone().into_iter().map(pair)
        })
        .collect()
}

fn on_own_grounds() -> Vec<(String, String)> {
    TONES
        .iter()
        .map(|tone| ((*tone).to_owned(), format!("{tone}-soft")))
        .collect()
}

fn check(themes: [(&str, &[&str]); 2], pairs: &[(String, String)], least: f64) {
    let found: Vec<String> = themes
        .into_iter()
        .flat_map(|(name, rules)| {
            let close = Theme::of(rules).too_close(pairs, least);
            close.into_iter().map(move |pair| format!("{name}: {pair}"))
        })
        .collect();
    assert_eq!(found.join("\n"), "");
}

#[test]
fn ratios_are_those_of_wcag() {
    let theme = |one: &str, other: &str| {
        let token = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Theme([("one", one), ("other", other)].map(token).into())
    };
    assert_eq!(theme("#000000", "#ffffff").ratio("one", "other"), 21.0);
    assert_eq!(theme("#777777", "#777777").ratio("one", "other"), 1.0);
    let grey = theme("#767676", "#ffffff");
    assert_eq!(format!("{:.2}", grey.ratio("one", "other")), "4.54");
    assert_eq!(
        grey.too_close(&each(["one"], ["other"]), 7.0),
        ["one on other: 4.54"]
    );
}

#[test]
fn text_can_be_read_on_every_ground_of_both_themes() {
    let mut pairs = each(TEXTS, GROUNDS);
    // A chosen row, a button that is pressed or disabled.
    pairs.extend(each(TEXTS, ["accent-soft", "wait-soft"]));
    pairs.extend(each(TONES, ["sheet", "sunk"]));
    pairs.extend(on_own_grounds());
    pairs.extend(each(["accent"], ["ground", "rail"]));
    pairs.extend(each(["violet"], ["sunk"]));
    pairs.extend(each(["on-accent"], ["accent", "accent-hover"]));
    check(NORMAL, &pairs, 4.5);
}

#[test]
fn with_high_contrast_text_of_any_colour_is_seven_to_one_on_any_ground() {
    let soft = TONES.map(|tone| format!("{tone}-soft"));
    let grounds: Vec<&str> = GROUNDS
        .into_iter()
        .chain(soft.iter().map(String::as_str))
        .collect();
    let mut pairs = each(TEXTS.into_iter().chain(TONES).chain(["violet"]), grounds);
    pairs.extend(each(["on-accent"], ["accent", "accent-hover"]));
    check(HIGH, &pairs, 7.0);
}

#[test]
fn lines_and_rings_of_controls_are_seen_with_high_contrast() {
    let grounds = GROUNDS.into_iter().chain(["accent-soft", "wait-soft"]);
    let mut pairs = each(["line", "line-strong", "ring", "accent"], grounds);
    // A box or switch that is on, against its line; a bar against its empty part.
    pairs.extend(each(["ok", "run", "bad", "line-strong"], ["wait-soft"]));
    check(HIGH, &pairs, 3.0);
}

#[test]
fn both_kinds_of_high_contrast_change_the_same_colours() {
    let names = |rule| declared(rule).into_keys().collect::<Vec<_>>();
    let (light, mut dark) = (names(MORE), names(DARK_MORE));
    // White is white, and what follows the accent follows it in both.
    dark.retain(|name| !["sheet", "on-accent"].contains(&name.as_str()));
    dark.push("ring".into());
    dark.sort();
    assert_eq!(dark, light);
}
