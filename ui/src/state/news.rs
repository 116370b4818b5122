//! Which changes of jobs are news: every end, and every need of somebody, is told once.

use std::collections::HashMap;

use longshore_model::{
    UnixMillis,
    job::{JobState, JobSummary},
};

/// What is known of jobs. The rows of the list do not tell: they are asked for again now and then, and may know of an end
/// before its event comes.
#[derive(Debug)]
pub struct News {
    since: UnixMillis,
    known: HashMap<String, JobState>,
}

impl News {
    /// None yet; what ended before is none.
    pub fn new(since: UnixMillis) -> Self {
        Self {
            since,
            known: HashMap::new(),
        }
    }

    /// Takes in a job as it was asked for: that it goes on makes its end news.
    pub fn seen(&mut self, job: &JobSummary) {
        if !job.state.ended() {
            self.known.entry(job.id.clone()).or_insert(job.state);
        }
    }

    /// Takes in a job as an event tells it, and whether that is news.
    pub fn happened(&mut self, job: &JobSummary) -> bool {
        let before = self.known.insert(job.id.clone(), job.state);
        match job.state {
            state if state.ended() => match before {
                Some(before) => !before.ended(),
                None => job.ended.is_some_and(|at| at >= self.since),
            },
            JobState::NeedsAttention => before != Some(JobState::NeedsAttention),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use longshore_model::job::Counts;

    use super::*;

    fn as_it_is(state: JobState, ended: Option<UnixMillis>) -> JobSummary {
        JobSummary {
            id: "a".into(),
            name: "a".into(),
            account: "This computer".into(),
            state,
            tasks: Counts::default(),
            created: 0,
            started: None,
            ended,
            problem: None,
            waiting: None,
            pinned: false,
        }
    }

    #[test]
    fn an_end_is_news_once_also_when_the_list_knew_of_it_first() {
        let mut news = News::new(1_000);
        news.seen(&as_it_is(JobState::Running, None));
        let ended = as_it_is(JobState::Failed, Some(2_000));
        news.seen(&ended);
        assert!(news.happened(&ended));
        assert!(!news.happened(&ended));
    }

    #[test]
    fn an_end_that_is_the_first_word_of_a_job_is_news_unless_it_was_before() {
        let ended = |at| as_it_is(JobState::Succeeded, Some(at));
        assert!(News::new(1_000).happened(&ended(2_000)));
        assert!(!News::new(1_000).happened(&ended(500)));
    }

    #[test]
    fn a_job_that_needs_somebody_is_news_each_time_it_begins_to() {
        let mut news = News::new(0);
        let (stuck, runs) = (
            as_it_is(JobState::NeedsAttention, None),
            as_it_is(JobState::Running, None),
        );
        let told = [&runs, &stuck, &stuck, &runs, &stuck].map(|job| news.happened(job));
        assert_eq!(told, [false, true, false, false, true]);
    }
}
