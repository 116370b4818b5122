//! What a script says of itself: inline metadata, <https://peps.python.org/pep-0723/>.

use longshore_model::payload::Payload;
use toml::Table;

use crate::inspect::shown;

/// Takes over `dependencies` and `requires-python` from a script's `# /// script` block.
pub(super) fn fill(source: &str, payload: &mut Payload) {
    let Some(block) = block(source) else { return };
    let table: Table = match block.parse() {
        Ok(table) => table,
        Err(error) => {
            let why = shown(error.message());
            payload.warnings.push(format!(
                "Its `# /// script` block cannot be read ({why}), so what it asks for is not known."
            ));
            return;
        }
    };
    if let Some(dependencies) = table.get("dependencies").and_then(|value| value.as_array()) {
        payload.packages.extend(
            dependencies
                .iter()
                .filter_map(|value| value.as_str())
                .map(shown),
        );
    }
    if let Some(required) = table
        .get("requires-python")
        .and_then(|value| value.as_str())
    {
        payload.python = one_minor(required);
        if payload.python.is_none() {
            payload.warnings.push(format!(
                "It asks for Python {}. Choose a pool that has it.",
                shown(required)
            ));
        }
    }
}

/// The TOML within the comments of the first `script` block.
fn block(source: &str) -> Option<String> {
    let mut lines = source
        .lines()
        .map(str::trim_end)
        .skip_while(|line| *line != "# /// script")
        .skip(1);
    let mut toml = String::new();
    loop {
        match lines.next()? {
            "# ///" => return Some(toml),
            "#" => {}
            line => toml.push_str(line.strip_prefix("# ")?),
        }
        toml.push('\n');
    }
}

/// The minor version that a specifier comes down to: `==3.11.*`, `==3.11.7`, `~=3.11.0`, `>=3.11,<3.12`.
fn one_minor(specifier: &str) -> Option<String> {
    let (mut exact, mut from, mut below) = (None, None, None);
    for clause in specifier.split(',').map(str::trim) {
        let operator = clause.find(|c: char| c.is_ascii_digit())?;
        let (operator, version) = (clause[..operator].trim(), &clause[operator..]);
        let parts: Vec<&str> = version.split('.').collect();
        if parts.first() != Some(&"3") {
            return None;
        }
        let minor: Option<u32> = parts.get(1).and_then(|part| part.parse().ok());
        match operator {
            "==" | "===" => exact = Some(minor?),
            "~=" if parts.len() > 2 => exact = Some(minor?),
            ">=" => from = Some(minor?),
            "<" if parts.len() == 2 => below = Some(minor?),
            _ => return None,
        }
    }
    let minor = exact.or_else(|| from.filter(|from| below == Some(from + 1)))?;
    Some(format!("3.{minor}"))
}

#[cfg(test)]
mod tests {
    use super::{block, one_minor};

    #[test]
    fn a_block_is_what_its_comments_say() {
        let source = "#!/usr/bin/env python\n# /// script\n# dependencies = [\n#   \"numpy\",\n# ]\n#\n# ///\nimport numpy\n";
        assert_eq!(
            block(source).as_deref(),
            Some("dependencies = [\n  \"numpy\",\n]\n\n")
        );
        assert_eq!(
            block("# /// script\n# dependencies = []\nprint()\n# ///\n"),
            None
        );
        assert_eq!(block("# /// script\n# never = \"closed\"\n"), None);
    }

    #[test]
    fn a_specifier_names_one_minor_only_when_it_allows_no_other() {
        let of = |specifier| one_minor(specifier);
        assert_eq!(
            [
                "==3.11.*",
                "==3.11.7",
                "~=3.11.2",
                ">=3.11,<3.12",
                ">=3.11, <3.12"
            ]
            .map(of),
            [(); 5].map(|()| Some("3.11".to_owned()))
        );
        assert_eq!(
            [
                ">=3.11",
                "~=3.11",
                ">=3.8,<3.12",
                "<3.12",
                "!=3.11",
                "",
                "==2.7",
                "==x"
            ]
            .map(of),
            [(); 8].map(|()| None)
        );
    }
}
