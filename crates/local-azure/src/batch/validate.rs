//! What bodies must be like beyond their syntax.

use longshore_batch_api::{
    duration, id,
    job::{JobAdd, JobConstraints, PoolInfo},
    task::{OutputFile, ResourceFile, TaskAdd, TaskConstraints},
};
use serde_json::Value;
use url::Url;

use super::fault::Fault;
use crate::{Endpoint, identity::managed::ManagedIdentity};

/// The longest display name, in characters.
const MAX_DISPLAY_NAME: usize = 1_024;

/// Fails for a property this service would otherwise have to ignore.
pub(super) fn refuse_unknown_to_us(body: &Value, properties: &[&str]) -> Result<(), Fault> {
    for property in properties {
        let asked = match body.get(*property) {
            None | Some(Value::Bool(false)) => false,
            Some(Value::Array(items)) => !items.is_empty(),
            Some(Value::Object(fields)) => !fields.is_empty(),
            Some(_) => true,
        };
        if asked {
            return Err(Fault::not_implemented(&format!("the property {property}")));
        }
    }
    Ok(())
}

/// A job that may be added.
pub(super) fn job(job: &JobAdd) -> Result<(), Fault> {
    valid_id(&job.id)?;
    display_name(job.display_name.as_deref())?;
    priority(job.priority)?;
    parallel(job.max_parallel_tasks)?;
    job_constraints(job.constraints.as_ref())?;
    pool(job.pool_info.as_ref())
}

/// The pool of a job: the one there is.
pub(super) fn pool(pool: Option<&PoolInfo>) -> Result<(), Fault> {
    let pool = pool.ok_or_else(|| Fault::missing_property("poolInfo"))?;
    if pool.auto_pool_specification.is_some() {
        return Err(Fault::not_implemented("pools made for a job"));
    }
    match pool.pool_id.as_deref() {
        None => Err(Fault::missing_property("poolId")),
        Some(id) if id.eq_ignore_ascii_case(Endpoint::POOL_ID) => Ok(()),
        Some(_) => Err(super::pools::not_found()),
    }
}

pub(super) fn priority(priority: Option<i32>) -> Result<(), Fault> {
    match priority {
        Some(value) if !(-1_000..=1_000).contains(&value) => Err(Fault::property(
            "priority",
            value.to_string(),
            "A priority is between -1000 and 1000",
        )),
        _ => Ok(()),
    }
}

pub(super) fn parallel(max_parallel_tasks: Option<i32>) -> Result<(), Fault> {
    match max_parallel_tasks {
        Some(value) if value < -1 || value == 0 => Err(Fault::property(
            "maxParallelTasks",
            value.to_string(),
            "The number of tasks at once is positive, or -1",
        )),
        _ => Ok(()),
    }
}

pub(super) fn job_constraints(constraints: Option<&JobConstraints>) -> Result<(), Fault> {
    let Some(constraints) = constraints else {
        return Ok(());
    };
    span(
        "maxWallClockTime",
        constraints.max_wall_clock_time.as_deref(),
    )?;
    retries(constraints.max_task_retry_count)
}

pub(super) fn task_constraints(constraints: Option<&TaskConstraints>) -> Result<(), Fault> {
    let Some(constraints) = constraints else {
        return Ok(());
    };
    span(
        "maxWallClockTime",
        constraints.max_wall_clock_time.as_deref(),
    )?;
    span("retentionTime", constraints.retention_time.as_deref())?;
    retries(constraints.max_task_retry_count)
}

/// A task that may be added.
pub(super) fn task(task: &TaskAdd) -> Result<(), Fault> {
    valid_id(&task.id)?;
    display_name(task.display_name.as_deref())?;
    task_constraints(task.constraints.as_ref())?;
    if task.command_line.is_none() {
        return Err(Fault::missing_property("commandLine"));
    }
    if let Some(slots) = task.required_slots.filter(|slots| *slots < 1) {
        return Err(Fault::property(
            "requiredSlots",
            slots.to_string(),
            "A task takes at least one slot",
        ));
    }
    for setting in &task.environment_settings {
        if setting.name.is_empty()
            || setting.name.contains(['=', '\0'])
            || setting.value.contains('\0')
        {
            return Err(Fault::property(
                "environmentSettings",
                setting.name.as_str(),
                "This cannot be the name or value of an environment variable",
            ));
        }
    }
    task.resource_files.iter().try_for_each(resource_file)?;
    task.output_files.iter().try_for_each(output_file)
}

