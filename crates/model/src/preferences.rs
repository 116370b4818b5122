//! What a person set for the program as a whole.

use serde::{Deserialize, Serialize};

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the window speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// The system's language where it is one of these, otherwise English.
    #[default]
    System,
    /// English.
    English,
    /// German.
    German,
}

/// How strongly things stand out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contrast {
    /// As the system is.
    #[default]
    System,
    /// High: text of 7:1 at least, and a line around whatever can be used.
    More,
}

/// Preferences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Light or dark.
    pub theme: Theme,
    /// What the window speaks.
    pub language: Language,
    /// How strongly things stand out, in either theme.
    pub contrast: Contrast,
    /// Whether the window has a menu bar. On macOS there always is one.
    pub menu_bar: bool,
    /// Whether there is an icon among the system's own.
    pub tray: bool,
    /// Folder offered for downloads; empty for the system's downloads folder.
    pub download_folder: String,
    /// Days staged files are kept in storage after a job's end; 0 for as long as the account keeps them.
    pub keep_staged_days: u32,
    /// Days a job stays in history after its end; 0 for ever.
    pub keep_history_days: u32,
    /// Whether the end of a job is announced when the window is not in front.
    pub notify: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            language: Language::System,
            contrast: Contrast::System,
            menu_bar: false,
            tray: false,
            download_folder: String::new(),
            keep_staged_days: 7,
            keep_history_days: 0,
            notify: true,
        }
    }
}
