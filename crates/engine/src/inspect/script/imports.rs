//! What a script imports.

use super::lines;

/// The dotted names of modules that the script imports at its top level: not those within `if`, `try` or functions,
/// which may be optional.
pub(super) fn of(source: &str) -> Vec<String> {
    let mut modules = vec![];
    for line in lines::logical(source) {
        if line.starts_with(char::is_whitespace) {
            continue;
        }
        for statement in line.split(';').map(str::trim) {
            if let Some(names) = after_word(statement, "import") {
                modules.extend(
                    names
                        .split(',')
                        .filter_map(|name| name.split_whitespace().next())
                        .map(str::to_owned),
                );
            } else if let Some(rest) = after_word(statement, "from") {
                let module = rest.split_whitespace().next().unwrap_or_default();
                // A relative import means a module of the same package, which a script has not.
                if !module.starts_with('.') {
                    modules.push(module.to_owned());
                }
            }
        }
    }
    modules
}

fn after_word<'a>(statement: &'a str, word: &str) -> Option<&'a str> {
    let rest = statement.strip_prefix(word)?;
    rest.starts_with(char::is_whitespace)
        .then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn top_level_imports_are_found_and_texts_comments_and_blocks_are_not_searched() {
        let source = r#"
"""A docstring
import not_me
"""
import os, numpy as np; import pandas.io
from sklearn.svm import (
    SVC,
    LinearSVC,
)
from . import sibling
from scipy \
    import stats
# import commented
text = 'import quoted'; important = 1
broken = "never closed
import after_broken
try:
    import optional
except ImportError:
    pass
def f():
    import inner
x = f"""{1}
import in_text"""
import last"#;
        assert_eq!(
            of(source),
            [
                "os",
                "numpy",
                "pandas.io",
                "sklearn.svm",
                "scipy",
                "after_broken",
                "last"
            ]
        );
    }
}
