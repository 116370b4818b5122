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
        tour::{ENGLISH, GERMAN, THEMES, Visit, Words, start, tour},
    },
    home::Home,
};

/// Where pictures go, and which to take.
struct Album {
    folder: PathBuf,
    only: Option<String>,
    size: (u32, u32),
    words: Words,
}

impl Album {
    fn from_args() -> Self {
        let mut album = Self {
            folder: "docs/shots".into(),
            only: None,
            size: (1280, 800),
            words: ENGLISH,
        };
        let mut words = std::env::args().skip(1);
        while let (Some(option), Some(value)) = (words.next(), words.next()) {
            match option.as_str() {
                "--out" => album.folder = value.into(),
                "--only" => album.only = Some(value),
                "--size" => {
                    let (width, height) = value.split_once('x').unwrap();
                    album.size = (width.parse().unwrap(), height.parse().unwrap());
                }
                "--language" if value == "de" => album.words = GERMAN,
                other => {
                    panic!(
                        "{other} is not an option: --out DIR, --only NAME, --size WIDTHxHEIGHT, --language de"
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

    /// Takes the screen as it is, in both themes.
    async fn screen(&self, window: &Window, name: &str) {
        if self.only.as_deref().is_some_and(|only| only != name) {
            return;
        }
        for theme in THEMES {
            window.show(theme).await;
            let path = self.folder.join(format!("{name}-{theme}.png"));
            fs::write(&path, window.picture().await).unwrap();
            println!("{}", path.display());
        }
    }
}

#[tokio::main]
async fn main() {
    let album = Album::from_args();
    let home = Home::new();
    let (_session, window) = start(&home).await;
    let (width, height) = album.size;
    window.client.set_window_size(width, height).await.unwrap();
    if album.words == GERMAN {
        window.speak_german().await;
    }
    tour(&album, &window, &home).await;
    window.close().await;
}
