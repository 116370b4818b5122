//! Every component in all its states, on one page at `#/gallery`: to look at while one is made or changed, and for the
//! pictures the tests compare. Not in builds that are shipped, and the one place whose texts need no translation.
//!
//! All that is shown is fixed (times, ids, numbers), so that two pictures of it are the same.

mod buttons;
mod choices;
mod fields;
mod messages;
mod output;
mod overlays;
mod plots;
mod section;
mod states;
mod tables;

use leptos::prelude::*;

use buttons::Buttons;
use choices::Choices;
use fields::Fields;
use messages::{Empties, Notes, ToastSamples};
use output::Logs;
use overlays::{Entries, Overlays};
use plots::Plots;
use states::States;
use tables::Tables;

/// Lays samples out. Injected, because what lies in `styles` is shipped.
const STYLE: &str = include_str!("gallery/gallery.css");

/// The page.
#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <style>{STYLE}</style>
        <header>
            <h1>"Gallery"</h1>
            <span class="sub">"Every component in its states"</span>
        </header>
        <div class="body gallery" data-testid="gallery">
            <Buttons />
            <Fields />
            <Choices />
            <States />
            <Plots />
            <Tables />
            <Notes />
            <ToastSamples />
            <Empties />
            <Entries />
            <Logs />
            <Overlays />
        </div>
    }
}
