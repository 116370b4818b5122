//! Why none of a job's tasks runs although some wait: one look at the pool, and the words for what it shows.

use longshore_azure::Batch;
use longshore_batch_api::pool::{Pool, PoolState};
use longshore_model::{Code, Report, format::count, pool::NodeState};

use super::{
    SELECT, is_missing,
    nodes::{self, Tally},
    supply::{Supply, slots},
};
use crate::error::{Error, Result};

/// Looks at a pool that should run tasks and does not.
pub(crate) async fn why_tasks_wait(batch: &Batch, id: &str) -> Result<Report> {
    let pool = match batch.get_pool(id, Some(SELECT)).await.map_err(Error::from) {
        Err(error) if is_missing(&error) => return Ok(gone(id)),
        pool => pool?,
    };
    let tally = match Supply::of(&pool) {
        Supply::There { .. } => nodes::tally(batch, id).await?,
        _ => Tally::default(),
    };
    Ok(why(&pool, &tally))
}

fn why(pool: &Pool, tally: &Tally) -> Report {
    let id = &pool.id;
    if pool.state == Some(PoolState::Deleting) {
        return waits(
            format!("The pool {id} is being deleted."),
            "Cancel the job and submit it to another pool.",
        );
    }
    let supply = Supply::of(pool);
    if let Some(problem) = supply.problem(id) {
        return problem;
    }
    match supply {
        Supply::ByFormula => waits(
            format!(
                "The pool {id} has no nodes now: its autoscale formula has not given it any yet."
            ),
            "Batch evaluates the formula every 15 minutes unless the pool says otherwise. If it stays so, check that the formula \
             counts waiting tasks ($ActiveTasks or $PendingTasks).",
        ),
        Supply::Coming(wanted) => waits(
            format!(
                "The pool {id} has no nodes yet; {} on the way.",
                on_the_way(wanted)
            ),
            "Nodes take some minutes to come up.",
        ),
        _ => of_nodes(pool, tally),
    }
}

fn on_the_way(nodes: u64) -> String {
    match nodes {
        1 => "1 is".to_owned(),
        nodes => format!("{nodes} are"),
    }
}

/// There are nodes: what keeps them from these tasks?
fn of_nodes(pool: &Pool, tally: &Tally) -> Report {
    let id = &pool.id;
    let (working, _) = tally.those(NodeState::works);
    if working > 0 {
        let all = working.saturating_mul(slots(pool));
        if tally.busy_slots >= all {
            return waits(
                format!(
                    "Every node of the pool {id} is busy with other work ({} of {all} slots).",
                    tally.busy_slots
                ),
                "The tasks start as slots become free. More nodes would take them sooner.",
            );
        }
        return waits(
            format!(
                "The pool {id} has room, and Azure Batch has not given the tasks to its nodes yet ({} of {all} slots taken).",
                tally.busy_slots
            ),
            "That takes a moment. If it stays so, see in the Azure portal whether the job is disabled or a job preparation task \
             fails.",
        );
    }
    let (coming, _) = tally.those(NodeState::comes);
    if coming > 0 {
        return waits(
            format!(
                "The nodes of the pool {id} are still starting ({}).",
                count(coming, "node", "nodes")
            ),
            "Images and start tasks take some minutes.",
        );
    }
    in_trouble(id, tally)
}

/// None of the nodes takes tasks, or will by itself: the first kind of trouble that there is, by how much it tells.
fn in_trouble(id: &str, tally: &Tally) -> Report {
    let kinds = [
        (
            NodeState::StartTaskFailed,
            "the start task failed on",
            "See its output on a node (startup/stderr.txt), correct the pool's start task, and reboot the nodes.",
        ),
        (
            NodeState::Unusable,
            "Batch cannot use",
            "Often a network rule that keeps the nodes from the service, or an image that does not fit the node agent. Reboot or \
             replace the nodes.",
        ),
        (
            NodeState::Preempted,
            "Azure has taken back",
            "Spot nodes come back when there is room for them; dedicated ones are not taken back. Resize the pool if you cannot \
             wait.",
        ),
        (
            NodeState::Offline,
            "task scheduling is switched off on",
            "Enable scheduling on the nodes, or resize the pool.",
        ),
        (
            NodeState::LeavingPool,
            "the pool is letting go of",
            "Resize the pool.",
        ),
    ];
    for (state, words, guidance) in kinds {
        let (nodes, reason) = tally.those(|other| other == state);
        if nodes > 0 {
            let nodes = count(nodes, "node", "nodes");
            let because = match reason {
                "" => String::new(),
                reason => format!(" ({reason})"),
            };
            return waits(
                format!("No node of the pool {id} takes tasks: {words} {nodes}{because}."),
                guidance,
            );
        }
    }
    waits(
        format!("The nodes of the pool {id} do not take tasks, and the service does not say why."),
        "See the pool in the Azure portal.",
    )
}

