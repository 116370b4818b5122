//! Pictures that a window can show.

use base64::{Engine, engine::general_purpose::STANDARD};
use longshore_model::preview::Preview;

use crate::inspect::Opened;

/// Largest picture that is handed to the window.
const LIMIT: u64 = 8 << 20;

/// The media type of a picture, by its first bytes.
pub(super) fn media_type(head: &[u8]) -> Option<&'static str> {
    match head {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("image/webp"),
        _ => None,
    }
}

pub(super) fn preview(opened: &mut Opened, media_type: &str) -> Result<Preview, String> {
    if opened.size > LIMIT {
        return Err(
            "The picture is larger than 8 MiB. Save it to open it with another program.".into(),
        );
    }
    let bytes = super::head(opened, LIMIT)?;
    Ok(Preview::Image {
        media_type: media_type.into(),
        data: STANDARD.encode(bytes),
    })
}
