//! The course of an array's numbers.

use longshore_model::preview::Plot;

use super::NdArray;

/// Steps of a plot: as many as can be told apart where it is drawn.
const STEPS: usize = 120;

/// The course of an array of numbers in one dimension; nothing for any other, or when there is no course in it.
pub(super) fn of(array: &NdArray<'_>) -> Option<Plot> {
    if array.shape.len() != 1 {
        return None;
    }
    let seen = array.numbers().count();
    if seen < 2 {
        return None;
    }
    let mut steps = vec![None; STEPS.min(seen)];
    let mut undefined = 0;
    for (at, number) in array.numbers().enumerate() {
        if !number.is_finite() {
            undefined += 1;
            continue;
        }
        // The same number of elements in each step, give or take one.
        let at = u128::try_from(at).unwrap_or_default() * steps.len() as u128 / seen as u128;
        let step = usize::try_from(at).ok().and_then(|at| steps.get_mut(at))?;
        *step = Some(step.map_or((number, number), |(low, high): (f64, f64)| {
            (low.min(number), high.max(number))
        }));
    }
    let found = || steps.iter().flatten();
    let lowest = found().map(|(low, _)| *low).reduce(f64::min)?;
    let highest = found().map(|(_, high)| *high).reduce(f64::max)?;
    Some(Plot {
        steps,
        lowest,
        highest,
        seen: seen as u64,
        undefined,
    })
}
