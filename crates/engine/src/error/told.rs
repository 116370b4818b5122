//! Errors in the words for people: what happened, and what to do next.

mod service;
mod sign_in;

use std::io;

use longshore_azure::ErrorKind;
use longshore_batch_api::codes;
use longshore_model::{Code, Report};

use super::Error;
use rusqlite::ErrorCode;

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
    let said = |status, code, message| {
        service::report(&service::Said {
            doing,
            status,
            code,
            message,
        })
    };
    let report = match error.kind() {
        ErrorKind::SignIn { aadsts, reason } => sign_in::report(*aadsts, reason),
        ErrorKind::Refused {
            status,
            code,
            message,
        }
        | ErrorKind::Service {
            status,
            code,
            message,
        } => said(*status, code, message),
        ErrorKind::NotFound { code, message } => said(404, code, message),
        // Which of 409 and 412 it was makes no difference: the code tells.
        ErrorKind::Conflict { code, message } => said(409, code, message),
        ErrorKind::Throttled { code, message, .. } => said(503, code, message),
        ErrorKind::Unreachable { reason } => Report::new(
            Code::Unreachable,
            format!("The service could not be reached ({doing}): {reason}"),
            "Check the network and the account's addresses. Longshore goes on by itself once it is back.",
        ),
        ErrorKind::UnknownHost { host, reason } => Report::new(
            Code::Unreachable,
            format!("No address is known for {host} ({doing}): {reason}."),
            "Check that this computer is online (and its VPN, if the name is known there alone), and the name in the \
             account's addresses; if a proxy is set, its name too. Jobs go on by themselves once it is known.",
        ),
        ErrorKind::Garbled { received } => Report::new(
            Code::Service,
            format!("What answered was not the service ({doing}): {received}."),
            "A proxy, or a sign-in page of the network, may be in between: open any page in a browser to see. Jobs ask \
             again by themselves.",
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
        ErrorKind::Cancelled => Report::new(
            Code::Cancelled,
            "Cancelled.",
            "Run it again if that was a mistake.",
        ),
        other => Report::new(
            Code::Service,
            format!("{doing}: {other}"),
            "Try again; if it stays so, please report it.",
        ),
    };
    let report = of_request(report, error);
    match error.retryable() || error.code() == Some(codes::ACTIVE_JOB_QUOTA) {
        true => report.retryable(),
        false => report,
    }
}

/// The same report with the names of the request it is about: the service's, and ours, which the service's logs have
/// too, also of a request that got no answer.
pub(crate) fn of_request(report: Report, error: &longshore_azure::Error) -> Report {
    let names = match (error.request_id(), error.client_request_id()) {
        (Some(theirs), Some(ours)) => Some(format!("{theirs} (client request id {ours})")),
        (Some(theirs), None) => Some(theirs.to_owned()),
        (None, Some(ours)) => Some(format!("{ours} (client request id)")),
        (None, None) => None,
    };
    report.with_request_id(names)
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
        io::ErrorKind::NotFound => "It is not there any more: put it back, or choose another.",
        _ => "Check the disk, and whether the file can be opened by other programs.",
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
        HistoryError::Sqlite { ref source, .. } => Report::new(
            Code::LocalFiles,
            format!("The history could not be read or written: {error}."),
            match source.sqlite_error_code() {
                Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                    "The file is damaged, and was left as it is. Move it elsewhere and start again: a new one is made, \
                     and what runs on Azure Batch runs on. `sqlite3 FILE .recover` saves what can still be read."
                }
                Some(ErrorCode::DiskFull) => "There is no room left. Make some and go on.",
                _ => "Check the disk's room and who may write the file.",
            },
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
