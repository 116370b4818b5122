//! What the pickles of one payload have to say, put together.

use std::collections::BTreeSet;

use longshore_model::payload::Payload;

use crate::inspect::{
    covalent,
    modules::Modules,
    pickle::{Node, Tree},
    shown,
};

use super::{code, dangerous, versions::Versions};

/// What was found so far.
pub(super) struct Findings {
    modules: Modules,
    versions: Versions,
    /// Minor versions that were written down, the function's own first.
    made_by: Vec<String>,
    runs_pip: bool,
    dangerous: BTreeSet<String>,
    /// Names in `__main__`, which a node does not have.
    of_main: BTreeSet<String>,
    partly_read: bool,
    unknown_names: bool,
}

impl Default for Findings {
    fn default() -> Self {
        Self {
            modules: Modules::default(),
            versions: Versions::ANY,
            made_by: Vec::new(),
            runs_pip: false,
            dangerous: BTreeSet::new(),
            of_main: BTreeSet::new(),
            partly_read: false,
            unknown_names: false,
        }
    }
}

impl Findings {
    /// Takes in one pickle of the payload.
    pub(super) fn add(&mut self, tree: &Tree) {
        for name in &tree.names {
            self.modules.add(&name.module);
            if &*name.module == "__main__" {
                self.of_main.insert(shown(&name.name));
            }
        }
        for node in tree.nodes() {
            let Node::Call(call) = node else { continue };
            // A module that a function refers to: cloudpickle imports it by name.
            if tree
                .name(call.callable)
                .is_some_and(|name| &*name.name == "subimport")
                && let Some(module) = tree
                    .items(call.args)
                    .first()
                    .and_then(|arg| tree.text(*arg))
            {
                self.modules.add(module);
            }
        }
        for code in code::all(tree) {
            let versions = Versions::of(&code);
            self.versions = self.versions.and(versions);
            if let Some((import_name, extended_arg)) = versions.import_opcodes() {
                code::imports(&code, import_name, extended_arg)
                    .into_iter()
                    .for_each(|module| self.modules.add(module));
            }
        }
        self.runs_pip |= covalent::runs_pip(tree);
        self.dangerous.extend(dangerous::callables(tree));
        self.partly_read |= tree.cut;
        self.unknown_names |= tree.unknown_names > 0;
    }

    /// Takes in a version that was written down, such as `3.11.7`.
    pub(super) fn made_by(&mut self, version: Option<&str>) {
        if let Some(minor) = version.and_then(minor_of)
            && !self.made_by.contains(&minor)
        {
            self.made_by.push(minor);
        }
    }

    /// Notes that some of the payload was not looked at.
    pub(super) fn not_all_read(&mut self) {
        self.partly_read = true;
    }

    /// Writes all of it down.
    pub(super) fn fill(self, payload: &mut Payload) {
        let warnings = &mut payload.warnings;
        payload.python = match self.made_by.first() {
            Some(minor) => Some(minor.clone()),
            None => self.versions.only().map(|minor| format!("3.{minor}")),
        };
        if let [first, .., last] = &self.made_by[..] {
            warnings.push(format!("Parts of it were made by different Pythons ({first} and {last}); one may not read the other's."));
        }
        if payload.python.is_none() && self.versions.is_empty() {
            warnings.push(
                "Its functions were made by different Pythons; no single one can run all of them."
                    .into(),
            );
        } else if payload.python.is_none() && self.versions != Versions::ANY {
            let versions = self.versions;
            warnings.push(format!("It was made by Python {versions} and runs only on the same version; which one it does not say."));
        }
        if !self.of_main.is_empty() {
            let names = self
                .of_main
                .into_iter()
                .take(5)
                .collect::<Vec<_>>()
                .join(", ");
            warnings.push(format!(
                "It refers to {names} of the program that made it, which a node does not have. Make it with cloudpickle instead of pickle."
            ));
        }
        if self.runs_pip {
            payload.own_environment = true;
            warnings.push("It installs packages while it runs (Covalent DepsPip), in an environment of its own.".into());
        }
        if !self.dangerous.is_empty() {
            let names = self
                .dangerous
                .into_iter()
                .take(5)
                .collect::<Vec<_>>()
                .join(", ");
            warnings.push(format!("Loading it calls {names}, before its function runs. Submit it only if you know who made it."));
        }
        if self.unknown_names {
            warnings.push("It hides names of what it calls from inspection. Submit it only if you know who made it.".into());
        } else if self.partly_read {
            warnings.push("It is too large to be inspected in full: modules it needs may be missing from the list.".into());
        }
        payload.modules = self.modules.into_sorted();
    }
}

fn minor_of(version: &str) -> Option<String> {
    let mut parts = version.split('.');
    let (major, minor): (u32, u32) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(format!("{major}.{minor}"))
}
