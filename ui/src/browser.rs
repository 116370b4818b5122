//! The little that is asked of the browser itself: time, clipboard, storage, focus, the theme and its contrast.

use std::{cell::Cell, rc::Rc, time::Duration};

use js_sys::{Array, Object, Promise, Reflect};
use leptos::prelude::{document, request_animation_frame, set_timeout, window};
use longshore_model::{
    UnixMillis,
    command::WindowStopped,
    preferences::{Contrast, Language, Theme},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::ClipboardItem;

use crate::{
    backend,
    words::{self, Tongue, t},
};

/// After which what has changed is laid out.
const LAID_OUT: Duration = Duration::from_millis(60);

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

/// Puts text on the clipboard that has to be asked for first; whether that worked. It is promised at once, since a
/// browser lends the clipboard to what the user has just clicked, and no longer to what follows an answer.
///
/// # Errors
/// Why the text could not be had.
pub fn copy_promised<E: 'static>(
    text: impl Future<Output = Result<String, E>> + 'static,
) -> impl Future<Output = Result<bool, E>> {
    let refused = Rc::new(Cell::new(None));
    let promised = future_to_promise({
        let refused = refused.clone();
        async move {
            text.await.map(JsValue::from).map_err(|error| {
                refused.set(Some(error));
                JsValue::NULL
            })
        }
    });
    let written = write_to_clipboard(&promised);
    async move {
        // Also when the clipboard refuses: nothing is left that would be refused later without anyone listening.
        let asked = JsFuture::from(promised).await;
        let copied = match written {
            Ok(written) => JsFuture::from(written).await.is_ok(),
            Err(_) => false,
        };
        match (asked, refused.take()) {
            (Err(_), Some(error)) => Err(error),
            _ => Ok(copied),
        }
    }
}

fn write_to_clipboard(text: &Promise) -> Result<Promise, JsValue> {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return Err(JsValue::UNDEFINED);
    }
    let kinds = Object::new();
    Reflect::set(&kinds, &"text/plain".into(), text)?;
    let item = ClipboardItem::new_with_record_from_str_to_str_promise(&kinds)?;
    Ok(clipboard.write(&Array::of1(&item)))
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
    let selector = selector.into();
    set_timeout(move || focus(&selector), LAID_OUT);
}

/// The same after something that had it has gone, unless a person has been quicker and it is somewhere by then.
pub fn focus_if_lost(selector: impl Into<String>) {
    let selector = selector.into();
    let give = move || {
        let body = document().body().map(web_sys::Element::from);
        let holder = document().active_element();
        if holder.is_none() || holder == body {
            focus(&selector);
        }
    };
    set_timeout(give, LAID_OUT);
}

/// Tells whether there was one to give it to.
fn try_focus(selector: &str) -> bool {
    let element = document().query_selector(selector).ok().flatten();
    element
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Whether the pointer or the focus is on an element that matches.
pub fn attends(selector: &str) -> bool {
    let attended = format!("{selector}:is(:hover, :focus-within)");
    matches!(document().query_selector(&attended), Ok(Some(_)))
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
        Theme::System => ("system", matches(DARK)),
    };
    keep("theme", word);
    mark("data-theme", if dark { "dark" } else { "light" });
}

/// Shows a contrast, and keeps it in the same way.
pub fn show_contrast(contrast: Contrast) {
    let (word, more) = match contrast {
        Contrast::More => ("more", true),
        Contrast::System => ("system", matches(MORE)),
    };
    keep("contrast", word);
    mark("data-contrast", if more { "more" } else { "normal" });
}

const DARK: &str = "(prefers-color-scheme: dark)";
const MORE: &str = "(prefers-contrast: more)";

fn matches(media: &str) -> bool {
    matches!(window().match_media(media), Ok(Some(query)) if query.matches())
}

/// What `tokens.css` chooses its values by.
fn mark(attribute: &str, value: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(attribute, value);
    }
}

/// Speaks a language from now on, and keeps it for the first drawing of the next start.
pub fn speak(language: Language) -> Tongue {
    keep(
        "language",
        match language {
            Language::System => "system",
            Language::English => "english",
            Language::German => "german",
        },
    );
    let system = window().navigator().language().unwrap_or_default();
    let tongue = words::speak(language, &system);
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", tongue.tag());
    }
    // What is shown when the program has ended cannot be looked up then.
    for (id, text) in [
        ("stopped-title", t!("stopped-title")),
        ("stopped-text", t!("stopped-text")),
        ("reload", t!("stopped-reload")),
    ] {
        if let Some(element) = document().get_element_by_id(id) {
            element.set_text_content(Some(text));
        }
    }
    tongue
}

/// The language that was spoken last.
pub fn kept_language() -> Language {
    match kept("language").as_deref() {
        Some("english") => Language::English,
        Some("german") => Language::German,
        _ => Language::System,
    }
}

/// Runs `then` whenever the system changes its theme or contrast, for as long as the window is open.
pub fn on_system_look(then: impl Fn() + Clone + 'static) {
    for media in [DARK, MORE] {
        if let Ok(Some(query)) = window().match_media(media) {
            let closure = wasm_bindgen::closure::Closure::<dyn Fn()>::new(then.clone());
            query.set_onchange(Some(closure.as_ref().unchecked_ref()));
            closure.forget();
        }
    }
}

/// A panic ends the program inside the window; the page says so instead of standing still.
pub fn tell_of_panics() {
    std::panic::set_hook(Box::new(|panic| {
        leptos::logging::error!("{panic}");
        let why = panic.to_string();
        backend::tell(&WindowStopped { why });
        if let Some(notice) = document().get_element_by_id("stopped") {
            let _ = notice.set_attribute("data-reason", &panic.to_string());
            let _ = notice.remove_attribute("hidden");
        }
    }));
}
