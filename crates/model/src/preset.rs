//! How to run a submission, kept under a name to be used again.

use serde::{Deserialize, Serialize};

use crate::submit::Overrides;

/// What differs from an account's settings, under a name. It belongs to no account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preset {
    /// Its name; letters' case does not tell two apart.
    pub name: String,
    /// What it sets.
    #[serde(default)]
    pub overrides: Overrides,
}

impl Preset {
    /// Whether it is the one of that name.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.trim().to_lowercase()
    }
}

/// What is wrong with a preset's name, or nothing.
pub fn name_error(name: &str) -> Option<&'static str> {
    let name = name.trim();
    if name.is_empty() {
        Some("A preset needs a name.")
    } else if name.chars().count() > 64 {
        Some("At most 64 characters.")
    } else if name.chars().any(char::is_control) {
        Some("There is a line break or another control character in it.")
    } else {
        None
    }
}

impl Overrides {
    /// The same with `over` on top: packages are added, variables of the same name are replaced, and everything else that
    /// is set there counts.
    #[must_use]
    pub fn with(mut self, over: Self) -> Self {
        for package in over.packages {
            if !self.packages.contains(&package) {
                self.packages.push(package);
            }
        }
        self.env
            .retain(|(name, _)| !over.env.iter().any(|(other, _)| other == name));
        self.env.extend(over.env);
        Self {
            pool: over.pool.or(self.pool),
            image: over.image.or(self.image),
            runner: over.runner.or(self.runner),
            node_identity: over.node_identity.or(self.node_identity),
            retries: over.retries.or(self.retries),
            time_limit: over.time_limit.or(self.time_limit),
            packages: self.packages,
            env: self.env,
            args: if over.args.is_empty() {
                self.args
            } else {
                over.args
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_now_counts_more_than_what_was_kept() {
        let kept = Overrides {
            pool: Some("small".into()),
            retries: Some(3),
            packages: vec!["numpy".into()],
            env: vec![("MODE".into(), "slow".into()), ("A".into(), "1".into())],
            args: vec!["--all".into()],
            ..Overrides::default()
        };
        let now = Overrides {
            retries: Some(0),
            packages: vec!["numpy".into(), "pandas".into()],
            env: vec![("MODE".into(), "fast".into())],
            ..Overrides::default()
        };
        let expected = Overrides {
            pool: Some("small".into()),
            retries: Some(0),
            packages: vec!["numpy".into(), "pandas".into()],
            env: vec![("A".into(), "1".into()), ("MODE".into(), "fast".into())],
            args: vec!["--all".into()],
            ..Overrides::default()
        };
        assert_eq!(kept.with(now), expected);
    }

    #[test]
    fn a_name_is_a_line_of_text_that_ignores_case() {
        assert_eq!(name_error(" sweep "), None);
        for wrong in ["", "  ", "a\nb", &"x".repeat(65)] {
            assert!(name_error(wrong).is_some(), "{wrong:?}");
        }
        let preset = Preset {
            name: "Größe XL".into(),
            overrides: Overrides::default(),
        };
        assert!(preset.is_called(" größe xl"));
    }
}
