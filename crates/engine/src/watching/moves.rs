//! Tasks that had to begin again, as sentences for the job's timeline.

use longshore_model::format::grouped;

use crate::{
    engine::Core,
    error::Result,
    history::{Applied, Few},
};

/// What one poll has brought to light, all pages of its list together.
#[derive(Debug, Default)]
pub(super) struct Moves {
    requeued: Few,
    retried: Few,
}

impl Moves {
    pub(super) fn add(&mut self, applied: Applied) {
        self.requeued.join(applied.requeued);
        self.retried.join(applied.retried);
    }

    /// Tells of them: at most a sentence each, however many there are.
    pub(super) async fn tell(self, core: &Core, job: &str) -> Result<()> {
        let sentences = [
            sentence(
                &self.requeued,
                "was put back in the queue: its node went away",
                "were put back in the queue: their nodes went away",
            ),
            sentence(
                &self.retried,
                "failed and is tried again",
                "failed and are tried again",
            ),
        ];
        for text in sentences.into_iter().flatten() {
            core.note(job, text).await?;
        }
        Ok(())
    }
}

fn sentence(tasks: &Few, one: &str, many: &str) -> Option<String> {
    let others = tasks.total - tasks.first.len() as u64;
    let text = match (tasks.first.as_slice(), others) {
        ([], _) => return None,
        ([only], 0) => format!("Task {only} {one}."),
        ([first @ .., last], 0) => {
            format!("Tasks {} and {last} {many}.", first.join(", "))
        }
        (first, others) => format!(
            "Tasks {} and {} more {many}.",
            first.join(", "),
            grouped(others)
        ),
    };
    Some(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_sentence_tells_of_however_many_tasks() {
        let told = |total, first: &[&str]| {
            let first = first.iter().map(|&id| id.to_owned()).collect();
            sentence(&Few { total, first }, "went", "went")
        };
        assert_eq!(told(0, &[]), None);
        assert_eq!(told(1, &["a"]).unwrap(), "Task a went.");
        assert_eq!(told(2, &["a", "b"]).unwrap(), "Tasks a and b went.");
        assert_eq!(told(3, &["a", "b", "c"]).unwrap(), "Tasks a, b and c went.");
        assert_eq!(
            told(1_203, &["a", "b", "c"]).unwrap(),
            "Tasks a, b, c and 1,200 more went."
        );
    }
}
