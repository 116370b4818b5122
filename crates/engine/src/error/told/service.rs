//! What a service's refusals mean for the person at the screen, and what to do about each.
//!
//! Source of the codes: "Batch status and error codes", "Status and error codes" of Azure Storage.

use longshore_batch_api::codes;
use longshore_model::{Code, Report};

use super::first_line;

/// What the service answered.
pub(super) struct Said<'a> {
    /// What was being done: `create job`.
    pub(super) doing: &'a str,
    pub(super) status: u16,
    pub(super) code: &'a str,
    pub(super) message: &'a str,
}

/// A sentence for what happened, if there is one better than the service's own, and what to do.
struct Meaning(Option<&'static str>, &'static str);

const fn means(title: &'static str, guidance: &'static str) -> Meaning {
    Meaning(Some(title), guidance)
}

const fn as_said(guidance: &'static str) -> Meaning {
    Meaning(None, guidance)
}

const ROLES: &str = "The service principal needs the roles Azure Batch Data Contributor (or Contributor) on the Batch account \
     and Storage Blob Data Contributor on the storage account. A new role takes some minutes to count.";
const WAITS: &str = "Nothing is to be done: Longshore goes on by itself after a while.";
const SETTINGS: &str =
    "Check the job's settings and overrides: image, pool, retries, time limit and environment.";
const REPORT: &str = "Please report it, with the request id.";

pub(super) fn report(said: &Said<'_>) -> Report {
    let Meaning(title, guidance) = meaning(said.status, said.code);
    let title = match title {
        Some(title) => title.to_owned(),
        None => as_the_service_says(said),
    };
    Report::new(kind(said.status, said.code), title, guidance)
}

fn as_the_service_says(said: &Said<'_>) -> String {
    let what = match said.status {
        401 => "The service did not accept the sign-in",
        403 => "Not allowed",
        404 => "Not found",
        409 | 412 => "The service does not allow it now",
        429 | 503 => "The service is busy",
        _ => "The service refused",
    };
    // What came from something in between has no code.
    let code = match said.code {
        "" => said.status.to_string(),
        code => format!("{} {code}", said.status),
    };
    format!(
        "{what} ({}, {code}): {}",
        said.doing,
        first_line(said.message)
    )
}

fn kind(status: u16, code: &str) -> Code {
    match (status, code) {
        (409, codes::ACTIVE_JOB_QUOTA) => Code::Service,
        (401, _) => Code::SignIn,
        // Not a role that is missing: the token itself is not taken.
        (403, codes::AUTHENTICATION_FAILED | codes::INVALID_AUTHENTICATION_INFO) => Code::SignIn,
        (403, _) => Code::NotAllowed,
        (404, _) => Code::NotFound,
        (409 | 412, _) => Code::Conflict,
        _ => Code::Service,
    }
}

fn meaning(status: u16, code: &str) -> Meaning {
    of_code(code).unwrap_or_else(|| of_status(status))
}

