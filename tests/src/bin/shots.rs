//! Pictures of every screen, light and dark, for the README and for looking at: `shots --out docs/shots`.
//!
//! `cargo xtask shots` builds the programs and runs this. Everything shown is real: the window, the embedded Azure, the
//! payloads of the tests.

#![allow(
    clippy::unwrap_used,
    reason = "a picture that cannot be taken ends the program"
)]

use std::{fs, path::PathBuf};

use longshore_tests::{
    desktop::{
        Window,
        states::{states, without_keyring},
        tour::{ENGLISH, GERMAN, THEMES, Visit, Words, start, tour},
    },
    home::Home,
};

/// Where pictures go, and which to take.
struct Album {
    folder: PathBuf,
    /// Screens by name; all of them without any.
    only: Vec<String>,
    size: (u32, u32),
    zoom: u32,
    words: Words,
    /// Whether to walk past the states only that the screens of the tour can also be in.
    states_only: bool,
}

impl Album {
    fn from_args() -> Self {
        let mut album = Self {
            folder: "docs/shots".into(),
            only: Vec::new(),
            size: (1280, 800),
            zoom: 1,
            words: ENGLISH,
            states_only: false,
        };
        let mut words = std::env::args().skip(1);
        while let (Some(option), Some(value)) = (words.next(), words.next()) {
            match option.as_str() {
                "--out" => album.folder = value.into(),
                "--only" => album.only = value.split(',').map(str::to_owned).collect(),
                "--size" => {
                    let (width, height) = value.split_once('x').unwrap();
                    album.size = (width.parse().unwrap(), height.parse().unwrap());
                }
                "--zoom" => album.zoom = value.parse().unwrap(),
                "--walk" if value == "states" => album.states_only = true,
                "--language" if value == "de" => album.words = GERMAN,
                other => {
                    panic!(
                        "{other} is not an option: --out DIR, --only NAME,…, --size WIDTHxHEIGHT, --zoom TIMES, --walk states, --language de"
                    )
                }
            }
        }
        fs::create_dir_all(&album.folder).unwrap();
        album
    }
}

impl Visit for Album {
    fn words(&self) -> Words {
        self.words
    }

    /// Takes the screen as it is, in both themes. It is larger for the picture only: WebDriver aims beside the mark in a
    /// window that is zoomed.
    async fn screen(&self, window: &Window, name: &str) {
        if !self.only.is_empty() && !self.only.iter().any(|only| only == name) {
            return;
        }
        let width = window.width().await;
        if self.zoom > 1 {
            window.zoom(self.zoom).await;
            window.wait_for_width(width / i64::from(self.zoom)).await;
        }
        for theme in THEMES {
            window.show(theme).await;
            let path = self.folder.join(format!("{name}-{theme}.png"));
            fs::write(&path, window.picture().await).unwrap();
            println!("{}", path.display());
        }
        if self.zoom > 1 {
            window.zoom(1).await;
            window.wait_for_width(width).await;
        }
    }
}

#[tokio::main]
async fn main() {
    let album = Album::from_args();
    let home = Home::new();
    let (session, window) = start(&home).await;
    let (width, height) = album.size;
    window.client.set_window_size(width, height).await.unwrap();
    if album.words == GERMAN {
        window.speak_german().await;
    }
    if !album.states_only {
        tour(&album, &window, &home).await;
    }
    if album.words == ENGLISH {
        states(&album, &session, &window, &home).await;
        without_keyring(&album, album.size).await;
    }
    window.close().await;
}
