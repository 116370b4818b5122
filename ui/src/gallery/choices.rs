use leptos::prelude::*;

use super::section::{Case, Section};
use crate::components::{Segments, Tabs};

/// Ways to choose: segments, tabs, boxes, switches.
#[component]
pub fn Choices() -> impl IntoView {
    let segment = RwSignal::new("Running");
    let tab = RwSignal::new("Tasks");
    let some = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(some) = some.get() {
            some.set_indeterminate(true);
        }
    });
    view! {
        <Section name="choices" title="Choices">
            <Case label="Segments">
                <Segments
                    items=vec!["All", "Running", "Failed"]
                    label=str::to_owned
                    testid=|item: &str| format!("sample-{}", item.to_lowercase())
                    chosen=segment
                    on_choose=move |item| segment.set(item)
                    name="Sample of segments"
                    group="sample-segments"
                />
            </Case>
            <Case label="Tabs" stretched=true>
                <div class="pad">
                    <Tabs
                        items=vec![("Tasks", "sample-tab-tasks"), ("Output", "sample-tab-output"), ("Result", "sample-tab-result")]
                        label=str::to_owned
                        chosen=tab
                        name="Sample of tabs"
                    />
                    <div id="panel" role="tabpanel" aria-label="What the tab shows" class="dim">{move || tab.get()}</div>
                </div>
            </Case>
            <Case label="Boxes">
                <input type="checkbox" class="check" aria-label="Not chosen" data-testid="sample-check" />
                <input type="checkbox" class="check" aria-label="Chosen" prop:checked=true />
                <input type="checkbox" class="check" aria-label="Some of them chosen" node_ref=some />
            </Case>
            <Case label="Switches">
                <input type="checkbox" role="switch" class="switch" aria-label="Off" data-testid="sample-switch" />
                <input type="checkbox" role="switch" class="switch" aria-label="On" prop:checked=true />
            </Case>
            <Case label="Keys">
                <kbd>"Ctrl N"</kbd>
                <kbd>"?"</kbd>
            </Case>
        </Section>
    }
}
