//! What a program that packed a function says of it: a second pickle right behind the function's, which unpicklers do not
//! read. `longshore.pack` writes it; it is a dict of plain values, `{"longshore": 1, "requirements": ["numpy>=2"]}`.

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

/// The packages that are asked for behind the function's pickle, from `end` to the end of the file. `None` when what stands
/// there is something else: then the file is not one payload.
///
/// # Errors
/// The file cannot be read, or the packages are not ones that can be installed.
pub(super) fn packages(opened: &mut Opened, end: u64) -> Result<Option<Vec<String>>, Report> {
    let length = opened.size - end;
    if length == 0 {
        return Ok(Some(Vec::new()));
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
    let Some(listed) = tree.get(tree.root, "requirements") else {
        return Ok(Some(Vec::new()));
    };
    requirements(&tree, listed).map(Some).ok_or_else(|| {
        refusal::bad(
            "What it asks to be installed is not a list of Python packages.",
            "Pack it again, with requirements=[…] as pip reads them: numpy, numpy==2.4.6, pandas>=2.",
        )
    })
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
    fn told(attached: &str) -> Result<Option<Vec<String>>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.pkl");
        std::fs::write(&path, format!("N.{attached}")).unwrap();
        let mut opened = Opened::open(&path, &path.metadata().unwrap()).unwrap();
        packages(&mut opened, 2).map_err(|report| report.title)
    }

    #[test]
    fn requirements_behind_a_function_are_taken_over() {
        let attached = "(dVlongshore\nI1\nsVrequirements\n(lVnumpy>=2\naVpandas\nas.";
        assert_eq!(
            told(attached),
            Ok(Some(vec!["numpy>=2".into(), "pandas".into()]))
        );
        assert_eq!(told("(dVlongshore\nI1\ns."), Ok(Some(Vec::new())));
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
