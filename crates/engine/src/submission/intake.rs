//! From a request to an intent: everything is checked before anything is written down, and written down before anything
//! is sent.

use std::{collections::HashSet, path::PathBuf, time::Duration};

use futures::{StreamExt, TryStreamExt, stream};
use longshore_model::{
    Code, Report,
    format::grouped,
    node_access::Demand,
    payload::{Outcome, PayloadKind, PayloadReport},
    settings::{ExecutorSettings, Runner, SettingKey},
    submit::{Overrides, env_name_error},
};

use super::{image_runner, pool};
use crate::{
    Submission,
    engine::{Core, now},
    error::{Error, Result},
    files,
    history::{How, JobIntent, JobRow, Needs, Open, TaskIntent},
    inspect, names,
};

/// Where folders are packed to, in the job's own folder; no task has an id with a dot.
const PACKED: &str = ".packed";

/// How long a pool is waited for to be told of its slots.
const PATIENCE: Duration = Duration::from_secs(10);

/// Files inspected at once.
const PARALLEL: usize = 4;

/// Checks a request and writes down what is to be done. Answers the job's id.
pub(crate) async fn intend(core: &Core, request: Submission) -> Result<String> {
    if request.payloads.is_empty() {
        return Err(refuse(
            "There is nothing to submit.",
            "Choose at least one payload.",
        ));
    }
    let account = core.accounts.find(request.account.as_deref()).await?;
    let settings = overridden(&account.settings, &request.overrides)?;
    let id = format!(
        "longshore-{}",
        ulid::Ulid::generate().to_string().to_lowercase()
    );

    let written = write_down(core, request, account.name, settings, &id).await;
    if written.is_err() {
        core.remove_packed(&id).await?;
    }
    written?;
    tracing::info!(job = id, "a job is written down");
    core.note(&id, "Accepted.").await?;
    core.changed(&id).await?;
    Ok(id)
}

/// Whether the job that would be made may outlive its nodes' access to storage.
pub(crate) async fn concern(core: &Core, request: &Submission) -> Result<Option<Report>> {
    let account = core.accounts.find(request.account.as_deref()).await?;
    let settings = overridden(&account.settings, &request.overrides)?;
    if !settings.node_identity.is_empty() {
        return Ok(None);
    }
    let demand = |slots| Demand {
        time_limit: settings.time_limit,
        retries: settings.retries,
        tasks: request.payloads.len() as u64,
        slots,
    };
    // Where one slot is enough nobody needs to be asked.
    if demand(None).concern().is_none() {
        return Ok(None);
    }
    let slots = async {
        let reached = core.accounts.reach(&account.name).await?;
        let pool = match settings.pool_id.as_str() {
            "" => &reached.pool,
            id => id,
        };
        pool::look(&reached.azure, pool).await
    };
    let pool = tokio::time::timeout(PATIENCE, slots).await;
    let pool = pool.ok().and_then(Result::ok).flatten();
    Ok(demand(pool.as_ref().and_then(pool::slots)).concern())
}

async fn write_down(
    core: &Core,
    request: Submission,
    account: String,
    settings: ExecutorSettings,
    id: &str,
) -> Result<()> {
    let payloads = accepted(core, id, 0, request.payloads).await?;
    if settings.runner == Runner::Image {
        image_runner::fits(&payloads_told(&payloads), &request.overrides)?;
    }
    let name = request
        .name
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty());
    let how = How::from(&settings);
    let intent = JobIntent {
        id: id.to_owned(),
        name: name.unwrap_or_else(|| name_of(&payloads)),
        account,
        pool: settings.pool_id,
        image: settings.base_image_uri,
        retries: settings.retries,
        time_limit: settings.time_limit,
        poll_freq: settings.poll_freq,
        overrides: request.overrides,
        how,
        created: now(),
    };
    let open = match request.open {
        true => Open::Yes,
        false => Open::No,
    };
    let tasks = with_ids(payloads, &[]);
    Ok(core.history.intend(intent, open, tasks).await?)
}

