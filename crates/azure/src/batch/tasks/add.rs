use std::collections::{HashMap, VecDeque};

use longshore_batch_api::{
    BatchError, MAX_ADD_BYTES, MAX_TASKS_PER_ADD, codes,
    task::{AddStatus, TaskAdd, TaskAddResult, TaskCollection, TaskCollectionReply},
};
use reqwest::Method;

use crate::{
    batch::{Batch, request::Call},
    error::{Error, ErrorKind, Result},
    retry::Tries,
};

/// What became of one task that was to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskAddOutcome {
    /// The task's id.
    pub task_id: String,
    /// What became of it.
    pub added: TaskAdded,
}

/// What became of a task that was to be added.
#[derive(Debug, Clone, PartialEq)]
pub enum TaskAdded {
    /// It was added by this call.
    New,
    /// It was there already: an earlier try added it, and its reply was lost.
    AlreadyThere,
    /// The service does not take it; the others are not affected.
    Refused(BatchError),
}

/// Tasks to be added in one call, each with its place in the caller's list.
type Chunk = Vec<(usize, TaskAdd)>;

impl Batch {
    /// Adds tasks to a job, a hundred a call, fewer when they are large. Outcomes are in the order of the tasks.
    ///
    /// # Errors
    /// What a request fails with. Tasks of earlier calls have been added by then; adding the same ones again is safe.
    pub async fn add_tasks(&self, job: &str, tasks: Vec<TaskAdd>) -> Result<Vec<TaskAddOutcome>> {
        let mut outcomes: Vec<_> = tasks
            .iter()
            .map(|task| TaskAddOutcome {
                task_id: task.id.clone(),
                added: TaskAdded::New,
            })
            .collect();
        let mut waiting = chunks(tasks);
        while let Some(chunk) = waiting.pop_front() {
            let Some(mut chunk) = self.add_chunk(job, chunk, &mut outcomes).await? else {
                continue;
            };
            let half = chunk.split_off(chunk.len() / 2);
            if chunk.is_empty() {
                for (place, _) in half {
                    outcomes[place].added = TaskAdded::Refused(too_large());
                }
            } else {
                waiting.push_front(half);
                waiting.push_front(chunk);
            }
        }
        Ok(outcomes)
    }

    /// Adds one chunk, and those of it again that the service stumbled over. Gives the chunk back when it is more than
    /// one call may carry.
    async fn add_chunk(
        &self,
        job: &str,
        mut chunk: Chunk,
        outcomes: &mut [TaskAddOutcome],
    ) -> Result<Option<Chunk>> {
        let operation = "add tasks";
        let mut tries = Tries::new(&self.inner.tuning);
        loop {
            let collection = TaskCollection {
                value: chunk.iter().map(|(_, task)| task.clone()).collect(),
            };
            let body = serde_json::to_vec(&collection).map_err(|error| {
                Error::new(
                    operation,
                    ErrorKind::Settings {
                        reason: error.to_string(),
                    },
                )
            })?;
            if body.len() >= MAX_ADD_BYTES {
                return Ok(Some(chunk));
            }
            let url = self.url(operation, &["jobs", job, "addtaskcollection"])?;
            let reply = self
                .ask(Call::new(operation, Method::POST, url).bytes(body.into()))
                .await;
            let reply: TaskCollectionReply = match reply {
                Err(error) if matches!(error.kind(), ErrorKind::Service { status: 413, .. }) => {
                    return Ok(Some(chunk));
                }
                outcome => outcome?,
            };
            let sorted = sort(chunk, reply.value);
            for (place, added) in sorted.done {
                outcomes[place].added = added;
            }
            if sorted.stumbled.is_empty() {
                return Ok(None);
            }
            if !tries.again(None).await {
                for (place, _, error) in sorted.stumbled {
                    outcomes[place].added = TaskAdded::Refused(error);
                }
                return Ok(None);
            }
            chunk = sorted
                .stumbled
                .into_iter()
                .map(|(place, task, _)| (place, task))
                .collect();
        }
    }
}

#[derive(Debug, PartialEq)]
struct Sorted {
    done: Vec<(usize, TaskAdded)>,
    /// The service's own trouble: worth another try.
    stumbled: Vec<(usize, TaskAdd, BatchError)>,
}

