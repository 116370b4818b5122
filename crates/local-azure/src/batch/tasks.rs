//! `/jobs/{job}/tasks`

use axum::{
    extract::{Path, Request, State as Extract},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, StatusCode, Uri};
use longshore_batch_api::{
    Timestamp,
    task::{TaskAdd, TaskConstraints},
};
use serde_json::Value;

use super::{
    Shared, body,
    conditions::Conditions,
    fault::Fault,
    listing::{self, Listing},
    pools, properties, reply,
    store::{Source, TaskKey},
    validate,
};
use crate::{node::Ending, state::State};

/// Properties of a task that would have to be acted on.
const NOT_OURS: [&str; 4] = [
    "multiInstanceSettings",
    "applicationPackageReferences",
    "authenticationTokenSettings",
    "exitConditions",
];

pub(super) fn url(state: &State, job: &str, task: &str) -> String {
    format!("{}/jobs/{job}/tasks/{task}", state.base_url)
}

/// A task as it was sent, when it may be added.
pub(super) fn accepted(state: &State, body: Value) -> Result<TaskAdd, Fault> {
    body::require(&body, "id")?;
    body::only(&body, &properties::TASK)?;
    validate::refuse_unknown_to_us(&body, &NOT_OURS)?;
    let mut task: TaskAdd = body::typed(body)?;
    validate::task(&task)?;
    validate::identities(&task, pools::identity(state).as_ref())?;
    validate::container(&task, state.faults.plan().pool.containers)?;
    // The node leaves private registries to the container engine's own log-in: a password is neither needed nor kept.
    if let Some(registry) = task
        .container_settings
        .as_mut()
        .and_then(|settings| settings.registry.as_mut())
    {
        registry.password = None;
    }
    Ok(task)
}

pub(super) async fn add(
    Extract(state): Shared,
    Path(job): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    let task = accepted(&state, body::object(request).await?)?;
    let job = state.batch.job(&job).await?.id;
    let mut outcomes = state.batch.add_tasks(&job, vec![task]).await?;
    let added = outcomes.pop().ok_or_else(Fault::task_not_found)??;
    state.node.wake();
    let response = reply::located(
        StatusCode::CREATED.into_response(),
        &url(&state, &job, &added.id),
    );
    Ok(reply::versioned(
        response,
        Some(&added.e_tag),
        Some(added.last_modified),
    ))
}

pub(super) async fn get(
    Extract(state): Shared,
    Path((job, task)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let task = state.batch.task(&TaskKey::new(&job, &task)).await?;
    let version = |response, last_modified: Option<Timestamp>| {
        reply::versioned(response, task.e_tag.as_deref(), last_modified)
    };
    let conditions = Conditions::of(&headers);
    if conditions.has_not_changed(task.e_tag.as_deref(), task.last_modified) {
        let response = StatusCode::NOT_MODIFIED.into_response();
        return Ok(version(response, task.last_modified));
    }
    conditions.check(task.e_tag.as_deref(), task.last_modified)?;
    let row = Listing::of(&uri)?.selected(shown(&state, &job, serde_json::to_value(&task)?));
    let response = reply::ok(&state.base_url, "tasks/@Element", &row)?;
    Ok(version(response, task.last_modified))
}

pub(super) async fn list(
    Extract(state): Shared,
    Path(job): Path<String>,
    uri: Uri,
) -> Result<Response, Fault> {
    let source = Source::TasksOf(job.clone());
    listing::stored(&state, &uri, source, "tasks", |row| {
        shown(&state, &job, row)
    })
    .await
}

pub(super) async fn put(
    Extract(state): Shared,
    Path((job, task)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Fault> {
    let mut body = body::object(request).await?;
    let constraints = body.get_mut("constraints").map(Value::take);
    let constraints: TaskConstraints = match constraints {
        Some(constraints) => body::typed(constraints)?,
        None => TaskConstraints::default(),
    };
    validate::task_constraints(Some(&constraints))?;
    let key = TaskKey::new(&job, &task);
    let task = state
        .batch
        .change_task(&key, Conditions::of(&headers), constraints)
        .await?;
    let response = reply::located(StatusCode::OK.into_response(), &url(&state, &job, &task.id));
    Ok(reply::versioned(
        response,
        task.e_tag.as_deref(),
        task.last_modified,
    ))
}

pub(super) async fn delete(
    Extract(state): Shared,
    Path((job, task)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let key = TaskKey::new(&job, &task);
    let (job, task) = (state.batch.job(&job).await?, state.batch.task(&key).await?);
    let was_running = state
        .batch
        .delete_task(&key, Conditions::of(&headers))
        .await?;
    if was_running {
        state.node.end_and_wait(&key, Ending::Deleted).await;
    }
    state.node.remove_task(&job.id, &task.id).await?;
    Ok(StatusCode::OK.into_response())
}

pub(super) async fn terminate(
    Extract(state): Shared,
    Path((job, task)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let key = TaskKey::new(&job, &task);
    let is_running = state
        .batch
        .terminate_task(&key, Conditions::of(&headers))
        .await?;
    if is_running {
        state.node.end(&[key], Ending::Terminated).await;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn reactivate(
    Extract(state): Shared,
    Path((job, task)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let key = TaskKey::new(&job, &task);
    state
        .batch
        .reactivate_task(&key, Conditions::of(&headers))
        .await?;
    state.node.wake();
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A row with what depends on the address of the service.
fn shown(state: &State, job: &str, mut row: Value) -> Value {
    row["url"] = url(state, job, row["id"].as_str().unwrap_or_default()).into();
    if let Some(node) = row.get_mut("nodeInfo") {
        node["nodeUrl"] = super::nodes::url(state).into();
    }
    row
}