/// Checks more payloads for an open job and writes down what is to be done. Answers their tasks' ids, in order.
pub(crate) async fn more(
    core: &Core,
    row: &JobRow,
    payloads: Vec<(PathBuf, Option<String>)>,
) -> Result<Vec<String>> {
    let taken = core.history.task_ids(&row.job.id).await?;
    let payloads = accepted(core, &row.job.id, taken.len(), payloads).await?;
    if row.job.how.runner == Runner::Image {
        image_runner::fits(&payloads_told(&payloads), &row.job.overrides)?;
    }
    let tasks = with_ids(payloads, &taken);
    let ids = tasks.iter().map(|task| task.id.clone()).collect();
    match core.history.add_more(&row.job.id, tasks).await? {
        true => Ok(ids),
        false => Err(Error::Told(Report::new(
            Code::Conflict,
            format!("Job {} takes no more tasks.", row.job.id),
            "Submit them as another job.",
        ))),
    }
}

/// The payloads that are to be tasks of a job, of which it has `before` already; each is fit, or none is taken.
async fn accepted(
    core: &Core,
    job: &str,
    before: usize,
    payloads: Vec<(PathBuf, Option<String>)>,
) -> Result<Vec<Accepted>> {
    let packing = core.job_folder(job).join(PACKED);
    stream::iter(payloads.into_iter().enumerate())
        .map(|(place, (path, reviewed))| {
            accept(path, reviewed, packing.join((before + place).to_string()))
        })
        .buffered(PARALLEL)
        .try_collect()
        .await
}

fn with_ids(payloads: Vec<Accepted>, taken: &[String]) -> Vec<TaskIntent> {
    let names = payloads.iter().map(|payload| payload.name.as_str());
    let ids = names::task_ids(names, taken);
    ids.into_iter()
        .zip(payloads)
        .map(|(id, payload)| payload.into_task(id))
        .collect()
}

/// A payload that was found fit.
struct Accepted {
    source: PathBuf,
    path: PathBuf,
    name: String,
    size: u64,
    sha256: String,
    kind: PayloadKind,
    needs: Needs,
}

impl Accepted {
    fn into_task(self, id: String) -> TaskIntent {
        TaskIntent {
            id,
            name: self.name,
            kind: self.kind,
            source: self.source,
            path: self.path,
            sha256: self.sha256,
            size: self.size,
            needs: self.needs,
        }
    }
}

async fn accept(path: PathBuf, reviewed: Option<String>, packed: PathBuf) -> Result<Accepted> {
    tokio::task::spawn_blocking(move || {
        let path = std::path::absolute(&path).map_err(Error::file("find", &path))?;
        let PayloadReport {
            name,
            size,
            outcome,
            ..
        } = inspect::inspect_path(&path);
        let payload = match outcome {
            Outcome::Payload(payload) => payload,
            // There may be many: which of them is said in front of what.
            Outcome::Refused(report) => {
                return Err(Error::Told(Report {
                    title: format!("{name}: {}", report.title),
                    ..report
                }));
            }
        };
        if reviewed.is_some_and(|reviewed| !reviewed.eq_ignore_ascii_case(&payload.sha256)) {
            return Err(Error::Told(Report::new(
                Code::Conflict,
                format!("{name} has changed since it was reviewed."),
                "Look at it again before you submit it.",
            )));
        }
        let needs = Needs::from(&payload);
        let mut accepted = Accepted {
            source: path.clone(),
            path,
            name,
            size,
            sha256: payload.sha256,
            kind: payload.kind,
            needs,
        };
        if accepted.source.is_dir() {
            pack(&mut accepted, packed)?;
        }
        Ok(accepted)
    })
    .await?
}

/// A folder travels as one file, packed as it was when it was submitted.
fn pack(accepted: &mut Accepted, packed: PathBuf) -> Result<()> {
    if let Some(folder) = packed.parent() {
        files::make_folder(folder)?;
    }
    let done = inspect::bundle::pack_folder(&accepted.source, &packed)
        .map_err(Error::file("pack", &accepted.source))?;
    accepted.path = packed;
    accepted.sha256 = done.sha256;
    accepted.size = done.size;
    accepted.name.push_str(".tar.gz");
    Ok(())
}

