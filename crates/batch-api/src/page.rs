//! One page of a list.

use serde::{Deserialize, Serialize};

/// One page: the items and, when there are more, the absolute address of the next page. The address carries its own
/// query and is followed as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The items.
    #[serde(default = "Vec::new")]
    pub value: Vec<T>,
    /// Where the next page is.
    #[serde(
        rename = "odata.nextLink",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub next_link: Option<String>,
}
