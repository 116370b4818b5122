use leptos::prelude::*;

use super::nodes::Nodes;
use crate::{
    words::{said, t},
    {
        browser,
        components::{Empty, Icon},
        format,
        state::use_state,
    },
};

/// What happened to the open job, newest first.
#[component]
pub fn Events() -> impl IntoView {
    let open = use_state().open;
    let events = Memo::new(move |_| {
        open.detail.with(|detail| {
            detail
                .as_ref()
                .map(|detail| detail.events.clone())
                .unwrap_or_default()
        })
    });
    let list = move || {
        events
            .get()
            .into_iter()
            .rev()
            .map(|event| {
                let at = format::in_full(event.at, browser::offset_minutes(event.at));
                view! {
                    <li>
                        <time class="dim tabular">{at}</time>
                        <span>{said(&event.text)}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Nodes />
        {move || {
            if events.with(Vec::is_empty) {
                view! { <Empty icon=Icon::Clock title=t!("events-none") text=t!("events-none-text") /> }
                    .into_any()
            } else {
                view! { <ol class="timeline scroll boxed" data-testid="timeline">{list}</ol> }.into_any()
            }
        }}
    }
}
