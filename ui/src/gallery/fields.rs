use leptos::prelude::*;

use super::section::Section;
use crate::components::{Icon, Picture, Problem, TextField};

/// Text fields, a select and a search box.
#[component]
pub fn Fields() -> impl IntoView {
    let nothing = |_: String| ();
    let wrong = Signal::stored(Some(Problem {
        message: "It starts with https://.".into(),
        suggestion: Some("https://hpc.westeurope.batch.azure.com".into()),
    }));
    let out_of_range = Signal::stored(Some(Problem::from("At most 32.".to_owned())));
    view! {
        <Section name="fields" title="Fields">
            <div class="row">
                <TextField
                    id="sample-empty"
                    label="Empty"
                    value=""
                    on_input=nothing
                    placeholder="What it might hold"
                    help="One line of help."
                />
                <TextField id="sample-filled" label="Filled" aside="optional" value="hpc-westeurope" on_input=nothing />
                <TextField
                    id="sample-needed"
                    label="Has to be filled in"
                    value="0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab"
                    on_input=nothing
                    mono=true
                    required=true
                />
                <TextField
                    id="sample-wrong"
                    label="Wrong, with what was meant"
                    value="hpc.westeurope.batch.azure.com"
                    on_input=nothing
                    problem=wrong
                />
                <TextField
                    id="sample-unit"
                    label="Wrong number"
                    value="320"
                    on_input=nothing
                    unit="retries"
                    problem=out_of_range
                />
                <TextField id="sample-secret" label="Secret" value="not a secret" on_input=nothing secret=true />
                <TextField
                    id="sample-lines"
                    label="Several lines"
                    value="numpy==2.3\npandas\nscipy"
                    on_input=nothing
                    lines=true
                    mono=true
                    help="One requirement a line."
                />
                <Select />
                <Search />
            </div>
        </Section>
    }
}

/// The system's own select in a frame of ours.
#[component]
fn Select() -> impl IntoView {
    view! {
        <div class="field">
            <label for="sample-select">
                <span>"Select"</span>
            </label>
            <div class="control">
                <select id="sample-select" data-testid="sample-select">
                    <option selected>"Azure"</option>
                    <option>"Azure China"</option>
                </select>
            </div>
            <div class="help">"The menu that opens is the system's."</div>
        </div>
    }
}

#[component]
fn Search() -> impl IntoView {
    view! {
        <div class="field">
            <span class="label">"Search"</span>
            <label class="control search">
                <Picture icon=Icon::Search />
                <input type="search" aria-label="Search" placeholder="Name, id or state:failed" data-testid="sample-search" />
            </label>
        </div>
    }
}
