//! The jobs that are chosen in the list, beside the one that is open.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    command::ChooseJobs,
    job::{JobQuery, JobSelection},
};
use serde::{Deserialize, Serialize};

use crate::{backend::call, browser};

/// Where it is remembered.
const KEPT: &str = "picked";
/// As many ids as are remembered: beyond, choosing again is quicker than looking through them.
const MOST_KEPT: usize = 500;

/// Some of a list, without naming each where nearly all are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    all: bool,
    /// Those that are chosen; with `all`, those that are not.
    ids: BTreeSet<String>,
}

impl Picked {
    /// Whether a job is chosen.
    pub fn holds(&self, id: &str) -> bool {
        self.ids.contains(id) != self.all
    }

    /// How many are, of a list of `total`.
    pub fn count(&self, total: u64) -> u64 {
        let named = u64::try_from(self.ids.len()).unwrap_or(u64::MAX);
        if self.all {
            total.saturating_sub(named)
        } else {
            named
        }
    }

    fn toggle(&mut self, id: &str) {
        if !self.ids.remove(id) {
            self.ids.insert(id.to_owned());
        }
    }

    fn add(&mut self, ids: impl IntoIterator<Item = String>) {
        for id in ids {
            if self.all {
                self.ids.remove(&id);
            } else {
                self.ids.insert(id);
            }
        }
    }

    /// As the backend is told of it; `query` is what the list shows.
    fn of(&self, query: JobQuery) -> JobSelection {
        let ids = self.ids.iter().cloned().collect();
        if self.all {
            JobSelection::Found { query, except: ids }
        } else {
            JobSelection::These { ids }
        }
    }
}

/// The choice, as the window keeps it.
#[derive(Debug, Clone, Copy)]
pub struct Selection {
    /// Which.
    pub picked: RwSignal<Picked>,
    /// The row a range begins at.
    anchor: StoredValue<u64>,
}

impl Selection {
    /// That of last time.
    pub fn new() -> Self {
        let picked = browser::kept(KEPT).and_then(|text| serde_json::from_str(&text).ok());
        Self {
            picked: RwSignal::new(picked.unwrap_or_default()),
            anchor: StoredValue::new(0),
        }
    }

    /// Whether any is chosen.
    pub fn any(self) -> bool {
        self.picked.with(|picked| *picked != Picked::default())
    }

    /// The same, without following it.
    pub fn any_untracked(self) -> bool {
        self.picked
            .with_untracked(|picked| *picked != Picked::default())
    }

    /// Where the next range begins.
    pub fn start_at(self, row: u64) {
        self.anchor.set_value(row);
    }

    /// Takes a job in, or out again.
    pub fn toggle(self, id: &str, row: u64) {
        self.anchor.set_value(row);
        self.change(|picked| picked.toggle(id));
    }

    /// Takes in all rows from where the last choice was made to this one.
    pub fn up_to(self, row: u64, list: JobQuery) {
        let (first, last) = (
            self.anchor.get_value().min(row),
            self.anchor.get_value().max(row),
        );
        let query = JobQuery {
            offset: first,
            limit: last - first + 1,
            ..list
        };
        spawn_local(async move {
            let selection = JobSelection::Found {
                query,
                except: Vec::new(),
            };
            if let Ok(jobs) = call(ChooseJobs { selection }).await {
                self.change(|picked| picked.add(jobs.into_iter().map(|job| job.id)));
            }
        });
    }

    /// Takes all in that the list has, on screen or not.
    pub fn all(self) {
        self.change(|picked| {
            *picked = Picked {
                all: true,
                ids: BTreeSet::new(),
            };
        });
    }

    /// Takes all out.
    pub fn clear(self) {
        if self.any_untracked() {
            self.change(|picked| *picked = Picked::default());
        }
    }

    /// Leaves only these: what an action could not be done to.
    pub fn only(self, ids: Vec<String>) {
        self.change(|picked| {
            *picked = Picked {
                all: false,
                ids: ids.into_iter().collect(),
            };
        });
    }

    /// A job is gone.
    pub fn forget(self, id: &str) {
        if self.picked.with_untracked(|picked| picked.ids.contains(id)) {
            self.change(|picked| {
                picked.ids.remove(id);
            });
        }
    }

    /// As the backend is told of it; `list` is what the list shows.
    pub fn told(self, list: JobQuery) -> JobSelection {
        self.picked.with_untracked(|picked| picked.of(list))
    }

    fn change(self, change: impl FnOnce(&mut Picked)) {
        self.picked.update(change);
        let text = self.picked.with_untracked(|picked| {
            let kept = !picked.all && picked.ids.len() <= MOST_KEPT;
            kept.then(|| serde_json::to_string(picked).unwrap_or_default())
        });
        browser::keep(KEPT, &text.unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_some_are_chosen_without_naming_the_rest() {
        let mut picked = Picked {
            all: true,
            ids: BTreeSet::new(),
        };
        picked.toggle("b");
        assert!(picked.holds("a") && !picked.holds("b"));
        assert_eq!(picked.count(100_000), 99_999);
        picked.add(["b".to_owned()]);
        assert!(picked.holds("b"));
        assert!(matches!(
            picked.of(JobQuery::default()),
            JobSelection::Found { except, .. } if except.is_empty()
        ));
    }

    #[test]
    fn a_choice_is_taken_back_by_making_it_again() {
        let mut picked = Picked::default();
        picked.toggle("a");
        picked.toggle("b");
        picked.toggle("a");
        assert_eq!((picked.count(9), picked.holds("a")), (1, false));
        assert_eq!(
            picked.of(JobQuery::default()),
            JobSelection::These {
                ids: vec!["b".into()]
            }
        );
    }
}
