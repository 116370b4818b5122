//! Pictures compared with approved ones, which lie in `tests/approved`.
//!
//! `LONGSHORE_APPROVE=1` approves what is seen: look at what changed there before it is committed.

mod image;

use std::{cell::RefCell, collections::BTreeSet, env, fs, path::PathBuf};

use self::image::Difference;
pub use self::image::Image;
use crate::programs::workspace;

/// The approved pictures of one test, and what it found to differ from them.
#[derive(Debug)]
pub struct Album {
    approve: bool,
    seen: RefCell<BTreeSet<String>>,
    found: RefCell<Vec<String>>,
}

impl Album {
    /// Of the test that takes every approved picture there is.
    pub fn open() -> Self {
        let album = Self {
            approve: env::var_os("LONGSHORE_APPROVE").is_some_and(|word| word == "1"),
            seen: RefCell::default(),
            found: RefCell::default(),
        };
        // Those of an earlier run would be taken for this one's.
        if told().exists() {
            fs::remove_dir_all(told()).unwrap();
        }
        fs::create_dir_all(told()).unwrap();
        fs::create_dir_all(approved()).unwrap();
        album
    }

    /// Compares a picture with the approved one of that name.
    pub fn compare(&self, name: &str, seen: &Image) {
        assert!(
            self.seen.borrow_mut().insert(name.to_owned()),
            "two pictures are called {name}"
        );
        let path = approved().join(format!("{name}.png"));
        let before = fs::read(&path).ok().map(|png| Image::read(&png));
        let difference = match &before {
            Some(before) => before.difference(seen),
            None => Some(Difference::none_yet()),
        };
        let Some(difference) = difference else { return };
        if self.approve {
            fs::write(&path, seen.write()).unwrap();
            return;
        }
        fs::write(told().join(format!("{name}.png")), seen.write()).unwrap();
        if let Some(marked) = difference.marked {
            fs::write(
                told().join(format!("{name}-difference.png")),
                marked.write(),
            )
            .unwrap();
        }
        let line = format!("{name}: {}", difference.words);
        self.found.borrow_mut().push(line);
    }

    /// Fails when a picture differed, or when one is approved that nothing takes any more.
    pub fn close(self) {
        let kept = fs::read_dir(approved()).unwrap().map(|entry| {
            let path = entry.unwrap().path();
            path.file_stem().unwrap().to_str().unwrap().to_owned()
        });
        let seen = self.seen.take();
        let mut found = self.found.take();
        for name in kept.filter(|name| !seen.contains(name)) {
            if self.approve {
                fs::remove_file(approved().join(format!("{name}.png"))).unwrap();
            } else {
                found.push(format!("{name}: approved, but no such picture is taken"));
            }
        }
        assert!(
            found.is_empty(),
            "{} of {} pictures are not as approved:\n{}\n\
             New pictures, and what differs in red: {}\n\
             To approve what is seen, look at it and run the test again with LONGSHORE_APPROVE=1.",
            found.len(),
            seen.len(),
            found.join("\n"),
            told().display()
        );
    }
}

fn approved() -> PathBuf {
    workspace().join("tests/approved")
}

fn told() -> PathBuf {
    workspace().join("target/pictures")
}