fn of_code(code: &str) -> Option<Meaning> {
    Some(match code {
        codes::AUTHENTICATION_FAILED | codes::INVALID_AUTHENTICATION_INFO => as_said(
            "Check the account's tenant, client and secret, its Batch token domain, and this computer's clock.",
        ),
        // Of both services; a storage firewall says the same as a missing role.
        "AuthorizationFailure"
        | "AuthorizationPermissionMismatch"
        | "InsufficientAccountPermissions" => as_said(
            "The service principal needs the roles Azure Batch Data Contributor (or Contributor) on the Batch account \
                 and Storage Blob Data Contributor on the storage account, and this computer's network must be among \
                 those they allow. A new role takes some minutes to count.",
        ),
        "AccountIsDisabled" => means(
            "The storage account is disabled.",
            "Look at the subscription in the Azure portal: it may be out of credit or turned off.",
        ),
        codes::JOB_NOT_FOUND => means(
            "The service has no such job any more.",
            "It was deleted there, or is older than it keeps jobs. Run it again.",
        ),
        codes::TASK_NOT_FOUND => means(
            "The service has no such task any more.",
            "It was deleted there. Run it again.",
        ),
        codes::POOL_NOT_FOUND => means(
            "The account has no such pool.",
            "Check the pool's name under Accounts or in the overrides.",
        ),
        codes::NODE_NOT_FOUND => means(
            "The node that ran the task is gone.",
            "What it had sent to storage is kept; what lay on it only is lost. Run the task again if that is needed.",
        ),
        codes::FILE_NOT_FOUND => means(
            "The task has no such file on its node.",
            "The task has not written it yet, or its folder was cleaned up.",
        ),
        "ContainerNotFound" => means(
            "The job's storage container is gone.",
            "It was deleted there; submit the job again.",
        ),
        "BlobNotFound" => means(
            "A file of the job is gone from storage.",
            "It was deleted there; submit the job again.",
        ),
        "ContainerBeingDeleted" => means("The storage container is just being deleted.", WAITS),
        "ContainerAlreadyExists" | "BlobAlreadyExists" => as_said(
            "Something of that name is in the storage account already: remove it there, or run the job again.",
        ),
        // Only what runs on this computer says so.
        "InsufficientStorage" => as_said("Make some room there, and wait for the job again."),
        "LeaseIdMissing" | "BlobImmutableDueToPolicy" => as_said(
            "Somebody holds a lease on it, or a policy forbids changes: look at the container in the Azure portal.",
        ),
        codes::JOB_EXISTS => means(
            "The Batch account has another job of that id.",
            "Run the job again: it gets a new id.",
        ),
        codes::TASK_EXISTS => means(
            "The job has another task of that id.",
            "Run the job again: it gets a new id.",
        ),
        codes::JOB_BEING_DELETED => means(
            "The job is just being deleted at the service.",
            "Run it again if it was deleted by mistake.",
        ),
        codes::JOB_BEING_TERMINATED | codes::JOB_COMPLETED => means(
            "The job has ended at the service and takes no more tasks.",
            "Run it again if it was ended by mistake.",
        ),
        codes::JOB_DISABLED => means(
            "The job is disabled at the service.",
            "Enable it there, or cancel it here.",
        ),
        codes::TASK_COMPLETED => {
            means("The task has ended already.", "Refresh the job to see how.")
        }
        codes::TASK_FILES_UNAVAILABLE => means(
            "The task's files cannot be read now: its node is not there, or has not begun.",
            "Wait until the task runs; results and logs come to storage when it ends.",
        ),
        codes::TASK_FILES_CLEANED_UP => means(
            "The task's folder on its node was cleaned up.",
            "What it had sent to storage is kept: see its results.",
        ),
        codes::ACTIVE_JOB_QUOTA => means(
            "The Batch account has as many active jobs as it may have.",
            "End or delete some, or ask Azure for a higher quota. Longshore tries again by itself.",
        ),
        codes::OPERATION_INVALID_FOR_STATE => {
            as_said("Refresh the job and look at its state, and the pool's; then try again.")
        }
        codes::CONDITION_NOT_MET => means(
            "It was changed by somebody else meanwhile.",
            "Refresh, and try again if it is still wanted.",
        ),
        codes::REQUEST_BODY_TOO_LARGE => means(
            "A task is larger than one request may be (1 MB).",
            "Give it fewer or shorter arguments and environment variables: put the data into the payload.",
        ),
        codes::INVALID_RANGE => means(
            "The file is shorter than what was asked for.",
            "Refresh: it was replaced or cut off while it was read.",
        ),
        codes::INVALID_PROPERTY_VALUE | codes::MISSING_REQUIRED_PROPERTY => as_said(SETTINGS),
        codes::INVALID_QUERY_PARAMETER | codes::INVALID_REQUEST_BODY => as_said(
            "Check that the Batch account URL leads to a Batch account. If it does, please report it, with the request id.",
        ),
        codes::UNSUPPORTED_VERSION => means(
            "The Batch service speaks no version that this program speaks.",
            "Check that the Batch account URL leads to a Batch account; if it does, use a newer Longshore.",
        ),
        codes::INTERNAL_ERROR | codes::OPERATION_TIMED_OUT => as_said(WAITS),
        _ => return None,
    })
}

