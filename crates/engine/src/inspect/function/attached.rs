//! What a program that packed a function says of it: a second pickle right behind the function's, which unpicklers do not
//! read. `longshore.pack` writes it; it is a dict of plain values, `{"longshore": 1, "requirements": ["numpy>=2"], "python":
//! "3.11"}`; the last where the function travels by its code, which only the same minor version can run.

use std::io::{BufReader, Read as _, Seek as _, SeekFrom};

use longshore_model::Report;

use crate::inspect::{
    Opened,
    pickle::{self, Limits, Node, NodeId, Tree},
    refusal, shown,
};

/// Longer than anything that is meant so.
const LONGEST: u64 = 64 << 10;

/// Requirements that are taken; more are not meant so.
const MOST: usize = 1_000;

/// What is said there; nothing where there is nothing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Attached {
    /// Packages to install, as pip reads them.
    pub(super) packages: Vec<String>,
    /// The version of the Python that packed it.
    pub(super) python: Option<String>,
}

/// Reads what stands behind the function's pickle, from `end` to the end of the file. `None` when that is something else:
/// then the file is not one payload.
///
/// # Errors
/// The file cannot be read, or the packages are not ones that can be installed.
pub(super) fn read(opened: &mut Opened, end: u64) -> Result<Option<Attached>, Report> {
    let length = opened.size - end;
    if length == 0 {
        return Ok(Some(Attached::default()));
    }
    if length > LONGEST {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    opened
        .file
        .seek(SeekFrom::Start(end))
        .and_then(|_| {
            BufReader::new(&mut opened.file)
                .take(length)
                .read_to_end(&mut bytes)
        })
        .map_err(|error| refusal::unreadable(&error))?;
    let Ok(tree) = pickle::read_from(&*bytes, &Limits::default()) else {
        return Ok(None);
    };
    let known = tree.get(tree.root, "longshore").map(|id| tree.node(id));
    if tree.end != length || !matches!(known, Some(Node::Int(1))) {
        return Ok(None);
    }
    let python = tree.get(tree.root, "python").and_then(|id| tree.text(id));
    let packages = match tree.get(tree.root, "requirements") {
        None => Some(Vec::new()),
        Some(listed) => requirements(&tree, listed),
    };
    match packages {
        Some(packages) => Ok(Some(Attached {
            packages,
            python: python.map(str::to_owned),
        })),
        None => Err(refusal::bad(
            "What it asks to be installed is not a list of Python packages.",
            "Pack it again, with requirements=[…] as pip reads them: numpy, numpy==2.4.6, pandas>=2.",
        )),
    }
}

/// Words that pip would read as packages, and not as options of its own.
fn requirements(tree: &Tree, listed: NodeId) -> Option<Vec<String>> {
    let Node::List(items) = tree.node(listed) else {
        return None;
    };
    if items.length > MOST as u64 {
        return None;
    }
    let words = items.kept.iter().map(|item| {
        let word = tree.text(*item)?;
        let plain = !word.trim().is_empty()
            && !word.starts_with('-')
            && !word.chars().any(char::is_control);
        plain.then(|| shown(word))
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use pretty_assertions::assert_eq;

    use super::*;
    /// Protocol 0: as people read it.
    fn told(attached: &str) -> Result<Option<Attached>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.pkl");
        std::fs::write(&path, format!("N.{attached}")).unwrap();
        let mut opened = Opened::open(&path, &path.metadata().unwrap()).unwrap();
        read(&mut opened, 2).map_err(|report| report.title)
    }

    #[test]
    fn what_is_said_behind_a_function_is_taken_over() {
        let attached =
            "(dVlongshore\nI1\nsVpython\nV3.11\nsVrequirements\n(lVnumpy>=2\naVpandas\nas.";
        let expected = Attached {
            packages: vec!["numpy>=2".into(), "pandas".into()],
            python: Some("3.11".into()),
        };
        assert_eq!(told(attached), Ok(Some(expected)));
        assert_eq!(told("(dVlongshore\nI1\ns."), Ok(Some(Attached::default())));
    }

    #[test]
    fn whatever_else_stands_behind_a_function_is_not_taken_for_it() {
        for other in [
            "N.",
            "rubbish",
            "(dVlongshore\nI2\ns.",
            "(dVlongshore\nI1\ns.N.",
        ] {
            assert_eq!(told(other), Ok(None), "{other}");
        }
    }

    #[test]
    fn options_of_pip_are_no_requirements() {
        for wrong in ["V--index-url=http://x\n", "V\n", "I7\n"] {
            let attached = format!("(dVlongshore\nI1\nsVrequirements\n(l{wrong}as.");
            assert!(told(&attached).is_err(), "{wrong}");
        }
    }
}
