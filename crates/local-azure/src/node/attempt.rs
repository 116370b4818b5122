//! One try of a task, from an empty folder to uploaded outputs.

use std::{path::PathBuf, time::Duration};

use longshore_batch_api::{
    duration,
    task::{ContainerInfo, FailureInfo, Task, failure_codes},
};
use tokio::{io::AsyncWriteExt as _, sync::watch};

use super::{
    Ending, Inner, command, container,
    environment::{self, Variables},
    failure, image, inputs, leftovers, outputs,
    process::{self, Exit, Program},
    python,
};
use crate::batch::store::{Claimed, End, Outcome};

/// The folders and files of a try.
pub(super) struct Place {
    /// The task's folder.
    pub(super) root: PathBuf,
    /// Its working directory.
    pub(super) work: PathBuf,
}

impl Place {
    fn stdout(&self) -> PathBuf {
        self.root.join("stdout.txt")
    }

    fn stderr(&self) -> PathBuf {
        self.root.join("stderr.txt")
    }
}

/// Runs one try of a task to its end, however it comes.
pub(super) async fn run(
    node: &Inner,
    claimed: &Claimed,
    ending: &mut watch::Receiver<Option<Ending>>,
) -> Outcome {
    let (job, task) = (&claimed.job.id, &claimed.task.id);
    let place = Place {
        root: node.folders.task(job, task),
        work: node.folders.work(job, task),
    };
    // Never given up half-way: what a thread still made of the folder would outlive the removal of its task.
    let made = make_folder(&place)
        .await
        .map_err(|error| failure::of_files("the task's folder cannot be made", &error));
    let prepared = match made {
        Ok(()) => tokio::select! {
            prepared = prepare(node, claimed, &place) => prepared,
            ending = ended(ending) => return stopped(ending, None),
        },
        Err(failure) => Err(failure),
    };
    let outcome = match prepared {
        Ok(program) => {
            let outcome = execute(node, claimed, program, ending).await;
            // Its group is gone; what took a session of its own is not.
            leftovers::end(vec![place.root.clone()]).await;
            outcome
        }
        Err(failure) => Outcome {
            end: End::Failed,
            failure: Some(failure),
            ..Outcome::default()
        },
    };
    if matches!(*ending.borrow(), Some(Ending::Requeued | Ending::Deleted)) {
        return outcome;
    }
    let outcome = upload(node, claimed, &place, outcome, ending).await;
    Outcome {
        container: container_info(node, &claimed.task),
        ..outcome
    }
}

/// Fetches what the task needs, and finds its program.
async fn prepare(node: &Inner, claimed: &Claimed, place: &Place) -> Result<Program, FailureInfo> {
    let task = &claimed.task;
    inputs::fetch(&node.transfer, &task.resource_files, &place.work).await?;

    let in_place = image::command_for(&node.setup.images, task);
    let line = in_place.or(task.command_line.as_deref());
    let words = command::split(line.unwrap_or_default())
        .map_err(|error| failure::by_user(failure_codes::COMMAND_NOT_FOUND, error.to_string()))?;
    let python = match words.first() {
        Some(program) if python::is_needed_by(program) => {
            let ready = node.python.ready().await?;
            if let Some(note) = &ready.note {
                note_on_stderr(place, note).await?;
            }
            Some(ready.bin)
        }
        _ => node.python.bin_if_ready(),
    };
    let mut variables = environment::of(node, claimed, place, python.as_deref());
    if in_place.is_some() {
        image::settle(node, place, &words, &mut variables)
            .await
            .map_err(|error| {
                failure::of_files("the folders of the image cannot be made", &error)
            })?;
        note_on_stderr(place, &not_used(node, task).unwrap_or_default()).await?;
        return as_process(&words, variables, place);
    }
    match (&task.container_settings, &node.setup.container_engine) {
        (Some(settings), Some(engine)) => Ok(container::program(
            engine,
            settings,
            &words,
            &variables,
            claimed,
            place,
            &node.folders.root,
        )),
        _ => {
            if let Some(note) = not_used(node, task) {
                note_on_stderr(place, &note).await?;
            }
            as_process(&words, variables, place)
        }
    }
}

/// A fresh folder for each try: what an earlier one left half-written must not look like a result.
async fn make_folder(place: &Place) -> std::io::Result<()> {
    match tokio::fs::remove_dir_all(&place.root).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    tokio::fs::create_dir_all(&place.work).await?;
    tokio::fs::File::create(place.stdout()).await?;
    tokio::fs::File::create(place.stderr()).await?;
    Ok(())
}

fn as_process(
    words: &[String],
    variables: Variables,
    place: &Place,
) -> Result<Program, FailureInfo> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(failure::by_user(
            failure_codes::COMMAND_NOT_FOUND,
            "The command line is empty. Only a container image has an entry point of its own, and this computer runs the task as a process.",
        ));
    };
    let path = variables
        .get("PATH")
        .map(String::as_str)
        .unwrap_or_default();
    let found = command::find(program, path, &place.work).ok_or_else(|| {
        failure::with(
            failure::by_user(
                failure_codes::COMMAND_NOT_FOUND,
                format!("The program '{program}' was not found on this computer."),
            ),
            "Program",
            program.as_str(),
        )
    })?;
    Ok(Program {
        path: found,
        arguments: arguments.to_vec(),
        variables,
        work: place.work.clone(),
        stdout: place.stdout(),
        stderr: place.stderr(),
        clean_up: None,
    })
}

