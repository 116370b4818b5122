//! What is done to a job, by how far it has come. This is the whole of it: whoever takes a job up, after whatever has
//! happened, does the next move of this table from its beginning.
//!
//! | phase, cancelled | move | written down before | asked of the services, in this order | "already there" means | then |
//! |---|---|---|---|---|---|
//! | none | submit (`submission::intake`) | nothing: job and tasks are written at once, with their ids | nothing that changes anything | | staging |
//! | staging, no | [`Stage`](Move::Stage) | the pool's name; that something of it may be there (`begun`) | make the container; put the runner's files; put each content under its hash | container: ours, for its name has eighty random bits; a blob: the same content, not sent again | adding |
//! | adding, no | [`Add`](Move::Add) | which tasks are added, after each hundred | make the job, which ends by nothing yet; add tasks; have it end with its last task | job: ours if it bears our mark, else the job is refused; task: added; ended: it was told before | watching |
//! | the same of an open job that has grown, no | as above, for the tasks that have come; what was sent before is there | the same | the same | the same | watching |
//! | staging or adding, yes | [`Withdraw`](Move::Withdraw) | the wish to stop (`cancel`) | delete the job, then its container | gone: done | ended |
//! | watching, either; staging or adding of one that has grown, yes | [`Watch`](Move::Watch) | the wish to stop; of each task that it has ended, before its results are fetched | list tasks; get blobs to `.part`, then rename; if it is to stop, terminate the job, or a task; if it was open and is closed, have it end with its last task | terminated: it was told before; a result of the promised size and hash: not fetched again; a task whose results are here: left alone | ended, or staging when tasks have come |
//! | ended | none | | | | |
//!
//! A move that fails changes no phase. It is done again after a pause where that may help, or when the account can sign in
//! again, or when somebody asks; before anything is with the service that never helps, it is withdrawn as one that is
//! refused.

use crate::history::Phase;

/// What is done to a job next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// Its content goes to storage.
    Stage,
    /// It goes to the Batch service.
    Add,
    /// It is followed to its end, and its results are fetched.
    Watch,
    /// What the services have of it is removed.
    Withdraw,
}

/// The next move for a job that has come so far; none for one that has ended. One that has `grown` has tasks with the
/// service while others are on their way: it is not withdrawn, but ended there.
pub(super) const fn next(phase: Phase, cancelled: bool, grown: bool) -> Option<Move> {
    match (phase, cancelled) {
        (Phase::Staging | Phase::Adding, true) if grown => Some(Move::Watch),
        (Phase::Staging | Phase::Adding, true) => Some(Move::Withdraw),
        (Phase::Staging, false) => Some(Move::Stage),
        (Phase::Adding, false) => Some(Move::Add),
        (Phase::Watching, _) => Some(Move::Watch),
        (Phase::Ended, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Phase, whether it was cancelled, whether it has grown, and how often it still may.
    type State = (Phase, bool, bool, u8);

    /// Where a move may leave a job: done, cut off by a wish to stop that came meanwhile, withdrawn as refused, or, where
    /// tasks have come, at its beginning again.
    fn after(state: State, taken: Move) -> Vec<State> {
        let (phase, cancelled, grown, more) = state;
        let at = |phase| (phase, cancelled, grown, more);
        let mut reached = match taken {
            Move::Stage | Move::Add => {
                let done = match taken {
                    Move::Stage => Phase::Adding,
                    _ => Phase::Watching,
                };
                let refused = match grown {
                    true => Phase::Watching,
                    false => Phase::Ended,
                };
                vec![at(done), (phase, true, grown, more), at(refused)]
            }
            Move::Watch | Move::Withdraw => vec![at(Phase::Ended)],
        };
        if taken == Move::Watch && !cancelled && more > 0 {
            reached.push((Phase::Staging, cancelled, true, more - 1));
        }
        reached
    }

    #[test]
    fn every_state_that_can_be_reached_ends_in_a_few_moves_and_by_ending_alone() {
        let grows = 3;
        let mut now: HashSet<State> = HashSet::from([(Phase::Staging, false, false, grows)]);
        let mut reached = now.clone();
        for _ in 0..5 * (1 + u32::from(grows)) {
            now = now
                .into_iter()
                .filter_map(|state| {
                    next(state.0, state.1, state.2).map(|taken| after(state, taken))
                })
                .flatten()
                .collect();
            reached.extend(&now);
        }
        // Nobody goes round in circles: after so many moves none is left that has one.
        assert!(now.is_empty(), "{now:?}");
        for (phase, cancelled, grown, _) in reached {
            assert_eq!(
                next(phase, cancelled, grown).is_none(),
                phase == Phase::Ended,
                "{phase:?} {cancelled} {grown}"
            );
        }
    }

    #[test]
    fn what_is_to_stop_is_never_sent_on() {
        for phase in [Phase::Staging, Phase::Adding] {
            assert_eq!(next(phase, true, false), Some(Move::Withdraw));
            assert_eq!(next(phase, true, true), Some(Move::Watch));
        }
    }
}
