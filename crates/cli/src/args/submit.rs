//! What is submitted, and how it runs.

use std::path::PathBuf;

use clap::Args;
use longshore_engine::Submission;
use longshore_model::{
    settings::{Runner, SettingKey},
    submit::{Overrides, env_name_error},
};

use super::settings::setting;

#[derive(Debug, Args)]
pub struct Run {
    #[command(flatten)]
    pub what: What,
    /// Folder for the results: DIR/TASK/result.pkl (or outputs/…), stdout.txt, stderr.txt
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Print one JSON object a line while it runs
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct SubmitArgs {
    #[command(flatten)]
    pub what: What,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// What to submit and how it runs.
#[derive(Debug, Args)]
pub struct What {
    /// Files or folders: .pkl, .py, .sh, .zip, .tar.gz, or a folder with main.py or payload.toml
    #[arg(required = true, value_name = "PAYLOAD")]
    payloads: Vec<PathBuf>,
    /// Account to run on [default: the active one, at first "This computer"]
    #[arg(short, long, env = "LONGSHORE_ACCOUNT")]
    account: Option<String>,
    /// Name of the job, for people
    #[arg(long)]
    name: Option<String>,
    /// Preset made in the app; what is said besides it counts more
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    /// Python package the tasks need, as pip reads it; may be given many times
    #[arg(short = 'w', long = "with", value_name = "PACKAGE")]
    packages: Vec<String>,
    /// Container image
    #[arg(long, value_name = "IMAGE", value_parser = setting(SettingKey::BaseImageUri))]
    image: Option<String>,
    /// What runs the payloads: bundled (Longshore's own), or image (the image's own, for .pkl functions)
    #[arg(long, value_name = "RUNNER", value_parser = setting(SettingKey::Runner))]
    runner: Option<String>,
    /// Pool
    #[arg(long, value_parser = setting(SettingKey::PoolId))]
    pool: Option<String>,
    /// Resource ID of the pool's managed identity that reaches storage; empty for signed addresses
    #[arg(long, value_name = "ID", value_parser = setting(SettingKey::NodeIdentity))]
    node_identity: Option<String>,
    /// Tries after the first when a task exits with an error; -1 without limit
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = setting(SettingKey::Retries))]
    retries: Option<String>,
    /// Seconds one try may run
    #[arg(long, value_name = "SECONDS", allow_hyphen_values = true, value_parser = setting(SettingKey::TimeLimit))]
    time_limit: Option<String>,
    /// Environment variable of the tasks; may be given many times
    #[arg(short, long, value_name = "NAME=VALUE", value_parser = env_pair)]
    env: Vec<(String, String)>,
    /// Arguments for scripts and bundles
    #[arg(last = true, value_name = "ARGUMENTS")]
    args: Vec<String>,
}

impl What {
    /// The payloads as given.
    pub fn paths(&self) -> &[PathBuf] {
        &self.payloads
    }

    /// The submission of payloads whose reviewed content is `hashes`, in the same order, with `preset` beneath what was
    /// said.
    pub fn into_submission(self, hashes: Vec<Option<String>>, preset: Overrides) -> Submission {
        Submission {
            account: self.account,
            payloads: self.payloads.into_iter().zip(hashes).collect(),
            name: self.name,
            overrides: preset.with(Overrides {
                pool: self.pool,
                image: self.image,
                runner: self.runner.as_deref().and_then(Runner::from_name),
                node_identity: self.node_identity,
                // These were checked by the same rules when the command line was read.
                retries: self.retries.and_then(|text| text.parse().ok()),
                time_limit: self.time_limit.and_then(|text| text.parse().ok()),
                packages: self.packages,
                env: self.env,
                args: self.args,
            }),
            open: false,
        }
    }
}

fn env_pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or("There is no = in it: write NAME=value.")?;
    match env_name_error(name) {
        Some(wrong) => Err(wrong.into()),
        None => Ok((name.into(), value.into())),
    }
}
