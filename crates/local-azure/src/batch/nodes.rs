//! `/pools/{pool}/nodes`: this computer.

use axum::{
    extract::{Path, State as Extract},
    response::Response,
};
use http::Uri;
use longshore_batch_api::{
    codes,
    node::{Node, NodeCounts, NodeState, PoolNodeCounts, StartTaskInfo},
};

use super::{Shared, fault::Fault, listing::Listing, pools, reply};
use crate::{Endpoint, node::NODE_ID, state::State};

pub(super) fn url(state: &State) -> String {
    format!(
        "{}/pools/{}/nodes/{NODE_ID}",
        state.base_url,
        Endpoint::POOL_ID
    )
}

pub(super) async fn list(
    Extract(state): Shared,
    Path(pool): Path<String>,
    uri: Uri,
) -> Result<Response, Fault> {
    pools::require(&state, &pool)?;
    let listing = Listing::of(&uri)?;
    pools::single_if(
        has_node(&state),
        &state,
        &listing,
        "nodes",
        serde_json::to_value(node(&state))?,
    )
}

pub(super) async fn get(
    Extract(state): Shared,
    Path((pool, node_id)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, Fault> {
    pools::require(&state, &pool)?;
    if !node_id.eq_ignore_ascii_case(NODE_ID) || !has_node(&state) {
        return Err(Fault::new(
            codes::NODE_NOT_FOUND,
            "The specified node does not exist.",
        ));
    }
    let row = Listing::of(&uri)?.selected(serde_json::to_value(node(&state))?);
    reply::ok(&state.base_url, "nodes/@Element", &row)
}

pub(super) async fn counts(Extract(state): Shared, uri: Uri) -> Result<Response, Fault> {
    let listing = Listing::of(&uri)?;
    let (is_running, nodes) = (state.node.running().tasks > 0, i32::from(has_node(&state)));
    let counts = PoolNodeCounts {
        pool_id: Endpoint::POOL_ID.into(),
        dedicated: Some(NodeCounts {
            idle: nodes - nodes.min(i32::from(is_running)),
            running: nodes.min(i32::from(is_running)),
            total: nodes,
            ..NodeCounts::default()
        }),
        low_priority: Some(NodeCounts::default()),
    };
    pools::single_if(
        !state.faults.plan().pool.missing,
        &state,
        &listing,
        "poolnodecounts",
        serde_json::to_value(counts)?,
    )
}

fn has_node(state: &State) -> bool {
    state.faults.plan().pool.has_node()
}

fn node(state: &State) -> Node {
    let (since, running) = (state.node.started(), state.node.running());
    let plan = state.faults.plan();
    let busy = plan.pool.node_state == Some(NodeState::Running);
    let failed = plan.pool.node_state == Some(NodeState::StartTaskFailed);
    let number = |count: usize| i32::try_from(count).ok();
    Node {
        id: NODE_ID.into(),
        url: Some(url(state)),
        state: plan.pool.node_state.or(Some(if running.tasks > 0 {
            NodeState::Running
        } else {
            NodeState::Idle
        })),
        state_transition_time: Some(since),
        scheduling_state: Some("enabled".into()),
        allocation_time: Some(since),
        last_boot_time: Some(since),
        vm_size: Some(pools::vm_size()),
        total_tasks_run: number(running.begun),
        total_tasks_succeeded: None,
        running_tasks_count: number(running.tasks),
        running_task_slots_count: number(if busy { state.slots } else { running.slots }),
        is_dedicated: Some(true),
        errors: plan.pool.node_errors.clone(),
        start_task_info: failed.then_some(StartTaskInfo {
            exit_code: Some(1),
            failure_info: None,
        }),
    }
}
