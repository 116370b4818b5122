//! One line for each request, for whoever counts them.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use http::{Method, StatusCode, Uri};
use time::OffsetDateTime;

use crate::{Error, files};

/// A file that gets `<unix ms> <METHOD> <path and query> <status> <user agent>` for each request.
#[derive(Debug)]
pub(crate) struct RequestLog(Mutex<File>);

impl RequestLog {
    /// Opens `path` to append to; a new file is readable by its owner only.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let file = files::private_options()
            .append(true)
            .create(true)
            .open(path)
            .map_err(Error::file(path))?;
        Ok(Self(Mutex::new(file)))
    }

    /// Appends a line. A log that cannot be written is reported, and does not fail the request.
    pub(crate) fn write(&self, method: &Method, uri: &Uri, status: StatusCode, user_agent: &str) {
        let now = OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000;
        let line = format!(
            "{now} {method} {} {} {user_agent}\n",
            redacted(uri),
            status.as_u16()
        );
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = file.write_all(line.as_bytes()) {
            tracing::warn!(%error, "the request log cannot be written");
        }
    }
}

/// What is written for a request that got no answer: 444, which no service gives.
pub(crate) fn no_answer() -> StatusCode {
    StatusCode::from_u16(444).unwrap_or_default()
}

/// Path and query without the value of `sig`, which is a key to whoever reads it.
pub(crate) fn redacted(uri: &Uri) -> String {
    let Some(query) = uri.query() else {
        return uri.path().to_owned();
    };
    let pairs: Vec<&str> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) if name.eq_ignore_ascii_case("sig") => "sig=REDACTED",
            _ => pair,
        })
        .collect();
    format!("{}?{}", uri.path(), pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_never_written() {
        let uri = Uri::from_static("https://127.0.0.1:1/a/c/b?sv=2026-04-06&sig=abc%3D&se=x");
        assert_eq!(redacted(&uri), "/a/c/b?sv=2026-04-06&sig=REDACTED&se=x");
        assert_eq!(redacted(&Uri::from_static("/jobs")), "/jobs");
    }
}
