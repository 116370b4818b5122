use leptos::prelude::*;

use crate::{
    components::{Button, Chip, Icon, Kind, Tone},
    format::bytes,
    state::{
        draft::{DraftRow, needs, uncovered},
        use_state,
    },
    words::{said, t},
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
                        <th scope="col">{t!("submit-column-payload")}</th>
                        <th scope="col" class="what">{t!("submit-column-what")}</th>
                        <th scope="col">{t!("submit-column-needs")}</th>
                        <th scope="col" class="num">{t!("submit-column-size")}</th>
                        <th scope="col" class="num"><span class="hush">{t!("state")}</span></th>
                        <th scope="col"><span class="hush">{t!("submit-column-remove")}</span></th>
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
        (_, Some(payload)) => (said(&payload.title), needs(payload)),
        (Some(_), None) => (t!("submit-not-a-payload").into(), "–".into()),
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
    let remove_text = t!("submit-remove", name = name.as_str());
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
                0 => (Tone::Ok, Icon::Check, t!("submit-ready").into()),
                many => (Tone::Warn, Icon::Alert, t!("submit-warnings", count = many)),
            }
        }
        (None, Some(_)) => (Tone::Bad, Icon::Cross, t!("submit-left-out").into()),
        (None, None) => (Tone::Wait, Icon::Clock, t!("reading").into()),
    }
}
