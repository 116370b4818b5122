//! A result dragged out of the window, to a folder or another program.

use std::time::Duration;

use leptos::{ev::DragEvent, prelude::*};

use crate::state::State;

/// After which whatever the shell tells of a drag that has ended is on screen.
const HEARD: Duration = Duration::from_millis(500);

/// Hands a file to the drag that begins. What comes back over the window is no payload to submit.
pub fn begin(state: State, event: &DragEvent, path: &str) {
    let Some(data) = event.data_transfer() else {
        return;
    };
    data.set_effect_allowed("copy");
    // RFC 2483; file managers and editors take it.
    let handed = data
        .set_data("text/uri-list", &file_url(path))
        .and_then(|()| data.set_data("text/plain", path));
    if handed.is_ok() {
        state.dragging_out.set(Some(path.to_owned()));
    }
}

/// The drag has ended, here or elsewhere; the shell tells of the window's part in it a little later.
pub fn end(state: State) {
    set_timeout(move || state.dragging_out.set(None), HEARD);
}

/// A path as an address (RFC 8089).
fn file_url(path: &str) -> String {
    let mut url = String::from("file://");
    for part in path.split(['/', '\\']) {
        if !part.is_empty() {
            url.push('/');
            url.extend(part.bytes().map(escaped));
        }
    }
    url
}

/// RFC 3986, 3.3: what may stand in a part of a path as it is. The colon is that of a drive.
fn escaped(byte: u8) -> String {
    match byte {
        b if b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&b) => {
            char::from(b).to_string()
        }
        b => format!("%{b:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::file_url;

    #[test]
    fn a_path_becomes_an_address_whatever_is_in_its_name() {
        let cases = [
            ("/home/ada/a.pkl", "file:///home/ada/a.pkl"),
            ("/a b/50%#1?.csv", "file:///a%20b/50%25%231%3F.csv"),
            ("/übung/⚓.png", "file:///%C3%BCbung/%E2%9A%93.png"),
            ("C:\\Users\\ada\\a.pkl", "file:///C:/Users/ada/a.pkl"),
        ];
        for (path, url) in cases {
            assert_eq!(file_url(path), url);
        }
    }
}
