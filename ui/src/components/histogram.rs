use leptos::prelude::*;
use longshore_model::job::RunningTimeBin;

use crate::format;

const WIDTH: f64 = 468.0;
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

/// Running times of ended tasks.
#[component]
pub fn Histogram(
    /// In equal bins.
    #[prop(into)]
    bins: Signal<Vec<RunningTimeBin>>,
) -> impl IntoView {
    let words = move || {
        bins.with(|bins| match (bins.first(), bins.last()) {
            (Some(first), Some(last)) => {
                format!(
                    "Running times of tasks, {} to {}",
                    format::seconds(first.from),
                    format::seconds(last.to)
                )
            }
            _ => "Running times of tasks".into(),
        })
    };
    let drawn = move || {
        bins.with(|bins| {
            bars(bins)
                .into_iter()
                .map(|bar| {
                    let rect = |class: &'static str, y: f64, height: f64| {
                        (height > 0.0).then(|| {
                            view! { <rect class=class x=bar.x y=y width=bar.width height=height rx="2"></rect> }
                        })
                    };
                    view! {
                        {rect("f-ok", BASE - bar.succeeded, bar.succeeded)}
                        {rect("f-bad", BASE - bar.succeeded - bar.failed, bar.failed)}
                    }
                })
                .collect_view()
        })
    };
    let ends = move || {
        bins.with(|bins| {
            let first = bins.first().map(|bin| format::seconds(bin.from));
            let last = bins.last().map(|bin| format::seconds(bin.to));
            (first, last)
        })
    };
    view! {
        <svg class="histogram" viewBox="0 0 468 72" preserveAspectRatio="xMinYMid" role="img" aria-label=words>
            {drawn}
            <path class="axis" d="M0 56.5h468"></path>
            <text x="0" y="69">{move || ends().0}</text>
            <text x=WIDTH y="69" text-anchor="end">{move || ends().1}</text>
        </svg>
    }
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
