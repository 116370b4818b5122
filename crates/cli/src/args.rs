//! The command line.

mod accounts;
mod settings;
mod submit;

use std::{fmt::Display, ops::RangeInclusive, path::PathBuf, str::FromStr};

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use longshore_local_azure::ImageCommand;
use longshore_model::{
    job::JobState,
    leftover::{LEAST_DAYS, USUAL_DAYS},
    preview::ExportFormat,
    settings::SettingKey,
};

pub use accounts::{
    Accounts, AddAccount, CheckAccount, ExportAccount, ImportAccount, ReplaceSecret,
};
use settings::setting;
pub use submit::{Run, SubmitArgs, What};

/// Load task payloads onto Azure Batch and bring the results home.
///
/// Without an account, tasks run on this computer: `longshore run script.py --output results`.
#[derive(Debug, Parser)]
#[command(
    name = "longshore",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Submit payloads as one job, wait, and bring the results home
    Run(Run),
    /// Submit payloads as one job without waiting for it
    Submit(SubmitArgs),
    /// Wait for a job and bring its results home
    Wait(Wait),
    /// List jobs, newest first
    Jobs(Jobs),
    /// Show one job with its tasks
    Show(Show),
    /// Print what a task wrote
    Logs(Logs),
    /// Stop a job
    Cancel(JobOnly),
    /// Copy a job's results into a folder
    Download(Download),
    /// Remove what jobs that no history here knows have left in storage
    ///
    /// Only containers that Longshore has made, that are old enough, and whose job does not run. Jobs of this history are
    /// cleaned up by themselves, after the days set in the app's settings.
    Clean(Clean),
    /// Read a file without running it, and say what it is and needs
    Inspect(Inspect),
    /// List an account's pools, or say what the nodes of one do
    Pools(Pools),
    /// Add, import, export, list and remove Azure Batch accounts
    #[command(subcommand)]
    Accounts(Accounts),
    /// Start the embedded Azure in the foreground and print how to reach it
    Local(Local),
    /// Write a file to attach to a report of a fault
    ///
    /// It works without a network and whatever is broken. It holds no passwords, keys or tokens, but names of jobs, tasks,
    /// accounts, files and folders: look through it before you send it.
    Diagnose(Diagnose),
    /// Print a script that completes this command in your shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub struct Wait {
    /// The job
    pub job: String,
    /// Folder for the results
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Print one JSON object a line while it runs
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Jobs {
    /// Part of the name or id; also state:failed, is:pinned and account:NAME
    #[arg(short, long, default_value = "", hide_default_value = true)]
    pub search: String,
    /// Only jobs in this state; may be given many times
    #[arg(long, value_name = "STATE", value_parser = state)]
    pub state: Vec<JobState>,
    /// Only jobs of this account
    #[arg(short, long)]
    pub account: Option<String>,
    /// How many at most
    #[arg(short = 'n', long, default_value_t = 20, value_parser = whole::<u64>(1..=1_000_000))]
    pub limit: u64,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Pools {
    /// Only this pool, with what its nodes do
    #[arg(value_parser = setting(SettingKey::PoolId))]
    pub pool: Option<String>,
    /// Account whose pools they are [default: the active one, at first "This computer"]
    #[arg(short, long, env = "LONGSHORE_ACCOUNT")]
    pub account: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Show {
    /// The job
    pub job: String,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Logs {
    /// The job
    pub job: String,
    /// The task
    pub task: String,
    /// What it wrote to standard error instead of standard output
    #[arg(long)]
    pub stderr: bool,
    /// Go on printing until the task ends
    #[arg(short, long)]
    pub follow: bool,
}

#[derive(Debug, Args)]
pub struct JobOnly {
    /// The job
    pub job: String,
}

#[derive(Debug, Args)]
pub struct Download {
    /// The job
    pub job: String,
    /// Only these tasks
    pub tasks: Vec<String>,
    /// Folder for the results
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Write each result.pkl as this too, where that is exact: json or csv
    #[arg(long = "as", value_name = "FORMAT", value_parser = format)]
    pub format: Option<ExportFormat>,
}

#[derive(Debug, Args)]
pub struct Clean {
    /// Account whose storage is looked at [default: the active one]
    #[arg(short, long, env = "LONGSHORE_ACCOUNT")]
    pub account: Option<String>,
    /// Only what is older than so many days
    #[arg(long, value_name = "DAYS", default_value_t = USUAL_DAYS, value_parser = whole::<u32>(LEAST_DAYS..=36_500))]
    pub older_than: u32,
    /// Say what would be removed, and remove nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Inspect {
    /// Files or folders
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Local {
    /// Folder for its state [default: the one "This computer" uses]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// Redirect programs here that build Azure's addresses themselves: a proxy on this port, or any free one
    #[arg(long, value_name = "PORT", num_args = 0..=1, require_equals = true, default_missing_value = "0")]
    pub redirect: Option<u16>,
    /// Run COMMAND in place of an image's entry point, for tasks without a command line; `*` in IMAGE stands for anything
    /// but a slash, `**` for anything
    #[arg(long = "image", value_name = "IMAGE=COMMAND", value_parser = image_command)]
    pub images: Vec<ImageCommand>,
    /// Print how to reach it as one line of JSON, with its keys
    #[arg(long)]
    pub json: bool,
}

fn image_command(text: &str) -> Result<ImageCommand, String> {
    match text.split_once('=') {
        Some((image, command)) if !image.is_empty() && !command.trim().is_empty() => {
            Ok(ImageCommand {
                image: image.into(),
                command: command.into(),
            })
        }
        _ => Err("write the image's name, `=`, and a command line".into()),
    }
}

#[derive(Debug, Args)]
pub struct Diagnose {
    /// The file [default: longshore-diagnose-YYYYMMDD-HHMMSS.zip, here]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Check the active account too, for which its services are asked
    #[arg(long)]
    pub check: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

fn whole<N: FromStr + PartialOrd + Display + Clone>(
    range: RangeInclusive<N>,
) -> impl Fn(&str) -> Result<N, String> + Clone {
    move |text| match text.parse() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => Err(format!(
            "A whole number from {} to {}.",
            range.start(),
            range.end()
        )),
    }
}

fn format(text: &str) -> Result<ExportFormat, String> {
    ExportFormat::from_extension(text).ok_or_else(|| "One of json, csv.".into())
}

fn state(text: &str) -> Result<JobState, String> {
    serde_json::from_value(serde_json::Value::from(text.replace('-', "_"))).map_err(|_| {
        "One of staging, submitting, queued, running, cancelling, needs-attention, succeeded, failed, cancelled."
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use clap::CommandFactory as _;
    use longshore_model::submit::Overrides;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn zero_retries_reach_the_submission_as_zero() {
        let cli = Cli::try_parse_from([
            "longshore",
            "run",
            "a.py",
            "--retries",
            "0",
            "--env",
            "A=b=c",
        ])
        .unwrap();
        let Command::Run(run) = cli.command else {
            unreachable!("parsed as run")
        };
        let overrides = run
            .what
            .into_submission(vec![None], Overrides::default())
            .overrides;
        assert_eq!(
            (overrides.retries, overrides.env),
            (Some(0), vec![("A".into(), "b=c".into())])
        );
    }

    #[test]
    fn whole_numbers_are_taken_and_have_defaults() {
        let limit = |words: &[&str]| {
            let cli = Cli::try_parse_from([&["longshore", "jobs"], words].concat()).unwrap();
            let Command::Jobs(jobs) = cli.command else {
                unreachable!("parsed as jobs")
            };
            jobs.limit
        };
        assert_eq!((limit(&[]), limit(&["--limit", "7"])), (20, 7));
        let cli = Cli::try_parse_from(["longshore", "clean", "--older-than", "2"]).unwrap();
        assert!(matches!(cli.command, Command::Clean(clean) if clean.older_than == 2));
    }

    #[test]
    fn wrong_values_are_usage_errors_that_say_what_fits() {
        for (words, message) in [
            (
                &["run", "a.py", "--time-limit", "-5"][..],
                "From 1 to 15552000.",
            ),
            (
                &["run", "a.py", "--env", "1A=b"],
                "A name of letters, digits and underscores",
            ),
            (&["jobs", "--state", "odd"], "One of staging"),
            (
                &["jobs", "--limit", "x"],
                "A whole number from 1 to 1000000.",
            ),
            (&["clean", "--older-than", "-1"], "unexpected argument"),
            (
                &["clean", "--older-than", "soon"],
                "A whole number from 1 to 36500.",
            ),
        ] {
            let error = Cli::try_parse_from([&["longshore"], words].concat()).unwrap_err();
            assert_eq!(error.exit_code(), 2);
            assert!(error.to_string().contains(message), "{error}");
        }
    }
}
