//! What is chosen in a list, beside the row that is open.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    Report,
    command::{ChooseJobs, ChooseTasks},
    job::JobQuery,
    selection::Selection as Told,
    task::TaskQuery,
};
use serde::{Deserialize, Serialize};

use crate::{backend::call, browser};

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
    /// Whether a row is chosen.
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
    fn of<Q>(&self, query: Q) -> Told<Q> {
        let ids = self.ids.iter().cloned().collect();
        if self.all {
            Told::Found { query, except: ids }
        } else {
            Told::These { ids }
        }
    }
}

/// What a list shows that some can be chosen of.
pub trait List: Sized + 'static {
    /// These rows of it.
    fn rows(self, offset: u64, limit: u64) -> Self;
    /// The ids of all its rows, in its order.
    fn ids(self) -> impl Future<Output = Result<Vec<String>, Report>>;
}

impl List for JobQuery {
    fn rows(self, offset: u64, limit: u64) -> Self {
        Self {
            offset,
            limit,
            ..self
        }
    }

    async fn ids(self) -> Result<Vec<String>, Report> {
        let selection = Told::found(self);
        let jobs = call(ChooseJobs { selection }).await?;
        Ok(jobs.into_iter().map(|job| job.id).collect())
    }
}

impl List for TaskQuery {
    fn rows(self, offset: u64, limit: u64) -> Self {
        Self {
            offset,
            limit,
            ..self
        }
    }

    async fn ids(self) -> Result<Vec<String>, Report> {
        let id = self.job.clone();
        let tasks = Told::found(self);
        call(ChooseTasks { id, tasks }).await
    }
}

/// The choice, as the window keeps it.
#[derive(Debug, Clone, Copy)]
pub struct Selection {
    /// Which.
    pub picked: RwSignal<Picked>,
    /// The row a range begins at.
    anchor: StoredValue<u64>,
    /// Counts how often it was given up: a range that was asked for before comes too late.
    generation: StoredValue<u64>,
    /// Where it is remembered, if anywhere.
    kept: Option<&'static str>,
}

impl Selection {
    /// None yet, and none the next time.
    pub fn new() -> Self {
        Self {
            picked: RwSignal::new(Picked::default()),
            anchor: StoredValue::new(0),
            generation: StoredValue::new(0),
            kept: None,
        }
    }

    /// That of last time, which is remembered under this name.
    pub fn kept_as(name: &'static str) -> Self {
        let selection = Self {
            kept: Some(name),
            ..Self::new()
        };
        let picked = browser::kept(name).and_then(|text| serde_json::from_str(&text).ok());
        selection.picked.set(picked.unwrap_or_default());
        selection
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

    /// Takes a row in, or out again.
    pub fn toggle(self, id: &str, row: u64) {
        self.anchor.set_value(row);
        self.change(|picked| picked.toggle(id));
    }

    /// Takes in all rows from where the last choice was made to this one.
    pub fn up_to(self, row: u64, list: impl List) {
        let (first, last) = (
            self.anchor.get_value().min(row),
            self.anchor.get_value().max(row),
        );
        let rows = list.rows(first, last - first + 1);
        let generation = self.generation.get_value();
        spawn_local(async move {
            if let Ok(ids) = rows.ids().await
                && self.generation.get_value() == generation
            {
                self.change(|picked| picked.add(ids));
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
        self.generation.update_value(|generation| *generation += 1);
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

    /// A row is gone.
    pub fn forget(self, id: &str) {
        if self.picked.with_untracked(|picked| picked.ids.contains(id)) {
            self.change(|picked| {
                picked.ids.remove(id);
            });
        }
    }

    /// As the backend is told of it; `list` is what the list shows.
    pub fn told<Q>(self, list: Q) -> Told<Q> {
        self.picked.with_untracked(|picked| picked.of(list))
    }

    fn change(self, change: impl FnOnce(&mut Picked)) {
        self.picked.update(change);
        let Some(name) = self.kept else { return };
        let text = self.picked.with_untracked(|picked| {
            let kept = !picked.all && picked.ids.len() <= MOST_KEPT;
            kept.then(|| serde_json::to_string(picked).unwrap_or_default())
        });
        browser::keep(name, &text.unwrap_or_default());
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
            Told::Found { except, .. } if except.is_empty()
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
            Told::These {
                ids: vec!["b".into()]
            }
        );
    }
}
