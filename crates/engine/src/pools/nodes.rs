//! What a pool's nodes are doing, in numbers: a pool may have thousands.

use std::collections::BTreeMap;

use longshore_azure::{Batch, ListQuery};
use longshore_batch_api::node::{Node, NodeState as Wire};
use longshore_model::pool::{NodeState, NodesInState};

use crate::error::Result;

const SELECT: &str = "id,state,schedulingState,isDedicated,runningTaskSlotsCount,runningTasksCount,errors,startTaskInfo";

/// Nodes by what they are doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    by_state: BTreeMap<NodeState, NodesInState>,
    /// Slots that tasks take, on nodes that work.
    pub(super) busy_slots: u64,
}

/// Counts the nodes of a pool, page by page.
pub(super) async fn tally(batch: &Batch, pool: &str) -> Result<Tally> {
    let query = ListQuery {
        select: Some(SELECT.to_owned()),
        ..ListQuery::default()
    };
    let mut pages = batch.list_nodes(pool, &query)?;
    let mut tally = Tally::default();
    while let Some(page) = pages.next_page().await? {
        page.iter().for_each(|node| tally.add(node));
    }
    Ok(tally)
}

impl Tally {
    pub(super) fn add(&mut self, node: &Node) {
        let state = state(node);
        let group = self.by_state.entry(state).or_insert_with(|| NodesInState {
            state,
            dedicated: 0,
            spot: 0,
            reason: String::new(),
        });
        match node.is_dedicated {
            Some(false) => group.spot += 1,
            _ => group.dedicated += 1,
        }
        if group.reason.is_empty() {
            group.reason = reason(node);
        }
        if state.works() {
            let slots = node.running_task_slots_count.or(node.running_tasks_count);
            self.busy_slots += u64::try_from(slots.unwrap_or(0)).unwrap_or(0);
        }
    }

    /// Nodes whose state fits, and what one of them says about why.
    pub(super) fn those(&self, fits: impl Fn(NodeState) -> bool) -> (u64, &str) {
        let groups = self.by_state.values().filter(|group| fits(group.state));
        groups.fold((0, ""), |(nodes, reason), group| {
            let reason = if reason.is_empty() {
                &group.reason
            } else {
                reason
            };
            (nodes + group.dedicated + group.spot, reason)
        })
    }

    /// All of them, in the order of [`NodeState::ALL`].
    pub(super) fn groups(self) -> Vec<NodesInState> {
        self.by_state.into_values().collect()
    }
}

fn state(node: &Node) -> NodeState {
    let scheduling = node.scheduling_state.as_deref().unwrap_or("enabled");
    match node.state {
        // Idle, and told to stay so.
        Some(Wire::Idle | Wire::Running) if scheduling.eq_ignore_ascii_case("disabled") => {
            NodeState::Offline
        }
        Some(Wire::Idle) => NodeState::Idle,
        Some(Wire::Running) => NodeState::Running,
        Some(Wire::Creating) => NodeState::Creating,
        Some(Wire::Starting) => NodeState::Starting,
        Some(Wire::WaitingForStartTask) => NodeState::WaitingForStartTask,
        Some(Wire::StartTaskFailed) => NodeState::StartTaskFailed,
        Some(Wire::Rebooting) => NodeState::Rebooting,
        Some(Wire::Reimaging) => NodeState::Reimaging,
        Some(Wire::LeavingPool) => NodeState::LeavingPool,
        Some(Wire::Offline) => NodeState::Offline,
        Some(Wire::Preempted) => NodeState::Preempted,
        Some(Wire::Unusable) => NodeState::Unusable,
        Some(Wire::Unknown) | None => NodeState::Unknown,
    }
}

/// What a node says about being in trouble, in one line.
fn reason(node: &Node) -> String {
    let start = node.start_task_info.as_ref();
    let said = |code: &str, message: &str| {
        let message = message.lines().next().unwrap_or_default();
        [code, message]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(": ")
    };
    match (node.state, node.errors.first(), start) {
        (Some(Wire::StartTaskFailed), _, Some(info)) => {
            match (&info.failure_info, info.exit_code) {
                (_, Some(code)) if code != 0 => format!("exit code {code}"),
                (Some(failure), _) => said(&failure.code, &failure.message),
                (None, _) => String::new(),
            }
        }
        (_, Some(error), _) => said(&error.code, &error.message),
        _ => String::new(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A tally of nodes as the service tells them.
    pub(crate) fn of(nodes: &[serde_json::Value]) -> Tally {
        let mut tally = Tally::default();
        for node in nodes {
            tally.add(&serde_json::from_value(node.clone()).unwrap());
        }
        tally
    }

    #[test]
    fn nodes_are_counted_by_state_and_kind_and_troubled_ones_say_why() {
        let tally = of(&[
            serde_json::json!({"state": "running", "isDedicated": true, "runningTaskSlotsCount": 3}),
            serde_json::json!({"state": "idle", "schedulingState": "disabled", "isDedicated": true}),
            serde_json::json!({"state": "StartTaskFailed", "isDedicated": false,
                "startTaskInfo": {"exitCode": 1, "failureInfo": {"category": "UserError", "code": "FailureExitCode", "message": "x"}}}),
            serde_json::json!({"state": "unusable", "isDedicated": true,
                "errors": [{"code": "NodeUnreachable", "message": "no answer\nRequestId:1"}]}),
        ]);
        assert_eq!(tally.busy_slots, 3);
        let group = |state, dedicated, spot, reason: &str| NodesInState {
            state,
            dedicated,
            spot,
            reason: reason.into(),
        };
        assert_eq!(
            tally.groups(),
            [
                group(NodeState::Running, 1, 0, ""),
                group(NodeState::StartTaskFailed, 0, 1, "exit code 1"),
                group(NodeState::Unusable, 1, 0, "NodeUnreachable: no answer"),
                group(NodeState::Offline, 1, 0, ""),
            ]
        );
    }
}
