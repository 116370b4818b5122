//! Text: logs, JSON, CSV, SVG.

use longshore_model::preview::Preview;

use crate::inspect::Opened;

/// How much of a text is shown.
const SHOWN: u64 = 256 << 10;

pub(super) fn preview(opened: &mut Opened) -> Result<Preview, String> {
    let (text, cut) = beginning(opened)?;
    Ok(Preview::Text { text, cut })
}

/// As much of a text as is shown, and whether more follows; or why it is none.
pub(super) fn beginning(opened: &mut Opened) -> Result<(String, bool), String> {
    let mut bytes = super::head(opened, SHOWN)?;
    let cut = opened.size > bytes.len() as u64;
    let size = longshore_model::format::bytes(opened.size);
    let not_text = || {
        format!(
            "It is not text, and of no kind that can be shown ({size}). Save it to open it with another program."
        )
    };
    if bytes.contains(&0) {
        return Err(not_text());
    }
    if let Err(error) = std::str::from_utf8(&bytes) {
        // A character that the cut tore is no fault of the file.
        let torn = cut && error.error_len().is_none();
        if torn {
            bytes.truncate(error.valid_up_to());
        } else {
            return Err(not_text());
        }
    }
    let text = String::from_utf8(bytes).map_err(|_| not_text())?;
    Ok((text.trim_start_matches('\u{feff}').to_owned(), cut))
}
