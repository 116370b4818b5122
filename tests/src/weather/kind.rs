//! The kinds of requests.

use serde_json::{Value, json};

use super::Errand;

/// A kind of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Token,
    PoolGet,
    ContainerCreate,
    BlobPut,
    DelegationKey,
    JobAdd,
    TaskAdd,
    JobPatch,
    TaskList,
    BlobList,
    BlobGet,
    BlockListGet,
    BlockPut,
    BlockListPut,
    JobTerminate,
    JobGet,
    FileHead,
    FileGet,
    JobDelete,
    ContainerDelete,
    PoolList,
    NodeList,
    ContainerList,
}

/// How a kind is told: service, method, path, query.
struct Looks(
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
);

impl Kind {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::Token,
        Self::PoolGet,
        Self::ContainerCreate,
        Self::BlobPut,
        Self::DelegationKey,
        Self::JobAdd,
        Self::TaskAdd,
        Self::JobPatch,
        Self::TaskList,
        Self::BlobList,
        Self::BlobGet,
        Self::BlockListGet,
        Self::BlockPut,
        Self::BlockListPut,
        Self::JobTerminate,
        Self::JobGet,
        Self::FileHead,
        Self::FileGet,
        Self::JobDelete,
        Self::ContainerDelete,
        Self::PoolList,
        Self::NodeList,
        Self::ContainerList,
    ];

    fn looks(self) -> Looks {
        let file = Some("/jobs/*/tasks/*/files/*");
        match self {
            Self::Token => Looks("identity", "POST", None, None),
            Self::PoolGet => Looks("batch", "GET", Some("/pools/*"), None),
            Self::ContainerCreate => Looks("blob", "PUT", None, Some("restype=container")),
            Self::BlobPut => Looks("blob", "PUT", Some("/*/*/staged*"), None),
            Self::DelegationKey => Looks("blob", "POST", None, Some("comp=userdelegationkey")),
            Self::JobAdd => Looks("batch", "POST", Some("/jobs"), None),
            Self::TaskAdd => Looks("batch", "POST", Some("/jobs/*/addtaskcollection"), None),
            Self::JobPatch => Looks("batch", "PATCH", Some("/jobs/*"), None),
            Self::TaskList => Looks("batch", "GET", Some("/jobs/*/tasks"), None),
            Self::BlobList => Looks("blob", "GET", Some("/*/*"), Some("comp=list")),
            Self::BlobGet => Looks("blob", "GET", Some("/*/*/tasks*stdout.txt"), None),
            Self::BlockListGet => Looks("blob", "GET", None, Some("comp=blocklist")),
            Self::BlockPut => Looks("blob", "PUT", None, Some("comp=block")),
            Self::BlockListPut => Looks("blob", "PUT", None, Some("comp=blocklist")),
            Self::JobTerminate => Looks("batch", "POST", Some("/jobs/*/terminate"), None),
            Self::JobGet => Looks("batch", "GET", Some("/jobs/*"), None),
            Self::FileHead => Looks("batch", "HEAD", file, None),
            Self::FileGet => Looks("batch", "GET", file, None),
            Self::JobDelete => Looks("batch", "DELETE", Some("/jobs/*"), None),
            Self::ContainerDelete => Looks("blob", "DELETE", None, Some("restype=container")),
            Self::PoolList => Looks("batch", "GET", Some("/pools"), None),
            Self::NodeList => Looks("batch", "GET", Some("/pools/*/nodes"), None),
            Self::ContainerList => Looks("blob", "GET", Some("/*"), Some("comp=list")),
        }
    }

    /// The requests of this kind as a rule of faults names them.
    pub(super) fn rule(self) -> Value {
        let Looks(service, method, path, query) = self.looks();
        let mut rule = json!({"from": "client", "service": service, "method": method});
        if let Some(path) = path {
            rule["path"] = path.into();
        }
        if let Some(query) = query {
            rule["query"] = query.into();
        }
        rule
    }

    /// Whether a line of the log of requests is about one of this kind.
    pub(super) fn is_asked_by(self, line: &str) -> bool {
        let Looks(service, method, path, query) = self.looks();
        let mut words = line.split(' ').skip(1);
        let (asked, target) = (words.next().unwrap(), words.next().unwrap());
        let (its_path, its_query) = target.split_once('?').unwrap_or((target, ""));
        let is_batch = ["/jobs", "/pools"]
            .iter()
            .any(|root| its_path.starts_with(root));
        let is_identity = its_path.ends_with("/token");
        let its_service = match (is_batch, is_identity) {
            (true, _) => "batch",
            (_, true) => "identity",
            _ => "blob",
        };
        its_service == service
            && asked == method
            && path.is_none_or(|path| fits(path, its_path))
            && query.is_none_or(|query| its_query.split('&').any(|pair| pair == query))
            && !line.contains(" longshore-node/")
    }

    /// What is done so that it is asked.
    pub fn errand(self) -> Errand {
        match self {
            Self::Token
            | Self::PoolGet
            | Self::ContainerCreate
            | Self::BlobPut
            | Self::DelegationKey
            | Self::JobAdd
            | Self::TaskAdd
            | Self::JobPatch
            | Self::TaskList
            | Self::BlobList
            | Self::BlobGet => Errand::Run,
            Self::BlockListGet | Self::BlockPut | Self::BlockListPut => Errand::RunLarge,
            Self::JobTerminate | Self::JobGet => Errand::Cancel,
            Self::FileHead | Self::FileGet => Errand::Follow,
            Self::JobDelete | Self::ContainerDelete => Errand::Withdraw,
            Self::PoolList | Self::NodeList | Self::ContainerList => Errand::Look,
        }
    }

    /// Whether its answer has a body that is read.
    pub(super) fn is_read(self) -> bool {
        matches!(
            self,
            Self::Token
                | Self::PoolGet
                | Self::DelegationKey
                | Self::TaskAdd
                | Self::TaskList
                | Self::BlobList
                | Self::BlobGet
                | Self::BlockListGet
                | Self::JobGet
                | Self::FileGet
                | Self::PoolList
                | Self::NodeList
                | Self::ContainerList
        )
    }

    /// Whether it is asked over and over in fair weather too.
    pub(super) fn is_polled(self) -> bool {
        matches!(
            self,
            Self::TaskList | Self::FileHead | Self::FileGet | Self::JobGet
        )
    }
}

/// Whether a path is as this one, where `*` is anything but a slash.
fn fits(pattern: &str, path: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == path;
    };
    let Some(rest) = path.strip_prefix(before) else {
        return false;
    };
    let most = rest.find('/').unwrap_or(rest.len());
    (0..=most).any(|at| rest.is_char_boundary(at) && fits(after, &rest[at..]))
}
