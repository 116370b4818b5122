use longshore_model::{job::RunningTimeBin, task::TaskState};

use super::drawing::{Drawing, Fill, Shape, WIDTH};
use crate::{format, words::t};

const BASE: f64 = 56.0;
const HIGHEST: f64 = 50.0;

/// One bar: where it stands and how high its parts are, in the drawing's units.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bar {
    x: f64,
    width: f64,
    succeeded: f64,
    failed: f64,
}

/// Running times of ended tasks, in equal bins.
pub fn running_times(bins: &[RunningTimeBin]) -> Drawing {
    let [from, to] = [
        bins.first().map(|bin| format::seconds(bin.from)),
        bins.last().map(|bin| format::seconds(bin.to)),
    ]
    .map(Option::unwrap_or_default);
    let mut drawing = Drawing {
        title: t!("histogram-range", from = from.as_str(), to = to.as_str()),
        height: BASE + 2.0,
        shapes: Vec::new(),
    };
    for (bar, bin) in bars(bins).into_iter().zip(bins) {
        let title = t!(
            "histogram-bin",
            from = format::seconds(bin.from),
            to = format::seconds(bin.to),
            succeeded = bin.succeeded,
            failed = bin.failed,
        );
        let mut area = |fill, y, height| {
            if height > 0.0 {
                drawing.shapes.push(Shape::Area {
                    fill,
                    x: bar.x,
                    y,
                    width: bar.width,
                    height,
                    title: Some(title.clone()),
                });
            }
        };
        area(Fill::Ok, BASE - bar.succeeded, bar.succeeded);
        area(Fill::Bad, BASE - bar.succeeded - bar.failed, bar.failed);
    }
    drawing.shapes.push(Shape::Axis { y: BASE + 0.5 });
    drawing.foot([from, to], |state| match state {
        TaskState::Succeeded => bins.iter().any(|bin| bin.succeeded > 0),
        TaskState::Failed => bins.iter().any(|bin| bin.failed > 0),
        _ => false,
    });
    drawing
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a drawing of a few hundred units"
)]
fn bars(bins: &[RunningTimeBin]) -> Vec<Bar> {
    let most = bins
        .iter()
        .map(|bin| bin.succeeded + bin.failed)
        .max()
        .unwrap_or(0)
        .max(1) as f64;
    let room = WIDTH / (bins.len().max(1) as f64);
    let gap = (room * 0.2).min(6.0);
    let height = |tasks: u64| match tasks {
        0 => 0.0,
        // One task among thousands is still to be seen.
        tasks => (HIGHEST * tasks as f64 / most).max(3.0),
    };
    bins.iter()
        .enumerate()
        .map(|(at, bin)| Bar {
            x: room * at as f64 + gap / 2.0,
            width: room - gap,
            succeeded: height(bin.succeeded),
            failed: height(bin.failed),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_share_the_width_and_the_highest_fills_the_height() {
        let bin = |succeeded, failed| RunningTimeBin {
            from: 0.0,
            to: 1.0,
            succeeded,
            failed,
        };
        let drawn = bars(&[bin(1_000, 0), bin(0, 0), bin(1, 1), bin(500, 0)]);
        let expected = [
            Bar {
                x: 3.0,
                width: 111.0,
                succeeded: 50.0,
                failed: 0.0,
            },
            Bar {
                x: 120.0,
                width: 111.0,
                succeeded: 0.0,
                failed: 0.0,
            },
            Bar {
                x: 237.0,
                width: 111.0,
                succeeded: 3.0,
                failed: 3.0,
            },
            Bar {
                x: 354.0,
                width: 111.0,
                succeeded: 25.0,
                failed: 0.0,
            },
        ];
        assert_eq!(drawn, expected);
        assert_eq!(bars(&[]), []);
    }
}
