//! How much of a result is shown, all together.

/// Values in all.
const VALUES: usize = 5000;
/// Numbers of arrays that plots are made of, in all.
const NUMBERS: usize = 8 << 20;
/// Cells of arrays and tables that weigh as much as a value.
const CELLS: usize = 4;

/// What may still be shown.
pub(super) struct Budget {
    values: usize,
    numbers: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            values: VALUES,
            numbers: NUMBERS,
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
}
