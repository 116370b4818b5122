//! The menu bar. The window says what is in it, in its own words, and hears what is chosen.

use longshore_model::{Code, Report, event::Event, menu};
use tauri::{
    AppHandle, Wry,
    menu::{Menu, MenuBuilder, MenuEvent, MenuItemBuilder, SubmenuBuilder},
};

use crate::events;

/// Shows these menus; none of them takes the bar away.
pub fn set(app: &AppHandle, menus: &[menu::Menu]) -> Result<(), Report> {
    let shown = if menus.is_empty() {
        app.remove_menu()
    } else {
        bar(app, menus).and_then(|bar| app.set_menu(bar))
    };
    shown.map(drop).map_err(|error| {
        Report::new(
            Code::Internal,
            format!("The menu bar could not be shown: {error}."),
            "Everything in it can be found by Ctrl K, too.",
        )
    })
}

fn bar(app: &AppHandle, menus: &[menu::Menu]) -> tauri::Result<Menu<Wry>> {
    // There the system's own menus come first and last: without the one called Edit, not even copying works by key.
    let (bar, first) = if cfg!(target_os = "macos") {
        (Menu::default(app)?, 1)
    } else {
        (MenuBuilder::new(app).build()?, 0)
    };
    for (place, menu) in (first..).zip(menus) {
        let mut submenu = SubmenuBuilder::new(app, &menu.title);
        for item in &menu.items {
            // No keys: the window hears them by itself, and would hear them twice.
            submenu = submenu.item(&MenuItemBuilder::with_id(&item.id, &item.text).build(app)?);
        }
        bar.insert(&submenu.build()?, place)?;
    }
    Ok(bar)
}

/// Tells the window what was chosen.
pub fn chosen(app: &AppHandle, event: &MenuEvent) {
    let id = event.id().0.clone();
    events::show(app, &[Event::MenuChosen { id }]);
}
