//! Pools and their nodes, as far as someone who chooses a pool, or waits for one, wants to know.

use serde::{Deserialize, Serialize};

use crate::Report;

/// One pool of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolView {
    /// Its id: what a job is submitted to.
    pub id: String,
    /// Where it is in its life.
    pub state: PoolState,
    /// Whether its size is changing.
    pub allocation: PoolAllocation,
    /// Its dedicated nodes.
    pub dedicated: NodeTarget,
    /// Its Spot nodes, which Azure may take back at any time; Batch calls them low-priority.
    pub spot: NodeTarget,
    /// Tasks a node runs at once.
    pub slots_per_node: u32,
    /// Kind of virtual machine; empty when the service does not say.
    pub vm_size: String,
    /// Publisher, offer and SKU of its image; empty when the service does not say.
    pub image: String,
    /// The node agent, such as `batch.node.ubuntu 22.04`; empty when the service does not say.
    pub node_agent: String,
    /// Whether it runs tasks in containers: then each must name an image, and otherwise none may.
    pub containers: bool,
    /// Whether a formula sets its size.
    pub autoscale: bool,
    /// Why its last change of size failed.
    pub resize_errors: Vec<ResizeError>,
    /// Why tasks sent to it now would wait until somebody does something about it.
    pub problem: Option<Report>,
}

impl PoolView {
    /// Nodes there are.
    pub const fn nodes(&self) -> u64 {
        self.dedicated.now as u64 + self.spot.now as u64
    }

    /// Nodes there shall be.
    pub const fn wanted(&self) -> u64 {
        self.dedicated.wanted as u64 + self.spot.wanted as u64
    }

    /// `2 nodes`, `2 nodes of 8 wanted`, `no nodes`.
    pub fn size(&self) -> String {
        let (now, wanted) = (self.nodes(), self.wanted());
        let nodes = match now {
            0 => "no nodes".to_owned(),
            now => crate::format::count(now, "node", "nodes"),
        };
        if wanted == now {
            nodes
        } else {
            format!("{nodes} of {} wanted", crate::format::grouped(wanted))
        }
    }
}

/// How many nodes there are of a kind, and how many there shall be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeTarget {
    /// There are.
    pub now: u32,
    /// There shall be.
    pub wanted: u32,
}

/// Where a pool is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoolState {
    /// Usable.
    Active,
    /// On the way out.
    Deleting,
    /// A state this version does not know.
    Unknown,
}

/// Whether a pool's size is changing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoolAllocation {
    /// No.
    Steady,
    /// Yes.
    Resizing,
    /// The change is being given up.
    Stopping,
    /// A state this version does not know.
    Unknown,
}

impl PoolAllocation {
    /// The word for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Steady => "steady",
            Self::Resizing => "resizing",
            Self::Stopping => "stopping",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a change of size failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResizeError {
    /// Its code.
    pub code: String,
    /// Its text.
    pub message: String,
}

/// A pool with what its nodes are doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolDetail {
    /// The pool.
    #[serde(flatten)]
    pub pool: PoolView,
    /// Its nodes by what they are doing, in the order of [`NodeState::ALL`]; without those that no node is in.
    pub nodes: Vec<NodesInState>,
    /// Slots of its nodes that are taken, by anybody's tasks.
    pub busy_slots: u64,
}

/// Nodes that are doing the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodesInState {
    /// What.
    pub state: NodeState,
    /// Dedicated nodes.
    pub dedicated: u64,
    /// Spot nodes.
    pub spot: u64,
    /// What one of them says about why, where it is in trouble; empty otherwise.
    pub reason: String,
}

/// What a node is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the labels say it")]
pub enum NodeState {
    Idle,
    Running,
    Creating,
    Starting,
    WaitingForStartTask,
    Rebooting,
    Reimaging,
    StartTaskFailed,
    Unusable,
    Preempted,
    Offline,
    LeavingPool,
    Unknown,
}

impl NodeState {
    /// All of them: those that work, those that will, those that need somebody.
    pub const ALL: [Self; 13] = [
        Self::Idle,
        Self::Running,
        Self::Creating,
        Self::Starting,
        Self::WaitingForStartTask,
        Self::Rebooting,
        Self::Reimaging,
        Self::StartTaskFailed,
        Self::Unusable,
        Self::Preempted,
        Self::Offline,
        Self::LeavingPool,
        Self::Unknown,
    ];

    /// The words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Running => "running tasks",
            Self::Creating => "being created",
            Self::Starting => "starting",
            Self::WaitingForStartTask => "running the start task",
            Self::Rebooting => "rebooting",
            Self::Reimaging => "being reimaged",
            Self::StartTaskFailed => "start task failed",
            Self::Unusable => "unusable",
            Self::Preempted => "preempted",
            Self::Offline => "taking no tasks",
            Self::LeavingPool => "leaving the pool",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it takes tasks.
    pub const fn works(self) -> bool {
        matches!(self, Self::Idle | Self::Running)
    }

    /// Whether it will take tasks without anybody's help.
    pub const fn comes(self) -> bool {
        matches!(
            self,
            Self::Creating
                | Self::Starting
                | Self::WaitingForStartTask
                | Self::Rebooting
                | Self::Reimaging
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(now: u32, wanted: u32) -> PoolView {
        PoolView {
            id: "p".into(),
            state: PoolState::Active,
            allocation: PoolAllocation::Steady,
            dedicated: NodeTarget { now, wanted },
            spot: NodeTarget::default(),
            slots_per_node: 1,
            vm_size: String::new(),
            image: String::new(),
            node_agent: String::new(),
            containers: false,
            autoscale: false,
            resize_errors: Vec::new(),
            problem: None,
        }
    }

    #[test]
    fn a_pools_size_tells_what_is_wanted_only_where_that_differs() {
        let cases = [
            (0, 0, "no nodes"),
            (1, 1, "1 node"),
            (0, 8, "no nodes of 8 wanted"),
            (2, 1_000, "2 nodes of 1,000 wanted"),
            (2, 0, "2 nodes of 0 wanted"),
        ];
        for (now, wanted, text) in cases {
            assert_eq!(pool(now, wanted).size(), text);
        }
    }
}
