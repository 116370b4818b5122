//! The versions of the Batch dialect.

use crate::dates;

/// Those the service has had, oldest first, as the folders of the published specification and the SDKs name them.
const KNOWN: [&str; 24] = [
    "2015-06-01.2.0",
    "2015-11-01.2.1",
    "2015-12-01.2.2",
    "2016-02-01.3.0",
    "2016-07-01.3.1",
    "2017-01-01.4.0",
    "2017-05-01.5.0",
    "2017-06-01.5.1",
    "2017-09-01.6.0",
    "2018-03-01.6.1",
    "2018-08-01.7.0",
    "2018-12-01.8.0",
    "2019-06-01.9.0",
    "2019-08-01.10.0",
    "2020-03-01.11.0",
    "2020-09-01.12.0",
    "2021-06-01.14.0",
    "2022-01-01.15.0",
    "2022-10-01.16.0",
    "2023-05-01.17.0",
    "2023-11-01.18.0",
    "2024-02-01.19.0",
    "2024-07-01.20.0",
    NEWEST,
];
const NEWEST: &str = "2025-06-01";

/// Whether a client may ask in this version: one that was, or one that is newer than this service and has the form
/// of one, so that the next SDK is not locked out.
pub(super) fn is_known(version: &str) -> bool {
    KNOWN.contains(&version) || (dates::is_day(version) && version > NEWEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_versions_there_have_been_or_will_be_are_known() {
        for good in [
            "2025-06-01",
            "2024-07-01.20.0",
            "2022-10-01.16.0",
            "2027-01-01",
        ] {
            assert!(is_known(good), "{good}");
        }
        for bad in [
            "",
            "latest",
            "2025-6-1",
            "2025-06-01.1",
            "2024-07-01",
            "2019-01-01.1.0",
            "2025-05-31",
            "20270101",
        ] {
            assert!(!is_known(bad), "{bad}");
        }
    }
}
