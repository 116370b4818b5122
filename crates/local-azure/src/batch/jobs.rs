//! `/jobs`

use axum::{
    extract::{Path, Request, State as Extract},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, StatusCode, Uri};
use longshore_batch_api::job::{
    DisableTasks, Job, JobAdd, JobConstraints, JobDisable, JobPatch, JobTerminate,
    OnAllTasksComplete, PoolInfo,
};
use serde_json::Value;

use super::{
    Shared, body,
    conditions::Conditions,
    fault::Fault,
    listing::{self, Listing},
    pools, properties, reply,
    store::{JobEnd, Source},
    validate,
};
use crate::{node::Ending, state::State};

/// Properties of a job that would have to be acted on.
const NOT_OURS: [&str; 5] = [
    "jobManagerTask",
    "jobPreparationTask",
    "jobReleaseTask",
    "networkConfiguration",
    "allowTaskPreemption",
];

pub(super) fn url(state: &State, job: &str) -> String {
    format!("{}/jobs/{job}", state.base_url)
}

pub(super) async fn add(Extract(state): Shared, request: Request) -> Result<Response, Fault> {
    let body = body::object(request).await?;
    body::require(&body, "id")?;
    body::only(&body, &properties::JOB)?;
    validate::refuse_unknown_to_us(&body, &NOT_OURS)?;
    let add: JobAdd = body::typed(body)?;
    validate::job(&add)?;
    if let Some(pool) = &add.pool_info {
        require_pool(&state, pool)?;
    }
    let quota = state.faults.plan().active_job_quota;
    let job = state.batch.add_job(add, quota).await?;
    let response = reply::located(StatusCode::CREATED.into_response(), &url(&state, &job.id));
    Ok(version(response, &job))
}

pub(super) async fn get(
    Extract(state): Shared,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let job = state.batch.job(&id).await?;
    let conditions = Conditions::of(&headers);
    if conditions.has_not_changed(job.e_tag.as_deref(), job.last_modified) {
        return Ok(version(StatusCode::NOT_MODIFIED.into_response(), &job));
    }
    conditions.check(job.e_tag.as_deref(), job.last_modified)?;
    let row = shown(&state, serde_json::to_value(&job)?);
    let row = Listing::of(&uri)?.selected(row);
    let response = reply::ok(&state.base_url, "jobs/@Element", &row)?;
    Ok(version(response, &job))
}

pub(super) async fn list(Extract(state): Shared, uri: Uri) -> Result<Response, Fault> {
    listing::stored(&state, &uri, Source::Jobs, "jobs", |row| shown(&state, row)).await
}

