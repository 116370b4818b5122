//! One task as the service is asked for it: command, files in, files out, environment, limits.

use std::{collections::HashMap, time::Duration};

use longshore_batch_api::{
    duration,
    task::{
        ContainerSettings, EnvironmentSetting, OutputDestination, OutputFile, ResourceFile,
        TaskAdd, TaskConstraints, UploadCondition, UploadOptions,
    },
};
use longshore_model::{Code, Report, settings::Runner};

use super::{Access, image_runner, runner};
use crate::{
    error::{Error, Result},
    history::{JobIntent, TaskSpec},
    names,
};

/// What our runner leaves, seen from the working folder; a pattern that matches nothing is no error. With wildcards the
/// second is a folder, otherwise the blob's name.
const OUTPUTS: [(&str, &str); 5] = [
    ("result.pkl", "result.pkl"),
    ("error.json", "error.json"),
    ("error.pkl", "error.pkl"),
    ("manifest.json", "manifest.json"),
    ("outputs/**/*", "outputs"),
];

/// What every task leaves.
const LOGS: [(&str, &str); 2] = [
    ("../stdout.txt", "stdout.txt"),
    ("../stderr.txt", "stderr.txt"),
];

/// What the tasks of a job have in common.
pub(super) struct Plan<'a> {
    pub(super) job: &'a JobIntent,
    pub(super) access: &'a Access,
    /// The container each of them runs in.
    pub(super) container: Option<&'a ContainerSettings>,
    /// What an image's own runner is told.
    pub(super) place: &'a image_runner::Place,
    /// The blob of each content.
    pub(super) blobs: &'a HashMap<String, String>,
}

impl Plan<'_> {
    pub(super) fn task(&self, task: &TaskSpec) -> Result<TaskAdd> {
        let limit = Duration::from_secs(u64::from(self.job.time_limit));
        Ok(TaskAdd {
            id: task.id.clone(),
            display_name: Some(task.name.chars().take(1_024).collect()),
            command_line: Some(
                match self.job.how.runner {
                    Runner::Bundled => runner::COMMAND_LINE,
                    Runner::Image => image_runner::COMMAND_LINE,
                }
                .to_owned(),
            ),
            container_settings: self.container.cloned(),
            resource_files: match self.job.how.runner {
                Runner::Bundled => self.resource_files(task)?,
                Runner::Image => Vec::new(),
            },
            output_files: self.output_files(&task.id),
            environment_settings: self.environment(task)?,
            constraints: Some(TaskConstraints {
                max_wall_clock_time: Some(duration::format(limit)),
                max_task_retry_count: Some(self.job.retries),
                retention_time: None,
            }),
            ..TaskAdd::default()
        })
    }

    fn resource_files(&self, task: &TaskSpec) -> Result<Vec<ResourceFile>> {
        let staged = self.blobs.get(&task.sha256).ok_or_else(|| lost(task))?;
        let runner = runner::files_for(task.kind, &task.needs, &self.job.overrides);
        let runner = runner
            .into_iter()
            .map(|file| (file.blob_name(), file.name.to_owned()));
        runner
            .chain([(staged.clone(), names::payload_file(&task.name))])
            .map(|(blob, file)| self.access.file(&blob, file))
            .collect()
    }

    fn output_files(&self, task: &str) -> Vec<OutputFile> {
        let folder = names::task_folder(task);
        let left: &[_] = match self.job.how.runner {
            Runner::Bundled => &OUTPUTS,
            Runner::Image => &[],
        };
        left.iter()
            .chain(&LOGS)
            .map(|(pattern, path)| OutputFile {
                file_pattern: (*pattern).to_owned(),
                destination: OutputDestination {
                    container: self.access.destination(format!("{folder}{path}")),
                },
                upload_options: UploadOptions {
                    upload_condition: UploadCondition::TaskCompletion,
                },
            })
            .collect()
    }

    /// The user's variables, and what the runner reads.
    fn environment(&self, task: &TaskSpec) -> Result<Vec<EnvironmentSetting>> {
        let (overrides, needs) = (&self.job.overrides, &task.needs);
        let mut settings: Vec<_> = overrides
            .env
            .iter()
            .map(|(name, value)| set(name, value))
            .collect();
        if self.job.how.runner == Runner::Image {
            settings.extend(self.place.environment(&self.job.id, &task.id, &task.sha256));
            return Ok(settings);
        }
        settings.push(set("LONGSHORE_KIND", task.kind.word()));
        settings.push(set("LONGSHORE_PAYLOAD", &names::payload_file(&task.name)));
        if let Some(python) = &needs.python {
            settings.push(set("LONGSHORE_PYTHON", python));
        }
        let mut packages = needs.packages.clone();
        packages.extend(
            overrides
                .packages
                .iter()
                .filter(|package| !needs.packages.contains(package))
                .cloned(),
        );
        for (name, list) in [
            ("LONGSHORE_PACKAGES", &packages),
            ("LONGSHORE_ARGS", &overrides.args),
            ("LONGSHORE_ENTRY", &needs.entry),
        ] {
            if !list.is_empty() {
                settings.push(set(name, &json(list)?));
            }
        }
        if needs.own_environment {
            settings.push(set("LONGSHORE_OWN_ENV", "1"));
        }
        Ok(settings)
    }
}

