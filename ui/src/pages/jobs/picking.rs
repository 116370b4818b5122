//! Choosing rows of a list, beside opening one: the boxes, the clicks and the keys.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
};

use crate::state::selection::{List, Selection};

/// Chooses all rows of a list, or none.
#[component]
pub fn PickAll(
    selection: Selection,
    total: Signal<u64>,
    label: &'static str,
    testid: &'static str,
) -> impl IntoView {
    let number = Memo::new(move |_| selection.picked.with(|picked| picked.count(total.get())));
    let all = move || total.get() > 0 && number.get() == total.get();
    let some = move || number.get() > 0 && !all();
    let choose = move |event| {
        if event_target_checked(&event) {
            selection.all();
        } else {
            selection.clear();
        }
    };
    view! {
        <th scope="col" class="pick">
            <input
                type="checkbox"
                class="check"
                aria-label=label
                data-testid=testid
                prop:checked=all
                prop:indeterminate=some
                on:change=choose
            />
        </th>
    }
}

/// A row as it can be chosen.
#[derive(Debug, Clone, Copy)]
pub struct Pickable {
    selection: Selection,
    at: u64,
    /// Its id, once it is known.
    id: Memo<Option<String>>,
    /// Whether it is chosen.
    pub picked: Memo<bool>,
}

impl Pickable {
    /// The row at that place of a list.
    pub fn new(selection: Selection, at: u64, id: Memo<Option<String>>) -> Self {
        let holds = move |id: &String| selection.picked.with(|picked| picked.holds(id));
        let picked = Memo::new(move |_| id.with(|id| id.as_ref().is_some_and(holds)));
        Self {
            selection,
            at,
            id,
            picked,
        }
    }

    /// Takes it in, or out again.
    pub fn toggle(self) {
        if let Some(id) = self.id.get_untracked() {
            self.selection.toggle(&id, self.at);
        }
    }

    /// Takes a click that is about choosing; answers whether it was another one.
    pub fn clicked(self, event: &MouseEvent, list: impl List) -> bool {
        if event.ctrl_key() || event.meta_key() {
            self.toggle();
            return false;
        }
        if event.shift_key() {
            self.selection.up_to(self.at, list);
            return false;
        }
        self.selection.start_at(self.at);
        true
    }
}

/// The row that a key leads to in a list of so many, from the one it is at, if any; none when the key leads nowhere.
pub fn leads_to(event: &KeyboardEvent, at: Option<u64>, total: u64) -> Option<u64> {
    let last = total.saturating_sub(1);
    match (event.key().as_str(), at) {
        ("ArrowDown", Some(at)) => Some((at + 1).min(last)),
        ("ArrowUp", Some(at)) => Some(at.saturating_sub(1)),
        ("ArrowDown" | "Home", _) => Some(0),
        ("ArrowUp" | "End", _) => Some(last),
        _ => None,
    }
}

/// The keyboard has gone to a row: with Shift, all from where it began are chosen.
pub fn moved(event: &KeyboardEvent, selection: Selection, to: u64, list: impl List) {
    if event.shift_key() {
        selection.up_to(to, list);
    } else {
        selection.start_at(to);
    }
}

/// Takes the key that chooses all; answers whether it was that.
pub fn all_by_key(event: &KeyboardEvent, selection: Selection) -> bool {
    let chord = event.ctrl_key() || event.meta_key();
    let all = chord && event.key().eq_ignore_ascii_case("a");
    if all {
        event.prevent_default();
        selection.all();
    }
    all
}

/// The box before a row.
#[component]
pub fn PickBox(
    row: Pickable,
    /// What it chooses.
    #[prop(into)]
    label: Signal<Option<String>>,
    testid: &'static str,
    /// What stands beside it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <td
            class="pick"
            on:click=move |event| event.stop_propagation()
            on:dblclick=move |event| event.stop_propagation()
        >
            <input
                type="checkbox"
                class="check"
                tabindex="-1"
                aria-label=move || label.get()
                data-testid=testid
                prop:checked=move || row.picked.get()
                on:change=move |_| row.toggle()
            />
            {children.map(|children| children())}
        </td>
    }
}
