//! Whether a pool has nodes, or will get some.

use std::fmt;

use longshore_batch_api::pool::{AllocationState, Pool};
use longshore_model::{Code, Report, format::count};

/// Where a pool's nodes are to come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Supply {
    /// They are there.
    There {
        /// How many.
        nodes: u64,
        /// Tasks each runs at once.
        slots: u64,
        /// How many there shall be, while that is being changed.
        becoming: Option<u64>,
        /// Why the last change of size failed.
        failed: Option<String>,
    },
    /// None: the last change of size failed.
    Failed(String),
    /// None now: a formula decides.
    ByFormula,
    /// None yet, so many on the way.
    Coming(u64),
    /// None, and nothing will bring any.
    Never,
}

impl Supply {
    pub(crate) fn of(pool: &Pool) -> Self {
        let nodes = sum(
            pool.current_dedicated_nodes,
            pool.current_low_priority_nodes,
        );
        let wanted = sum(pool.target_dedicated_nodes, pool.target_low_priority_nodes);
        let failed = pool
            .resize_errors
            .first()
            .map(|error| format!("{}: {}", error.code, error.message));
        if nodes > 0 {
            let changing = pool.allocation_state == Some(AllocationState::Resizing);
            return Self::There {
                nodes,
                slots: slots(pool),
                becoming: changing.then_some(wanted),
                failed,
            };
        }
        match failed {
            Some(error) => Self::Failed(error),
            None if pool.enable_auto_scale == Some(true) => Self::ByFormula,
            None if wanted > 0 => Self::Coming(wanted),
            None => Self::Never,
        }
    }

    /// What is wrong with it, for a pool that somebody has to look after.
    pub(crate) fn problem(&self, pool: &str) -> Option<Report> {
        let (title, guidance) = match self {
            Self::There { .. } | Self::ByFormula | Self::Coming(_) => return None,
            Self::Failed(error) => (
                format!(
                    "The pool {pool} has no nodes, because its last change of size failed: {error}"
                ),
                "Often a quota of cores, or a machine size that the region has none left of. Correct it and resize the pool.",
            ),
            Self::Never => (
                format!("The pool {pool} has no nodes, and does not scale by itself."),
                "Tasks would wait for ever. Resize it (az batch pool resize --pool-id … --target-dedicated-nodes 1), or give it a \
                 formula.",
            ),
        };
        Some(Report::new(Code::Conflict, title, guidance))
    }
}

impl fmt::Display for Supply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::There {
                nodes,
                slots,
                becoming,
                failed,
            } => {
                let tasks = count(*slots, "task", "tasks");
                write!(f, "{}, {tasks} each", count(*nodes, "node", "nodes"))?;
                if let Some(wanted) = becoming {
                    write!(f, "; on the way to {wanted}")?;
                }
                if let Some(error) = failed {
                    write!(f, "; the last change of size failed ({error})")?;
                }
                Ok(())
            }
            Self::Failed(error) => write!(f, "none; the last change of size failed ({error})"),
            Self::ByFormula => {
                f.write_str("none now; the pool's formula decides when there are some")
            }
            Self::Coming(wanted) => write!(f, "none yet; {wanted} on the way"),
            Self::Never => f.write_str("none"),
        }
    }
}

/// Slots of a node; one where the service does not say.
pub(super) fn slots(pool: &Pool) -> u64 {
    u64::try_from(pool.task_slots_per_node.unwrap_or(1)).unwrap_or(1)
}

fn sum(one: Option<i32>, other: Option<i32>) -> u64 {
    let sum = one.unwrap_or(0).saturating_add(other.unwrap_or(0));
    u64::try_from(sum).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use longshore_batch_api::pool::ResizeError;

    use super::*;

    #[test]
    fn a_pool_without_nodes_is_fine_only_if_some_will_come() {
        let told = |pool: &Pool| {
            let supply = Supply::of(pool);
            match supply.problem("p") {
                Some(report) => Err(report.title),
                None => Ok(supply.to_string()),
            }
        };
        assert_eq!(
            told(&Pool::default()).unwrap_err(),
            "The pool p has no nodes, and does not scale by itself."
        );
        let scaled = Pool {
            enable_auto_scale: Some(true),
            ..Pool::default()
        };
        assert!(told(&scaled).is_ok());
        let coming = Pool {
            target_low_priority_nodes: Some(3),
            ..Pool::default()
        };
        assert_eq!(told(&coming).unwrap(), "none yet; 3 on the way");
        let failed = Pool {
            resize_errors: vec![ResizeError {
                code: "AccountCoreQuotaReached".into(),
                message: "no cores left".into(),
            }],
            ..coming
        };
        assert!(
            told(&failed)
                .unwrap_err()
                .contains("AccountCoreQuotaReached: no cores left")
        );
        let there = Pool {
            current_dedicated_nodes: Some(2),
            task_slots_per_node: Some(4),
            allocation_state: Some(AllocationState::Resizing),
            ..failed
        };
        assert_eq!(
            told(&there).unwrap(),
            "2 nodes, 4 tasks each; on the way to 3; the last change of size failed (AccountCoreQuotaReached: no cores left)"
        );
    }
}