fn set(name: &str, value: &str) -> EnvironmentSetting {
    EnvironmentSetting {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

fn json(list: &[String]) -> Result<String> {
    serde_json::to_string(list).map_err(|error| {
        Error::Told(Report::new(
            Code::Internal,
            format!("A list cannot be written: {error}."),
            "",
        ))
    })
}

fn lost(task: &TaskSpec) -> Report {
    Report::new(
        Code::Internal,
        format!("The payload of task {} was not staged.", task.id),
        "Submit the job again.",
    )
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use longshore_model::{payload::PayloadKind, submit::Overrides, task::TaskState};

    use super::*;
    use crate::history::{How, Needs};

    pub(in crate::submission) fn job() -> JobIntent {
        with(Overrides::default())
    }

    fn with(overrides: Overrides) -> JobIntent {
        JobIntent {
            id: "longshore-1".into(),
            name: "sweep".into(),
            account: "a".into(),
            pool: "p".into(),
            image: String::new(),
            retries: 0,
            time_limit: 300,
            poll_freq: 10,
            overrides,
            how: How::default(),
            created: 0,
        }
    }

    fn task() -> TaskSpec {
        TaskSpec {
            id: "my-fn".into(),
            name: "my fn.pkl".into(),
            kind: PayloadKind::Pickle,
            source: "/x/my fn.pkl".into(),
            path: "/x/my fn.pkl".into(),
            sha256: "ab".into(),
            size: 3,
            needs: Needs {
                python: Some("3.11".into()),
                packages: vec!["numpy".into()],
                own_environment: true,
                ..Needs::default()
            },
            state: TaskState::Waiting,
        }
    }

    fn spec(job: &JobIntent) -> TaskAdd {
        let access = Access::Signed {
            read: "https://s/c?sig=r".into(),
            write: "https://s/c?sig=w".into(),
        };
        let blobs = HashMap::from([("ab".to_owned(), "staged/ab/my_fn.pkl".to_owned())]);
        Plan {
            job,
            access: &access,
            container: None,
            place: &image_runner::Place::fixed("store", "blob.core.windows.net"),
            blobs: &blobs,
        }
        .task(&task())
        .unwrap()
    }

    #[test]
    fn the_runner_is_told_what_the_payload_needs() {
        let job = with(Overrides {
            packages: vec!["numpy".into(), "scipy".into()],
            env: vec![("SEED".into(), "7".into())],
            args: vec!["--fast".into()],
            ..Overrides::default()
        });
        let settings = spec(&job).environment_settings;
        let pairs: Vec<_> = settings
            .iter()
            .map(|s| (s.name.as_str(), s.value.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("SEED", "7"),
                ("LONGSHORE_KIND", "pickle"),
                ("LONGSHORE_PAYLOAD", "my_fn.pkl"),
                ("LONGSHORE_PYTHON", "3.11"),
                ("LONGSHORE_PACKAGES", r#"["numpy","scipy"]"#),
                ("LONGSHORE_ARGS", r#"["--fast"]"#),
                ("LONGSHORE_OWN_ENV", "1"),
            ]
        );
    }

    #[test]
    fn no_retries_and_the_time_limit_are_said_outright() {
        let constraints = spec(&job()).constraints.unwrap();
        assert_eq!(constraints.max_task_retry_count, Some(0));
        assert_eq!(constraints.max_wall_clock_time.as_deref(), Some("PT5M"));
    }

    #[test]
    fn files_come_by_a_right_to_read_and_go_by_a_right_to_write() {
        let spec = spec(&job());
        let files: Vec<_> = spec
            .resource_files
            .iter()
            .filter_map(|file| file.file_path.as_deref())
            .collect();
        assert_eq!(
            files,
            [
                "runner.py",
                "longshore_failure.py",
                "longshore_children.py",
                "longshore_pickle.py",
                "covalent_standin.py",
                "longshore_environment.py",
                "my_fn.pkl"
            ]
        );
        let payload = spec
            .resource_files
            .last()
            .and_then(|file| file.http_url.as_deref());
        assert_eq!(payload, Some("https://s/c/staged/ab/my_fn.pkl?sig=r"));
        let outputs = &spec.output_files[4];
        assert_eq!(
            outputs.destination.container.container_url,
            "https://s/c?sig=w"
        );
        assert_eq!(
            outputs.destination.container.path.as_deref(),
            Some("tasks/my-fn/outputs")
        );
        assert_eq!(spec.container_settings, None);
    }

    #[test]
    fn an_images_own_runner_gets_the_contracts_variables_and_leaves_its_logs() {
        let mut job = with(Overrides {
            env: vec![("SEED".into(), "7".into())],
            ..Overrides::default()
        });
        job.how.runner = Runner::Image;
        let spec = spec(&job);
        let pairs: Vec<_> = spec
            .environment_settings
            .iter()
            .map(|s| (s.name.as_str(), s.value.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("SEED", "7"),
                ("COVALENT_TASK_FUNC_FILENAME", "func-ab.pkl"),
                ("COVALENT_RESULT_FILENAME", "result-my-fn.pkl"),
                ("AZURE_BLOB_STORAGE_ACCOUNT", "store"),
                ("AZURE_BLOB_STORAGE_CONTAINER", "longshore-1"),
                ("AZURE_BLOB_STORAGE_ACCOUNT_DOMAIN", "blob.core.windows.net"),
            ]
        );
        let outputs: Vec<_> = spec
            .output_files
            .iter()
            .map(|file| file.file_pattern.as_str())
            .collect();
        assert_eq!(
            (spec.command_line.as_deref(), spec.resource_files, outputs),
            (Some(""), vec![], vec!["../stdout.txt", "../stderr.txt"])
        );
    }
}