fn chunks(tasks: Vec<TaskAdd>) -> VecDeque<Chunk> {
    let mut chunks: VecDeque<Chunk> = VecDeque::new();
    for (place, task) in tasks.into_iter().enumerate() {
        match chunks.back_mut() {
            Some(chunk) if chunk.len() < MAX_TASKS_PER_ADD => chunk.push((place, task)),
            _ => chunks.push_back(vec![(place, task)]),
        }
    }
    chunks
}

/// Puts the service's outcomes, which come in any order, to the tasks they are about. A task without one has to be
/// asked for again, for nobody knows.
fn sort(chunk: Chunk, results: Vec<TaskAddResult>) -> Sorted {
    let mut by_id: HashMap<String, TaskAddResult> = results
        .into_iter()
        .map(|result| (result.task_id.to_ascii_lowercase(), result))
        .collect();
    let mut sorted = Sorted {
        done: Vec::with_capacity(chunk.len()),
        stumbled: Vec::new(),
    };
    for (place, task) in chunk {
        let result = by_id.remove(&task.id.to_ascii_lowercase());
        let error = || {
            BatchError::new(
                codes::INTERNAL_ERROR,
                "The service did not say what became of the task.",
            )
        };
        match result.map(|result| (result.status, result.error)) {
            Some((AddStatus::Success, _)) => sorted.done.push((place, TaskAdded::New)),
            Some((_, Some(error))) if error.code == codes::TASK_EXISTS => {
                sorted.done.push((place, TaskAdded::AlreadyThere));
            }
            Some((AddStatus::ServerError, said)) => {
                sorted
                    .stumbled
                    .push((place, task, said.unwrap_or_else(error)));
            }
            Some((_, said)) => sorted
                .done
                .push((place, TaskAdded::Refused(said.unwrap_or_else(error)))),
            None => sorted.stumbled.push((place, task, error())),
        }
    }
    sorted
}

fn too_large() -> BatchError {
    BatchError::new(
        codes::REQUEST_BODY_TOO_LARGE,
        "The task is larger than one request may be.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(id: &str) -> TaskAdd {
        TaskAdd {
            id: id.into(),
            ..TaskAdd::default()
        }
    }

    fn result(id: &str, status: AddStatus, code: Option<&str>) -> TaskAddResult {
        TaskAddResult {
            status,
            task_id: id.into(),
            e_tag: None,
            last_modified: None,
            location: None,
            error: code.map(|code| BatchError::new(code, "said")),
        }
    }

    #[test]
    fn tasks_go_a_hundred_a_call_in_their_order() {
        let sizes: Vec<_> = chunks((0..250).map(|n| task(&n.to_string())).collect())
            .iter()
            .map(Vec::len)
            .collect();
        assert_eq!(sizes, [100, 100, 50]);
        assert!(chunks(Vec::new()).is_empty());
    }

    #[test]
    fn outcomes_in_any_order_and_case_find_their_task() {
        let chunk = vec![
            (4, task("A")),
            (5, task("b")),
            (6, task("c")),
            (7, task("d")),
            (8, task("e")),
        ];
        let sorted = sort(
            chunk,
            vec![
                result("d", AddStatus::ServerError, Some(codes::SERVER_BUSY)),
                result("B", AddStatus::ClientError, Some(codes::TASK_EXISTS)),
                result("a", AddStatus::Success, None),
                result(
                    "c",
                    AddStatus::ClientError,
                    Some(codes::INVALID_PROPERTY_VALUE),
                ),
            ],
        );
        assert_eq!(
            sorted.done,
            [
                (4, TaskAdded::New),
                (5, TaskAdded::AlreadyThere),
                (
                    6,
                    TaskAdded::Refused(BatchError::new(codes::INVALID_PROPERTY_VALUE, "said"))
                ),
            ]
        );
        let again: Vec<_> = sorted
            .stumbled
            .iter()
            .map(|(place, task, _)| (*place, task.id.as_str()))
            .collect();
        assert_eq!(again, [(7, "d"), (8, "e")]);
    }
}
