//! A job's way from intent to end: each step is done, or repeated after a crash, by what the history says is next. The
//! steps are those of [`table`].

mod owner;
mod pause;
mod runs;
mod standstill;
mod table;
mod withdraw;

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::FutureExt as _;
use longshore_model::{Code, Report, event::Event, job::JobState};

use crate::{
    engine::Core,
    error::{Error, Result},
    history::{JobRow, Open, Phase, Unsent},
    staging, submission, watching,
};

pub(crate) use owner::remove_idle_locks;
pub use pause::Pauses;
use pause::Trouble;
pub(crate) use runs::{Runs, Signal};
use table::Move;

/// The longest a service's wish to be left alone is kept for. Azure asks for seconds or minutes; what asks for a day is
/// not to be believed, and a person waits.
const LONGEST_WISH: Duration = Duration::from_secs(15 * 60);

/// How long a job whose tasks are not with the service is tried on with before its user is called.
const SENDING: Duration = Duration::from_secs(60);

/// How long something else may answer in the place of the service before the user is called. It is asked on and on.
const GARBLED: Duration = Duration::from_secs(10 * 60);

/// What a step has led to.
enum Step {
    /// There is a next one.
    On,
    /// The job has ended.
    Ended,
}

/// How work at a job was left.
enum Left {
    /// The job has ended.
    Ended,
    /// It goes on when the user has done something, or with the next start.
    Unfinished,
    /// It goes on when it can sign in again.
    StandsStill,
}

/// What to do about a failed step.
enum Next {
    /// Try again after a pause, which is no shorter than the service wishes.
    Again(Duration),
    /// Leave it until the user does something.
    Park,
    /// Leave it until it can sign in again.
    StandStill,
    /// The failure was the job's end.
    Ended,
}

impl Core {
    /// Takes a job up where the history says it is, unless this engine is at it already.
    pub(crate) fn take_up(self: &Arc<Self>, job: &str) {
        let core = self.clone();
        self.runs.start(job, move |id, signal| async move {
            let lived = live(&core, &id, &signal).await;
            lived.map_err(|error| given_up(&core, &id, error))
        });
    }

    /// Takes up every job that has not ended.
    pub(crate) async fn take_up_all(self: &Arc<Self>) -> Result<()> {
        for row in self.history.unfinished().await? {
            self.reconsider(&row).await?;
            self.take_up(&row.job.id);
            if row.state == JobState::NeedsAttention {
                self.runs.wake(&row.job.id);
            }
        }
        Ok(())
    }

    /// A job that was left for the user is shown as going on again: it may, and if not it says so anew.
    pub(crate) async fn reconsider(&self, row: &JobRow) -> Result<()> {
        if row.state != JobState::NeedsAttention || self.runs.has(&row.job.id) {
            return Ok(());
        }
        self.history
            .set_state(&row.job.id, underway(row), None)
            .await?;
        self.changed(&row.job.id).await
    }

    /// A job that another program left open takes no more tasks: those that would come were in that one's mind.
    async fn close_if_left_open(&self, id: &str) -> Result<()> {
        if self.history.row(id).await?.open == Open::Yes && !self.opened.lock().await.contains(id) {
            self.history.set_open(id, Open::Closing).await?;
        }
        Ok(())
    }

    /// To be told when something of a step has gone through: what stood in its way when it was begun does no more.
    pub(crate) async fn works(&self, row: &JobRow) -> Result<()> {
        if row.problem.is_none() {
            return Ok(());
        }
        self.history
            .set_state(&row.job.id, underway(row), None)
            .await?;
        self.changed(&row.job.id).await
    }
}

/// The state of a job that goes on.
fn underway(row: &JobRow) -> JobState {
    match row.phase {
        _ if row.cancel => JobState::Cancelling,
        Phase::Staging => JobState::Staging,
        Phase::Adding => JobState::Submitting,
        Phase::Watching | Phase::Ended => JobState::Running,
    }
}

/// Works at a job until it has ended, is left for the user, or the engine stops.
///
/// # Errors
/// The job is not ours to work at, or the history cannot be used: neither can be written down.
async fn live(core: &Arc<Core>, id: &str, signal: &Signal) -> Result<()> {
    let stopping = core.runs.stopping();
    loop {
        let becoming = stopping.run_until_cancelled(owner::become_owner(core, id));
        let Some(owner) = becoming.await.transpose()?.flatten() else {
            return Ok(());
        };
        tracing::info!(job = id, "a job is taken up");
        core.close_if_left_open(id).await?;
        // What it leaves half-done when it panics is what a crash would leave, and that can be taken up.
        let worked = AssertUnwindSafe(work(core, id, signal)).catch_unwind();
        match worked.await {
            Ok(Ok(Left::Ended)) => {
                owner.done();
                tracing::info!(job = id, "a job has ended");
                return Ok(());
            }
            Ok(Ok(Left::Unfinished)) => {
                tracing::info!(job = id, "a job is left as it is");
                return Ok(());
            }
            Ok(Ok(Left::StandsStill)) => {
                tracing::info!(job = id, "a job stands still until it can sign in");
                drop(owner);
            }
            Ok(Err(error)) => return Err(error),
            Err(_) => {
                let row = core.history.row(id).await?;
                attention(core, &row, Error::Told(stumbled())).await?;
                return Ok(());
            }
        }
        if !standstill::over(core, id, signal).await? {
            return Ok(());
        }
    }
}

