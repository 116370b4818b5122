//! A job none of whose tasks runs although some wait: why, so that nobody has to guess.

use std::time::{Duration, Instant};

use longshore_azure::Azure;
use longshore_batch_api::{
    job::{JobState as BatchJobState, SchedulingError},
    task::ErrorCategory,
};
use longshore_model::{Code, Report};

use crate::{
    engine::Core,
    error::{Error, Result},
    history::JobRow,
    pools,
};

/// The longest time between two looks at the pool.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// Who asks for news within this time gets what was found last.
const FRESH: Duration = Duration::from_secs(5);

/// When to look at a pool that does not run a job's tasks, and what was seen there.
#[derive(Debug)]
pub(super) struct Queue {
    patience: Duration,
    pause: Duration,
    due: Option<Instant>,
    looked: Option<Instant>,
    told: Option<Report>,
}

impl Queue {
    /// For a job of which it is known why its tasks wait, or not known whether they do. It is looked at after `patience`.
    pub(super) fn new(told: Option<Report>, patience: Duration) -> Self {
        Self {
            patience,
            pause: patience,
            due: None,
            looked: None,
            told,
        }
    }

    /// Somebody wants news: what is told is looked at again.
    pub(super) fn hurry(&mut self, now: Instant) {
        let stale = self
            .looked
            .is_none_or(|looked| now.duration_since(looked) > FRESH);
        if self.told.is_some() && stale {
            self.due = Some(now);
        }
    }

    /// Whether to look at the pool now: not before the job's tasks have `waited` for some time, and then less and less
    /// often.
    fn is_due(&mut self, waits: bool, now: Instant) -> bool {
        if !waits {
            (self.due, self.pause) = (None, self.patience);
            return false;
        }
        let due = *self.due.get_or_insert(now + self.pause);
        if now < due {
            return false;
        }
        self.pause = (self.pause * 2).min(LONGEST.max(self.patience));
        (self.due, self.looked) = (Some(now + self.pause), Some(now));
        true
    }

    /// Looks at the pool when it is time to, and writes down what it shows; or that there is nothing to tell any more.
    /// Answers whether that has changed.
    pub(super) async fn tend(
        &mut self,
        core: &Core,
        row: &JobRow,
        azure: &Azure,
        waits: bool,
    ) -> Result<bool> {
        let told = if !waits {
            self.is_due(false, Instant::now());
            None
        } else if self.is_due(true, Instant::now()) {
            match why(row, azure).await {
                Ok(report) => Some(report),
                Err(error) => {
                    // Watching itself goes on, and tells when the service is not to be reached.
                    tracing::debug!(job = row.job.id, %error, "the pool could not be looked at");
                    return Ok(false);
                }
            }
        } else {
            return Ok(false);
        };
        if told == self.told {
            return Ok(false);
        }
        if let Some(report) = &told {
            core.note(&row.job.id, format!("Its tasks wait. {}", report.title))
                .await?;
        }
        core.history.set_waiting(&row.job.id, told.clone()).await?;
        self.told = told;
        Ok(true)
    }
}

/// Asks the job first: what is wrong with it keeps its tasks from any pool.
async fn why(row: &JobRow, azure: &Azure) -> Result<Report> {
    let job = azure
        .batch()
        .get_job(&row.job.id, Some("id,state,executionInfo"))
        .await
        .map_err(Error::from)?;
    let info = job.execution_info.unwrap_or_default();
    if let Some(error) = &info.scheduling_error {
        return Ok(not_scheduled(error));
    }
    if matches!(
        job.state,
        Some(BatchJobState::Disabled | BatchJobState::Disabling)
    ) {
        return Ok(disabled(&row.job.id));
    }
    // It may have been given another one since.
    let pool = info.pool_id.as_deref().unwrap_or(&row.job.pool);
    pools::why_tasks_wait(azure.batch(), pool).await
}

fn disabled(job: &str) -> Report {
    Report::new(
        Code::Conflict,
        "Somebody has disabled the job at the service: it runs nothing until it is enabled.",
        format!(
            "Enable it (az batch job enable --job-id {job}, or in the Azure portal), or cancel it here."
        ),
    )
}

/// A job that Azure Batch could not start.
pub(super) fn not_scheduled(error: &SchedulingError) -> Report {
    let said = error.message.lines().next().unwrap_or_default();
    let guidance = match error.category {
        ErrorCategory::ServerError => {
            "Submit it again. If it stays so, ask Azure's support, with the job's id."
        }
        _ => {
            "Correct what it names (most often the pool, its image or a quota) and submit the job again."
        }
    };
    Report::new(
        Code::Service,
        format!(
            "Azure Batch could not schedule the job ({}): {said}",
            error.code
        ),
        guidance,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(120);

    /// Seconds at which a queue looks that is asked each second.
    fn looks(queue: &mut Queue, begun: Instant, seconds: std::ops::Range<u64>) -> Vec<u64> {
        seconds
            .filter(|second| queue.is_due(true, begun + Duration::from_secs(*second)))
            .collect()
    }

    #[test]
    fn a_pool_is_looked_at_after_two_minutes_and_then_less_and_less_often() {
        let (mut queue, begun) = (Queue::new(None, PATIENCE), Instant::now());
        assert_eq!(
            looks(&mut queue, begun, 0..4_000),
            [120, 360, 840, 1_740, 2_640, 3_540]
        );
    }

    #[test]
    fn a_task_that_starts_makes_the_next_wait_count_from_its_beginning() {
        let (mut queue, begun) = (Queue::new(None, PATIENCE), Instant::now());
        assert_eq!(looks(&mut queue, begun, 0..200), [120]);
        assert!(!queue.is_due(false, begun + Duration::from_secs(200)));
        assert_eq!(looks(&mut queue, begun, 201..700), [321, 561]);
    }

    #[test]
    fn who_asks_for_news_of_a_wait_that_is_told_has_it_looked_at_now_but_not_over_and_over() {
        let (mut queue, begun) = (Queue::new(None, PATIENCE), Instant::now());
        queue.hurry(begun);
        assert_eq!(looks(&mut queue, begun, 0..60), [] as [u64; 0]);
        queue.told = Some(disabled("j"));
        queue.hurry(begun + Duration::from_secs(60));
        assert_eq!(looks(&mut queue, begun, 60..64), [60]);
        queue.hurry(begun + Duration::from_secs(64));
        assert_eq!(looks(&mut queue, begun, 64..66), [] as [u64; 0]);
        queue.hurry(begun + Duration::from_secs(66));
        assert_eq!(looks(&mut queue, begun, 66..70), [66]);
    }

    #[test]
    fn a_job_that_could_not_be_scheduled_says_why_and_what_to_do() {
        let error = |category| SchedulingError {
            category,
            code: "AutoPoolCreationFailed".into(),
            message: "no cores\nRequestId:1".into(),
        };
        let report = not_scheduled(&error(ErrorCategory::UserError));
        assert_eq!(
            report.title,
            "Azure Batch could not schedule the job (AutoPoolCreationFailed): no cores"
        );
        assert!(report.guidance.starts_with("Correct"), "{report}");
        let report = not_scheduled(&error(ErrorCategory::ServerError));
        assert!(report.guidance.contains("support"), "{report}");
    }
}