pub(super) async fn patch(
    Extract(state): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Fault> {
    let body = body::object(request).await?;
    body::only(&body, &properties::JOB_CHANGE)?;
    validate::refuse_unknown_to_us(&body, &NOT_OURS)?;
    let patch: JobPatch = body::typed(body)?;
    check(&state, &patch)?;
    change(&state, &id, &headers, move |job| {
        apply(job, patch);
        Ok(())
    })
    .await
}

/// Unlike PATCH, what is absent goes back to its default.
pub(super) async fn put(
    Extract(state): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Fault> {
    let patch: JobPatch = body::typed(body::object(request).await?)?;
    check(&state, &patch)?;
    validate::pool(patch.pool_info.as_ref())?;
    change(&state, &id, &headers, move |job| {
        apply(
            job,
            JobPatch {
                priority: patch.priority.or(Some(0)),
                max_parallel_tasks: patch.max_parallel_tasks.or(Some(-1)),
                constraints: patch
                    .constraints
                    .or_else(|| Some(JobConstraints::default())),
                on_all_tasks_complete: patch
                    .on_all_tasks_complete
                    .or(Some(OnAllTasksComplete::NoAction)),
                pool_info: patch.pool_info,
                metadata: patch.metadata.or_else(|| Some(Vec::new())),
            },
        );
        Ok(())
    })
    .await
}

pub(super) async fn delete(
    Extract(state): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let job = state.batch.job(&id).await?;
    let running = state
        .batch
        .end_job(&id, Conditions::of(&headers), JobEnd::Delete)
        .await?;
    state.node.end(&running, Ending::Deleted).await;
    state.node.remove_job(job.id);
    Ok(StatusCode::ACCEPTED.into_response())
}

pub(super) async fn terminate(
    Extract(state): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Fault> {
    let body: JobTerminate = body::typed(body::optional_object(request).await?)?;
    let reason = body
        .terminate_reason
        .unwrap_or_else(|| "UserTerminate".into());
    let running = state
        .batch
        .end_job(&id, Conditions::of(&headers), JobEnd::Terminate(reason))
        .await?;
    state.node.end(&running, Ending::Terminated).await;
    accepted(&state, &id).await
}

pub(super) async fn disable(
    Extract(state): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Fault> {
    let body = body::object(request).await?;
    body::require(&body, "disableTasks")?;
    let JobDisable { disable_tasks } = body::typed(body)?;
    let ending = match disable_tasks {
        DisableTasks::Requeue | DisableTasks::Wait => Ending::Requeued,
        DisableTasks::Terminate => Ending::Terminated,
        DisableTasks::Unknown => {
            return Err(Fault::property(
                "disableTasks",
                "",
                "The value is requeue, terminate or wait",
            ));
        }
    };
    let running = state
        .batch
        .disable_job(&id, Conditions::of(&headers), disable_tasks)
        .await?;
    state.node.end(&running, ending).await;
    accepted(&state, &id).await
}

pub(super) async fn enable(
    Extract(state): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    state
        .batch
        .enable_job(&id, Conditions::of(&headers))
        .await?;
    state.node.wake();
    accepted(&state, &id).await
}

pub(super) async fn task_counts(
    Extract(state): Shared,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let counts = state.batch.task_counts(&id).await?;
    reply::ok(&state.base_url, "taskcountsresult", &counts)
}

async fn change(
    state: &State,
    id: &str,
    headers: &HeaderMap,
    change: impl FnOnce(&mut Job) -> Result<(), Fault> + Send + 'static,
) -> Result<Response, Fault> {
    let job = state
        .batch
        .change_job(id, Conditions::of(headers), change)
        .await?;
    // A higher limit of tasks at once, or an earlier deadline, concerns the scheduler.
    state.node.wake();
    let response = reply::located(StatusCode::OK.into_response(), &url(state, &job.id));
    Ok(version(response, &job))
}

async fn accepted(state: &State, id: &str) -> Result<Response, Fault> {
    let job = state.batch.job(id).await?;
    let response = reply::located(StatusCode::ACCEPTED.into_response(), &url(state, &job.id));
    Ok(version(response, &job))
}

fn check(state: &State, patch: &JobPatch) -> Result<(), Fault> {
    validate::priority(patch.priority)?;
    validate::parallel(patch.max_parallel_tasks)?;
    validate::job_constraints(patch.constraints.as_ref())?;
    match &patch.pool_info {
        Some(pool) => {
            validate::pool(Some(pool))?;
            require_pool(state, pool)
        }
        None => Ok(()),
    }
}

fn require_pool(state: &State, pool: &PoolInfo) -> Result<(), Fault> {
    pools::require(state, pool.pool_id.as_deref().unwrap_or_default())
}

fn apply(job: &mut Job, patch: JobPatch) {
    job.priority = patch.priority.or(job.priority);
    job.max_parallel_tasks = patch.max_parallel_tasks.or(job.max_parallel_tasks);
    job.on_all_tasks_complete = patch.on_all_tasks_complete.or(job.on_all_tasks_complete);
    if let Some(constraints) = patch.constraints {
        job.constraints = Some(JobConstraints {
            max_wall_clock_time: constraints
                .max_wall_clock_time
                .or_else(|| Some(longshore_batch_api::duration::UNLIMITED.into())),
            max_task_retry_count: constraints.max_task_retry_count.or(Some(0)),
        });
    }
    if let Some(pool) = patch.pool_info {
        job.pool_info = Some(pool);
    }
    if let Some(metadata) = patch.metadata {
        job.metadata = metadata;
    }
}

fn shown(state: &State, mut row: Value) -> Value {
    row["url"] = url(state, row["id"].as_str().unwrap_or_default()).into();
    if let Some(error) = &state.faults.plan().scheduling_error {
        row["executionInfo"]["schedulingError"] = serde_json::json!(error);
    }
    row
}

fn version(response: Response, job: &Job) -> Response {
    reply::versioned(response, job.e_tag.as_deref(), job.last_modified)
}
