//! The versions of the Blob dialect.

use http::HeaderMap;

use super::error::{BlobError, Code};
use crate::auth::{self, Scheme};
use crate::dates;

/// Those the service has had, oldest first:
/// <https://learn.microsoft.com/rest/api/storageservices/previous-azure-storage-service-versions>
const KNOWN: [&str; 48] = [
    "2009-07-17",
    "2009-09-19",
    "2011-08-18",
    "2012-02-12",
    "2013-08-15",
    "2014-02-14",
    "2015-02-21",
    "2015-04-05",
    "2015-07-08",
    "2015-12-11",
    "2016-05-31",
    "2017-04-17",
    "2017-07-29",
    BEARER,
    "2018-03-28",
    "2018-06-17",
    "2018-11-09",
    "2019-02-02",
    "2019-07-07",
    "2019-10-10",
    "2019-12-12",
    "2020-02-10",
    "2020-04-08",
    "2020-06-12",
    "2020-08-04",
    "2020-10-02",
    "2020-12-06",
    "2021-02-12",
    "2021-04-10",
    "2021-06-08",
    "2021-08-06",
    "2021-10-04",
    "2021-12-02",
    "2022-11-02",
    "2023-01-03",
    "2023-05-03",
    "2023-08-03",
    "2023-11-03",
    "2024-02-04",
    "2024-05-04",
    "2024-08-04",
    "2024-11-04",
    "2025-01-05",
    "2025-05-05",
    "2025-07-05",
    "2025-11-05",
    "2026-02-06",
    NEWEST,
];
/// The first that takes bearer tokens.
const BEARER: &str = "2017-11-09";
const NEWEST: &str = "2026-04-06";

/// Refuses a version there is not. One that is newer than this service is let in, so that the next SDK is not
/// locked out.
pub(super) fn check(headers: &HeaderMap) -> Result<(), BlobError> {
    let version = headers
        .get("x-ms-version")
        .map(|version| version.to_str().unwrap_or_default());
    if version.is_some_and(|version| !is_known(version)) {
        return Err(BlobError::from(Code::InvalidHeaderValue).because("x-ms-version"));
    }
    let by_token = matches!(auth::scheme(headers), Ok((Scheme::Bearer, _)));
    if by_token && version.is_none_or(|version| version < BEARER) {
        return Err(BlobError::from(Code::AuthenticationFailed)
            .because("Authentication scheme Bearer is not supported in this version."));
    }
    Ok(())
}

fn is_known(version: &str) -> bool {
    KNOWN.contains(&version) || (dates::is_day(version) && version > NEWEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_versions_there_have_been_or_will_be_are_known() {
        for good in [
            "2009-09-19",
            "2023-11-03",
            "2026-02-06",
            "2026-04-06",
            "2030-01-01",
        ] {
            assert!(is_known(good), "{good}");
        }
        for bad in [
            "",
            "latest",
            "2023-11-04",
            "2026-02-05",
            "2030-1-1",
            "2030/01/01",
        ] {
            assert!(!is_known(bad), "{bad}");
        }
    }

    #[test]
    fn the_list_is_in_order() {
        assert!(KNOWN.is_sorted());
    }
}
