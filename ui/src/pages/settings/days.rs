use leptos::prelude::*;

use crate::words::t;

/// Longest retention that can be set: ten years.
const MOST: u32 = 3_650;

/// A number of days, kept when the field is left.
#[component]
pub fn Days(
    /// What tests know it by, and its id.
    id: &'static str,
    /// What it is about.
    title: &'static str,
    /// What it does.
    text: &'static str,
    /// What the number means.
    unit: &'static str,
    /// The number.
    value: Signal<u32>,
    /// Takes another.
    #[prop(into)]
    on_change: Callback<u32>,
) -> impl IntoView {
    let wrong = RwSignal::new(false);
    let change = move |event| match read(&event_target_value(&event)) {
        Some(days) => {
            wrong.set(false);
            on_change.run(days);
        }
        None => wrong.set(true),
    };
    let error = format!("{id}-error");
    let described = error.clone();
    view! {
        <div class="setting">
            <div>
                <label for=id><b>{title}</b></label>
                <p class="dim">{text}</p>
                {move || {
                    wrong
                        .get()
                        .then(|| {
                            view! { <p class="err" id=error.clone()>{t!("setting-days-wrong", most = MOST.to_string())}</p> }
                        })
                }}
            </div>
            <div class="days">
                <div class="control">
                    <input
                        id=id
                        type="text"
                        inputmode="numeric"
                        data-testid=id
                        aria-invalid=move || wrong.get().then_some("true")
                        aria-describedby=move || wrong.get().then(|| described.clone())
                        prop:value=move || value.get().to_string()
                        on:change=change
                    />
                </div>
                <span class="dim small">{unit}</span>
            </div>
        </div>
    }
}

fn read(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|days| *days <= MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_days_within_ten_years_are_taken() {
        let cases = [
            (" 7 ", Some(7)),
            ("0", Some(0)),
            ("3651", None),
            ("-1", None),
            ("1.5", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }
}
