use leptos::prelude::*;
use longshore_model::format::bytes;

use crate::{
    components::{Button, Chip, Icon, Kind, Tone},
    state::{
        draft::{DraftRow, needs, uncovered},
        use_state,
    },
};

/// The files under review.
#[component]
pub fn ReviewList() -> impl IntoView {
    let state = use_state();
    let rows = move || state.submission.draft.with(|draft| draft.rows.clone());
    view! {
        <div class="card scroll-x">
            <table class="files" data-testid="review-list">
                <thead>
                    <tr>
                        <th scope="col">"Payload"</th>
                        <th scope="col" class="what">"What it is"</th>
                        <th scope="col">"Needs"</th>
                        <th scope="col" class="num">"Size"</th>
                        <th scope="col" class="num"><span class="hush">"State"</span></th>
                        <th scope="col"><span class="hush">"Remove"</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=rows key=|row| (row.path.clone(), row.report.is_some()) let:row>
                        <ReviewRow row=row />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn ReviewRow(row: DraftRow) -> impl IntoView {
    let state = use_state();
    let (name, path) = (row.name(), row.path.clone());
    let (what, needed) = match (&row.report, row.payload()) {
        (_, Some(payload)) => (payload.title.clone(), needs(payload)),
        (Some(_), None) => ("Not a payload".into(), "–".into()),
        (None, None) => ("–".into(), "–".into()),
    };
    let size = row
        .report
        .as_ref()
        .map_or_else(|| "–".to_owned(), |report| bytes(report.size));
    let verdict = Memo::new(move |_| {
        let asked = state.submission.form.with(|form| form.packages());
        verdict(&row, &asked)
    });
    let remove = {
        let path = path.clone();
        move || state.submission.remove(&path)
    };
    let remove_text = format!("Remove {name}");
    view! {
        <tr data-testid="review-row" data-name=name.clone()>
            <td class="name" title=path><b>{name.clone()}</b></td>
            <td class="what">{what}</td>
            <td class="dim needs" title=needed.clone()>{needed.clone()}</td>
            <td class="num">{size}</td>
            <td class="num">
                <Chip
                    tone=Signal::derive(move || verdict.get().0)
                    icon=Signal::derive(move || verdict.get().1)
                    text=Signal::derive(move || verdict.get().2)
                />
            </td>
            <td class="num">
                <Button
                    kind=Kind::Quiet
                    icon=Icon::Cross
                    text=remove_text
                    only_icon=true
                    testid="remove-payload"
                    on_click=remove
                />
            </td>
        </tr>
    }
}

fn verdict(row: &DraftRow, asked: &[String]) -> (Tone, Icon, String) {
    match (row.payload(), &row.report) {
        (Some(payload), _) => {
            let missing = usize::from(!uncovered(payload, asked).is_empty());
            match payload.warnings.len() + missing {
                0 => (Tone::Ok, Icon::Check, "Ready".into()),
                1 => (Tone::Warn, Icon::Alert, "1 warning".into()),
                many => (Tone::Warn, Icon::Alert, format!("{many} warnings")),
            }
        }
        (None, Some(_)) => (Tone::Bad, Icon::Cross, "Left out".into()),
        (None, None) => (Tone::Wait, Icon::Clock, "Reading …".into()),
    }
}
