//! What every screen is made of. A component knows nothing of the program's state: it gets signals and callbacks.

mod button;
mod chip;
mod dialog;
mod empty;
mod field;
mod icon;
mod note;
mod plot;
mod scroll_window;
mod segments;
mod state_bar;
mod tabs;
mod tone;

pub use button::{Button, Kind};
pub use chip::{Chip, Dot, JobChip, TaskChip};
pub use dialog::{Confirm, Dialog};
pub use empty::Empty;
pub use field::{Problem, TextField};
pub use icon::{Icon, Picture};
pub use note::{Note, ReportNote};
pub use plot::{Drawing, Plot, Sparkline, node_times, running_times};
pub use scroll_window::{ScrollWindow, scroll_window};
pub use segments::Segments;
pub use state_bar::{Progress, StateBar};
pub use tabs::Tabs;
pub use tone::Tone;
