use leptos::{ev::KeyboardEvent, html, prelude::*};

use crate::{
    browser,
    components::Picture,
    state::{palette::Entry, use_state},
    words::t,
};

/// Everything one can do, found by typing: a box with a list below it.
#[component]
pub fn PaletteDialog() -> impl IntoView {
    let state = use_state();
    let palette = state.palette;
    let dialog = NodeRef::<html::Dialog>::new();
    let entries = Memo::new(move |_| {
        if palette.open.get() {
            state.palette_entries()
        } else {
            Vec::new()
        }
    });
    let at = RwSignal::new(0_usize);
    Effect::new(move |_| {
        let open = palette.open.get();
        let Some(dialog) = dialog.get() else { return };
        match (open, dialog.open()) {
            (true, false) => {
                at.set(0);
                // It can only fail on an element that is not in the page, and this one is.
                drop(dialog.show_modal());
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // Never behind the end of a list that became shorter.
    let here = Memo::new(move |_| {
        let last = entries.with(|entries| entries.len().saturating_sub(1));
        at.get().min(last)
    });
    let run = move |number: usize| {
        let entry = entries.with_untracked(|entries| entries.get(number).cloned());
        if let Some(entry) = entry {
            state.act(entry.act);
        }
    };
    let keys = move |event: KeyboardEvent| {
        let last = entries.with_untracked(|entries| entries.len().saturating_sub(1));
        let now = here.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => at.set(if now == last { 0 } else { now + 1 }),
            "ArrowUp" => at.set(now.checked_sub(1).unwrap_or(last)),
            "Enter" => run(now),
            _ => return,
        }
        event.prevent_default();
        browser::reveal(&format!("#palette-{}", here.get_untracked()));
    };
    let none = move || {
        entries
            .with(Vec::is_empty)
            .then(|| view! { <p class="dim none">{t!("palette-none")}</p> })
    };
    view! {
        <dialog
            node_ref=dialog
            class="dialog palette"
            data-testid="palette"
            aria-label=t!("palette-title")
            on:close=move |_| palette.open.set(false)
        >
            <input
                type="text"
                role="combobox"
                aria-label=t!("palette-input")
                aria-expanded="true"
                aria-controls="palette-list"
                aria-autocomplete="list"
                aria-activedescendant=move || format!("palette-{}", here.get())
                placeholder=t!("palette-hint")
                data-testid="palette-input"
                spellcheck="false"
                autofocus
                prop:value=move || palette.typed.get()
                on:input=move |event| {
                    at.set(0);
                    palette.type_in(event_target_value(&event));
                }
                on:keydown=keys
            />
            <ul id="palette-list" role="listbox" aria-label=t!("palette-entries")>
                {move || {
                    entries
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(number, entry)| view! { <Line number=number entry=entry here=here run=run /> })
                        .collect_view()
                }}
            </ul>
            {none}
        </dialog>
    }
}

/// One of the entries.
#[component]
pub fn Line(
    /// Which.
    number: usize,
    /// What it says.
    entry: Entry,
    /// The one that Enter would run.
    here: Memo<usize>,
    /// Runs it.
    #[prop(into)]
    run: Callback<usize>,
) -> impl IntoView {
    view! {
        <li
            id=format!("palette-{number}")
            role="option"
            aria-selected=move || if here.get() == number { "true" } else { "false" }
            data-testid="palette-entry"
            on:click=move |_| run.run(number)
        >
            <Picture icon=entry.icon />
            <span class="line">{entry.title}</span>
            <small>{entry.hint}</small>
        </li>
    }
}
