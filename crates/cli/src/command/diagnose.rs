use std::{path::PathBuf, process::ExitCode};

use longshore_host::{About, Written, bundle_name};
use longshore_model::{Report, format::bytes};

use crate::{args, print};

/// Writes the bundle, and says what is in it and what was found. What was found to be wrong is no failure of this.
pub async fn diagnose(args: args::Diagnose) -> Result<ExitCode, Report> {
    let about = About {
        program: "longshore",
        check_account: args.check,
        ..About::default()
    };
    let bundle = longshore_host::diagnose(about).await?;
    let path = args.output.unwrap_or_else(|| PathBuf::from(bundle_name()));
    let written = bundle.write(&path, false)?;
    if args.json {
        print::json(&written)?;
    } else {
        tell(&written);
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(written: &Written) {
    let width =
        |names: &mut dyn Iterator<Item = &String>| names.map(|name| name.chars().count()).max();
    let wide = width(&mut written.checks.iter().map(|check| &check.what)).unwrap_or(0);
    for check in &written.checks {
        let mark = if check.ok { "✓" } else { "✗" };
        print::line(&format!("  {mark} {:wide$}  {}", check.what, check.detail));
    }
    print::line("");
    print::line(&format!(
        "Wrote {} ({}):",
        written.file,
        bytes(written.bytes)
    ));
    let wide = width(&mut written.entries.iter().map(|entry| &entry.name)).unwrap_or(0);
    for entry in &written.entries {
        match &entry.problem {
            None => print::line(&format!("  {:wide$}  {}", entry.name, entry.about)),
            Some(why) => print::line(&format!("  {:wide$}  could not be made: {why}", entry.name)),
        }
    }
    print::line("");
    print::line(written.warning);
}
