//! A task as the service tells it, in the history's terms.

use longshore_batch_api::{
    Timestamp,
    task::{Task, TaskExecutionInfo, TaskResult, TaskState as BatchState},
};
use longshore_model::{
    settings::Runner,
    task::{FailureCause, TaskState},
};

use super::failure;
use crate::history::{Outcome, TaskChange};

/// What a list says of a task; nothing for a state of a later api-version.
pub(super) fn change(task: Task, time_limit: u32, runner: Runner) -> Option<TaskChange> {
    let info = task.execution_info.unwrap_or_default();
    let state = match task.state? {
        BatchState::Active | BatchState::Preparing => TaskState::Waiting,
        BatchState::Running => TaskState::Running,
        BatchState::Completed => TaskState::Retrieving,
        BatchState::Unknown => return None,
    };
    Some(TaskChange {
        id: task.id,
        state,
        // Between two tries the service tells the start of the one before.
        started: info
            .start_time
            .filter(|_| state != TaskState::Waiting)
            .map(Timestamp::unix_millis),
        ended: info
            .end_time
            .filter(|_| state == TaskState::Retrieving)
            .map(Timestamp::unix_millis),
        exit_code: info.exit_code,
        retries: u32::try_from(info.retry_count).unwrap_or(0),
        requeues: u32::try_from(info.requeue_count).unwrap_or(0),
        changed: task.state_transition_time.map(Timestamp::unix_millis),
        node: task.node_info.and_then(|node| node.node_id),
        outcome: (state == TaskState::Retrieving).then(|| outcome(&info, time_limit, runner)),
    })
}

fn outcome(info: &TaskExecutionInfo, time_limit: u32, runner: Runner) -> Outcome {
    let well = match info.result {
        Some(TaskResult::Success) => true,
        Some(TaskResult::Failure) => false,
        _ => info.exit_code == Some(0) && info.failure_info.is_none(),
    };
    if well {
        return Outcome {
            state: TaskState::Succeeded,
            failure: None,
        };
    }
    let failure = failure::of_service(info, time_limit, runner);
    Outcome {
        state: match failure.cause {
            FailureCause::Stopped => TaskState::Cancelled,
            FailureCause::TimeLimit | FailureCause::Task => TaskState::Failed,
        },
        failure: Some(failure),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use longshore_model::Code;

    use super::*;

    fn told(json: serde_json::Value) -> TaskChange {
        change(serde_json::from_value(json).unwrap(), 300, Runner::Bundled).unwrap()
    }

    #[test]
    fn a_task_that_ended_well_is_to_be_retrieved() {
        let change = told(serde_json::json!({
            "id": "a", "state": "completed", "nodeInfo": {"nodeId": "n1"},
            "executionInfo": {"startTime": "2026-11-23T14:02:00Z", "endTime": "2026-11-23T14:02:03.5Z", "exitCode": 0,
                "retryCount": 1, "result": "Success"}
        }));
        assert_eq!(
            change,
            TaskChange {
                id: "a".into(),
                state: TaskState::Retrieving,
                started: Some(1_795_442_520_000),
                ended: Some(1_795_442_523_500),
                exit_code: Some(0),
                retries: 1,
                requeues: 0,
                changed: None,
                node: Some("n1".into()),
                outcome: Some(Outcome {
                    state: TaskState::Succeeded,
                    failure: None
                }),
            }
        );
    }

    #[test]
    fn a_task_between_two_tries_waits() {
        let change = told(serde_json::json!({
            "id": "a", "state": "active", "executionInfo": {"startTime": "2026-11-23T14:02:00Z", "exitCode": 1, "retryCount": 1}
        }));
        assert_eq!(
            (change.state, change.started, change.outcome),
            (TaskState::Waiting, None, None)
        );
    }

    #[test]
    fn exit_code_nought_with_a_failure_is_no_success() {
        let change = told(serde_json::json!({
            "id": "a", "state": "completed", "executionInfo": {"exitCode": 0, "result": "failure",
                "failureInfo": {"category": "UserError", "code": "FileUploadMiscError", "message": "no"}}
        }));
        let outcome = change.outcome.unwrap();
        assert_eq!(outcome.state, TaskState::Failed);
        assert_eq!(outcome.failure.unwrap().report.code, Code::Service);
    }

    #[test]
    fn a_task_that_was_ended_is_cancelled() {
        let change = told(serde_json::json!({
            "id": "a", "state": "completed", "executionInfo": {"result": "failure",
                "failureInfo": {"category": "UserError", "code": "TaskEnded", "message": "ended"}}
        }));
        assert_eq!(change.outcome.unwrap().state, TaskState::Cancelled);
    }

    #[test]
    fn a_state_of_the_future_changes_nothing() {
        let task =
            serde_json::from_value(serde_json::json!({"id": "a", "state": "dreaming"})).unwrap();
        assert_eq!(change(task, 300, Runner::Bundled), None);
    }
}
