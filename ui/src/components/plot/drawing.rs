use leptos::prelude::*;
use longshore_model::task::TaskState;

use crate::words::names;

/// Width of every drawing, in its own units; it is scaled to the room there is.
pub const WIDTH: f64 = 468.0;
/// Height of a line of words.
pub const LINE: f64 = 14.0;
/// Of the square before a word that says what a fill means.
const SWATCH: f64 = 8.0;
/// How wide a letter is, near enough to put words side by side.
const LETTER: f64 = 6.0;

/// What an area is filled with: a colour, and a pattern too for what has to be told apart without colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Ended well.
    Ok,
    /// Failed; hatched.
    Bad,
    /// Goes on.
    Run,
    /// Was stopped.
    Stop,
}

impl Fill {
    /// How tasks in that state are drawn.
    pub fn of(state: TaskState) -> Self {
        match state {
            TaskState::Succeeded => Self::Ok,
            TaskState::Failed => Self::Bad,
            TaskState::Cancelled => Self::Stop,
            TaskState::Waiting | TaskState::Running | TaskState::Retrieving => Self::Run,
        }
    }

    /// The class that colours it.
    const fn class(self) -> &'static str {
        match self {
            Self::Ok => "f-ok",
            Self::Bad => "f-bad",
            Self::Run => "f-run",
            Self::Stop => "f-stop",
        }
    }
}

/// Where words stand from the place they are put at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// They begin there.
    Start,
    /// They end there.
    End,
}

/// One thing drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// An area.
    Area {
        /// What it is filled with.
        fill: Fill,
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Its width.
        width: f64,
        /// Its height.
        height: f64,
        /// What it stands for.
        title: Option<String>,
    },
    /// Words on a line.
    Words {
        /// Where they begin or end.
        x: f64,
        /// The line they stand on.
        y: f64,
        /// Which of both.
        anchor: Anchor,
        /// The words.
        text: String,
    },
    /// A line from the left to the right.
    Axis {
        /// Where.
        y: f64,
    },
}

/// A drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// What it shows, in words.
    pub title: String,
    /// Its height in units of [`WIDTH`].
    pub height: f64,
    /// What is drawn, the lower things first.
    pub shapes: Vec<Shape>,
}

impl Drawing {
    /// Puts words below everything: those at both ends, and between them what the drawn states look like, where they
    /// look different.
    pub fn foot(&mut self, [first, last]: [String; 2], drawn: impl Fn(TaskState) -> bool) {
        self.height += LINE;
        let y = self.height - 3.0;
        self.words(0.0, y, Anchor::Start, first);
        self.words(WIDTH, y, Anchor::End, last);
        let mut states: Vec<TaskState> = TaskState::ALL
            .into_iter()
            .filter(|state| drawn(*state))
            .collect();
        states.dedup_by_key(|state| Fill::of(*state));
        if states.len() > 1 {
            self.legend(y, &states);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a few letters")]
    fn legend(&mut self, y: f64, states: &[TaskState]) {
        let entries: Vec<_> = states
            .iter()
            .map(|state| {
                let word = names::task_state(*state);
                let width = SWATCH + 4.0 + word.chars().count() as f64 * LETTER + 10.0;
                (*state, word, width)
            })
            .collect();
        let mut x = (WIDTH - entries.iter().map(|(_, _, width)| width).sum::<f64>()) / 2.0;
        for (state, word, width) in entries {
            self.shapes.push(Shape::Area {
                fill: Fill::of(state),
                x,
                y: y - SWATCH + 1.0,
                width: SWATCH,
                height: SWATCH,
                title: None,
            });
            self.words(x + SWATCH + 4.0, y, Anchor::Start, word.to_owned());
            x += width;
        }
    }

    /// Puts words on a line.
    pub fn words(&mut self, x: f64, y: f64, anchor: Anchor, text: String) {
        self.shapes.push(Shape::Words { x, y, anchor, text });
    }
}

/// A drawing in the page.
#[component]
pub fn Plot(
    /// The drawing.
    #[prop(into)]
    drawing: Signal<Drawing>,
    testid: &'static str,
) -> impl IntoView {
    // Its own, since more than one plot can be in the page.
    let hatch = format!("hatch-{testid}");
    let hatched = format!("url(#{hatch})");
    let drawn = move || {
        let shapes = drawing.with(|drawing| drawing.shapes.clone());
        let drawn = |shape| shown(shape, &hatched).into_any();
        shapes.into_iter().map(drawn).collect_view()
    };
    view! {
        <svg
            class="plot"
            viewBox=move || drawing.with(|drawing| format!("0 0 {WIDTH} {}", drawing.height))
            role="img"
            aria-label=move || drawing.with(|drawing| drawing.title.clone())
            data-testid=testid
        >
            <defs>
                <pattern id=hatch width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="f-bad" width="4" height="4"></rect>
                    <rect class="f-gap" width="1.4" height="4"></rect>
                </pattern>
            </defs>
            {drawn}
        </svg>
    }
}

fn shown(shape: Shape, hatched: &str) -> impl IntoView + use<> {
    match shape {
        Shape::Area {
            fill,
            x,
            y,
            width,
            height,
            title,
        } => {
            let title = title.map(|title| view! { <title>{title}</title> });
            let pattern = (fill == Fill::Bad).then(|| hatched.to_owned());
            let class = pattern.is_none().then_some(fill.class());
            view! { <rect class=class fill=pattern x=x y=y width=width height=height rx="1.5">{title}</rect> }
            .into_any()
        }
        Shape::Words { x, y, anchor, text } => {
            let anchor = (anchor == Anchor::End).then_some("end");
            view! { <text x=x y=y text-anchor=anchor>{text}</text> }.into_any()
        }
        Shape::Axis { y } => {
            view! { <path class="axis" d=format!("M0 {y}h{WIDTH}")></path> }.into_any()
        }
    }
}
