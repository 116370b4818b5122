//! What a pool is good for.

use longshore_batch_api::pool::{AllocationState, Pool, PoolState};
use longshore_model::{Code, Report, format::count};

use super::super::{Finding, guidance, linked};

/// A pool that takes tasks of ours: in use, and with nodes that have a POSIX shell.
pub(super) fn usable(pool: Pool) -> Finding<Pool> {
    if pool.state == Some(PoolState::Deleting) {
        return Err(problem(
            format!("The pool {} is being deleted.", pool.id),
            "Choose another pool.",
        ));
    }
    let machine = pool.virtual_machine_configuration.as_ref();
    let agent = machine
        .and_then(|machine| machine.node_agent_sku_id.as_deref())
        .unwrap_or_default();
    if agent.to_ascii_lowercase().contains("windows") {
        return Err(problem(
            format!("The pool {} has Windows nodes ({agent}).", pool.id),
            "Longshore's runner needs Linux nodes. Choose another pool.",
        ));
    }
    let parts = [pool.vm_size.as_deref().unwrap_or_default(), agent];
    let known: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let detail = format!("{}: {}", pool.id, known.join(", "));
    Ok((pool, detail))
}

/// Whether there are nodes, or will be.
pub(super) fn nodes(pool: &Pool) -> Finding<()> {
    let now = sum(
        pool.current_dedicated_nodes,
        pool.current_low_priority_nodes,
    );
    let wanted = sum(pool.target_dedicated_nodes, pool.target_low_priority_nodes);
    let last_error = pool
        .resize_errors
        .first()
        .map(|error| format!("{}: {}", error.code, error.message));
    if now > 0 {
        let slots = u64::try_from(pool.task_slots_per_node.unwrap_or(1)).unwrap_or(1);
        let mut detail = format!(
            "{}, {} each",
            count(now, "node", "nodes"),
            count(slots, "task", "tasks")
        );
        if pool.allocation_state == Some(AllocationState::Resizing) {
            detail += &format!("; on the way to {wanted}");
        }
        if let Some(error) = last_error {
            detail += &format!("; the last change of size failed ({error})");
        }
        return Ok(((), detail));
    }
    if let Some(error) = last_error {
        return Err(problem(
            format!(
                "The pool {} has no nodes, because its last change of size failed: {error}",
                pool.id
            ),
            "Often a quota of cores, or a machine size that the region has none left of. Correct it and resize the pool.",
        ));
    }
    if pool.enable_auto_scale == Some(true) {
        return Ok((
            (),
            "none now; the pool's formula decides when there are some".to_owned(),
        ));
    }
    if wanted > 0 {
        return Ok(((), format!("none yet; {wanted} on the way")));
    }
    Err(problem(
        format!(
            "The pool {} has no nodes, and does not scale by itself.",
            pool.id
        ),
        "Tasks would wait for ever. Resize it (az batch pool resize --pool-id … --target-dedicated-nodes 1), or give it a \
         formula.",
    ))
}

/// Whether pool and account agree about containers.
pub(super) fn containers(pool: &Pool, image: &str) -> Finding<()> {
    let image = image.trim();
    let configuration = pool
        .virtual_machine_configuration
        .as_ref()
        .and_then(|machine| machine.container_configuration.as_ref());
    match (configuration, image) {
        (None, "") => Ok(((), "none: tasks run as processes on the nodes".to_owned())),
        (Some(_), "") => Err(container_problem(
            format!(
                "The pool {} runs tasks in containers, and the account names no image.",
                pool.id
            ),
            "Set the account's container image, such as one made from runner-image/Dockerfile.",
        )),
        (None, image) => Err(container_problem(
            format!(
                "The account names the image {image}, and the pool {} runs no containers.",
                pool.id
            ),
            "Empty the account's container image, or choose a pool with a container configuration.",
        )),
        (Some(configuration), image) => {
            let there = configuration
                .container_image_names
                .iter()
                .any(|name| name == image);
            let when = if there {
                "on each node before its first task"
            } else {
                "fetched by the first task on each node"
            };
            Ok(((), format!("{image}, {when}")))
        }
    }
}

fn sum(one: Option<i32>, other: Option<i32>) -> u64 {
    let sum = one.unwrap_or(0).saturating_add(other.unwrap_or(0));
    u64::try_from(sum).unwrap_or(0)
}

fn problem(title: String, guidance: &str) -> Report {
    linked(
        Report::new(Code::Conflict, title, guidance),
        guidance::POOLS,
    )
}

fn container_problem(title: String, guidance: &str) -> Report {
    linked(
        Report::new(Code::BadInput, title, guidance),
        guidance::CONTAINERS,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use longshore_batch_api::pool::{
        ContainerConfiguration, ResizeError, VirtualMachineConfiguration,
    };

    use super::*;

    fn pool() -> Pool {
        Pool {
            id: "p".into(),
            ..Pool::default()
        }
    }

    fn with_containers(images: &[&str]) -> Pool {
        Pool {
            virtual_machine_configuration: Some(VirtualMachineConfiguration {
                container_configuration: Some(ContainerConfiguration {
                    container_image_names: images.iter().map(|&name| name.into()).collect(),
                    ..ContainerConfiguration::default()
                }),
                ..VirtualMachineConfiguration::default()
            }),
            ..pool()
        }
    }

    #[test]
    fn a_pool_without_nodes_is_fine_only_if_some_will_come() {
        let told = |pool: &Pool| nodes(pool).map(|((), detail)| detail).map_err(|r| r.title);
        assert_eq!(
            told(&pool()).unwrap_err(),
            "The pool p has no nodes, and does not scale by itself."
        );
        let scaled = Pool {
            enable_auto_scale: Some(true),
            ..pool()
        };
        assert!(told(&scaled).is_ok());
        let coming = Pool {
            target_low_priority_nodes: Some(3),
            ..pool()
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
                .contains("AccountCoreQuotaReached")
        );
        let there = Pool {
            current_dedicated_nodes: Some(2),
            task_slots_per_node: Some(4),
            ..failed
        };
        assert!(
            told(&there)
                .unwrap()
                .starts_with("2 nodes, 4 tasks each; the last")
        );
    }

    #[test]
    fn an_image_is_named_for_pools_with_containers_and_no_others() {
        assert!(containers(&pool(), " ").is_ok());
        assert!(containers(&pool(), "python:3.11").is_err());
        assert!(containers(&with_containers(&[]), "").is_err());
        let (_, fetched) = containers(&with_containers(&["python:3.11"]), "python:3.11").unwrap();
        assert!(fetched.contains("before its first task"), "{fetched}");
        let (_, later) = containers(&with_containers(&[]), "python:3.11").unwrap();
        assert!(later.contains("by the first task"), "{later}");
    }

    #[test]
    fn windows_nodes_and_pools_on_their_way_out_are_refused() {
        let windows = Pool {
            virtual_machine_configuration: Some(VirtualMachineConfiguration {
                node_agent_sku_id: Some("batch.node.windows amd64".into()),
                ..VirtualMachineConfiguration::default()
            }),
            ..pool()
        };
        assert!(usable(windows).unwrap_err().title.contains("Windows"));
        let leaving = Pool {
            state: Some(PoolState::Deleting),
            ..pool()
        };
        assert!(usable(leaving).is_err());
    }
}
