//! A pool of the service in the model's terms.

use longshore_batch_api::pool::{AllocationState, ImageReference, Pool, PoolState as State};
use longshore_model::pool::{NodeTarget, PoolAllocation, PoolState, PoolView, ResizeError};

use super::{problem_of, supply::slots};

pub(super) fn view(pool: Pool) -> PoolView {
    let problem = problem_of(&pool);
    let slots_per_node = u32::try_from(slots(&pool)).unwrap_or(1);
    let machine = pool.virtual_machine_configuration.unwrap_or_default();
    PoolView {
        state: match pool.state {
            Some(State::Active) => PoolState::Active,
            Some(State::Deleting) => PoolState::Deleting,
            _ => PoolState::Unknown,
        },
        allocation: match pool.allocation_state {
            Some(AllocationState::Steady) => PoolAllocation::Steady,
            Some(AllocationState::Resizing) => PoolAllocation::Resizing,
            Some(AllocationState::Stopping) => PoolAllocation::Stopping,
            _ => PoolAllocation::Unknown,
        },
        dedicated: target(pool.current_dedicated_nodes, pool.target_dedicated_nodes),
        spot: target(
            pool.current_low_priority_nodes,
            pool.target_low_priority_nodes,
        ),
        slots_per_node,
        vm_size: pool.vm_size.unwrap_or_default(),
        image: machine.image_reference.map(image).unwrap_or_default(),
        node_agent: machine.node_agent_sku_id.unwrap_or_default(),
        containers: machine.container_configuration.is_some(),
        autoscale: pool.enable_auto_scale.unwrap_or(false),
        resize_errors: pool
            .resize_errors
            .into_iter()
            .map(|error| ResizeError {
                code: error.code,
                message: error.message,
            })
            .collect(),
        problem,
        id: pool.id,
    }
}

/// Targets are absent while a formula decides before its first evaluation.
fn target(now: Option<i32>, wanted: Option<i32>) -> NodeTarget {
    let number = |count: i32| u32::try_from(count).unwrap_or(0);
    let now = now.map_or(0, number);
    NodeTarget {
        now,
        wanted: wanted.map_or(now, number),
    }
}

/// `canonical/ubuntu-24_04-lts/server`; a custom image has an address in place of these, which says nothing to people.
fn image(image: ImageReference) -> String {
    let parts = [image.publisher, image.offer, image.sku];
    let known: Vec<_> = parts.into_iter().flatten().collect();
    known.join("/")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_pool_is_told_whole() {
        let pool = serde_json::from_value(serde_json::json!({
            "id": "spot", "state": "active", "allocationState": "resizing", "vmSize": "standard_d2s_v3",
            "virtualMachineConfiguration": {
                "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest"},
                "nodeAgentSKUId": "batch.node.ubuntu 24.04",
                "containerConfiguration": {"type": "dockerCompatible"}
            },
            "currentDedicatedNodes": 1, "currentLowPriorityNodes": 2, "targetDedicatedNodes": 1, "targetLowPriorityNodes": 8,
            "enableAutoScale": true, "taskSlotsPerNode": 4,
            "resizeErrors": [{"code": "AllocationTimedOut", "message": "slow"}]
        }));
        let told = view(pool.unwrap());
        let expected = PoolView {
            id: "spot".into(),
            state: PoolState::Active,
            allocation: PoolAllocation::Resizing,
            dedicated: NodeTarget { now: 1, wanted: 1 },
            spot: NodeTarget { now: 2, wanted: 8 },
            slots_per_node: 4,
            vm_size: "standard_d2s_v3".into(),
            image: "canonical/ubuntu-24_04-lts/server".into(),
            node_agent: "batch.node.ubuntu 24.04".into(),
            containers: true,
            autoscale: true,
            resize_errors: vec![ResizeError {
                code: "AllocationTimedOut".into(),
                message: "slow".into(),
            }],
            problem: None,
        };
        assert_eq!(told, expected);
        assert_eq!(told.size(), "3 nodes of 9 wanted");
    }

    #[test]
    fn a_pool_of_which_little_is_told_is_shown_as_one_without_nodes() {
        let told = view(serde_json::from_value(serde_json::json!({"id": "p"})).unwrap());
        assert_eq!(
            (told.state, told.nodes(), told.slots_per_node),
            (PoolState::Unknown, 0, 1)
        );
        assert!(told.problem.is_some());
    }
}
