//! Which modules a payload needs that do not come with Python.

use std::collections::BTreeSet;

use super::stdlib;

/// Top-level modules that a node must have, sorted.
#[derive(Debug, Default)]
pub(super) struct Modules(BTreeSet<String>);

impl Modules {
    /// Notes a module by its dotted name, unless it comes with Python or with the runner.
    pub(super) fn add(&mut self, dotted: &str) {
        let top = dotted.split('.').next().unwrap_or_default();
        // The runner brings cloudpickle, and stands in for what a Covalent payload imports.
        let provided = matches!(
            top,
            "__main__" | "__mp_main__" | "__builtin__" | "copy_reg" | "cloudpickle" | "covalent"
        );
        if !provided && is_identifier(top) && !stdlib::contains(top) {
            self.0.insert(top.to_owned());
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub(super) fn into_sorted(self) -> Vec<String> {
        self.0.into_iter().collect()
    }
}

fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_')
        && name.len() <= 128
}

#[cfg(test)]
mod tests {
    use super::Modules;

    #[test]
    fn only_what_neither_python_nor_the_runner_brings_is_needed() {
        let mut modules = Modules::default();
        for name in [
            "sklearn.svm",
            "numpy",
            "os.path",
            "covalent.executor",
            "cloudpickle",
            "numpy.linalg",
            "",
            "1x",
            "a b",
        ] {
            modules.add(name);
        }
        assert_eq!(modules.into_sorted(), ["numpy", "sklearn"]);
    }
}
