//! The window in another language: all of it, and at once.

use std::{cell::RefCell, collections::BTreeSet, fs, path::Path};

use fluent_syntax::{
    ast::{Entry, PatternElement},
    parser,
};
use longshore_tests::{
    desktop::{
        Keyring, Session, Window,
        tour::{GERMAN, Visit, Words, start, tour},
    },
    home::Home,
};
use pretty_assertions::assert_eq;

/// Reads every screen for words that should have been translated.
#[derive(Default)]
struct Reader {
    /// Texts of the English catalogue that German has another one for.
    english: BTreeSet<String>,
    found: RefCell<BTreeSet<String>>,
    screens: RefCell<usize>,
}

impl Visit for Reader {
    fn words(&self) -> Words {
        GERMAN
    }

    async fn screen(&self, window: &Window, name: &str) {
        *self.screens.borrow_mut() += 1;
        for said in said(window).await {
            if self.english.contains(&said) {
                self.found.borrow_mut().insert(format!("{name}: {said}"));
            }
        }
    }
}

/// Everything the window says, to those who see it and to those who hear it.
async fn said(window: &Window) -> Vec<String> {
    let script = "
        const said = [];
        const texts = document.createTreeWalker(document.querySelector('.app').parentNode, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) said.push(texts.currentNode.textContent.trim());
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
            for (const one of document.querySelectorAll(`[${name}]`)) said.push(one.getAttribute(name).trim());
        }
        return said.filter(text => text.length > 1);
    ";
    let said = window.client.execute(script, Vec::new()).await.unwrap();
    let said: Vec<String> = serde_json::from_value(said).unwrap();
    assert!(said.len() > 20, "the window says something: {said:?}");
    said
}

/// The texts without values of a language, by id.
fn texts(language: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../ui/words")
        .join(language);
    let mut all = Vec::new();
    for file in fs::read_dir(&folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for entry in parser::parse(text.as_str()).unwrap().body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let pattern = message.value.unwrap();
            if let [PatternElement::TextElement { value }] = pattern.elements.as_slice() {
                all.push((message.id.name.to_owned(), (*value).to_owned()));
            }
        }
    }
    all.sort();
    all
}

#[tokio::test]
async fn no_screen_says_in_english_what_it_has_german_for() {
    let german = texts("de");
    let german_words: BTreeSet<_> = german.iter().map(|(_, text)| text).collect();
    let english = texts("en")
        .into_iter()
        .map(|(_, text)| text)
        .filter(|text| !german_words.contains(text));
    let reader = Reader {
        english: english.collect(),
        ..Reader::default()
    };
    assert!(reader.english.len() > 200, "the catalogue was read");

    let home = Home::new();
    let (_session, window) = start(&home).await;
    window.speak_german().await;
    tour(&reader, &window, &home).await;
    window.close().await;
    assert_eq!(
        reader.found.take().into_iter().collect::<Vec<_>>(),
        Vec::<String>::new()
    );
    assert!(reader.screens.take() >= 17, "the tour has become shorter");
}

#[tokio::test]
async fn another_language_is_spoken_at_once_loses_nothing_and_is_kept() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    let script = home.write("ebb.py", "print('low water')\n");
    window.find("drop-zone").await;
    window.drop_files(&[&script]).await;
    window.find("review-row").await;
    window.fill("field-packages", "numpy").await;
    window.click("nav-settings").await;
    window.click("language-german").await;
    window.wait_for_text("nav-jobs", "Aufträge").await;
    window.wait_for_focus("language-german").await;
    // What was under review still is, with what was typed.
    window.click("nav-submit").await;
    window.wait_for_text("review-row", "ebb.py").await;
    window.wait_for_value("field-packages", "numpy").await;
    assert_eq!(language(&window).await, "de");
    window.wait_for_preference("language", "german").await;
    window.close().await;

    let window = session.open().await;
    window.wait_for_text("nav-jobs", "Aufträge").await;
    assert_eq!(language(&window).await, "de");
    window.click("nav-settings").await;
    window.click("language-english").await;
    window.wait_for_text("nav-jobs", "Jobs").await;
    window.wait_for_preference("language", "english").await;
    window.close().await;
}

/// What readers and spelling are told the page is in.
async fn language(window: &Window) -> String {
    let script = "return document.documentElement.lang";
    let told = window.client.execute(script, Vec::new()).await.unwrap();
    told.as_str().unwrap_or_default().to_owned()
}
