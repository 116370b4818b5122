//! Whole jobs under network faults: each kind of request meets each fault once, and the job must come to its right end.
//!
//! The service does the misbehaving (`docs/local-azure.md`), so that a fault strikes one request of one kind. A *cell* is a
//! kind of request and a fault. Many cells are played in one job where that is enough, for the requests of a job come one
//! after the other; the long form plays each alone.

mod asleep;
mod errand;
mod fault;
mod kind;

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};

use serde_json::json;

use crate::crash::Yard;

pub use errand::Errand;
pub use fault::Fault;
pub use kind::Kind;

/// Seconds after which a request that nobody answers is given up, in the programs under test.
const STALL: (&str, &str) = ("LONGSHORE_STALL_TIMEOUT", "3");

/// A kind of request and what befalls the first of that kind.
pub type Cell = (Kind, Fault);

/// What was seen.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    /// Cells played.
    pub cells: u32,
    /// The most requests of a cell's kind beyond those of a job in fair weather.
    pub most_asked: usize,
    /// The most memory that a command held, in KiB.
    pub peak: u64,
}

/// A place for jobs, and the weather over it.
#[derive(Debug)]
pub struct Sky {
    pub(crate) yard: Yard,
    seen: Seen,
    struck: BTreeSet<Cell>,
}

impl Sky {
    /// A new one, whose service is up.
    pub fn open(seed: u64) -> Self {
        Self {
            yard: Yard::open_with(seed, vec![STALL]),
            seen: Seen::default(),
            struck: BTreeSet::new(),
        }
    }

    /// One job of each errand, in which each kind of request meets a fault, and each fault a kind: another in each round.
    pub fn round(&mut self, round: usize) {
        let all = cells_of(round);
        for errand in Errand::ALL {
            let of_errand = all.iter().filter(|(kind, _)| kind.errand() == errand);
            let cells: Vec<Cell> = of_errand.copied().collect();
            self.play(errand, &cells);
        }
    }

    /// Every cell in a job of its own. Answers those that did not come to the right end.
    pub fn each(&mut self, wanted: impl Fn(Cell) -> bool) -> Vec<Cell> {
        let mut wrong = Vec::new();
        for cell in every_cell().filter(|cell| wanted(*cell)) {
            let play = AssertUnwindSafe(|| self.play(cell.0.errand(), &[cell]));
            if catch_unwind(play).is_err() {
                eprintln!("WRONG {cell:?}");
                wrong.push(cell);
            }
            self.yard.all_well();
        }
        wrong
    }

    /// Plays an errand in which the first request of each kind meets its fault.
    fn play(&mut self, errand: Errand, cells: &[Cell]) {
        let begun = Instant::now();
        let rules: Vec<_> = cells
            .iter()
            .map(|(kind, fault)| {
                let mut rule = kind.rule();
                rule["count"] = 1.into();
                fault.add_to(&mut rule, *kind);
                rule
            })
            .collect();
        let (lines, peak) = errand.run(&mut self.yard, &json!({ "rules": rules }));
        for (kind, fault) in cells {
            let asked = lines.iter().filter(|line| kind.is_asked_by(line)).count();
            // A fault after which nothing has to be asked again has struck the only one.
            let least = 1 + usize::from(fault.must_be_asked_again(*kind));
            assert!(
                asked >= least,
                "{kind:?} was asked {asked} times: {lines:#?}"
            );
            if !kind.is_polled() {
                self.seen.most_asked = self.seen.most_asked.max(asked);
            }
        }
        self.yard.all_well();
        self.struck.extend(cells);
        self.seen.cells += u32::try_from(cells.len()).unwrap();
        self.seen.peak = self.seen.peak.max(peak);
        eprintln!("{errand:?} {cells:?}: {peak} KiB, {:?}", begun.elapsed());
    }

    /// What was seen so far.
    pub fn seen(&self) -> Seen {
        self.seen
    }

    /// The cells that were played.
    pub fn struck(&self) -> &BTreeSet<Cell> {
        &self.struck
    }

    /// Looks at everything that is left when all has been played.
    pub fn sweep(&mut self) {
        self.yard.sweep();
        eprintln!("{:?}", self.seen);
    }
}

/// How many rounds differ.
pub fn rounds() -> usize {
    Fault::ALL.len()
}

/// Every cell that can be.
pub fn every_cell() -> impl Iterator<Item = Cell> {
    Kind::ALL.into_iter().flat_map(|kind| {
        let faults = Fault::ALL.into_iter();
        faults
            .filter(move |fault| fault.befalls(kind))
            .map(move |fault| (kind, fault))
    })
}

/// A fault for each kind, and none left out: those that only answers with a body can meet go first to such.
fn cells_of(round: usize) -> Vec<Cell> {
    let mut circle = Fault::ALL;
    circle.rotate_left(round % Fault::ALL.len());
    let mut met = BTreeSet::new();
    let mut cells = Vec::new();
    for kind in Kind::ALL {
        let can = |fault: &&Fault| fault.befalls(kind);
        let fresh = |fault: &&Fault| !met.contains(*fault);
        let fault = circle
            .iter()
            .filter(can)
            .filter(fresh)
            .find(|fault| kind.is_read() == fault.is_of_bodies())
            .or_else(|| circle.iter().filter(can).find(fresh))
            .or_else(|| circle.iter().find(can))
            .copied()
            .unwrap();
        circle.rotate_left(1);
        met.insert(fault);
        cells.push((kind, fault));
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_round_has_every_kind_and_every_fault_and_all_rounds_most_cells() {
        let mut played = BTreeSet::new();
        for round in 0..rounds() {
            let cells = cells_of(round);
            let met: BTreeSet<Fault> = cells.iter().map(|cell| cell.1).collect();
            assert_eq!(met, BTreeSet::from(Fault::ALL), "{round}");
            let met: BTreeSet<Kind> = cells.iter().map(|cell| cell.0).collect();
            assert_eq!(met, BTreeSet::from(Kind::ALL), "{round}");
            played.extend(cells);
        }
        assert!(played.len() > every_cell().count() / 2);
    }
}
