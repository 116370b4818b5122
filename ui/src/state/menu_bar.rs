//! What is in the system's menu bar: what the palette has, in the places where people look for it.

use leptos::task::spawn_local;
use longshore_model::{
    command::SetMenus,
    menu::{Menu, MenuItem},
    preferences::Theme,
};

use super::{State, palette::Act, route::Route};
use crate::{backend::call, words::t};

/// A line: its id, its text, and what it does.
type Line = (&'static str, &'static str, Act);

fn menus() -> [(&'static str, Vec<Line>); 4] {
    [
        (
            t!("menu-file"),
            vec![
                ("choose-files", t!("palette-choose-files"), Act::ChooseFiles),
                ("sample", t!("palette-sample"), Act::Sample),
                ("add-account", t!("palette-add-account"), Act::AddAccount),
            ],
        ),
        (
            t!("menu-view"),
            vec![
                ("light", t!("palette-light"), Act::Show(Theme::Light)),
                ("dark", t!("palette-dark"), Act::Show(Theme::Dark)),
                (
                    "system",
                    t!("palette-system-theme"),
                    Act::Show(Theme::System),
                ),
            ],
        ),
        (
            t!("menu-go"),
            vec![
                ("submit", t!("frame-submit"), Act::Go(Route::Submit)),
                ("jobs", t!("frame-jobs"), Act::Go(Route::Jobs(None))),
                ("accounts", t!("frame-accounts"), Act::Go(Route::Accounts)),
                ("settings", t!("frame-settings"), Act::Go(Route::Settings)),
                ("notices", t!("notices-title"), Act::Notices),
            ],
        ),
        (
            t!("menu-help"),
            vec![("shortcuts", t!("keys-title"), Act::Shortcuts)],
        ),
    ]
}

impl State {
    /// Gives the window its menu bar in the language that is spoken, or takes it away.
    pub fn set_menu_bar(self, shown: bool) {
        let bar = menus().into_iter().map(|(title, lines)| Menu {
            title: title.into(),
            items: lines
                .into_iter()
                .map(|(id, text, _)| MenuItem {
                    id: id.into(),
                    text: text.into(),
                })
                .collect(),
        });
        let menus = if shown { bar.collect() } else { Vec::new() };
        spawn_local(async move {
            if let Err(report) = call(SetMenus { menus }).await {
                self.toasts.report(&report);
            }
        });
    }

    /// Does what a line of it says.
    pub fn act_by_menu(self, id: &str) {
        let mut lines = menus().into_iter().flat_map(|(_, lines)| lines);
        if let Some((_, _, act)) = lines.find(|(known, ..)| *known == id) {
            self.act(act);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::menus;

    #[test]
    fn every_line_of_the_menu_bar_has_an_id_of_its_own() {
        let lines = menus().into_iter().flat_map(|(_, lines)| lines);
        let ids: Vec<_> = lines.map(|(id, ..)| id).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    }
}