/// A pool that is for containers takes no other tasks, and one that is not takes no containers. `None` is this
/// computer, which runs both.
pub(super) fn container(task: &TaskAdd, pool_has_containers: Option<bool>) -> Result<(), Fault> {
    match (pool_has_containers, &task.container_settings) {
        (Some(true), None) => Err(Fault::missing_property("containerSettings")),
        (Some(false), Some(settings)) => Err(Fault::property(
            "containerSettings",
            settings.image_name.as_str(),
            "The pool has no containerConfiguration",
        )),
        _ => Ok(()),
    }
}

fn resource_file(file: &ResourceFile) -> Result<(), Fault> {
    let path = file.file_path.as_deref();
    match (&file.http_url, &file.storage_container_url) {
        (Some(url), None) => {
            address("httpUrl", url)?;
            if path.is_none_or(str::is_empty) {
                return Err(Fault::missing_property("filePath"));
            }
        }
        (None, Some(url)) => address("storageContainerUrl", url)?,
        _ => {
            return Err(Fault::property(
                "resourceFiles",
                path.unwrap_or_default(),
                "A resource file has either httpUrl or storageContainerUrl",
            ));
        }
    }
    match path {
        Some(path) if leaves_folder(path) => Err(Fault::property(
            "filePath",
            path,
            "The path must stay within the task's working directory",
        )),
        _ => Ok(()),
    }
}

fn output_file(file: &OutputFile) -> Result<(), Fault> {
    let container = &file.destination.container;
    address("containerUrl", &container.container_url)?;
    if file.file_pattern.is_empty() {
        return Err(Fault::missing_property("filePattern"));
    }
    Ok(())
}

/// A node can act only as an identity that its pool has.
pub(super) fn identities(task: &TaskAdd, pools: Option<&ManagedIdentity>) -> Result<(), Fault> {
    let resource_files = task.resource_files.iter();
    let output_files = task.output_files.iter();
    let registry = task
        .container_settings
        .iter()
        .filter_map(|settings| settings.registry.as_ref());
    let asked = resource_files
        .map(|file| ("resourceFiles", &file.identity_reference))
        .chain(output_files.map(|file| {
            let container = &file.destination.container;
            ("outputFiles", &container.identity_reference)
        }))
        .chain(registry.map(|registry| ("containerSettings", &registry.identity_reference)));
    for (property, reference) in asked {
        if let Some(reference) = reference
            && !pools.is_some_and(|identity| identity.is(&reference.resource_id))
        {
            return Err(Fault::property(
                property,
                reference.resource_id.as_str(),
                "The identity is not one of the pool's user-assigned identities",
            ));
        }
    }
    Ok(())
}

/// An address that the node can ask. It may carry a signature, so the fault does not repeat it.
fn address(property: &str, url: &str) -> Result<(), Fault> {
    match Url::parse(url) {
        Ok(url) if matches!(url.scheme(), "https" | "http") && url.has_host() => Ok(()),
        _ => Err(Fault::property(
            property,
            "",
            "The value is not an absolute http or https URL",
        )),
    }
}

fn leaves_folder(path: &str) -> bool {
    path.starts_with(['/', '\\'])
        || path.contains(['\0', ':'])
        || path.split(['/', '\\']).any(|part| part == "..")
}

fn valid_id(text: &str) -> Result<(), Fault> {
    if id::is_valid(text) {
        return Ok(());
    }
    Err(Fault::property(
        "id",
        text,
        "An id has 1 to 64 letters, digits, hyphens and underscores",
    ))
}

fn display_name(name: Option<&str>) -> Result<(), Fault> {
    match name {
        Some(name) if name.chars().count() > MAX_DISPLAY_NAME => Err(Fault::property(
            "displayName",
            "",
            "A display name has at most 1024 characters",
        )),
        _ => Ok(()),
    }
}

fn span(property: &str, text: Option<&str>) -> Result<(), Fault> {
    match text {
        Some(text) if duration::parse(text).is_none() => Err(Fault::property(
            property,
            text,
            "The value is not an ISO 8601 duration",
        )),
        _ => Ok(()),
    }
}

fn retries(count: Option<i32>) -> Result<(), Fault> {
    match count {
        Some(count) if count < -1 => Err(Fault::property(
            "maxTaskRetryCount",
            count.to_string(),
            "The number of retries is not negative, or -1 for no limit",
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
