//! `payload.toml`: what to run in a bundle, and what it needs; the bundle's module says what may be in it.

use longshore_model::Report;
use toml::{Table, Value};

use crate::inspect::{refusal::bad, shown};

use super::entries::MANIFEST_LIMIT;

/// A `payload.toml`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(super) main: Option<String>,
    pub(super) command: Vec<String>,
    pub(super) args: Vec<String>,
    pub(super) python: Option<String>,
    pub(super) packages: Vec<String>,
    /// Keys that mean nothing, sorted.
    pub(super) unknown: Vec<String>,
}

impl Manifest {
    /// Reads it.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Report> {
        if bytes.len() as u64 > MANIFEST_LIMIT {
            return Err(wrong("it is larger than 64 KiB"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8"))?;
        let table: Table = text
            .parse()
            .map_err(|error: toml::de::Error| wrong(error.to_string().trim()))?;
        let mut manifest = Self::default();
        for (key, value) in table {
            match key.as_str() {
                "main" => manifest.main = Some(one(&key, &value)?),
                "python" => manifest.python = Some(version(&one(&key, &value)?)?),
                "command" => manifest.command = many(&key, &value)?,
                "args" => manifest.args = many(&key, &value)?,
                "packages" => manifest.packages = many(&key, &value)?,
                _ => manifest.unknown.push(shown(&key)),
            }
        }
        if manifest.main.is_some() && !manifest.command.is_empty() {
            return Err(wrong(
                "it has both main and command, of which one is enough",
            ));
        }
        Ok(manifest)
    }
}

fn one(key: &str, value: &Value) -> Result<String, Report> {
    value
        .as_str()
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .ok_or_else(|| wrong(&format!("{key} must be a text")))
}

fn many(key: &str, value: &Value) -> Result<Vec<String>, Report> {
    let texts = value.as_array().and_then(|values| {
        values
            .iter()
            .map(|value| value.as_str().map(str::to_owned))
            .collect()
    });
    texts.ok_or_else(|| wrong(&format!("{key} must be a list of texts")))
}

/// `3.11`, also when written `3.11.7`.
fn version(text: &str) -> Result<String, Report> {
    let numbers: Option<Vec<u32>> = text.split('.').map(|part| part.parse().ok()).collect();
    match numbers.as_deref() {
        Some([3, minor] | [3, minor, _]) => Ok(format!("3.{minor}")),
        _ => Err(wrong("python must be a version such as \"3.11\"")),
    }
}

fn wrong(why: &str) -> Report {
    let lines: Vec<String> = why.lines().map(shown).collect();
    bad(
        format!("Its payload.toml cannot be used: {}.", lines.join("\n")),
        "Correct it and add the bundle again.",
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Manifest;

    #[test]
    fn a_full_manifest_is_read_and_unknown_keys_are_named() {
        let text = b"command = [\"python\", \"a.py\"]\nargs = [\"-x\"]\npython = \"3.11.7\"\npackages = [\"numpy\"]\nshoes = 1\n";
        assert_eq!(
            Manifest::parse(text).unwrap(),
            Manifest {
                main: None,
                command: vec!["python".into(), "a.py".into()],
                args: vec!["-x".into()],
                python: Some("3.11".into()),
                packages: vec!["numpy".into()],
                unknown: vec!["shoes".into()],
            }
        );
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let title = |text: &[u8]| Manifest::parse(text).unwrap_err().title;
        assert_eq!(
            title(b"main = 3"),
            "Its payload.toml cannot be used: main must be a text."
        );
        assert_eq!(
            title(b"args = \"x\""),
            "Its payload.toml cannot be used: args must be a list of texts."
        );
        assert_eq!(
            title(b"python = \"3\""),
            "Its payload.toml cannot be used: python must be a version such as \"3.11\"."
        );
        assert_eq!(
            title(b"\xff"),
            "Its payload.toml cannot be used: it is not UTF-8."
        );
        assert!(title(b"main = ").contains("line 1"));
    }
}
