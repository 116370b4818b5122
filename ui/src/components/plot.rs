//! What is drawn from numbers: as a drawing, which is shown in the page and can be written to a file.

mod drawing;
mod file;
mod node_times;
mod running_times;
mod sparkline;

pub use drawing::{Drawing, Plot};
pub use node_times::node_times;
pub use running_times::running_times;
pub use sparkline::Sparkline;
