//! The container a task runs in, for accounts and jobs that name an image.

use longshore_batch_api::task::{ContainerRegistry, ContainerSettings, IdentityReference};
use longshore_model::{Code, Report, settings::Runner};
use secrecy::{ExposeSecret, SecretString};

use super::image_runner;
use crate::{
    error::Result,
    history::{How, JobIntent},
};

/// What `docker create` is told besides what the service tells it.
///
/// `--rm`: what the task leaves is in its working folder, which is the node's. `--entrypoint=`: an image's entry point
/// would stay in front of the command line otherwise; an empty one without quotes means the same however the node
/// splits this text. `--user 0`: the folder belongs to the task's user on the node, which an image's own user is not.
const RUN_OPTIONS: &str = "--rm --entrypoint= --user 0";

/// Settings for the job's image; `None` when there is none: a pool without containers refuses tasks that have them.
///
/// # Errors
/// A registry's user has no password on this computer.
pub(super) fn settings(
    job: &JobIntent,
    password: Option<&SecretString>,
) -> Result<Option<ContainerSettings>> {
    let image = job.image.trim();
    if image.is_empty() {
        return Ok(None);
    }
    let ours = match job.how.runner {
        Runner::Bundled => RUN_OPTIONS,
        Runner::Image => image_runner::RUN_OPTIONS,
    };
    let options = match job.how.run_options.trim() {
        "" => ours.to_owned(),
        theirs => format!("{ours} {theirs}"),
    };
    Ok(Some(ContainerSettings {
        image_name: image.to_owned(),
        container_run_options: Some(options),
        registry: registry(&job.how, &job.account, password)?,
        ..ContainerSettings::default()
    }))
}

/// A private registry, with a user or with an identity of the pool; never with both.
fn registry(
    how: &How,
    account: &str,
    password: Option<&SecretString>,
) -> Result<Option<ContainerRegistry>> {
    if how.registry_server.is_empty() {
        return Ok(None);
    }
    let registry = ContainerRegistry {
        registry_server: Some(how.registry_server.clone()),
        ..ContainerRegistry::default()
    };
    if !how.registry_identity.is_empty() {
        return Ok(Some(ContainerRegistry {
            identity_reference: Some(IdentityReference {
                resource_id: how.registry_identity.clone(),
            }),
            ..registry
        }));
    }
    let password = password.ok_or_else(|| no_password(how, account))?;
    Ok(Some(ContainerRegistry {
        user_name: Some(how.registry_username.clone()),
        password: Some(password.expose_secret().to_owned()),
        ..registry
    }))
}

fn no_password(how: &How, account: &str) -> Report {
    Report::new(
        Code::SignIn,
        format!(
            "The account {account} has no password for {} on this computer.",
            how.registry_server
        ),
        "Give it under Accounts; the job then goes on.",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;
    use crate::submission::task_spec::tests::job;

    const ID: &str = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/n";

    fn with(image: &str, how: How) -> JobIntent {
        JobIntent {
            image: image.into(),
            how,
            ..job()
        }
    }

    fn wire(job: &JobIntent, password: Option<&str>) -> serde_json::Value {
        let password = password.map(SecretString::from);
        serde_json::to_value(settings(job, password.as_ref()).unwrap()).unwrap()
    }

    #[test]
    fn no_image_means_no_container() {
        assert_eq!(settings(&with(" ", How::default()), None).unwrap(), None);
    }

    #[test]
    fn a_users_options_follow_ours() {
        let how = How {
            run_options: "--shm-size=1g".into(),
            ..How::default()
        };
        assert_eq!(
            wire(&with("python:3.11", how.clone()), None),
            json!({
                "imageName": "python:3.11",
                "containerRunOptions": "--rm --entrypoint= --user 0 --shm-size=1g",
            })
        );
        let own = How {
            runner: Runner::Image,
            ..how
        };
        assert_eq!(
            wire(&with("base:1", own), None)["containerRunOptions"],
            "--rm --workdir /covalent -u 0 --shm-size=1g"
        );
    }

    #[test]
    fn a_private_registry_gets_user_and_password_or_an_identity() {
        let by_user = How {
            registry_server: "mine.azurecr.io".into(),
            registry_username: "puller".into(),
            ..How::default()
        };
        assert_eq!(
            wire(&with("mine.azurecr.io/a:1", by_user.clone()), Some("hush"))["registry"],
            json!({"registryServer": "mine.azurecr.io", "username": "puller", "password": "hush"})
        );
        let error = settings(&with("mine.azurecr.io/a:1", by_user), None).unwrap_err();
        assert_eq!(Report::from(error).code, Code::SignIn);
        let by_identity = How {
            registry_server: "mine.azurecr.io".into(),
            registry_identity: ID.into(),
            ..How::default()
        };
        assert_eq!(
            wire(&with("mine.azurecr.io/a:1", by_identity), None)["registry"],
            json!({"registryServer": "mine.azurecr.io", "identityReference": {"resourceId": ID}})
        );
    }
}
