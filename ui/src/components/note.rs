use leptos::prelude::*;
use longshore_model::Report;

use super::{Button, Icon, Kind, Picture, Tone};

use crate::words::{said_report, t};

/// A sentence or two that stand where they matter.
#[component]
pub fn Note(
    /// Its colour.
    tone: Tone,
    /// Its shape, when it is not the colour's usual one.
    #[prop(optional)]
    icon: Option<Icon>,
    /// What tests know it by.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <div
            class=format!("note {}", tone.class())
            role=if tone == Tone::Bad { "alert" } else { "note" }
            data-testid=testid
        >
            <Picture icon=icon.unwrap_or(tone.icon()) />
            <div class="said">{children()}</div>
        </div>
    }
}

/// What went wrong, what to do, and a way to try again.
#[component]
pub fn ReportNote(
    /// What went wrong.
    report: Report,
    /// What tries it again, if anything does.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// What tests know it by.
    #[prop(default = "problem")]
    testid: &'static str,
) -> impl IntoView {
    let report = said_report(report);
    view! {
        <Note tone=Tone::Bad testid=testid>
            <p>
                <b>{report.title}</b>
            </p>
            {(!report.guidance.is_empty()).then(|| view! { <p class="guidance">{report.guidance}</p> })}
            {report
                .request_id
                .map(|id| view! { <p class="small">{t!("request-id")}" "<span class="mono pick">{id}</span></p> })}
            {on_retry
                .map(|retry| {
                    view! { <Button kind=Kind::Link text=t!("try-again") testid="try-again" on_click=retry /> }
                })}
        </Note>
    }
}
