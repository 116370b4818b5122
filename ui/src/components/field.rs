use leptos::{either::Either, prelude::*};

use super::{Button, Kind};

use crate::words::t;

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What it should be.
    pub message: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl From<String> for Problem {
    fn from(message: String) -> Self {
        Self {
            message,
            suggestion: None,
        }
    }
}

/// A text field with its label, its help and what is wrong with it.
#[component]
pub fn TextField(
    /// What tests know it by, and its id.
    #[prop(into)]
    id: String,
    /// What it is.
    label: &'static str,
    /// A word at the label's other end.
    #[prop(optional)]
    aside: &'static str,
    /// Its text.
    #[prop(into)]
    value: Signal<String>,
    /// Takes each change.
    #[prop(into)]
    on_input: Callback<String>,
    /// Runs when it is left.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// What is wrong with it.
    #[prop(into, default = None.into())]
    problem: Signal<Option<Problem>>,
    /// One line of help.
    #[prop(optional)]
    help: &'static str,
    /// What its number counts.
    #[prop(optional)]
    unit: &'static str,
    /// Shown while it is empty.
    #[prop(optional)]
    placeholder: &'static str,
    /// Whether it holds ids or code.
    #[prop(optional)]
    mono: bool,
    /// Whether it has to be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether it holds several lines.
    #[prop(optional)]
    lines: bool,
    /// Whether what is typed is hidden.
    #[prop(optional)]
    secret: bool,
) -> impl IntoView {
    let aside = if required && aside.is_empty() {
        t!("field-needed")
    } else {
        aside
    };
    // Leaving one field looks at all of them: one whose problem stays must not be drawn anew, or a click on its
    // suggestion would land on what is no longer there.
    let problem = Memo::new(move |_| problem.get());
    let bad = Memo::new(move |_| problem.with(Option::is_some));
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described = {
        let (help_id, error_id) = (help_id.clone(), error_id.clone());
        move || match (bad.get(), !help.is_empty()) {
            (true, _) => Some(error_id.clone()),
            (false, true) => Some(help_id.clone()),
            (false, false) => None,
        }
    };
    let invalid = move || bad.get().then_some("true");
    let leave = move |_| {
        if let Some(on_leave) = on_leave {
            on_leave.run(());
        }
    };
    let accept = move |suggestion: String| {
        on_input.run(suggestion);
        if let Some(on_leave) = on_leave {
            on_leave.run(());
        }
    };
    let control = if lines {
        Either::Left(view! {
            <textarea
                id=id.clone()
                data-testid=id.clone()
                class:mono=mono
                rows=move || value.with(|text| text.lines().count().clamp(1, 5))
                placeholder=placeholder
                spellcheck="false"
                autocomplete="off"
                aria-invalid=invalid
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
                on:blur=leave
            ></textarea>
        })
    } else {
        Either::Right(view! {
            <input
                id=id.clone()
                data-testid=id.clone()
                type=if secret { "password" } else { "text" }
                class:mono=mono
                placeholder=placeholder
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                required=required
                aria-invalid=invalid
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
                on:blur=leave
            />
        })
    };
    view! {
        <div class="field" class:wrong=move || bad.get()>
            <label for=id.clone()>
                <span>{label}</span>
                {(!aside.is_empty()).then(|| view! { <i>{aside}</i> })}
            </label>
            <div class="control" class:tall=lines>
                {control}
                {(!unit.is_empty()).then(|| view! { <span class="unit" aria-hidden="true">{unit}</span> })}
            </div>
            {move || match problem.get() {
                Some(problem) => {
                    Either::Left(
                        view! {
                            <div class="err" id=error_id.clone()>
                                {problem.message}
                                {problem
                                    .suggestion
                                    .map(|suggestion| {
                                        let text = t!("field-use", suggestion = suggestion.as_str());
                                        view! {
                                            " "
                                            <Button
                                                kind=Kind::Link
                                                text=text
                                                testid="use-suggestion"
                                                on_click=move || accept(suggestion.clone())
                                            />
                                        }
                                    })}
                            </div>
                        },
                    )
                }
                None => Either::Right(
                    (!help.is_empty()).then(|| view! { <div class="help" id=help_id.clone()>{help}</div> }),
                ),
            }}
        </div>
    }
}
