//! What tasks have left in storage, by as few lists as will do.

use std::collections::HashMap;

use longshore_azure::{Blob, BlobEntry};

use crate::{
    error::{Result, is_gone},
    names,
};

/// Tasks whose outputs one page of a list holds: 5,000 entries, about five a task.
const PER_PAGE: u64 = 1_000;

/// The outputs of tasks by task id in lower case; `in_job` is how many tasks the job has in all. A container that is gone
/// holds none.
pub(super) async fn outputs(
    blob: &Blob,
    job: &str,
    tasks: &[&str],
    in_job: u64,
) -> Result<HashMap<String, Vec<BlobEntry>>> {
    // One list of the whole job, or one for each task: whichever takes fewer requests.
    let pages = 1 + in_job / PER_PAGE;
    let prefixes: Vec<String> = match tasks {
        few if few.len() as u64 <= pages => {
            few.iter().map(|task| names::task_folder(task)).collect()
        }
        many => vec![format!("tasks/{}", common_beginning(many))],
    };
    let mut found: HashMap<String, Vec<BlobEntry>> = tasks
        .iter()
        .map(|task| (task.to_ascii_lowercase(), Vec::new()))
        .collect();
    for prefix in prefixes {
        let mut pages = blob.list(job, &prefix)?;
        loop {
            let page = match pages.next_page().await {
                Ok(Some(page)) => page,
                Ok(None) => break,
                Err(error) if is_gone(&error) => break,
                Err(error) => return Err(error.into()),
            };
            for entry in page {
                if let Some(entries) = task_of(&entry.name).and_then(|task| found.get_mut(&task)) {
                    entries.push(entry);
                }
            }
        }
    }
    Ok(found)
}

/// Adds the results that an image's own runner has stored by itself to the tasks that are looked for.
pub(super) async fn image_results(
    blob: &Blob,
    job: &str,
    found: &mut HashMap<String, Vec<BlobEntry>>,
) -> Result<()> {
    let mut pages = blob.list(job, names::IMAGE_RESULT)?;
    loop {
        let page = match pages.next_page().await {
            Ok(Some(page)) => page,
            Ok(None) => return Ok(()),
            Err(error) if is_gone(&error) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        for entry in page {
            let task = entry
                .name
                .strip_prefix(names::IMAGE_RESULT)
                .and_then(|name| name.strip_suffix(".pkl"))
                .map(str::to_ascii_lowercase);
            if let Some(entries) = task.and_then(|task| found.get_mut(&task)) {
                entries.push(entry);
            }
        }
    }
}

fn task_of(blob: &str) -> Option<String> {
    let (task, _) = blob.strip_prefix("tasks/")?.split_once('/')?;
    Some(task.to_ascii_lowercase())
}

/// Ids are ASCII. Blob names keep the case of the id as it was given, and so does the list.
fn common_beginning<'a>(ids: &[&'a str]) -> &'a str {
    let Some((first, rest)) = ids.split_first() else {
        return "";
    };
    let mut length = first.len();
    for id in rest {
        length = first
            .bytes()
            .zip(id.bytes())
            .take(length)
            .take_while(|(a, b)| a == b)
            .count();
    }
    &first[..length]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_list_covers_tasks_that_begin_alike() {
        assert_eq!(common_beginning(&["sweep", "sweep-2", "sweep-10"]), "sweep");
        assert_eq!(common_beginning(&["a", "b"]), "");
        assert_eq!(common_beginning(&[]), "");
    }

    #[test]
    fn a_blobs_task_is_its_folder() {
        assert_eq!(
            task_of("tasks/Sweep-2/outputs/a.png").as_deref(),
            Some("sweep-2")
        );
        assert_eq!(task_of("staged/x/y"), None);
        assert_eq!(task_of("tasks/x"), None);
    }
}
