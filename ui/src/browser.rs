//! The little that is asked of the browser itself: time, clipboard, storage, focus, the theme.

use std::time::Duration;

use leptos::prelude::{document, request_animation_frame, set_timeout, window};
use longshore_model::{UnixMillis, preferences::Theme};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Now.
pub fn now() -> UnixMillis {
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds")]
    let now = js_sys::Date::now() as UnixMillis;
    now
}

/// Minutes this place is ahead of UTC at that moment.
pub fn offset_minutes(at: UnixMillis) -> i32 {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    let date = js_sys::Date::new(&JsValue::from_f64(at as f64));
    #[expect(clippy::cast_possible_truncation, reason = "at most 14 hours")]
    let behind = date.get_timezone_offset() as i32;
    -behind
}

/// Puts text on the clipboard; whether that worked.
pub async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // Where a system forbids it, there may be none at all.
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Remembers a small thing about the screen for the next start.
pub fn keep(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A full or forbidden storage costs a remembered filter, nothing else.
        let _ = storage.set_item(&format!("longshore.{key}"), value);
    }
}

/// What was remembered under this key.
pub fn kept(key: &str) -> Option<String> {
    let storage = window().local_storage().ok()??;
    storage.get_item(&format!("longshore.{key}")).ok()?
}

/// The part of the address after `#`.
pub fn hash() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Changes it; the browser tells of it by `hashchange`.
pub fn set_hash(hash: &str) {
    let _ = window().location().set_hash(hash);
}

/// Gives the first element that matches the keyboard focus.
pub fn focus(selector: &str) {
    let _ = try_focus(selector);
}

/// Gives a row of a list the focus: at once when it is drawn, so that the next key meets it however fast it follows, and
/// otherwise with the frame that draws it.
pub fn focus_row(row: &str) {
    let selector = format!("[data-row={row}]");
    if !try_focus(&selector) {
        request_animation_frame(move || focus(&selector));
    }
}

/// The same, for an element that a change of what is shown is about to bring.
pub fn focus_soon(selector: impl Into<String>) {
    const LAID_OUT: Duration = Duration::from_millis(60);
    let selector = selector.into();
    set_timeout(move || focus(&selector), LAID_OUT);
}

/// Tells whether there was one to give it to.
fn try_focus(selector: &str) -> bool {
    let element = document().query_selector(selector).ok().flatten();
    element
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Scrolls just as far as it takes to see the first element that matches.
pub fn reveal(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Whether a dialog is open: it has the keyboard then.
pub fn dialog_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

/// Whether the keyboard is writing text right now.
pub fn writing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}

/// Shows a theme, and keeps it for the moment before the program runs at the next start.
pub fn show_theme(theme: Theme) {
    let (word, dark) = match theme {
        Theme::Light => ("light", false),
        Theme::Dark => ("dark", true),
        Theme::System => ("system", system_is_dark()),
    };
    keep("theme", word);
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", if dark { "dark" } else { "light" });
    }
}

fn system_is_dark() -> bool {
    matches!(window().match_media("(prefers-color-scheme: dark)"), Ok(Some(query)) if query.matches())
}

/// Runs `then` whenever the system turns light or dark, for as long as the window is open.
pub fn on_system_theme(then: impl Fn() + 'static) {
    if let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") {
        let closure = wasm_bindgen::closure::Closure::<dyn Fn()>::new(then);
        query.set_onchange(Some(closure.as_ref().unchecked_ref()));
        closure.forget();
    }
}

/// A panic ends the program inside the window; the page says so instead of standing still.
pub fn tell_of_panics() {
    std::panic::set_hook(Box::new(|panic| {
        leptos::logging::error!("{panic}");
        if let Some(notice) = document().get_element_by_id("stopped") {
            let _ = notice.set_attribute("data-reason", &panic.to_string());
            let _ = notice.remove_attribute("hidden");
        }
    }));
}
