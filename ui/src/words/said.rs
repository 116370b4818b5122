//! What the model says of a field that is wrong, and what the engine tells, in the language that is spoken.
//!
//! Both speak English, to the command line too. Their texts are looked up here by their words, as gettext does.

use longshore_model::Report;

use super::{Tongue, Value, phrase, spoken};

/// The texts and their ids. Of two that fit, the first counts.
const ENGLISH: [&str; 2] = [
    include_str!("../../words/en/checks.ftl"),
    include_str!("../../words/en/told.ftl"),
];

/// The same in the language that is spoken; what is not known comes as it is.
pub fn said(english: &str) -> String {
    if spoken() == Tongue::English {
        return english.to_owned();
    }
    let mut texts = ENGLISH
        .iter()
        .flat_map(|file| file.lines())
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "));
    let known = texts.find_map(|(id, pattern)| Some((id, values(pattern, english)?)));
    let Some((id, values)) = known else {
        return english.to_owned();
    };
    let values: Vec<_> = values
        .into_iter()
        .map(|(name, value)| (name, Value::from(value_in_words(name, value))))
        .collect();
    phrase(id, &values)
}

/// A report in the language that is spoken.
pub fn said_report(report: Report) -> Report {
    Report {
        title: said(&report.title),
        guidance: said(&report.guidance),
        ..report
    }
}

/// One text may have another in it, and a number; anything else is somebody's name or somebody else's words.
fn value_in_words(name: &str, value: &str) -> String {
    let (_, between) = spoken().marks();
    match name {
        "why" | "what" => said(value),
        _ if is_number(name) => value.replace(',', &between.to_string()),
        _ => value.to_owned(),
    }
}

fn is_number(name: &str) -> bool {
    name.starts_with("count")
}

