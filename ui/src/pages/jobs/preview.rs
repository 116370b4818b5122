use leptos::prelude::*;
use longshore_model::preview::Preview;

use super::{
    value_table::ValueTable,
    value_tree::{Notation, ValueTree},
};
use crate::{
    components::{Empty, Icon, Note, Tone},
    words::{said, t},
};

/// A file, as far as it can be shown without running anything.
#[component]
pub fn PreviewPane(
    /// What is known of it.
    preview: Preview,
) -> impl IntoView {
    match preview {
        Preview::Value { value } => view! {
            <div class="value-root" data-testid="preview-value">
                <ValueTree value=value name="" open=true />
            </div>
            <p class="small dim pad">{t!("preview-safe")}</p>
        }
        .into_any(),
        Preview::Json { value } => view! {
            <div class="value-root" data-testid="preview-json">
                <ValueTree value=value name="" open=true notation=Notation::Json />
            </div>
        }
        .into_any(),
        Preview::Table { table } => view! { <ValueTable table=table /> }.into_any(),
        Preview::Text { text, cut } => view! {
            <pre class="text" data-testid="preview-text">{text}</pre>
            {cut.then(|| view! { <p class="small dim pad">{t!("preview-cut")}</p> })}
        }
        .into_any(),
        Preview::Image { media_type, data } => view! {
            <div class="image">
                <img src=format!("data:{media_type};base64,{data}") alt=t!("preview-image") data-testid="preview-image" />
            </div>
        }
        .into_any(),
        Preview::Exception { class, message, traceback } => view! {
            <div class="pad" data-testid="preview-exception">
                <Note tone=Tone::Bad>
                    <b>{class}</b>
                    {(!message.is_empty()).then(|| format!(": {message}"))}
                </Note>
            </div>
            <pre class="text">{traceback}</pre>
        }
        .into_any(),
        Preview::None { reason } => view! {
            <Empty icon=Icon::Eye title=t!("preview-none") text=said(&reason) />
        }
        .into_any(),
    }
}
