use serde::{Deserialize, Serialize};

/// The course of a row of numbers, in so few steps that it can be drawn small.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plot {
    /// Lowest and highest number of each step, all finite; `None` where a step holds no finite number.
    pub steps: Vec<Option<(f64, f64)>>,
    /// The lowest number.
    pub lowest: f64,
    /// The highest number.
    pub highest: f64,
    /// How many of the elements were looked at: the first.
    pub seen: u64,
    /// How many of these are no finite numbers.
    pub undefined: u64,
}
