use std::process::ExitCode;

use longshore_engine::Engine;
use longshore_model::{
    Report,
    format::{bytes, count},
};
use serde_json::json;

use crate::{args::Clean, print};

/// Removes what jobs that no history here knows have left in an account's storage.
pub async fn clean(engine: &Engine, args: Clean) -> Result<ExitCode, Report> {
    let account = args.account.as_deref();
    let found = engine.leftovers(account, args.older_than).await?;
    let (mut files, mut freed) = (0, 0);
    for leftover in &found {
        if !args.dry_run {
            engine.remove_leftover(account, leftover).await?;
        }
        files += leftover.files;
        freed += leftover.bytes;
        if !args.json {
            print::line(&format!(
                "{}  {}, {}",
                leftover.container,
                count(leftover.files, "file", "files"),
                bytes(leftover.bytes)
            ));
        }
    }
    if args.json {
        print::json(&json!({ "removed": !args.dry_run, "containers": found, "bytes": freed }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let done = match (found.is_empty(), args.dry_run) {
        (true, _) => "Nothing is left over".to_owned(),
        (_, true) => "Would free".to_owned(),
        (_, false) => "Freed".to_owned(),
    };
    print::line(&match found.is_empty() {
        true => format!("{done}."),
        false => format!(
            "{done} {} in {} of {}.",
            bytes(freed),
            count(files, "file", "files"),
            count(found.len() as u64, "container", "containers")
        ),
    });
    Ok(ExitCode::SUCCESS)
}
