//! Function payloads: a pickle of `(function, args, kwargs)`.

mod attached;
mod code;
mod dangerous;
mod findings;
mod triple;
mod versions;

use std::collections::HashSet;

use longshore_model::{
    Report,
    payload::{Payload, PayloadKind},
};

use super::{
    Opened, Transported, covalent, looks_like,
    pickle::{self, Limits, PickleError, Tree},
    plain, refusal,
};
use findings::Findings;

/// Transported arguments that are looked into; a payload with more is checked no further.
const TRANSPORTED: usize = 1000;

/// Reads a function payload, and the pickles within it, by their opcodes.
pub(super) fn inspect(opened: &mut Opened) -> Result<Payload, Report> {
    let limits = Limits::default();
    let tree = match pickle::read_from(opened.rewound()?, &limits) {
        Ok(tree) => tree,
        Err(error) => return Err(unreadable(opened, &error)),
    };
    let Some(attached) = attached::read(opened, tree.end)? else {
        return Err(damaged(&PickleError::Trailing {
            at: tree.end,
            extra: opened.size - tree.end,
        }));
    };
    let title = triple::title(&tree)?;

    let mut findings = Findings::default();
    findings.add(&tree);
    findings.made_by(attached.python.as_deref());
    if let Some(function) =
        triple::function(&tree).and_then(|function| covalent::wrapped(&tree, function))
    {
        findings.made_by(function.python);
    }
    add_transported(&tree, opened, &limits, &mut findings)?;

    let mut payload = plain(PayloadKind::Pickle, title, opened.sha256()?);
    payload.pickle_protocol = Some(tree.protocol);
    findings.fill(&mut payload);
    payload.packages = attached.packages;
    Ok(payload)
}

/// Looks into what Covalent transports, and into what that transports.
fn add_transported(
    tree: &Tree,
    opened: &mut Opened,
    limits: &Limits,
    findings: &mut Findings,
) -> Result<(), Report> {
    for (count, object) in distinct(tree).enumerate() {
        if count == TRANSPORTED {
            findings.not_all_read();
            break;
        }
        let inner = object
            .open(Some(&mut opened.file), limits)
            .map_err(|error| damaged_within(&error))?;
        findings.made_by(object.python);
        findings.add(&inner);
        // Objects within are small when they are there at all: their heads are looked at, and that is enough.
        for object in distinct(&inner).take(TRANSPORTED) {
            match object.open(None::<&mut std::fs::File>, limits) {
                Ok(innermost) => findings.add(&innermost),
                Err(_) => findings.not_all_read(),
            }
        }
    }
    Ok(())
}

/// What Covalent transports, each content once: a pickle may hold a large one many times over.
fn distinct(tree: &Tree) -> impl Iterator<Item = Transported<'_>> {
    let mut seen = HashSet::new();
    Transported::all(tree).filter(move |object| seen.insert(object.start()))
}

/// Why a file that should be a pickle is none.
fn unreadable(opened: &mut Opened, error: &PickleError) -> Report {
    if let PickleError::Io(error) = error {
        return refusal::unreadable(error);
    }
    let head = match opened.head(64) {
        Ok(head) => head,
        Err(report) => return report,
    };
    let is_pickle = head.first() == Some(&0x80)
        && head
            .get(1)
            .is_none_or(|protocol| (2..=5).contains(protocol));
    if is_pickle || matches!(error, PickleError::Protocol { .. }) && looks_like(&head).is_none() {
        return damaged(error);
    }
    if let Some(what) = looks_like(&head) {
        return refusal::bad(
            format!("It is {what}, not a pickle."),
            "Its name ends in .pkl, its content does not fit. Add the file that cloudpickle wrote.",
        );
    }
    refusal::bad(
        format!("It is not a pickle: {error}."),
        "Make the payload with cloudpickle.dump((function, args, kwargs), file), in a file opened with \"wb\".",
    )
}

fn damaged(error: &PickleError) -> Report {
    let guidance = match error {
        PickleError::Truncated { .. } => {
            "It was not written or copied to its end. Make or copy it again, and close the file before you add it."
        }
        PickleError::Protocol { .. } => {
            "Make it with a protocol that Python 3.8 to 3.14 knows: cloudpickle's default."
        }
        PickleError::TooWide { .. } => {
            "Let the function read its data from a file instead of carrying it."
        }
        PickleError::Trailing { .. } => {
            "A payload is one pickle and nothing else. Make it again, in a new file."
        }
        _ => "Make the payload again, with cloudpickle.dump((function, args, kwargs), file).",
    };
    let what = match error {
        PickleError::TooWide { .. } => "too large to be inspected",
        _ => "damaged",
    };
    refusal::bad(format!("The pickle is {what}: {error}."), guidance)
}

fn damaged_within(error: &PickleError) -> Report {
    refusal::bad(
        format!("The pickle is damaged: of an object that Covalent packed into it, {error}."),
        "Have Covalent make the payload again.",
    )
}
