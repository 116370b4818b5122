//! A program in a process group of its own, which ends as a whole.

use std::{
    collections::BTreeMap,
    fs::OpenOptions,
    future::Future,
    io,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use process_wrap::tokio::{ChildWrapper, CommandWrap, KillOnDrop};

use super::Ending;

/// How long processes have to end after they were asked to.
#[cfg(unix)]
const GRACE: Duration = Duration::from_secs(2);

/// What to run.
#[derive(Debug)]
pub(super) struct Program {
    /// The executable.
    pub(super) path: PathBuf,
    pub(super) arguments: Vec<String>,
    /// The whole environment.
    pub(super) variables: BTreeMap<String, String>,
    pub(super) work: PathBuf,
    /// Written to from its end.
    pub(super) stdout: PathBuf,
    pub(super) stderr: PathBuf,
    /// A command that ends what outlives the process group: the container.
    pub(super) clean_up: Option<(PathBuf, Vec<String>)>,
}

/// How a program ended, with its exit code: 128 and the signal's number when it was a signal that ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// By itself.
    Itself(i32),
    /// By us, because its time was up.
    OutOfTime(i32),
    /// By us, because it was to end.
    Ended(Ending, i32),
}

/// Runs a program until it ends, its time is up, or `ended` says so. Whatever else of its process group is left then
/// is killed.
///
/// # Errors
/// It cannot be started.
pub(super) async fn run(
    program: Program,
    limit: Option<Duration>,
    ended: impl Future<Output = Ending>,
) -> io::Result<Exit> {
    let mut child = start(&program)?;
    let out_of_time = async {
        match limit {
            Some(limit) => tokio::time::sleep(limit).await,
            None => std::future::pending().await,
        }
    };
    enum Why {
        OutOfTime,
        Ended(Ending),
    }
    let why = tokio::select! {
        status = child.wait() => {
            let code = code(status?);
            kill_rest(&mut *child);
            return Ok(Exit::Itself(code));
        }
        () = out_of_time => Why::OutOfTime,
        ending = ended => Why::Ended(ending),
    };
    let code = end(&mut *child).await?;
    if let Some((path, arguments)) = &program.clean_up {
        clean_up(path, arguments).await;
    }
    Ok(match why {
        Why::OutOfTime => Exit::OutOfTime(code),
        Why::Ended(ending) => Exit::Ended(ending, code),
    })
}

fn start(program: &Program) -> io::Result<Box<dyn ChildWrapper>> {
    let append = |path: &PathBuf| OpenOptions::new().append(true).create(true).open(path);
    let (stdout, stderr) = (append(&program.stdout)?, append(&program.stderr)?);
    let mut command = CommandWrap::with_new(&program.path, |command| {
        command
            .args(&program.arguments)
            .env_clear()
            .envs(&program.variables)
            .current_dir(&program.work)
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(stderr);
    });
    command.wrap(KillOnDrop);
    #[cfg(unix)]
    command.wrap(process_wrap::tokio::ProcessGroup::leader());
    #[cfg(windows)]
    command.wrap(process_wrap::tokio::JobObject);
    command.spawn()
}

/// Asks the group to end and, after a grace, kills it. Returns its leader's exit code.
async fn end(child: &mut dyn ChildWrapper) -> io::Result<i32> {
    #[cfg(unix)]
    {
        // It fails when the group has ended by itself just now, which is what we want.
        let _ = child.signal(nix::sys::signal::Signal::SIGTERM as i32);
        if let Ok(status) = tokio::time::timeout(GRACE, child.wait()).await {
            let code = code(status?);
            kill_rest(child);
            return Ok(code);
        }
    }
    kill_rest(child);
    child.wait().await.map(code)
}

/// Kills what is left of the group. That nothing is left is no failure.
fn kill_rest(child: &mut dyn ChildWrapper) {
    let _ = child.start_kill();
}

async fn clean_up(path: &PathBuf, arguments: &[String]) {
    let mut command = tokio::process::Command::new(path);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    if let Err(error) = command.status().await {
        tracing::warn!(%error, "a container could not be removed");
    }
}

fn code(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        if let Some(signal) = status.signal() {
            return 128 + signal;
        }
    }
    status.code().unwrap_or(-1)
}

#[cfg(all(test, unix))]
mod tests;
