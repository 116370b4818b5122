//! A long list of which only the pages near the screen are held.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Rows of one page, as asked of the backend.
pub const PAGE: u64 = 100;

/// Pages held at most; what is further from the screen is forgotten and asked for again.
const HELD: usize = 8;

/// Rows by index, of a list that may have many more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paged<T> {
    total: Option<u64>,
    pages: BTreeMap<u64, Vec<T>>,
    asked: BTreeSet<u64>,
}

impl<T> Default for Paged<T> {
    fn default() -> Self {
        Self {
            total: None,
            pages: BTreeMap::new(),
            asked: BTreeSet::new(),
        }
    }
}

impl<T> Paged<T> {
    /// Rows there are in all; 0 until the first page has come.
    pub fn total(&self) -> u64 {
        self.total.unwrap_or(0)
    }

    /// Whether any page has come.
    pub fn loaded(&self) -> bool {
        self.total.is_some()
    }

    /// The row at an index, when it is held.
    pub fn get(&self, index: u64) -> Option<&T> {
        let row = usize::try_from(index % PAGE).ok()?;
        self.pages.get(&(index / PAGE))?.get(row)
    }

    /// Pages to ask for so that these rows can be shown; they count as asked for from now on.
    pub fn ask(&mut self, rows: Range<u64>) -> Vec<u64> {
        let wanted = pages_of(&rows)
            .filter(|page| !self.pages.contains_key(page) && !self.asked.contains(page))
            .filter(|page| self.total.is_none_or(|total| page * PAGE < total.max(1)))
            .collect::<Vec<_>>();
        self.asked.extend(&wanted);
        wanted
    }

    /// Pages that show these rows, held or not: to be asked for again.
    pub fn ask_again(&mut self, rows: Range<u64>) -> Vec<u64> {
        let wanted: Vec<_> = pages_of(&rows).collect();
        self.asked.extend(&wanted);
        wanted
    }

    /// Forgets all pages but those of these rows: rows have moved, and the others no longer begin where they did.
    pub fn keep_only(&mut self, rows: &Range<u64>) {
        let kept = pages_of(rows);
        self.pages.retain(|number, _| kept.contains(number));
    }

    /// Takes a page that came, and forgets what is far from it.
    pub fn put(&mut self, page: u64, rows: Vec<T>, total: u64) {
        self.asked.remove(&page);
        self.total = Some(total);
        self.pages.retain(|number, _| number * PAGE < total);
        self.pages.insert(page, rows);
        while self.pages.len() > HELD {
            let farthest = self
                .pages
                .keys()
                .copied()
                .max_by_key(|held| held.abs_diff(page));
            if let Some(farthest) = farthest {
                self.pages.remove(&farthest);
            }
        }
    }

    /// A page that was asked for did not come.
    pub fn give_up(&mut self, page: u64) {
        self.asked.remove(&page);
    }

    /// Changes the first held row that `which` finds; whether there was one.
    pub fn replace(&mut self, which: impl Fn(&T) -> bool, with: T) -> bool {
        match self.pages.values_mut().flatten().find(|row| which(row)) {
            Some(row) => {
                *row = with;
                true
            }
            None => false,
        }
    }

    /// The index of the first held row that `which` finds.
    pub fn position(&self, which: impl Fn(&T) -> bool) -> Option<u64> {
        self.pages.iter().find_map(|(page, rows)| {
            let row = rows.iter().position(&which)?;
            Some(page * PAGE + u64::try_from(row).ok()?)
        })
    }

    /// All rows that are held, in order.
    pub fn held(&self) -> impl Iterator<Item = &T> {
        self.pages.values().flatten()
    }
}

fn pages_of(rows: &Range<u64>) -> Range<u64> {
    let last = rows.end.max(rows.start + 1) - 1;
    rows.start / PAGE..last / PAGE + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: u64, total: u64) -> Vec<u64> {
        (number * PAGE..total.min((number + 1) * PAGE)).collect()
    }

    #[test]
    fn a_page_is_asked_for_once_and_again_only_when_it_did_not_come() {
        let mut list = Paged::<u64>::default();
        assert_eq!(list.ask(0..30), [0]);
        assert_eq!(list.ask(0..30), [0; 0]);
        list.give_up(0);
        assert_eq!(list.ask(0..30), [0]);
        list.put(0, page(0, 250), 250);
        assert_eq!(list.ask(90..120), [1]);
        assert_eq!(
            (list.get(99), list.get(100), list.total()),
            (Some(&99), None, 250)
        );
    }

    #[test]
    fn rows_behind_the_end_are_not_asked_for() {
        let mut list = Paged::default();
        list.put(0, page(0, 100), 100);
        assert_eq!(list.ask(80..140), [0; 0]);
    }

    #[test]
    fn only_pages_near_the_screen_are_held() {
        let mut list = Paged::default();
        for number in 0..20 {
            list.put(number, page(number, 100_000), 100_000);
        }
        assert_eq!(list.held().count(), HELD * 100);
        assert_eq!((list.get(0), list.get(1_999)), (None, Some(&1_999)));
        assert_eq!(list.ask(0..10), [0]);
    }

    #[test]
    fn a_shorter_list_forgets_the_pages_it_no_longer_has() {
        let mut list = Paged::default();
        list.put(0, page(0, 250), 250);
        list.put(2, page(2, 250), 250);
        list.put(0, page(0, 40), 40);
        assert_eq!((list.get(240), list.held().count()), (None, 40));
    }

    #[test]
    fn when_rows_have_moved_pages_that_are_not_on_screen_are_asked_for_anew() {
        let mut list = Paged::default();
        for number in 0..3 {
            list.put(number, page(number, 300), 300);
        }
        list.keep_only(&(90..120));
        assert_eq!((list.get(99), list.get(199)), (Some(&99), Some(&199)));
        assert_eq!(list.get(200), None);
        assert_eq!(list.ask(190..210), [2]);
    }

    #[test]
    fn a_row_is_found_and_replaced_by_what_it_is() {
        let mut list = Paged::default();
        list.put(1, page(1, 250), 250);
        assert_eq!(list.position(|row| *row == 142), Some(142));
        assert!(list.replace(|row| *row == 142, 7));
        assert_eq!(list.get(142), Some(&7));
        assert!(!list.replace(|row| *row == 3, 7));
    }
}
