//! The one door to the shell: commands out, events and drops in.
//!
//! What crosses it is the JSON of `longshore_model`, as text: numbers and tags arrive as serde wrote them.

mod bridge;

use longshore_model::{
    Code, Report,
    command::{CALL, Command},
    event::{CHANNEL, Event},
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use crate::words::t;

/// What a drag over the window is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drag {
    /// Files are over the window; their paths.
    Over(Vec<String>),
    /// They went away again.
    Gone,
    /// They were dropped; their paths.
    Dropped(Vec<String>),
}

#[derive(Serialize)]
struct Call<'a, C> {
    name: &'a str,
    args: &'a C,
}

/// Runs a command of the contract.
///
/// # Errors
/// The handler's report, or one that says the shell could not be reached or does not fit.
pub async fn call<C: Command>(args: C) -> Result<C::Reply, Report> {
    let request = serde_json::to_string(&Call {
        name: C::NAME,
        args: &args,
    })
    .map_err(|error| misfit(C::NAME, &error.to_string()))?;
    match bridge::invoke(CALL, &request).await {
        Ok(reply) => {
            serde_json::from_str(&reply).map_err(|error| misfit(C::NAME, &error.to_string()))
        }
        Err(rejection) => Err(rejected(&rejection)),
    }
}

/// Runs a command of the contract whose answer nobody waits for: also where the program inside the window ends.
pub fn tell<C: Command>(args: &C) {
    let call = Call {
        name: C::NAME,
        args,
    };
    if let Ok(request) = serde_json::to_string(&call) {
        bridge::send(CALL, &request);
    }
}

/// Hears what happens, for as long as the window is open.
///
/// # Errors
/// When there is no shell around the window.
pub async fn on_event(hear: impl Fn(Event) + 'static) -> Result<(), Report> {
    bridge::listen(CHANNEL, move |payload| {
        if let Ok(events) = serde_json::from_str::<Vec<Event>>(&payload) {
            events.into_iter().for_each(&hear);
        }
    })
    .await
    .map_err(|rejection| rejected(&rejection))
}

/// Hears of files dragged over the window and dropped there.
///
/// # Errors
/// When there is no shell around the window.
pub async fn on_drag(hear: impl Fn(Drag) + Clone + 'static) -> Result<(), Report> {
    #[derive(Deserialize)]
    struct Carried {
        paths: Vec<String>,
    }
    let paths =
        |payload: &str| serde_json::from_str::<Carried>(payload).map_or(Vec::new(), |c| c.paths);
    let (over, gone) = (hear.clone(), hear.clone());
    let listened = async {
        bridge::listen("tauri://drag-enter", move |payload| {
            over(Drag::Over(paths(&payload)));
        })
        .await?;
        bridge::listen("tauri://drag-leave", move |_| gone(Drag::Gone)).await?;
        bridge::listen("tauri://drag-drop", move |payload| {
            hear(Drag::Dropped(paths(&payload)));
        })
        .await
    };
    listened.await.map_err(|rejection| rejected(&rejection))
}

/// The report of a backend that says nothing.
pub fn silent() -> Report {
    Report::new(
        Code::Unreachable,
        t!("backend-silent"),
        t!("backend-silent-next"),
    )
    .retryable()
}

fn rejected(rejection: &JsValue) -> Report {
    bridge::stringify(rejection)
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_else(silent)
}

fn misfit(name: &str, why: &str) -> Report {
    Report::new(
        Code::Internal,
        t!("backend-misfit", name = name, why = why),
        t!("backend-misfit-next"),
    )
}
