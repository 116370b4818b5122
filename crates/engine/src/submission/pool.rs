//! What is asked of a pool before anything is sent on its account.

use longshore_azure::Azure;
use longshore_batch_api::pool::Pool;
use longshore_model::{Code, Report};

use crate::{
    check,
    error::{Result, is_gone},
    history::JobIntent,
};

/// The pool, or `None` where it cannot be asked: whoever may submit jobs need not be allowed to see pools, and a service that
/// does not answer now is asked again when the job is made.
///
/// # Errors
/// There is no such pool.
pub(crate) async fn look(azure: &Azure, pool: &str) -> Result<Option<Pool>> {
    match azure.batch().get_pool(pool, None).await {
        Ok(pool) => Ok(Some(pool)),
        Err(error) if is_gone(&error) => Err(error.into()),
        Err(error) => {
            tracing::debug!(%error, pool, "the pool cannot be asked");
            Ok(None)
        }
    }
}

/// How many tasks it runs at once, or will when it has the nodes it wants; `None` when there are to be none.
pub(crate) fn slots(pool: &Pool) -> Option<u64> {
    let nodes = |one: Option<i32>, other: Option<i32>| {
        u64::try_from(one.unwrap_or(0).saturating_add(other.unwrap_or(0))).unwrap_or(0)
    };
    let now = nodes(
        pool.current_dedicated_nodes,
        pool.current_low_priority_nodes,
    );
    let wanted = nodes(pool.target_dedicated_nodes, pool.target_low_priority_nodes);
    // A pool that is on its way down has its nodes for the first tasks only.
    let lasting = if wanted == 0 { now } else { now.min(wanted) };
    let nodes = if lasting == 0 { wanted } else { lasting };
    let each = pool
        .task_slots_per_node
        .and_then(|slots| u64::try_from(slots).ok())
        .unwrap_or(1)
        .max(1);
    (nodes > 0).then(|| nodes.saturating_mul(each))
}

/// Refuses a job that the pool could not run, before anything is staged.
///
/// # Errors
/// It and the job do not agree about containers; it lacks an identity the job's nodes need.
pub(crate) fn fits(pool: &Pool, job: &JobIntent) -> std::result::Result<(), Report> {
    check::containers(pool, &job.image)?;
    for (identity, does) in [
        (&job.how.node_identity, "reach storage"),
        (&job.how.registry_identity, "pull the image"),
    ] {
        if !identity.is_empty() && !pool.has_identity(identity) {
            return Err(lacks(pool, identity, does));
        }
    }
    Ok(())
}

/// What is wrong with a pool that does not have an identity that is to do something for its nodes.
pub(crate) fn lacks(pool: &Pool, identity: &str, does: &str) -> Report {
    let name = identity.rsplit('/').next().unwrap_or(identity);
    Report::new(
        Code::BadInput,
        format!(
            "The pool {} does not have the identity {name}, which is to {does} for its nodes.",
            pool.id
        ),
        "Give it to the pool (docs/azure-setup.md shows how, with az rest), choose a pool that has it, or take it out of the \
         account's settings.",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use longshore_batch_api::pool::{PoolIdentity, UserAssignedIdentity};

    use super::*;
    use crate::submission::task_spec::tests::job;

    const ID: &str = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Nodes";

    fn pool() -> Pool {
        Pool {
            id: "p".into(),
            ..Pool::default()
        }
    }

    #[test]
    fn slots_are_those_of_the_nodes_there_are_and_go_on_being() {
        let with = |now: i32, wanted: i32, each: Option<i32>| {
            slots(&Pool {
                current_dedicated_nodes: Some(now),
                target_dedicated_nodes: Some(wanted),
                task_slots_per_node: each,
                ..pool()
            })
        };
        assert_eq!(slots(&pool()), None);
        assert_eq!(with(0, 0, Some(4)), None);
        assert_eq!(with(2, 2, Some(4)), Some(8));
        assert_eq!(with(2, 2, None), Some(2));
        assert_eq!(with(0, 3, Some(2)), Some(6));
        assert_eq!(with(9, 1, Some(2)), Some(2));
    }

    #[test]
    fn a_pool_without_the_identity_that_is_needed_is_refused_by_name() {
        let mut job = job();
        job.how.node_identity = ID.into();
        let error = fits(&pool(), &job).unwrap_err();
        assert!(error.title.contains("the identity Nodes"), "{error}");
        let with = Pool {
            identity: Some(PoolIdentity {
                kind: Some("UserAssigned".into()),
                user_assigned_identities: vec![UserAssignedIdentity {
                    resource_id: ID.to_ascii_lowercase(),
                    ..UserAssignedIdentity::default()
                }],
            }),
            ..pool()
        };
        fits(&with, &job).unwrap();
        job.how.registry_identity = format!("{ID}2");
        let error = fits(&with, &job).unwrap_err();
        assert!(error.title.contains("to pull the image"), "{error}");
    }

    #[test]
    fn an_image_and_a_pool_without_containers_do_not_fit() {
        let mut job = job();
        fits(&pool(), &job).unwrap();
        job.image = "python:3.11".into();
        assert!(fits(&pool(), &job).is_err());
    }
}
