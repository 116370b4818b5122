//! What a pool is good for.

use longshore_batch_api::pool::{Pool, PoolState};
use longshore_model::{Code, Report};

use super::super::{Finding, guidance, linked};
use crate::pools::Supply;

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
    let supply = Supply::of(pool);
    match supply.problem(&pool.id) {
        None => Ok(((), supply.to_string())),
        Some(report) => Err(linked(report, guidance::POOLS)),
    }
}

/// Whether pool and account agree about containers.
pub(crate) fn containers(pool: &Pool, image: &str) -> Finding<()> {
    let image = image.trim();
    let configuration = pool
        .virtual_machine_configuration
        .as_ref()
        .and_then(|machine| machine.container_configuration.as_ref());
    match (configuration, image) {
        (None, image) if !image.is_empty() && pool.containers_are_optional() => Ok((
            (),
            format!("{image}, where the node can; otherwise tasks run as processes"),
        )),
        (None, "") => Ok(((), "none: tasks run as processes on the nodes".to_owned())),
        (Some(_), "") => Err(container_problem(
            format!(
                "The pool {} runs tasks in containers, and no image is named.",
                pool.id
            ),
            "Name a container image, such as one made from runner-image/Dockerfile.",
        )),
        (None, image) => Err(container_problem(
            format!(
                "The image {image} is named, and the pool {} runs no containers.",
                pool.id
            ),
            "Empty the container image, or choose a pool with a container configuration.",
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
    use longshore_batch_api::pool::{ContainerConfiguration, VirtualMachineConfiguration};

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
