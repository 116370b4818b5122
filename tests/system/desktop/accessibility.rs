use std::cell::RefCell;

use longshore_tests::{
    desktop::{
        Keyring, LOOKS, Session, Window,
        states::{states, without_keyring},
        tour::{THEMES, Visit, start, tour},
    },
    home::Home,
};
use pretty_assertions::assert_eq;

/// Asks axe at every screen, in both themes.
#[derive(Default)]
struct Axe {
    problems: RefCell<Vec<String>>,
    screens: RefCell<usize>,
}

impl Visit for Axe {
    async fn screen(&self, window: &Window, name: &str) {
        *self.screens.borrow_mut() += 1;
        for theme in THEMES {
            window.show(theme).await;
            let found = window.accessibility_problems().await;
            let told = found
                .into_iter()
                .map(|problem| format!("{name}, {theme}: {problem}"));
            self.problems.borrow_mut().extend(told);
        }
    }
}

#[tokio::test]
async fn no_screen_breaks_a_rule_of_accessibility_in_either_theme() {
    let home = Home::new();
    let (_session, window) = start(&home).await;
    let axe = Axe::default();
    tour(&axe, &window, &home).await;
    window.close().await;
    assert_eq!(axe.problems.take().join("\n\n"), "");
    assert!(axe.screens.take() >= 17, "the tour has become shorter");
}

#[tokio::test]
async fn no_state_of_a_screen_breaks_one_either() {
    let home = Home::new();
    let (session, window) = start(&home).await;
    let axe = Axe::default();
    states(&axe, &session, &window, &home).await;
    window.close().await;
    without_keyring(&axe, (1280, 800)).await;
    assert_eq!(axe.problems.take().join("\n\n"), "");
    assert!(axe.screens.take() >= 19, "the walk has become shorter");
}

#[tokio::test]
async fn no_component_breaks_a_rule_in_any_theme_or_contrast() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.go("#/gallery").await;
    window.find("gallery").await;
    let mut found = String::new();
    for look in LOOKS {
        window.look(look).await;
        for problem in window.accessibility_problems().await {
            found += &format!("{look:?}: {problem}\n");
        }
    }
    window.close().await;
    assert_eq!(found, "");
}

#[tokio::test]
async fn the_check_sees_a_control_without_a_name_and_text_too_pale_to_read() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    let script = "
        const button = document.createElement('button');
        const text = document.createElement('p');
        text.textContent = 'pale';
        text.style.color = '#ccc';
        text.style.background = '#fff';
        document.querySelector('main').append(button, text);
    ";
    window.client.execute(script, Vec::new()).await.unwrap();
    let problems = window.accessibility_problems().await.join("\n");
    assert!(problems.contains("button-name"), "{problems}");
    assert!(problems.contains("color-contrast"), "{problems}");
    window.close().await;
}
