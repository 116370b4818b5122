use leptos::prelude::*;
use longshore_model::preview::Plot;

use crate::words::t;

const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 40.0;
/// Room above and below for the width of the line.
const EDGE: f64 = 2.0;

/// The course of a row of numbers, drawn small, with its lowest and highest in words.
#[component]
pub fn Sparkline(
    /// The course.
    plot: Plot,
) -> impl IntoView {
    let range = t!(
        "from-to",
        from = short(plot.lowest),
        to = short(plot.highest)
    );
    let drawn = shape(&plot)
        .into_iter()
        .map(|points| view! { <polygon points=points></polygon> })
        .collect_view();
    view! {
        <figure class="sparkline">
            <svg viewBox="0 0 240 40" preserveAspectRatio="none" role="img" aria-label=words(&plot)>{drawn}</svg>
            <figcaption>{range}</figcaption>
        </figure>
    }
}

/// What the drawing says, for those who do not see it.
fn words(plot: &Plot) -> String {
    let mut found = plot.steps.iter().flatten();
    let first = found.next();
    let (first, last) = (first, found.next_back().or(first));
    let mut words = t!(
        "sparkline",
        numbers = t!("count-numbers", count = plot.seen),
        lowest = short(plot.lowest),
        highest = short(plot.highest)
    );
    if let (Some((low, high)), Some((last_low, last_high))) = (first, last) {
        let (began, ended) = ((low + high) / 2.0, (last_low + last_high) / 2.0);
        words += ", ";
        words += &t!("sparkline-course", from = short(began), to = short(ended));
    }
    if plot.undefined > 0 {
        words += ", ";
        words += &t!("sparkline-undefined", count = plot.undefined);
    }
    words
}

/// A number in few digits.
fn short(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || value.fract() == 0.0 && size < 1e6 {
        return format!("{value:.0}");
    }
    if !(1e-3..1e6).contains(&size) {
        return format!("{value:.2e}");
    }
    format!("{value:.3}")
}

/// The band between lowest and highest of each step, as the corners of a polygon for each run of steps without a gap.
#[expect(
    clippy::cast_precision_loss,
    reason = "a drawing of a few hundred units"
)]
fn shape(plot: &Plot) -> Vec<String> {
    let room = WIDTH / plot.steps.len().saturating_sub(1).max(1) as f64;
    // Halves, so that the distance of the largest numbers is one too.
    let span = plot.highest / 2.0 - plot.lowest / 2.0;
    let y = |value: f64| {
        let share = if span > 0.0 {
            (value / 2.0 - plot.lowest / 2.0) / span
        } else {
            0.5
        };
        HEIGHT - EDGE - share * (HEIGHT - 2.0 * EDGE)
    };
    let steps: Vec<_> = plot.steps.iter().enumerate().collect();
    steps
        .split(|(_, step)| step.is_none())
        .filter(|run| !run.is_empty())
        .map(|run| {
            let corner = |at: &usize, value| format!("{:.1},{:.1}", *at as f64 * room, y(value));
            let found = || run.iter().filter_map(|(at, step)| Some((at, (**step)?)));
            let above = found().map(|(at, (_, high))| corner(at, high));
            let below = found().rev().map(|(at, (low, _))| corner(at, low));
            above.chain(below).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot() -> Plot {
        Plot {
            steps: vec![Some((0.0, 2.0)), None, Some((4.0, 4.0)), Some((1.0, 1.0))],
            lowest: 0.0,
            highest: 4.0,
            seen: 400,
            undefined: 100,
        }
    }

    #[test]
    fn each_run_without_a_gap_is_a_band() {
        assert_eq!(
            shape(&plot()),
            [
                "0.0,20.0 0.0,38.0",
                "160.0,2.0 240.0,29.0 240.0,29.0 160.0,2.0"
            ]
        );
    }

    #[test]
    fn numbers_that_are_all_the_same_are_a_line_in_the_middle() {
        let flat = Plot {
            steps: vec![Some((7.0, 7.0)); 2],
            lowest: 7.0,
            highest: 7.0,
            seen: 2,
            undefined: 0,
        };
        assert_eq!(shape(&flat), ["0.0,20.0 240.0,20.0 240.0,20.0 0.0,20.0"]);
    }

    #[test]
    fn the_course_is_told_in_words_too() {
        assert_eq!(
            words(&plot()),
            "400 numbers: lowest 0, highest 4, from about 1 to about 1, 100 not finite"
        );
        assert_eq!(
            [0.12345, -2.5e9, 1e-7, 1200.0].map(short),
            ["0.123", "-2.50e9", "1.00e-7", "1200"]
        );
    }
}
