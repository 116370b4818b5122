use leptos::prelude::*;

/// One of a few, all in view: a group of radio buttons that looks like a switch.
#[component]
pub fn Segments<T>(
    /// The choices.
    items: Vec<T>,
    /// What each is called.
    #[prop(into)]
    label: Callback<T, String>,
    /// What tests know each by.
    #[prop(into)]
    testid: Callback<T, String>,
    /// The one that is chosen.
    #[prop(into)]
    chosen: Signal<T>,
    /// Takes another choice.
    #[prop(into)]
    on_choose: Callback<T>,
    /// What is chosen here, for those who do not see it; also the name of the group.
    name: &'static str,
    /// What tests know the group by.
    group: &'static str,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let items = items
        .into_iter()
        .map(|item| {
            view! {
                <label class="segment" class:on=move || chosen.get() == item>
                    <input
                        type="radio"
                        name=group
                        data-testid=testid.run(item)
                        prop:checked=move || chosen.get() == item
                        on:change=move |_| on_choose.run(item)
                    />
                    <span>{move || label.run(item)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="segments" role="radiogroup" aria-label=name data-testid=group>
            {items}
        </div>
    }
}
