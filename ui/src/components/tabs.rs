use leptos::prelude::*;

use crate::browser;

/// Tabs above a panel with the id `panel`: arrows move between them, and only the chosen one is in the tab order.
#[component]
pub fn Tabs<T>(
    /// The tabs, each with what tests know it by.
    items: Vec<(T, &'static str)>,
    /// What each is called.
    #[prop(into)]
    label: Callback<T, String>,
    /// The one that is open.
    chosen: RwSignal<T>,
    /// What they are about.
    name: &'static str,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let order = items.clone();
    let step = move |event: leptos::ev::KeyboardEvent| {
        let at = order
            .iter()
            .position(|(item, _)| *item == chosen.get_untracked())
            .unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" => (at + 1) % order.len(),
            "ArrowLeft" => (at + order.len() - 1) % order.len(),
            "Home" => 0,
            "End" => order.len() - 1,
            _ => return,
        };
        event.prevent_default();
        let (item, testid) = order[next];
        chosen.set(item);
        browser::focus(&format!("[data-testid={testid}]"));
    };
    let tabs = items
        .into_iter()
        .map(|(item, testid)| {
            let on = Memo::new(move |_| chosen.get() == item);
            view! {
                <button
                    type="button"
                    role="tab"
                    id=testid
                    data-testid=testid
                    aria-controls="panel"
                    aria-selected=move || if on.get() { "true" } else { "false" }
                    tabindex=move || if on.get() { "0" } else { "-1" }
                    on:click=move |_| chosen.set(item)
                >
                    {move || label.run(item)}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="tabs" role="tablist" aria-label=name on:keydown=step>
            {tabs}
        </div>
    }
}
