//! Tasks in containers, by Docker's command line, which Podman's is too.

use std::path::Path;

use longshore_batch_api::task::ContainerSettings;

use super::{attempt::Place, command, environment::Variables, process::Program};
use crate::batch::store::Claimed;

/// The engine's command line for a task. The node's folders are seen inside where they are outside, as on Azure's
/// nodes, and the image's entry point stays unless the run options replace it.
pub(super) fn program(
    engine: &Path,
    settings: &ContainerSettings,
    words: &[String],
    variables: &Variables,
    claimed: &Claimed,
    place: &Place,
    node_root: &Path,
) -> Program {
    let name = format!("longshore-{}-{}", claimed.key.job, claimed.number);
    Program {
        path: engine.into(),
        arguments: arguments(&name, settings, words, variables, place, node_root),
        variables: variables.clone(),
        work: place.work.clone(),
        stdout: place.root.join("stdout.txt"),
        stderr: place.root.join("stderr.txt"),
        // The engine's client is in our process group; the container is not.
        clean_up: Some((
            engine.into(),
            ["rm", "--force", &name].map(Into::into).to_vec(),
        )),
    }
}

fn arguments(
    name: &str,
    settings: &ContainerSettings,
    words: &[String],
    variables: &Variables,
    place: &Place,
    node_root: &Path,
) -> Vec<String> {
    let root = node_root.display();
    let mut arguments: Vec<String> = ["run", "--rm", "--name", name].map(Into::into).to_vec();
    arguments.push(format!("--volume={root}:{root}"));
    if settings.working_directory.as_deref() != Some("containerImageDefault") {
        arguments.push(format!("--workdir={}", place.work.display()));
    }
    // By name only: the engine takes the values from its own environment, so that none is in a process list. The
    // computer's own `PATH` and `HOME` mean nothing inside.
    arguments.extend(
        variables
            .keys()
            .filter(|name| !matches!(name.as_str(), "PATH" | "HOME" | "TMPDIR" | "SHELL"))
            .map(|name| format!("--env={name}")),
    );
    let options = settings
        .container_run_options
        .as_deref()
        .unwrap_or_default();
    // Options that cannot be read are left to the engine to complain about, in the task's stderr.
    arguments.extend(command::split(options).unwrap_or_else(|_| vec![options.into()]));
    arguments.push(settings.image_name.clone());
    arguments.extend_from_slice(words);
    arguments
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn words_for(settings: &ContainerSettings, words: &[&str]) -> Vec<String> {
        let variables = Variables::from(
            [
                ("AZ_BATCH_TASK_ID", "t"),
                ("PATH", "/bin"),
                ("TOKEN", "secret"),
            ]
            .map(|(name, value)| (name.into(), value.into())),
        );
        let place = Place {
            root: "/node/t".into(),
            work: "/node/t/wd".into(),
        };
        let words: Vec<String> = words.iter().map(|word| (*word).into()).collect();
        arguments(
            "longshore-j-1",
            settings,
            &words,
            &variables,
            &place,
            Path::new("/node"),
        )
    }

    #[test]
    fn the_command_follows_the_image_and_values_are_not_in_it() {
        let settings = ContainerSettings {
            image_name: "python:3.11".into(),
            container_run_options: Some("--network none --label 'a b'".into()),
            ..ContainerSettings::default()
        };
        assert_eq!(
            words_for(&settings, &["python3", "runner.py"]),
            [
                "run",
                "--rm",
                "--name",
                "longshore-j-1",
                "--volume=/node:/node",
                "--workdir=/node/t/wd",
                "--env=AZ_BATCH_TASK_ID",
                "--env=TOKEN",
                "--network",
                "none",
                "--label",
                "a b",
                "python:3.11",
                "python3",
                "runner.py",
            ]
        );
    }

    #[test]
    fn an_image_keeps_its_own_directory_and_entry_point_when_asked() {
        let settings = ContainerSettings {
            image_name: "covalent".into(),
            working_directory: Some("containerImageDefault".into()),
            ..ContainerSettings::default()
        };
        let arguments = words_for(&settings, &[]);
        assert!(arguments.iter().all(|word| !word.starts_with("--workdir")));
        assert_eq!(arguments.last().map(String::as_str), Some("covalent"));
    }
}