/// The account's settings with what is different this time; each checked as in the account's own form.
fn overridden(settings: &ExecutorSettings, overrides: &Overrides) -> Result<ExecutorSettings> {
    let mut settings = settings.clone();
    let number = |n: i64| n.to_string();
    let given = [
        (SettingKey::PoolId, overrides.pool.clone()),
        (SettingKey::BaseImageUri, overrides.image.clone()),
        (
            SettingKey::Runner,
            overrides.runner.map(|runner| runner.name().to_owned()),
        ),
        (SettingKey::NodeIdentity, overrides.node_identity.clone()),
        (
            SettingKey::Retries,
            overrides.retries.map(|n| number(n.into())),
        ),
        (
            SettingKey::TimeLimit,
            overrides.time_limit.map(|n| number(n.into())),
        ),
    ];
    for (key, value) in given {
        if let Some(value) = value {
            settings
                .set(key, &value)
                .map_err(|error| refuse(&format!("{}: {}", key.label(), error.message), ""))?;
        }
    }
    if let Some(error) = settings.conflict(SettingKey::Runner) {
        return Err(refuse(
            &error.message,
            "Name one, with --image or in the account, or use Longshore's own runner.",
        ));
    }
    let mut seen = HashSet::new();
    for (name, value) in &overrides.env {
        if let Some(wrong) = env_name_error(name) {
            return Err(refuse(
                &format!("The environment variable {name:?} cannot be set. {wrong}"),
                "",
            ));
        }
        if value.contains('\0') {
            return Err(refuse(
                &format!("The value of {name} has a null character in it."),
                "",
            ));
        }
        if !seen.insert(name) {
            return Err(refuse(
                &format!("The environment variable {name} is given twice."),
                "",
            ));
        }
    }
    for package in &overrides.packages {
        // pip would read such words as its own options.
        if package.trim().is_empty()
            || package.starts_with('-')
            || package.chars().any(char::is_control)
        {
            return Err(refuse(
                &format!("{package:?} is not a Python package."),
                "Name packages as pip reads them: numpy, numpy==2.4.6, pandas>=2.",
            ));
        }
    }
    if overrides
        .args
        .iter()
        .any(|argument| argument.contains('\0'))
    {
        return Err(refuse("An argument has a null character in it.", ""));
    }
    Ok(settings)
}

fn payloads_told(payloads: &[Accepted]) -> Vec<(&str, PayloadKind)> {
    payloads
        .iter()
        .map(|payload| (payload.name.as_str(), payload.kind))
        .collect()
}

fn name_of(payloads: &[Accepted]) -> String {
    let first = payloads
        .first()
        .map(|payload| payload.name.clone())
        .unwrap_or_default();
    match payloads.len() as u64 {
        0 | 1 => first,
        many => format!("{first} and {} more", grouped(many - 1)),
    }
}

fn refuse(title: &str, guidance: &str) -> Error {
    Error::Told(Report::new(Code::BadInput, title, guidance))
}

impl Core {
    /// Removes what was packed for a job. It is not needed once it is staged.
    pub(crate) async fn remove_packed(&self, job: &str) -> Result<()> {
        let folder = self.job_folder(job).join(PACKED);
        match tokio::fs::remove_dir_all(&folder).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::file("remove", folder)(error))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn told(overrides: Overrides) -> String {
        Report::from(overridden(&ExecutorSettings::default(), &overrides).unwrap_err()).title
    }

    #[test]
    fn overrides_take_the_place_of_settings() {
        let overrides = Overrides {
            pool: Some("big".into()),
            image: Some(String::new()),
            retries: Some(0),
            time_limit: Some(7),
            ..Overrides::default()
        };
        let settings = overridden(&ExecutorSettings::default(), &overrides).unwrap();
        assert_eq!(
            (
                settings.pool_id.as_str(),
                settings.base_image_uri.as_str(),
                settings.retries,
                settings.time_limit
            ),
            ("big", "", 0, 7)
        );
    }

    #[test]
    fn wrong_overrides_are_refused_by_name() {
        let env = |name: &str| Overrides {
            env: vec![(name.into(), String::new())],
            ..Overrides::default()
        };
        assert!(told(env("1x")).contains("1x"));
        assert!(told(env("LONGSHORE_KIND")).contains("LONGSHORE_KIND"));
        let retries = Overrides {
            retries: Some(-2),
            ..Overrides::default()
        };
        assert!(told(retries).starts_with("Retries"));
        let pool = Overrides {
            pool: Some("x".repeat(65)),
            ..Overrides::default()
        };
        assert!(told(pool).starts_with("Pool"));
        let package = Overrides {
            packages: vec!["--index-url=x".into()],
            ..Overrides::default()
        };
        assert!(told(package).contains("--index-url"));
    }
}
