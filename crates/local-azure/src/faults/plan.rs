//! What a file of faults says.

use longshore_batch_api::{
    job::SchedulingError,
    node::{NodeError, NodeState},
    pool::{AllocationState, ResizeError},
};
use serde::Deserialize;

use super::rule::Rule;
use crate::wildcard;

/// The whole file. What is absent is in order.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Plan {
    /// Requests that go wrong. The first rule that strikes a request is the one that counts.
    pub(crate) rules: Vec<Rule>,
    /// How far the service's clock is ahead: in `Date`, in the times of tokens, and when it judges signatures.
    pub(crate) clock_offset_seconds: i64,
    /// Why nobody can sign in.
    pub(crate) sign_in: Option<SignIn>,
    /// What the service principal has no role for. Account keys need none.
    pub(crate) denied: Vec<Denied>,
    /// How the one pool is.
    pub(crate) pool: PoolPlan,
    /// Why no job can be scheduled, as each of them tells; tasks run all the same.
    pub(crate) scheduling_error: Option<SchedulingError>,
    /// How many jobs may be active at once.
    pub(crate) active_job_quota: Option<u32>,
    /// The only versions of the Batch dialect there are; all that there have been when absent.
    pub(crate) batch_versions: Option<Vec<String>>,
    /// Containers, by name or wildcard, that are not found although they may be there.
    pub(crate) missing_containers: Vec<String>,
}

/// Why the token endpoint refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum SignIn {
    /// AADSTS7000222
    ExpiredSecret,
    /// AADSTS7000215
    WrongSecret,
    /// AADSTS700016
    WrongClient,
    /// AADSTS90002
    WrongTenant,
}

/// What a role would allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Denied {
    /// Anything in the Batch account.
    Batch,
    /// Reading and listing blobs and containers.
    BlobRead,
    /// Making, changing and deleting them.
    BlobWrite,
    /// Asking for a user delegation key.
    UserDelegationKey,
    /// Blobs to the pool's managed identity.
    NodeIdentity,
}

/// The pool's state.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct PoolPlan {
    /// There is no pool at all.
    pub(crate) missing: bool,
    /// Its nodes: none, or the one there is. With none, tasks wait, those too that were running.
    pub(crate) nodes: Option<Nodes>,
    /// How many nodes it is to have; by default as many as it has.
    pub(crate) target_nodes: Option<i32>,
    /// What its node does. In any state but `idle` it begins no task.
    pub(crate) node_state: Option<NodeState>,
    /// What is wrong with its node.
    pub(crate) node_errors: Vec<NodeError>,
    /// Whether it is a container pool, where each task must name an image, or not one, where none may. By default
    /// it takes both kinds, as this computer can.
    pub(crate) containers: Option<bool>,
    /// It has no managed identity.
    pub(crate) no_identity: bool,
    /// The formula by which it scales.
    pub(crate) auto_scale_formula: Option<String>,
    /// Whether its size is changing; steady by default.
    pub(crate) allocation_state: Option<AllocationState>,
    /// Why the last change of size failed.
    pub(crate) resize_errors: Vec<ResizeError>,
}

/// How many nodes this computer can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u8")]
pub(crate) struct Nodes(bool);

impl TryFrom<u8> for Nodes {
    type Error = &'static str;

    fn try_from(count: u8) -> Result<Self, Self::Error> {
        match count {
            0 | 1 => Ok(Self(count == 1)),
            _ => Err("this computer is one node or none"),
        }
    }
}

impl PoolPlan {
    /// Whether its node begins tasks.
    pub(crate) fn begins_tasks(&self) -> bool {
        self.has_node() && matches!(self.node_state, None | Some(NodeState::Idle))
    }

    /// Whether there is a node.
    pub(crate) fn has_node(&self) -> bool {
        !self.missing && self.nodes.is_none_or(|nodes| nodes.0)
    }
}

impl Plan {
    /// Whether the service principal lacks the role for something.
    pub(crate) fn denies(&self, what: Denied) -> bool {
        self.denied.contains(&what)
    }

    /// Whether a version of the Batch dialect is one that the service is to know.
    pub(crate) fn knows_batch_version(&self, version: &str) -> bool {
        let known = self.batch_versions.as_ref();
        known.is_none_or(|known| known.iter().any(|known| known == version))
    }

    /// Whether a container is to be as if it were not there.
    pub(crate) fn hides_container(&self, name: &str) -> bool {
        self.missing_containers
            .iter()
            .any(|pattern| wildcard::matches(pattern, name))
    }
}
