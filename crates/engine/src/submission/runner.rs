//! The bundled runner: the files that go to a node with every payload of a kind.

use std::collections::BTreeMap;

use longshore_model::{payload::PayloadKind, submit::Overrides};
use sha2::{Digest, Sha256};

use crate::{history::Needs, names};

/// The program a task runs; no shell reads it.
pub(super) const COMMAND_LINE: &str = "python3 runner.py";

/// One file of the runner.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RunnerFile {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

const RUNNER: RunnerFile = RunnerFile {
    name: "runner.py",
    text: include_str!("../../runner/runner.py"),
};
const FAILURE: RunnerFile = RunnerFile {
    name: "longshore_failure.py",
    text: include_str!("../../runner/longshore_failure.py"),
};
const CHILDREN: RunnerFile = RunnerFile {
    name: "longshore_children.py",
    text: include_str!("../../runner/longshore_children.py"),
};
const PICKLE: RunnerFile = RunnerFile {
    name: "longshore_pickle.py",
    text: include_str!("../../runner/longshore_pickle.py"),
};
const COVALENT: RunnerFile = RunnerFile {
    name: "covalent_standin.py",
    text: include_str!("../../runner/covalent_standin.py"),
};
const ENVIRONMENT: RunnerFile = RunnerFile {
    name: "longshore_environment.py",
    text: include_str!("../../runner/longshore_environment.py"),
};
const BUNDLE: RunnerFile = RunnerFile {
    name: "longshore_bundle.py",
    text: include_str!("../../runner/longshore_bundle.py"),
};

impl RunnerFile {
    /// Where it lies in a job's container. Named by its content: a job goes on with the runner it was begun with.
    pub(crate) fn blob_name(&self) -> String {
        format!(
            "{}{}/{}",
            names::RUNNER,
            names::hex(&Sha256::digest(self.text)),
            self.name
        )
    }
}

/// The files a payload needs beside it.
pub(super) fn files_for(
    kind: PayloadKind,
    needs: &Needs,
    overrides: &Overrides,
) -> Vec<&'static RunnerFile> {
    let mut files = vec![&RUNNER, &FAILURE, &CHILDREN];
    if kind == PayloadKind::Pickle {
        files.extend([&PICKLE, &COVALENT]);
    }
    if kind == PayloadKind::Bundle {
        files.push(&BUNDLE);
    }
    if needs.own_environment || !needs.packages.is_empty() || !overrides.packages.is_empty() {
        files.push(&ENVIRONMENT);
    }
    files
}

/// The files that any payload of a job needs.
pub(crate) fn files_for_all(
    payloads: &[(PayloadKind, Needs)],
    overrides: &Overrides,
) -> Vec<&'static RunnerFile> {
    let all = payloads
        .iter()
        .flat_map(|(kind, needs)| files_for(*kind, needs, overrides));
    all.map(|file| (file.name, file))
        .collect::<BTreeMap<_, _>>()
        .into_values()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALWAYS: [&str; 3] = ["runner.py", "longshore_failure.py", "longshore_children.py"];

    fn names(files: Vec<&RunnerFile>) -> Vec<&str> {
        files.into_iter().map(|file| file.name).collect()
    }

    #[test]
    fn a_payload_gets_the_parts_of_the_runner_that_it_needs() {
        let (plain, none) = (Needs::default(), Overrides::default());
        assert_eq!(names(files_for(PayloadKind::Python, &plain, &none)), ALWAYS);
        assert_eq!(
            names(files_for(PayloadKind::Pickle, &plain, &none)),
            [&ALWAYS[..], &["longshore_pickle.py", "covalent_standin.py"]].concat()
        );
        let with = Overrides {
            packages: vec!["numpy".into()],
            ..Overrides::default()
        };
        assert_eq!(
            names(files_for(PayloadKind::Shell, &plain, &with)),
            [&ALWAYS[..], &["longshore_environment.py"]].concat()
        );
    }

    #[test]
    fn a_job_gets_each_part_once() {
        let payloads = [
            (PayloadKind::Python, Needs::default()),
            (PayloadKind::Bundle, Needs::default()),
        ];
        assert_eq!(
            names(files_for_all(&payloads, &Overrides::default())),
            [
                "longshore_bundle.py",
                "longshore_children.py",
                "longshore_failure.py",
                "runner.py"
            ]
        );
    }
}
