use leptos::prelude::*;

use crate::components::Segments;

/// A setting that is one of a few.
#[component]
pub fn Choice<T>(
    /// What is set.
    title: &'static str,
    /// A line about it.
    about: &'static str,
    /// The choices.
    items: Vec<T>,
    /// What each is called.
    #[prop(into)]
    label: Callback<T, String>,
    /// What tests know each by.
    #[prop(into)]
    testid: Callback<T, String>,
    /// The one that is set.
    #[prop(into)]
    chosen: Signal<T>,
    /// Sets another one.
    #[prop(into)]
    on_choose: Callback<T>,
    /// What tests know the group by.
    group: &'static str,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    view! {
        <div class="setting">
            <div>
                <b>{title}</b>
                <p class="dim">{about}</p>
            </div>
            <Segments
                items=items
                label=label
                testid=testid
                chosen=chosen
                on_choose=on_choose
                name=title
                group=group
            />
        </div>
    }
}