fn gone(id: &str) -> Report {
    waits(
        format!("There is no pool {id} any more."),
        "Make it again under the same name, or cancel the job and submit it to another pool.",
    )
}

fn waits(title: String, guidance: &str) -> Report {
    Report::new(Code::Conflict, title, guidance)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::{Value, json};

    use super::*;
    use crate::pools::nodes::tests::of;

    fn told(pool: Value, nodes: &[Value]) -> String {
        let mut pool: Pool = serde_json::from_value(pool).unwrap();
        pool.id = "p".into();
        let report = why(&pool, &of(nodes));
        assert_ne!(report.guidance, "", "{report}");
        report.title
    }

    #[test]
    fn a_pool_without_nodes_says_where_they_would_come_from() {
        let error = json!([{"code": "AccountCoreQuotaReached", "message": "no cores"}]);
        let cases = [
            (
                json!({}),
                "The pool p has no nodes, and does not scale by itself.",
            ),
            (
                json!({"enableAutoScale": true}),
                "The pool p has no nodes now: its autoscale formula has not given it any yet.",
            ),
            (
                json!({"targetDedicatedNodes": 2, "allocationState": "resizing"}),
                "The pool p has no nodes yet; 2 are on the way.",
            ),
            (
                json!({"targetDedicatedNodes": 2, "resizeErrors": error}),
                "The pool p has no nodes, because its last change of size failed: AccountCoreQuotaReached: no cores",
            ),
            (json!({"state": "deleting"}), "The pool p is being deleted."),
        ];
        for (pool, title) in cases {
            assert_eq!(told(pool, &[]), title);
        }
    }

    #[test]
    fn a_pool_with_nodes_says_what_keeps_them_from_the_tasks() {
        let pool = |nodes: u32| json!({"currentDedicatedNodes": nodes, "taskSlotsPerNode": 2});
        let busy = json!({"state": "running", "runningTaskSlotsCount": 2});
        let idle = json!({"state": "idle", "runningTaskSlotsCount": 0});
        let starting = json!({"state": "waitingforstarttask"});
        let failed = json!({"state": "starttaskfailed", "startTaskInfo": {"exitCode": 7}});
        let cases = [
            (
                vec![busy.clone()],
                "Every node of the pool p is busy with other work (2 of 2 slots).",
            ),
            (
                vec![busy.clone(), idle],
                "The pool p has room, and Azure Batch has not given the tasks to its nodes yet (2 of 4 slots taken).",
            ),
            (
                vec![starting.clone(), failed.clone()],
                "The nodes of the pool p are still starting (1 node).",
            ),
            (
                vec![failed.clone(), failed],
                "No node of the pool p takes tasks: the start task failed on 2 nodes (exit code 7).",
            ),
            (
                vec![json!({"state": "preempted", "isDedicated": false})],
                "No node of the pool p takes tasks: Azure has taken back 1 node.",
            ),
            (
                vec![
                    json!({"state": "unusable", "errors": [{"code": "NodeUnreachable", "message": "no answer"}]}),
                ],
                "No node of the pool p takes tasks: Batch cannot use 1 node (NodeUnreachable: no answer).",
            ),
            (
                vec![json!({"state": "idle", "schedulingState": "disabled"})],
                "No node of the pool p takes tasks: task scheduling is switched off on 1 node.",
            ),
            (
                vec![json!({"state": "dreaming"})],
                "The nodes of the pool p do not take tasks, and the service does not say why.",
            ),
        ];
        for (nodes, title) in cases {
            let size = u32::try_from(nodes.len()).unwrap();
            assert_eq!(told(pool(size), &nodes), title);
        }
        // Nodes in trouble do not count where others work.
        assert!(told(pool(2), &[busy, starting]).contains("busy"));
    }
}
