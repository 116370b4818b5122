use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};
use longshore_model::settings::Cloud;

use super::settings::SettingFlags;

#[derive(Debug, Subcommand)]
pub enum Accounts {
    /// List accounts
    List {
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Add an account; its secret is asked for, or read from AZURE_CLIENT_SECRET or standard input
    ///
    /// Tenant, client and sign-in host are taken from AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_AUTHORITY_HOST where they
    /// are not given.
    Add(Box<AddAccount>),
    /// Add an account from Covalent's configuration, Terraform's azurebatch.conf, az's output, or the environment
    ///
    /// Settings given as flags count instead of those in the file. The secret goes to the keyring.
    Import(Box<ImportAccount>),
    /// Print an account as a section of Covalent's configuration
    Export(ExportAccount),
    /// Try everything a job needs of an account: sign-in, pool, quota, storage, rights
    Check(CheckAccount),
    /// Make an account the one new jobs go to
    Use {
        /// The account
        name: String,
    },
    /// Replace an account's secret; it is asked for, or read from AZURE_CLIENT_SECRET or standard input
    ///
    /// Jobs that wait because the old one has expired go on, also those of a window or another command.
    Secret(ReplaceSecret),
    /// Remove an account and its secret; its jobs stay in the history
    Remove {
        /// The account
        name: String,
    },
}

/// Settings that go together.
#[derive(Debug, Args)]
pub struct CloudFlag {
    /// Sets sign-in host and domains: public, us-government or china
    #[arg(long, value_parser = cloud)]
    pub cloud: Option<Cloud>,
}

fn cloud(text: &str) -> Result<Cloud, String> {
    Cloud::from_name(text).ok_or_else(|| {
        let names = Cloud::ALL.map(Cloud::name).join(", ");
        format!("One of {names}.")
    })
}

#[derive(Debug, Args)]
pub struct CheckAccount {
    /// The account; without it, the one new jobs go to
    pub name: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct AddAccount {
    /// A name for it
    pub name: String,
    #[command(flatten)]
    pub cloud: CloudFlag,
    #[command(flatten)]
    pub settings: SettingFlags,
    /// Read the secret from standard input
    #[arg(long)]
    pub secret_stdin: bool,
    /// Read the registry user's password from standard input [default: LONGSHORE_REGISTRY_PASSWORD, or ask]
    #[arg(long, conflicts_with = "secret_stdin")]
    pub registry_password_stdin: bool,
}

#[derive(Debug, Args)]
pub struct ReplaceSecret {
    /// The account
    pub name: String,
    /// Read the secret from standard input
    #[arg(long)]
    pub secret_stdin: bool,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("source").required(true)))]
pub struct ImportAccount {
    /// Covalent's configuration, Terraform's azurebatch.conf, or what `az ad sp create-for-rbac` printed
    #[arg(group = "source")]
    pub file: Option<PathBuf>,
    /// Covalent's configuration, where Covalent looks for it
    #[arg(long, group = "source")]
    pub covalent: bool,
    /// The environment: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_AUTHORITY_HOST,
    /// AZURE_BATCH_ENDPOINT, AZURE_STORAGE_ACCOUNT
    #[arg(long, group = "source")]
    pub env: bool,
    /// A name for it [default: the Batch account's]
    #[arg(long)]
    pub name: Option<String>,
    /// Change the account of that name; what is not imported stays as it is
    #[arg(long)]
    pub replace: bool,
    #[command(flatten)]
    pub cloud: CloudFlag,
    #[command(flatten)]
    pub settings: SettingFlags,
    /// Read the registry user's password from standard input [default: LONGSHORE_REGISTRY_PASSWORD, or ask]
    #[arg(long)]
    pub registry_password_stdin: bool,
}

#[derive(Debug, Args)]
pub struct ExportAccount {
    /// The account
    pub name: String,
    /// Write to a new file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write the secret too, in plain text; the file can be read by you only
    #[arg(long, requires = "output")]
    pub with_secret: bool,
}