async fn execute(
    node: &Inner,
    claimed: &Claimed,
    program: Program,
    ending: &mut watch::Receiver<Option<Ending>>,
) -> Outcome {
    let limit = wall_clock(&claimed.task);
    let name = program.path.display().to_string();
    tracing::debug!(task = claimed.task.id, program = name, "a task starts");
    match process::run(program, limit, ended(ending)).await {
        Ok(Exit::Itself(code)) => Outcome {
            exit_code: Some(code),
            ..Outcome::default()
        },
        Ok(Exit::OutOfTime(code)) => Outcome {
            end: End::Failed,
            exit_code: Some(code),
            failure: Some(out_of_time(limit.unwrap_or_default())),
            ..Outcome::default()
        },
        Ok(Exit::Ended(why, code)) => stopped(why, Some(code)),
        Err(error) => {
            let message = format!("The program '{name}' could not be started: {error}.");
            let failure = failure::by_user(failure_codes::COMMAND_NOT_FOUND, message);
            Outcome {
                end: End::Failed,
                failure: Some(failure),
                container: container_info(node, &claimed.task),
                ..Outcome::default()
            }
        }
    }
}

/// Uploads what the task asked for. A failure of that is the task's when nothing else has failed.
async fn upload(
    node: &Inner,
    claimed: &Claimed,
    place: &Place,
    mut outcome: Outcome,
    ending: &mut watch::Receiver<Option<Ending>>,
) -> Outcome {
    let succeeded = outcome.exit_code == Some(0) && outcome.failure.is_none();
    let uploaded = tokio::select! {
        uploaded = outputs::upload(&node.transfer, &claimed.task.output_files, place, succeeded) => uploaded,
        // Termination has ended the program and leaves its logs to be brought home; more than that ends this too.
        Ok(why) = ending_beyond_termination(ending) => return stopped(why, outcome.exit_code),
    };
    if let Err(failure) = uploaded {
        outcome.failure.get_or_insert(failure);
    }
    outcome
}

/// Returns when the try is to end.
async fn ended(ending: &mut watch::Receiver<Option<Ending>>) -> Ending {
    match ending.wait_for(Option::is_some).await.map(|why| *why) {
        Ok(Some(why)) => why,
        // Nobody can say so any more.
        _ => std::future::pending().await,
    }
}

async fn ending_beyond_termination(
    ending: &mut watch::Receiver<Option<Ending>>,
) -> Result<Ending, watch::error::RecvError> {
    let more = |why: &Option<Ending>| why.is_some_and(|why| why != Ending::Terminated);
    ending
        .wait_for(more)
        .await
        .map(|why| why.unwrap_or(Ending::Terminated))
}

fn stopped(ending: Ending, exit_code: Option<i32>) -> Outcome {
    Outcome {
        end: match ending {
            Ending::Terminated | Ending::Deleted => End::Terminated,
            Ending::Requeued => End::Requeued,
        },
        exit_code,
        ..Outcome::default()
    }
}

fn wall_clock(task: &Task) -> Option<Duration> {
    let text = task.constraints.as_ref()?.max_wall_clock_time.as_deref()?;
    (text != duration::UNLIMITED).then(|| duration::parse(text))?
}

fn out_of_time(limit: Duration) -> FailureInfo {
    failure::by_user(
        failure_codes::WALL_CLOCK,
        format!(
            "The task ran longer than its maximum wall clock time of {} and was ended.",
            duration::format(limit)
        ),
    )
}

fn container_info(node: &Inner, task: &Task) -> Option<ContainerInfo> {
    Some(ContainerInfo {
        error: Some(not_used(node, task)?),
        ..ContainerInfo::default()
    })
}

/// What is said of a task's image when there is one and it is not what runs.
fn not_used(node: &Inner, task: &Task) -> Option<String> {
    let image = &task.container_settings.as_ref()?.image_name;
    if let Some(command) = image::command_for(&node.setup.images, task) {
        return Some(format!(
            "the image {image} is not used: this computer runs in its place, as a process, {command}"
        ));
    }
    node.setup
        .container_engine
        .is_none()
        .then(|| format!("the image {image} is not used: this computer runs the task as a process"))
}

async fn note_on_stderr(place: &Place, note: &str) -> Result<(), FailureInfo> {
    let written = async {
        let mut file = tokio::fs::OpenOptions::new()
            .append(true)
            .open(place.stderr())
            .await?;
        file.write_all(format!("longshore: {note}\n").as_bytes())
            .await?;
        file.flush().await
    };
    written
        .await
        .map_err(|error| failure::of_files("stderr.txt cannot be written", &error))
}