const fn of_status(status: u16) -> Meaning {
    as_said(match status {
        401 => "Check the account's tenant, client and secret, and this computer's clock.",
        403 => ROLES,
        404 => "Check the account's addresses and names, and whether somebody has deleted it.",
        409 | 412 => "Refresh the job, then try again.",
        407 | 511 => {
            "A proxy wants a sign-in of its own: set it up for this system, or use another network."
        }
        413 => "Give the tasks fewer or shorter arguments and environment variables.",
        408 | 429 | 500 | 502..=504 => WAITS,
        300..=399 => {
            "Check that the account's addresses lead to Azure and not to a page of a proxy."
        }
        400..=499 => SETTINGS,
        _ => REPORT,
    })
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    /// Every status and code that the services are known to answer.
    const ALL: [(u16, &str, Code); 52] = [
        (400, "InvalidPropertyValue", Code::Service),
        (400, "MissingRequiredProperty", Code::Service),
        (400, "InvalidQueryParameterValue", Code::Service),
        (400, "InvalidRequestBody", Code::Service),
        (400, "UnsupportedRequestVersion", Code::Service),
        (400, "AFutureCode", Code::Service),
        (401, "AuthenticationFailed", Code::SignIn),
        (401, "InvalidAuthenticationInfo", Code::SignIn),
        (401, "", Code::SignIn),
        (403, "AuthenticationFailed", Code::SignIn),
        (403, "InvalidAuthenticationInfo", Code::SignIn),
        (403, "AuthorizationFailure", Code::NotAllowed),
        (403, "AuthorizationPermissionMismatch", Code::NotAllowed),
        (403, "InsufficientAccountPermissions", Code::NotAllowed),
        (403, "AccountIsDisabled", Code::NotAllowed),
        (403, "", Code::NotAllowed),
        (404, "JobNotFound", Code::NotFound),
        (404, "TaskNotFound", Code::NotFound),
        (404, "PoolNotFound", Code::NotFound),
        (404, "NodeNotFound", Code::NotFound),
        (404, "FileNotFound", Code::NotFound),
        (404, "ContainerNotFound", Code::NotFound),
        (404, "BlobNotFound", Code::NotFound),
        (404, "", Code::NotFound),
        (407, "", Code::Service),
        (408, "", Code::Service),
        (409, "JobExists", Code::Conflict),
        (409, "TaskExists", Code::Conflict),
        (409, "JobBeingTerminated", Code::Conflict),
        (409, "JobBeingDeleted", Code::Conflict),
        (409, "JobCompleted", Code::Conflict),
        (409, "JobDisabled", Code::Conflict),
        (409, "TaskCompleted", Code::Conflict),
        (409, "TaskFilesUnavailable", Code::Conflict),
        (409, "TaskFilesCleanedup", Code::Conflict),
        (409, "ActiveJobAndScheduleQuotaReached", Code::Service),
        (409, "OperationInvalidForCurrentState", Code::Conflict),
        (409, "ContainerBeingDeleted", Code::Conflict),
        (409, "ContainerAlreadyExists", Code::Conflict),
        (409, "BlobImmutableDueToPolicy", Code::Conflict),
        (409, "AFutureCode", Code::Conflict),
        (412, "ConditionNotMet", Code::Conflict),
        (413, "RequestBodyTooLarge", Code::Service),
        (416, "InvalidRange", Code::Service),
        (429, "TooManyRequests", Code::Service),
        (500, "InternalError", Code::Service),
        (500, "OperationTimedOut", Code::Service),
        (502, "", Code::Service),
        (503, "ServerBusy", Code::Service),
        (504, "", Code::Service),
        (302, "", Code::Service),
        (507, "InsufficientStorage", Code::Service),
    ];

    fn told(status: u16, code: &str) -> Report {
        report(&Said {
            doing: "create job",
            status,
            code,
            message: "Said by the service.\nRequestId:1",
        })
    }

    #[test]
    fn every_answer_has_a_title_and_a_next_step_and_the_code_to_decide_by() {
        for (status, code, kind) in ALL {
            let report = told(status, code);
            assert_eq!(report.code, kind, "{status} {code}");
            for text in [&report.title, &report.guidance] {
                assert!(text.len() > 20, "{status} {code}: {report}");
                assert!(!text.contains("RequestId"), "{status} {code}: {report}");
            }
            assert!(report.guidance.ends_with('.'), "{status} {code}: {report}");
        }
    }

    #[test]
    fn what_is_told_in_the_services_own_words_names_the_code_to_look_up() {
        assert_eq!(
            told(400, "InvalidPropertyValue").title,
            "The service refused (create job, 400 InvalidPropertyValue): Said by the service."
        );
        assert_eq!(
            told(502, "").title,
            "The service refused (create job, 502): Said by the service."
        );
    }

    #[test]
    fn a_token_that_is_not_taken_is_no_missing_role() {
        assert!(told(403, "AuthenticationFailed").guidance.contains("clock"));
        assert!(told(403, "AuthorizationFailure").guidance.contains("role"));
    }
}