async fn work(core: &Arc<Core>, id: &str, signal: &Signal) -> Result<Left> {
    let stopping = core.runs.stopping();
    let mut trouble = Trouble::new(core.pace.pauses);
    loop {
        // A step that is dropped half-way is one that a crash has cut off: it is repeated.
        let Some(outcome) = stopping.run_until_cancelled(step(core, id, signal)).await else {
            return Ok(Left::Unfinished);
        };
        let next = match outcome {
            Ok(Step::Ended) => return Ok(Left::Ended),
            Ok(Step::On) => {
                trouble = Trouble::new(core.pace.pauses);
                continue;
            }
            Err(error) => after(core, id, error, &mut trouble).await?,
        };
        match next {
            Next::Again(wish) => {
                let wait = trouble.pause().max(wish.min(LONGEST_WISH));
                tracing::info!(job = id, wait = ?wait, "a step is tried again after a pause");
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = signal.woken() => {}
                    () = stopping.cancelled() => return Ok(Left::Unfinished),
                }
            }
            Next::Ended => return Ok(Left::Ended),
            Next::Park => return Ok(Left::Unfinished),
            Next::StandStill => return Ok(Left::StandsStill),
        }
    }
}

/// Tells that nobody here works at a job any more, and why.
fn given_up(core: &Core, id: &str, error: Error) -> Report {
    tracing::error!(job = id, %error, "a job is given up until it is asked for again");
    let report = Report::from(error);
    core.events.tell(Event::Notice {
        report: report.clone(),
    });
    report
}

fn stumbled() -> Report {
    Report::new(
        Code::Internal,
        "Longshore stumbled while it worked at this job.",
        "Refresh the job to go on; nothing is done twice. If it stumbles again, please report it.",
    )
}

async fn step(core: &Core, id: &str, signal: &Signal) -> Result<Step> {
    let row = core.history.row(id).await?;
    let taken = table::next(row.phase, row.cancel, row.grown);
    let step = taken.as_ref().map(tracing::field::debug);
    tracing::info!(job = id, phase = ?row.phase, state = ?row.state, step, "how far a job is");
    match taken {
        None => return Ok(Step::Ended),
        Some(Move::Withdraw) => {
            withdraw::cancelled(core, &row).await?;
            return Ok(Step::Ended);
        }
        Some(Move::Stage) => {
            signal.unless_cancelled(staging::stage(core, &row)).await?;
        }
        Some(Move::Add) => {
            signal.unless_cancelled(submission::add(core, &row)).await?;
        }
        Some(Move::Watch) => watching::watch(core, &row, signal).await?,
    }
    Ok(Step::On)
}

async fn after(core: &Core, id: &str, error: Error, trouble: &mut Trouble) -> Result<Next> {
    tracing::warn!(job = id, %error, "a step of a job failed");
    let row = core.history.row(id).await?;
    let lasts = trouble.lasts(error.is_garbled(), row.problem.is_some());
    let wish = error.retry_after();
    core.accounts.failed(&row.job.account, &error).await;
    let early = matches!(row.phase, Phase::Staging | Phase::Adding);
    if early && error.is_final() && row.grown {
        // The others are with the service, and go on.
        core.history
            .fail_unsent(id, Unsent::All, Report::from(error).into())
            .await?;
        core.history.enter(id, Phase::Watching, row.state).await?;
        core.changed(id).await?;
        return Ok(Next::Again(Duration::ZERO));
    }
    if early && error.is_final() {
        return match withdraw::refused(core, &row, error.into()).await {
            Ok(()) => Ok(Next::Ended),
            Err(error) => attention(core, &row, error).await,
        };
    }
    let patience = match early && !row.cancel {
        true => SENDING,
        // The service goes on, or stops, without us. Only what answers in its place wants a look.
        false if error.is_garbled() => GARBLED,
        false => Duration::MAX,
    };
    if error.retryable() && lasts < patience {
        // The job is as it was, only our news of it is old.
        core.history
            .set_state(id, row.state, Some(error.into()))
            .await?;
        core.changed(id).await?;
        return Ok(Next::Again(wish));
    }
    attention(core, &row, error).await
}

async fn attention(core: &Core, row: &JobRow, error: Error) -> Result<Next> {
    let (retryable, wish) = (error.retryable(), error.retry_after());
    let report = Report::from(error);
    let cannot_sign_in = matches!(report.code, Code::SignIn | Code::NotAllowed);
    // Not the whole report: the names of the request are others each time.
    if row.problem.as_ref().map(|problem| &problem.title) != Some(&report.title) {
        core.note(&row.job.id, report.title.clone()).await?;
    }
    core.history
        .set_state(&row.job.id, JobState::NeedsAttention, Some(report))
        .await?;
    core.changed(&row.job.id).await?;
    Ok(match (retryable, cannot_sign_in) {
        (true, _) => Next::Again(wish),
        (false, true) => Next::StandStill,
        (false, false) => Next::Park,
    })
}
