//! A bundle to attach to a report of a fault. It is made without a network and without opening the engine, each part by
//! itself: whatever is broken is told, and the rest is told all the same.

mod bundle;
mod checks;
mod computer;
mod folders;
mod logs;
mod service;

use std::{future::Future, sync::Arc, time::Duration};

use longshore_engine::{Diagnosis, Home, Part, Secrets};
use longshore_model::{Code, Report};
use serde_json::{Value, json};

use crate::{EmbeddedAzure, Server};

pub use bundle::{Bundle, Entry, Written, bundle_name};
pub use checks::Check;
use checks::Checks;

/// The longest any part may take: a locked keyring may wait for a person who is not there.
const PATIENCE: Duration = Duration::from_secs(20);

/// The same for what asks an account's services.
const PATIENCE_ONLINE: Duration = Duration::from_secs(120);

/// Who asks, and for what.
#[derive(Debug, Default)]
pub struct About {
    /// The program.
    pub program: &'static str,
    /// The version of the web view, where the program has one.
    pub web_view: Option<String>,
    /// Its secrets, of which some may be in its memory only.
    pub secrets: Option<Secrets>,
    /// Whether the active account is checked, for which its services are asked.
    pub check_account: bool,
}

/// Gathers what can be told.
///
/// # Errors
/// No home is known: everything else that fails is told in the bundle.
pub async fn diagnose(about: About) -> Result<Bundle, Report> {
    let home = Home::from_env()?;
    let executable = std::env::current_exe().unwrap_or_default();
    let embedded = Arc::new(EmbeddedAzure::new(
        home.local_azure_dir(),
        Server::program(executable),
    ));
    let secrets = about.secrets.clone().unwrap_or_else(Secrets::os);
    let diagnosis = Diagnosis::of(home.clone(), embedded, secrets);

    let mut checks = Checks::default();
    let mut bundle = Bundle::default();
    let versions = computer::versions(&about).await;
    checks.python(&versions);
    bundle.json(
        "versions.json",
        "programs, system, Python, and what of the environment counts",
        Ok(versions),
    );
    let folders = folders::told(&home);
    checks.folders(&folders);
    bundle.json(
        "folders.json",
        "where things are kept, who may read them, and how much room is left",
        Ok(folders),
    );
    let settings = diagnosis.preferences();
    checks.read("Settings", &settings);
    bundle.json("settings.json", "what is set for the program", settings);
    let presets = diagnosis.presets();
    checks.read("Presets", &presets);
    bundle.json(
        "presets.json",
        "presets, without values of variables and without arguments",
        presets,
    );

    let keyring = within(PATIENCE, async {
        Ok(json!(diagnosis.keyring_problem().await))
    })
    .await;
    checks.keyring(&keyring);
    let accounts = within(PATIENCE, diagnosis.accounts()).await;
    checks.accounts(&accounts);
    bundle.json(
        "accounts.json",
        "accounts with their settings and endpoints, and where their secrets are",
        accounts,
    );
    let history = within(PATIENCE, diagnosis.history()).await;
    checks.history(&history);
    bundle.json(
        "history.json",
        "its format, whether it is whole, counts by state, and the latest jobs",
        history,
    );
    let events = within(PATIENCE, diagnosis.events()).await;
    bundle.text(
        "events.txt",
        "the last 200 things that happened to jobs",
        events.map(|events| lines(&events)),
    );
    bundle.json(
        "locks.json",
        "which jobs a program works at",
        diagnosis.locks(),
    );
    let service = service::told(&home);
    checks.service(&service);
    bundle.json(
        "service.json",
        "the local service, without its secrets",
        service,
    );
    if about.check_account {
        let checked = diagnosis.check_active_account();
        let checked = within(PATIENCE_ONLINE, async { Ok(json!(checked.await?)) }).await;
        checks.account_check(&checked);
        bundle.json(
            "account-check.json",
            "what a job needs of the active account's services",
            checked,
        );
    }
    let logs = logs::tails(&home);
    checks.log(&logs);
    match logs {
        Ok(logs) => {
            for (name, text) in logs {
                bundle.text(name, "the end of a log", Ok(text));
            }
        }
        Err(report) => bundle.text("logs", "the ends of the logs", Err(report)),
    }
    bundle.conclude(checks.0);
    Ok(bundle)
}

async fn within(patience: Duration, part: impl Future<Output = Part>) -> Part {
    let told = tokio::time::timeout(patience, part).await;
    told.unwrap_or_else(|_| {
        let seconds = patience.as_secs();
        let title = format!("It took longer than {seconds} seconds.");
        Err(Report::new(Code::Internal, title, ""))
    })
}

/// Events, a line each.
fn lines(events: &Value) -> String {
    let mut text = String::new();
    for event in events.as_array().into_iter().flatten() {
        let at = event["at"].as_i64().unwrap_or_default();
        let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
        let (job, what) = (&event["job"], &event["text"]);
        let words = [job, what].map(|value| value.as_str().unwrap_or_default());
        text += &format!("{at:.3}  {}  {}\n", words[0], words[1]);
    }
    text
}
