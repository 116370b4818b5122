//! The Batch dialect: what is read is written so that it reads the same.

use std::{fmt::Debug, time::Duration};

use longshore_batch_api::{
    BatchError, Page, Timestamp, duration,
    filter::Filter,
    id,
    job::{Job, JobAdd, JobPatch, JobTerminate, TaskCountsReply},
    node::{Node, PoolNodeCounts},
    pool::{Pool, SupportedImage},
    task::{Task, TaskAdd, TaskCollection, TaskCollectionReply},
    task_file::NodeFile,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::file;

/// The longest filter that is read.
const LONGEST_FILTER: usize = 8_192;

/// The replies of the service and the requests of clients.
pub(crate) fn json(input: &[u8]) {
    let (choice, content) = file::choice(input);
    let kinds: [fn(&[u8]); 16] = [
        again::<Page<Job>>,
        again::<Page<Task>>,
        again::<Page<Pool>>,
        again::<Page<Node>>,
        again::<Page<NodeFile>>,
        again::<Page<PoolNodeCounts>>,
        again::<Page<SupportedImage>>,
        again::<Job>,
        again::<JobAdd>,
        again::<JobPatch>,
        again::<JobTerminate>,
        again::<Task>,
        again::<TaskAdd>,
        again::<TaskCollection>,
        again::<TaskCollectionReply>,
        again::<(BatchError, Option<TaskCountsReply>)>,
    ];
    kinds[choice % kinds.len()](content);
}

fn again<T: DeserializeOwned + Serialize + Debug>(input: &[u8]) {
    let Ok(value) = serde_json::from_slice::<T>(input) else {
        return;
    };
    let written = serde_json::to_vec(&value).expect("what was read can be written");
    let read: T = serde_json::from_slice(&written).expect("what was written can be read");
    assert_eq!(format!("{value:?}"), format!("{read:?}"));
}

/// `$filter`.
pub(crate) fn filters(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let Ok(filter) = text.parse::<Filter>() else {
        return;
    };
    let written = filter.to_string();
    if written.len() <= LONGEST_FILTER {
        assert_eq!(written.parse().as_ref(), Ok(&filter), "{written}");
    }
    for row in [
        json!({}),
        json!({"id": "a", "state": "Active", "creationTime": "2026-11-01T12:00:00Z",
            "executionInfo": {"exitCode": 1, "result": "failure"}, "priority": "7", "isDedicated": true}),
    ] {
        let holds = filter.matches(&row);
        assert_eq!(filter.clone().negated().matches(&row), !holds);
        let all = filter.conjuncts().iter().all(|part| part.matches(&row));
        assert_eq!(all, holds);
    }
}

/// Durations, moments and ids.
pub(crate) fn wire_words(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Some(read) = duration::parse(&text) {
        // Milliseconds are the finest that is written.
        let whole = Duration::from_secs(read.as_secs())
            + Duration::from_millis(read.subsec_millis().into());
        let written = duration::format(read);
        let again = duration::parse(&written).expect("a duration that was written");
        assert_eq!(again, whole, "{text} {written}");
    }
    if let Ok(read) = Timestamp::parse(&text) {
        assert_eq!(Timestamp::parse(&read.to_string()), Ok(read));
    }
    for longest in [1, 8, id::MAX_LEN] {
        let made = id::sanitized(&text, longest);
        assert!(id::is_valid(&made), "{text:?} {made:?}");
    }
    if let Some((date, written)) = longshore_local_azure::fuzzing::http_date(&text) {
        let again = longshore_local_azure::fuzzing::http_date(&written);
        assert_eq!(again.map(|(date, _)| date), Some(date), "{text} {written}");
    }
    if let Some((date, written)) = longshore_local_azure::fuzzing::sas_date(&text) {
        let again = longshore_local_azure::fuzzing::sas_date(&written).map(|(date, _)| date);
        assert_eq!(again, date.replace_nanosecond(0).ok(), "{text} {written}");
    }
}