/// The values in a text, if it is of that pattern.
fn values<'t>(pattern: &'static str, text: &'t str) -> Option<Vec<(&'static str, &'t str)>> {
    let (before, rest) = match pattern.split_once("{ $") {
        Some((before, rest)) => (before, Some(rest)),
        None => (pattern, None),
    };
    let text = text.strip_prefix(before)?;
    let Some((name, after)) = rest.and_then(|rest| rest.split_once(" }")) else {
        return text.is_empty().then(Vec::new);
    };
    let literal = after.split("{ $").next().unwrap_or_default();
    let end = match literal {
        "" => text.len(),
        literal => text.find(literal)?,
    };
    let value = &text[..end];
    if is_number(name) && !value.bytes().all(|b| b.is_ascii_digit() || b == b',') {
        return None;
    }
    let mut found = vec![(name, value)];
    found.extend(values(after, &text[end..])?);
    Some(found)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use longshore_model::{
        account,
        preferences::Language,
        preset,
        settings::{CredentialKind, ExecutorSettings, Runner, SettingKey},
        submit::env_name_error,
    };

    use super::*;
    use crate::words::speak;

    /// What people may type wrongly.
    const WRONG: [&str; 22] = [
        "",
        " ",
        "a\nb",
        "a b",
        "-",
        "0",
        "x",
        "99999999999999999999",
        "-5",
        "http://a.example.com",
        "https://a.example.com/path",
        "https://",
        "a.example.com/path",
        "UPPER",
        "abc8Q~hush-0123456789-abcdefghijklm-xyz",
        "--user=x",
        "--entrypoint x",
        "--rm --name x",
        "-d --restart=always -w /",
        "-v 'a",
        "--x -- y",
        "image of mine",
    ];

    /// Everything that the model says of wrong fields.
    fn messages() -> Vec<String> {
        let mut all = Vec::new();
        for key in SettingKey::ALL {
            // These are chosen from a list.
            if matches!(key, SettingKey::Credential | SettingKey::Runner) {
                continue;
            }
            for text in WRONG {
                let mut settings = ExecutorSettings {
                    credential: CredentialKind::ClientSecret,
                    ..ExecutorSettings::default()
                };
                all.extend(settings.set(key, text).err().map(|error| error.message));
            }
        }
        let conflicts = [
            ("", "u", ""),
            ("r.example.com", "", ""),
            ("r.example.com", "u", "i"),
        ];
        for (server, user, identity) in conflicts {
            let settings = ExecutorSettings {
                registry_server: server.into(),
                registry_username: user.into(),
                registry_identity: identity.into(),
                runner: Runner::Image,
                ..ExecutorSettings::default()
            };
            let conflict = |key| settings.conflict(key).map(|error| error.message);
            all.extend(SettingKey::ALL.into_iter().filter_map(conflict));
        }
        let long = "x".repeat(65);
        for name in WRONG
            .into_iter()
            .chain([&*long, longshore_model::THIS_COMPUTER])
        {
            all.extend(account::name_error(name).map(str::to_owned));
            all.extend(preset::name_error(name).map(str::to_owned));
        }
        for name in WRONG.into_iter().chain(["AZ_BATCH_X"]) {
            all.extend(env_name_error(name).map(str::to_owned));
        }
        all
    }

    #[test]
    fn all_that_the_model_says_of_fields_is_said_in_german_too() {
        let all = messages();
        speak(Language::German, "");
        let same: Vec<_> = all.iter().filter(|text| said(text) == **text).collect();
        assert!(same.is_empty(), "{same:#?}");
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert!(different.len() > 30, "{different:#?}");
    }

    /// What the sources of engine, runner and model say, as it is when the strings are put together.
    fn engine() -> String {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
        let sources = ["engine/src", "engine/runner", "model/src"];
        let mut files = sources.map(|folder| crates.join(folder)).to_vec();
        let mut all = String::new();
        while let Some(path) = files.pop() {
            if path.is_dir() {
                let inside = fs::read_dir(&path).expect("a folder of sources");
                files.extend(inside.map(|entry| entry.expect("an entry").path()));
                continue;
            }
            if !path
                .extension()
                .is_some_and(|end| end == "rs" || end == "py")
            {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file");
            // A line's end with a backslash before it leaves no trace, nor does what the next line begins with.
            let mut pieces = text.split("\\\n");
            all.push_str(pieces.next().unwrap_or_default());
            pieces.for_each(|piece| all.push_str(piece.trim_start()));
        }
        all.replace("\\\"", "\"")
    }

    #[test]
    fn what_is_looked_up_is_what_the_engine_says() {
        let engine = engine();
        let told = ENGLISH[1].lines().filter_map(|line| line.split_once(" = "));
        let mut unsaid = Vec::new();
        for (id, pattern) in told {
            // Counts of tasks and files are put together from single words.
            if id.starts_with("told-sum-") || pattern.contains("$count") || id.ends_with("-one") {
                continue;
            }
            let literal = pattern
                .split("{ $")
                .map(|part| match part.split_once(" }") {
                    Some((_, after)) => after,
                    None => part,
                });
            let words = literal.flat_map(|text| text.split(['(', ')', ':']));
            for words in words
                .map(|words| words.trim().trim_end_matches('.'))
                .filter(|text| text.contains(' '))
            {
                if !engine.contains(words) {
                    unsaid.push(format!("{id}: {words}"));
                }
            }
        }
        assert!(unsaid.is_empty(), "{unsaid:#?}");
    }

    #[test]
    fn what_the_engine_tells_is_said_in_german() {
        speak(Language::German, "");
        let told = [
            ("Shell script (bash)", "Shell-Skript (bash)"),
            ("Function made by make", "Funktion, gemacht von make"),
            ("Function area", "Funktion area"),
            (
                "1,203 tasks succeeded, 1 failed.",
                "1.203 Aufgaben erfolgreich, 1 fehlgeschlagen.",
            ),
            (
                "Not submitted. The pool p is being deleted.",
                "Nicht eingereicht. Der Pool p wird gerade gelöscht.",
            ),
            (
                "The client secret has expired (AADSTS7000222).",
                "Das Clientgeheimnis ist abgelaufen (AADSTS7000222).",
            ),
            (
                "The service refused (create job, 400 Odd): it said: no (really)",
                "Der Dienst lehnte ab (create job, 400 Odd): it said: no (really)",
            ),
            // A name is nobody's text, whatever it says.
            ("Function Cancelled.", "Funktion Cancelled."),
            // Seven of something else.
            ("my tasks succeeded.", "my tasks succeeded."),
        ];
        for (english, german) in told {
            assert_eq!(said(english), german);
        }
    }

    #[test]
    fn values_and_texts_within_texts_are_said_as_well() {
        speak(Language::German, "");
        assert_eq!(said("From 1 to 3600."), "Von 1 bis 3600.");
        assert_eq!(
            said("--rm cannot be set here. Longshore says so already."),
            "--rm lässt sich hier nicht setzen. Das sagt Longshore schon."
        );
        assert_eq!(said("Nobody knows this."), "Nobody knows this.");
        speak(Language::English, "");
        assert_eq!(said("From 1 to 3600."), "From 1 to 3600.");
    }
}
