//! What the model says of a field that is wrong, in the language that is spoken.
//!
//! The model speaks English, to the command line too. Its texts are looked up here by their words, as gettext does.

use super::{Tongue, Value, phrase, spoken};

/// The model's texts and their ids.
const ENGLISH: &str = include_str!("../../words/en/checks.ftl");

/// The same in the language that is spoken; what is not known comes as it is.
pub fn said(english: &str) -> String {
    if spoken() == Tongue::English {
        return english.to_owned();
    }
    let mut texts = ENGLISH
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .filter(|(id, _)| id.starts_with("check-"));
    let known = texts.find_map(|(id, pattern)| Some((id, values(pattern, english)?)));
    let Some((id, values)) = known else {
        return english.to_owned();
    };
    // One text may have another in it.
    let values: Vec<_> = values
        .into_iter()
        .map(|(name, value)| (name, Value::from(said(value))))
        .collect();
    phrase(id, &values)
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
    let mut found = vec![(name, &text[..end])];
    found.extend(values(after, &text[end..])?);
    Some(found)
}

#[cfg(test)]
mod tests {
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
