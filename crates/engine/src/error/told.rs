//! Errors in the words for people: what happened, and what to do next.

mod sign_in;

use std::io;

use longshore_azure::ErrorKind;
use longshore_batch_api::codes;
use longshore_model::{Code, Report};

use super::Error;
use crate::history::HistoryError;

impl From<Error> for Report {
    fn from(error: Error) -> Self {
        match error {
            Error::Azure(error) => azure(&error),
            Error::History(error) => history(error),
            Error::File {
                doing,
                path,
                source,
            } => file(doing, &path, &source),
            Error::Told(report) => report,
            Error::Worker(error) => internal(&error.to_string()),
        }
    }
}

impl From<HistoryError> for Report {
    fn from(error: HistoryError) -> Self {
        history(error)
    }
}

fn azure(error: &longshore_azure::Error) -> Report {
    let doing = error.operation();
    let report = match error.kind() {
        ErrorKind::SignIn { aadsts, reason } => sign_in::report(*aadsts, reason),
        ErrorKind::Refused {
            status: 401,
            message,
            ..
        } => Report::new(
            Code::SignIn,
            format!(
                "The service did not accept the sign-in ({doing}): {}",
                first_line(message)
            ),
            "Check the account's tenant, client and secret, and this computer's clock.",
        ),
        ErrorKind::Refused { code, message, .. } => Report::new(
            Code::NotAllowed,
            format!("Not allowed ({doing}, {code}): {}", first_line(message)),
            "The service principal needs the roles Azure Batch Data Contributor (or Contributor) on the Batch account \
             and Storage Blob Data Contributor on the storage account. A new role takes some minutes to count.",
        ),
        ErrorKind::NotFound { code, message } => not_found(doing, code, message),
        ErrorKind::Conflict { code, message } => conflict(doing, code, message),
        ErrorKind::Throttled { message, .. } => Report::new(
            Code::Service,
            format!("The service is busy ({doing}): {}", first_line(message)),
            "Longshore goes on by itself after a while.",
        ),
        ErrorKind::Service {
            status,
            code,
            message,
        } => Report::new(
            Code::Service,
            format!(
                "The service refused ({doing}, {status} {code}): {}",
                first_line(message)
            ),
            "Check the account's settings and those of the job.",
        ),
        ErrorKind::Unreachable { reason } => Report::new(
            Code::Unreachable,
            format!("The service could not be reached ({doing}): {reason}"),
            "Check the network and the account's addresses. Longshore goes on by itself once it is back.",
        ),
        ErrorKind::Tls { reason } => Report::new(
            Code::Unreachable,
            format!("No secure connection to the service ({doing}): {reason}"),
            "A proxy that opens connections needs its certificate among those this system trusts.",
        ),
        ErrorKind::Protocol { reason } => Report::new(
            Code::Service,
            format!("The service gave an answer that makes no sense ({doing}): {reason}"),
            "Check that the account's addresses lead to Azure and not to a proxy's own page.",
        ),
        ErrorKind::Verification { reason } => Report::new(
            Code::Verification,
            format!("What arrived is not what was sent ({doing}): {reason}"),
            "Try again; if it stays so, a disk or a connection is at fault.",
        ),
        ErrorKind::Settings { reason } => Report::new(
            Code::BadInput,
            format!("The account cannot be used as it is set: {reason}."),
            "Correct it under Accounts.",
        ),
        ErrorKind::Io { path, error } => file("use", path, error),
        ErrorKind::Cancelled => Report::new(Code::Cancelled, "Cancelled.", ""),
        other => Report::new(Code::Service, format!("{doing}: {other}"), ""),
    };
    let report = report.with_request_id(error.request_id().map(str::to_owned));
    if error.retryable() {
        report.retryable()
    } else {
        report
    }
}

fn not_found(doing: &str, code: &str, message: &str) -> Report {
    let (title, guidance) = match code {
        codes::JOB_NOT_FOUND => (
            "The service has no such job any more.",
            "It was deleted there, or is older than it keeps jobs.",
        ),
        codes::POOL_NOT_FOUND => (
            "The account has no such pool.",
            "Check the pool's name under Accounts or in the overrides.",
        ),
        "ContainerNotFound" => (
            "The job's storage container is gone.",
            "It was deleted there; submit the job again.",
        ),
        _ => {
            return Report::new(
                Code::NotFound,
                format!("Not found ({doing}, {code}): {}", first_line(message)),
                "",
            );
        }
    };
    Report::new(Code::NotFound, title, guidance)
}

fn conflict(doing: &str, code: &str, message: &str) -> Report {
    if code == codes::ACTIVE_JOB_QUOTA {
        return Report::new(
            Code::Service,
            "The Batch account has as many active jobs as it may have.",
            "End or delete some, or ask Azure for a higher quota. Longshore tries again by itself.",
        )
        .retryable();
    }
    Report::new(
        Code::Conflict,
        format!(
            "The service does not allow it now ({doing}, {code}): {}",
            first_line(message)
        ),
        "",
    )
}

fn file(doing: &str, path: &std::path::Path, error: &io::Error) -> Report {
    let guidance = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "There is no room left. Make some and go on."
        }
        io::ErrorKind::FileTooLarge => {
            "The file system, or a limit of this session, allows no file so large. Use another folder, or raise the limit."
        }
        io::ErrorKind::PermissionDenied => "Check who may read and write it.",
        io::ErrorKind::NotFound => "It is not there any more.",
        _ => "",
    };
    Report::new(
        Code::LocalFiles,
        format!("Could not {doing} {}: {error}.", path.display()),
        guidance,
    )
}

fn history(error: HistoryError) -> Report {
    match error {
        HistoryError::Newer { .. } => Report::new(
            Code::LocalFiles,
            format!("The history is newer than this program: {error}."),
            "Start the newer Longshore, or set LONGSHORE_HOME to another folder. Nothing was changed.",
        ),
        HistoryError::Missing { what, id } => Report::new(
            Code::NotFound,
            format!("There is no {what} {id}."),
            "See the list of jobs for what there is.",
        ),
        HistoryError::Sqlite { .. } => Report::new(
            Code::LocalFiles,
            format!("The history could not be read or written: {error}."),
            "Check the disk's room and who may write the file.",
        ),
        HistoryError::Thread(error) => internal(&error.to_string()),
    }
}

fn internal(what: &str) -> Report {
    Report::new(
        Code::Internal,
        format!("Longshore stumbled: {what}."),
        "Please report it.",
    )
}

/// Services add a request id and a time in further lines; both are told apart from the title.
fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
