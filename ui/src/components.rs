//! What every screen is made of. A component knows nothing of the program's state: it gets signals and callbacks.

mod button;
mod chip;
mod dialog;
mod empty;
mod field;
mod histogram;
mod icon;
mod node_plot;
mod note;
mod scroll_window;
mod segments;
mod sparkline;
mod state_bar;
mod tabs;
mod tone;

pub use button::{Button, Kind};
pub use chip::{Chip, Dot, JobChip, TaskChip};
pub use dialog::{Confirm, Dialog};
pub use empty::Empty;
pub use field::{Problem, TextField};
pub use histogram::Histogram;
pub use icon::{Icon, Picture};
pub use node_plot::NodePlot;
pub use note::{Note, ReportNote};
pub use scroll_window::{ScrollWindow, scroll_window};
pub use segments::Segments;
pub use sparkline::Sparkline;
pub use state_bar::{Progress, StateBar};
pub use tabs::Tabs;
pub use tone::Tone;
