//! How much of a result is shown, all together. A small pickle may hold one large thing many times over: what is taken
//! here bounds time and memory by the result's size, not by how often its parts are shared.

/// Values in all.
const VALUES: usize = 5000;
/// Numbers of arrays that plots are made of, in all.
const NUMBERS: usize = 8 << 20;
/// Cells of arrays and tables that weigh as much as a value.
const CELLS: usize = 4;
/// Characters of texts, in all.
const CHARACTERS: usize = 256 << 10;
/// Tables that are looked into.
const TABLES: usize = 50;
/// Bytes of pickles within the pickle; the one that goes beyond is still read.
const WITHIN: u64 = 64 << 20;

/// What may still be shown.
pub(super) struct Budget {
    values: usize,
    numbers: usize,
    characters: usize,
    tables: usize,
    within: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            values: VALUES,
            numbers: NUMBERS,
            characters: CHARACTERS,
            tables: TABLES,
            within: WITHIN,
        }
    }
}

impl Budget {
    /// Takes a value; false when there is no more room for one.
    pub(super) fn value(&mut self) -> bool {
        let left = self.values.checked_sub(1);
        self.values = left.unwrap_or_default();
        left.is_some()
    }

    /// Takes cells that are shown.
    pub(super) fn cells(&mut self, cells: usize) {
        self.values = self.values.saturating_sub(cells / CELLS);
    }

    /// Takes numbers to be gone through; false, and none taken, when that is too many.
    pub(super) fn numbers(&mut self, numbers: usize) -> bool {
        let left = self.numbers.checked_sub(numbers);
        self.numbers = left.unwrap_or(self.numbers);
        left.is_some()
    }

    /// The beginning of a text, up to a number of characters and to what is left for all.
    pub(super) fn text(&mut self, text: &str, characters: usize) -> String {
        let shown: String = text.chars().take(characters.min(self.characters)).collect();
        self.characters -= shown.chars().count();
        shown
    }

    /// Takes a text that means something else when it is cut; false, and nothing taken, when there is no room for it.
    pub(super) fn whole(&mut self, text: &str) -> bool {
        let left = self.characters.checked_sub(text.chars().count());
        self.characters = left.unwrap_or(self.characters);
        left.is_some()
    }

    /// Takes a table to be looked into; false when that were too many.
    pub(super) fn table(&mut self) -> bool {
        let left = self.tables.checked_sub(1);
        self.tables = left.unwrap_or_default();
        left.is_some()
    }

    /// Takes a pickle of so many bytes within another; false when enough were read.
    pub(super) fn within(&mut self, bytes: u64) -> bool {
        let is_left = self.within > 0;
        self.within = self.within.saturating_sub(bytes);
        is_left
    }
}
