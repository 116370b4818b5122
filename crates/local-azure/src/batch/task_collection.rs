//! `/jobs/{job}/addtaskcollection`

use axum::{
    extract::{Path, Request, State as Extract},
    response::Response,
};
use longshore_batch_api::{
    MAX_TASKS_PER_ADD, codes,
    task::{AddStatus, TaskAddResult, TaskCollectionReply},
};
use serde_json::Value;

use super::{Shared, body, fault::Fault, reply, tasks};
use crate::state::State;

/// Adds up to 100 tasks; each is added or refused for itself.
pub(super) async fn add(
    Extract(state): Shared,
    Path(job): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    let mut body = body::object(request).await?;
    let Some(Value::Array(items)) = body.get_mut("value").map(Value::take) else {
        return Err(Fault::missing_property("value"));
    };
    if items.len() > MAX_TASKS_PER_ADD {
        return Err(Fault::new(
            codes::REQUEST_BODY_TOO_LARGE,
            "The request body is too large: it has more than 100 tasks.",
        ));
    }
    let job = state.batch.job(&job).await?.id;
    let mut results = Vec::with_capacity(items.len());
    let mut good = Vec::with_capacity(items.len());
    for item in items {
        let id = item["id"].as_str().unwrap_or_default().to_owned();
        match tasks::accepted(&state, item) {
            Ok(task) => good.push(task),
            Err(fault) => results.push(refused(id, fault)),
        }
    }
    let ids: Vec<String> = good.iter().map(|task| task.id.clone()).collect();
    let outcomes = state.batch.add_tasks(&job, good).await?;
    state.node.wake();
    for (id, outcome) in ids.into_iter().zip(outcomes) {
        results.push(match outcome {
            Ok(added) => TaskAddResult {
                status: AddStatus::Success,
                location: Some(tasks::url(&state, &job, &id)),
                task_id: id,
                e_tag: Some(added.e_tag),
                last_modified: Some(added.last_modified),
                error: None,
            },
            Err(fault) => refused_at(&state, &job, id, fault),
        });
    }
    let kind = "taskaddresult";
    reply::ok(
        &state.base_url,
        kind,
        &TaskCollectionReply { value: results },
    )
}

fn refused_at(state: &State, job: &str, id: String, fault: Fault) -> TaskAddResult {
    TaskAddResult {
        location: Some(tasks::url(state, job, &id)),
        ..refused(id, fault)
    }
}

fn refused(id: String, Fault(error): Fault) -> TaskAddResult {
    TaskAddResult {
        status: AddStatus::ClientError,
        task_id: id,
        e_tag: None,
        last_modified: None,
        location: None,
        error: Some(error),
    }
}
