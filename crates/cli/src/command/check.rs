use std::process::ExitCode;

use longshore_engine::Engine;
use longshore_model::{
    Report,
    check::{AccountCheck, Check, CheckLine, CheckOutcome},
};

use super::active_account;
use crate::{args::CheckAccount, exit, print};

/// Tries an account's services, and prints a line for each thing a job needs of them.
pub async fn check(engine: &Engine, args: CheckAccount) -> Result<ExitCode, Report> {
    let name = match args.name {
        Some(name) => name,
        None => active_account(engine).await?,
    };
    let found = engine.check_account(&name).await?;
    if args.json {
        print::json(&found)?;
    } else {
        tell(&found);
    }
    Ok(if found.passed() {
        ExitCode::SUCCESS
    } else {
        exit::service()
    })
}

fn tell(found: &AccountCheck) {
    print::line(&found.account);
    found.lines.iter().for_each(line);
}

/// `  ✓ Sign-in          a token was given`, and below a line that failed what to do.
fn line(line: &CheckLine) {
    let width = Check::ALL
        .iter()
        .map(|check| check.title().len())
        .max()
        .unwrap_or(0);
    let (mark, text) = match &line.outcome {
        CheckOutcome::Passed { detail } => ("✓", detail.clone()),
        CheckOutcome::Failed { report } => ("✗", report.title.clone()),
        CheckOutcome::Skipped { because } => ("–", format!("not tried: see {}", because.title())),
    };
    print::line(&format!("  {mark} {:width$}  {text}", line.check.title()));
    if let CheckOutcome::Failed { report } = &line.outcome {
        let more = [
            report.guidance.as_str(),
            report.docs_url.as_deref().unwrap_or_default(),
        ];
        for text in more.into_iter().filter(|text| !text.is_empty()) {
            print::line(&format!("    {:width$}  {text}", ""));
        }
        if let Some(id) = &report.request_id {
            print::line(&format!("    {:width$}  Request id: {id}", ""));
        }
    }
}
