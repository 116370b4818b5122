//! The Batch account, the pool, and whether a job can be made.

pub(super) mod pool;

use longshore_azure::{Batch, ErrorKind};
use longshore_batch_api::{
    codes, duration,
    job::{JobAdd, JobConstraints, PoolInfo},
    pool::Pool,
};
use longshore_model::{Code, Report, check::Check, settings::ExecutorSettings};
use std::time::Duration;
use time::OffsetDateTime;

use super::{Finding, List, guidance, linked, passing_name, refused};
use crate::{
    accounts::{Account, Reached},
    pools, submission,
};

/// Signatures are made to count from five minutes ago: a clock that is further ahead makes none that are good now.
const LARGEST_SKEW: time::Duration = time::Duration::minutes(5);

/// The job that is made to see whether one can be ends by itself if this program does before it.
const JOB_LIFE: Duration = Duration::from_secs(5 * 60);

/// Answers the pool, when there is one.
pub(super) async fn check(
    list: &mut List,
    reached: &Reached,
    account: &Account,
    has_password: bool,
) -> Option<Pool> {
    let batch = reached.azure.batch();
    let date = list.add(Check::Batch, answers(batch).await)?;
    list.add(Check::Clock, clock(date, OffsetDateTime::now_utc()));
    let pool = list.add(Check::Pool, found(batch, &reached.pool).await)?;
    list.add(Check::Nodes, pool::nodes(&pool));
    list.add(
        Check::Containers,
        pool::containers(&pool, &account.settings.base_image_uri)
            .and_then(|found| registry(found, &pool, &account.settings, has_password)),
    );
    list.add(Check::Jobs, takes_jobs(batch, &reached.pool).await);
    Some(pool)
}

/// Whether the identity that pulls the image is one of the pool's, or the password is there. Whether the registry takes it
/// only a node can tell.
fn registry(
    found: ((), String),
    pool: &Pool,
    settings: &ExecutorSettings,
    has_password: bool,
) -> Finding<()> {
    if settings.needs_registry_password() && !has_password {
        let title = format!(
            "The password of {} at {} is missing.",
            settings.registry_username, settings.registry_server
        );
        let report = Report::new(Code::SignIn, title, "Give it under Accounts.");
        return Err(linked(report, guidance::CONTAINERS));
    }
    let identity = &settings.registry_identity;
    if !identity.is_empty() && !pool.has_identity(identity) {
        let report = submission::pool::lacks(pool, identity, "pull the image");
        return Err(linked(report, guidance::CONTAINERS));
    }
    Ok(found)
}

async fn answers(batch: &Batch) -> Finding<Option<OffsetDateTime>> {
    match batch.probe().await {
        Ok(date) => Ok((date, "answers, and lets jobs be read".to_owned())),
        Err(error) => Err(refused(error, &guidance::JOBS)),
    }
}

fn clock(service: Option<OffsetDateTime>, here: OffsetDateTime) -> Finding<()> {
    let Some(service) = service else {
        return Ok(((), "the service does not tell the time".to_owned()));
    };
    let skew = here - service;
    if skew.abs() < LARGEST_SKEW {
        return Ok(((), "within five minutes of the service's".to_owned()));
    }
    let way = if skew.is_positive() {
        "ahead of"
    } else {
        "behind"
    };
    Err(linked(
        Report::new(
            Code::BadInput,
            format!(
                "This computer's clock is {} minutes {way} the service's.",
                skew.abs().whole_minutes()
            ),
            "Set it right (most systems do so by themselves when told to): signatures with a wrong time are refused.",
        ),
        guidance::CLOCK,
    ))
}

async fn found(batch: &Batch, id: &str) -> Finding<Pool> {
    match batch.get_pool(id, Some(pools::SELECT)).await {
        Ok(pool) => pool::usable(pool),
        Err(error) => Err(refused(error, &guidance::JOBS)),
    }
}

/// Makes a job without tasks and deletes it.
async fn takes_jobs(batch: &Batch, pool: &str) -> Finding<()> {
    let job = JobAdd {
        id: passing_name(),
        display_name: Some("Check account".into()),
        pool_info: Some(PoolInfo {
            pool_id: Some(pool.to_owned()),
            ..PoolInfo::default()
        }),
        constraints: Some(JobConstraints {
            max_wall_clock_time: Some(duration::format(JOB_LIFE)),
            ..JobConstraints::default()
        }),
        ..JobAdd::default()
    };
    let outcome = batch.create_job(&job).await;
    if let Err(error) = outcome {
        return Err(match error.kind() {
            ErrorKind::Conflict { code, .. } if code == codes::ACTIVE_JOB_QUOTA => quota(),
            _ => refused(error, &guidance::JOBS),
        });
    }
    match batch.delete_job(&job.id).await {
        Ok(()) => Ok(((), "one was made and deleted".to_owned())),
        Err(error) => {
            let mut report = refused(error, &guidance::JOBS);
            report.guidance = format!("{} The job {} is left behind.", report.guidance, job.id);
            Err(report)
        }
    }
}

fn quota() -> Report {
    linked(
        Report::new(
            Code::Conflict,
            "The Batch account has as many active jobs and job schedules as its quota allows.",
            "End jobs that are no longer needed, or ask for a higher quota in the Azure portal. Longshore uses one job for \
             each submission and ends it with its last task.",
        ),
        guidance::QUOTA,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_registry_needs_its_users_password_or_an_identity_of_the_pool() {
        let found = || ((), String::new());
        let pool = Pool {
            id: "p".into(),
            ..Pool::default()
        };
        let mut settings = ExecutorSettings {
            registry_server: "mine.azurecr.io".into(),
            registry_username: "puller".into(),
            ..ExecutorSettings::default()
        };
        assert!(registry(found(), &pool, &settings, true).is_ok());
        assert_eq!(
            registry(found(), &pool, &settings, false)
                .unwrap_err()
                .title,
            "The password of puller at mine.azurecr.io is missing."
        );
        settings.registry_username.clear();
        settings.registry_identity = "/subscriptions/s/x/nodes".into();
        let error = registry(found(), &pool, &settings, false).unwrap_err();
        assert!(error.title.contains("to pull the image"), "{error}");
    }

    #[test]
    fn a_clock_may_be_off_by_less_than_five_minutes() {
        let now = OffsetDateTime::now_utc();
        for seconds in [-299, 0, 299] {
            assert!(clock(Some(now + time::Duration::seconds(seconds)), now).is_ok());
        }
        let behind = clock(Some(now + time::Duration::minutes(42)), now).unwrap_err();
        assert_eq!(
            behind.title,
            "This computer's clock is 42 minutes behind the service's."
        );
        let ahead = clock(Some(now - time::Duration::minutes(42)), now).unwrap_err();
        assert!(ahead.title.contains("42 minutes ahead of"), "{ahead}");
        assert!(clock(None, now).is_ok());
    }
}
