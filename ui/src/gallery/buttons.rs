use leptos::prelude::*;

use super::section::{Case, Section};
use crate::components::{Button, Icon, Kind};

/// Buttons of every kind.
#[component]
pub fn Buttons() -> impl IntoView {
    let kinds = [
        ("Plain", Kind::Plain),
        ("Main", Kind::Main),
        ("Quiet", Kind::Quiet),
        ("Danger", Kind::Danger),
    ];
    let kinds = kinds
        .into_iter()
        .map(|(label, kind)| {
            view! {
                <Case label=label>
                    <Button kind=kind text="Words" />
                    <Button kind=kind icon=Icon::Download text="With a picture" />
                    <Button kind=kind icon=Icon::Again text="Picture only" only_icon=true />
                    <Button kind=kind text="Disabled" disabled=true />
                    <Button kind=kind icon=Icon::Stop text="Disabled picture" only_icon=true disabled=true />
                </Case>
            }
        })
        .collect_view();
    view! {
        <Section name="buttons" title="Buttons">
            {kinds}
            <Case label="Link">
                <p>"Within a sentence one can "<Button kind=Kind::Link text="follow a link" />" to somewhere."</p>
            </Case>
        </Section>
    }
}
