//! The system's menu bar, in the window's words.

use serde::{Deserialize, Serialize};

/// One menu of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu {
    /// What is read in the bar.
    pub title: String,
    /// Its lines.
    pub items: Vec<MenuItem>,
}

/// One line of a menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuItem {
    /// What the window knows it by; it comes back with [`Event::MenuChosen`](crate::event::Event::MenuChosen).
    pub id: String,
    /// What is read.
    pub text: String,
}
