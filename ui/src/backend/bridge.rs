//! The few calls of the shell's JavaScript interface that are used, found by name so that a window without a shell gets
//! an error instead of a crash.

use js_sys::{Array, Function, JSON, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// Calls a Tauri command; request and reply are JSON.
pub(super) async fn invoke(command: &str, request: &str) -> Result<String, JsValue> {
    let reply = JsFuture::from(begin(command, request)?).await?;
    // A command that answers nothing answers `undefined`, which JSON does not have.
    Ok(stringify(&reply).unwrap_or_else(|| "null".into()))
}

/// Calls a Tauri command without waiting for its answer.
pub(super) fn send(command: &str, request: &str) {
    // Where there is no shell, nobody is to be told.
    let _ = begin(command, request);
}

fn begin(command: &str, request: &str) -> Result<Promise, JsValue> {
    let (core, invoke) = function("core", "invoke")?;
    invoke
        .call2(&core, &JsValue::from_str(command), &JSON::parse(request)?)?
        .dyn_into()
}

/// Hears a Tauri event for as long as the window is open; the payload is JSON.
pub(super) async fn listen(event: &str, hear: impl Fn(String) + 'static) -> Result<(), JsValue> {
    let (holder, listen) = function("event", "listen")?;
    let closure = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let payload = Reflect::get(&event, &JsValue::from_str("payload")).ok();
        hear(payload.and_then(|p| stringify(&p)).unwrap_or_default());
    });
    let arguments = Array::of2(&JsValue::from_str(event), closure.as_ref());
    let promise: Promise = listen.apply(&holder, &arguments)?.dyn_into()?;
    JsFuture::from(promise).await?;
    // Events are heard until the window closes, so the closure is never given back.
    closure.forget();
    Ok(())
}

/// The value as JSON; `None` for what JSON does not have.
pub(super) fn stringify(value: &JsValue) -> Option<String> {
    JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
}

fn function(module: &str, name: &str) -> Result<(JsValue, Function), JsValue> {
    let mut holder: JsValue = js_sys::global().into();
    for part in ["__TAURI__", module] {
        holder = Reflect::get(&holder, &JsValue::from_str(part))?;
    }
    let function = Reflect::get(&holder, &JsValue::from_str(name))?.dyn_into()?;
    Ok((holder, function))
}
