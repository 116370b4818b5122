use std::process::ExitCode;

use longshore_engine::Engine;
use longshore_model::{
    Report,
    format::bytes,
    payload::{Outcome, PayloadReport},
};

use crate::{args::Inspect, exit, print};

/// Says what files are and need; 2 when any is no payload.
pub async fn inspect(engine: &Engine, args: Inspect) -> Result<ExitCode, Report> {
    let reports = engine.inspect(&args.files).await;
    if args.json {
        match reports.as_slice() {
            [one] => print::json(one)?,
            many => print::json(&many)?,
        }
    } else {
        reports.iter().for_each(tell);
    }
    let all_fit = reports.iter().all(|report| report.payload().is_some());
    Ok(if all_fit {
        ExitCode::SUCCESS
    } else {
        exit::bad_input()
    })
}

fn tell(report: &PayloadReport) {
    match &report.outcome {
        Outcome::Refused(why) => {
            print::line(&format!(
                "{}  not a payload, {}",
                report.name,
                bytes(report.size)
            ));
            print::line(&format!("  {why}"));
        }
        Outcome::Payload(payload) => {
            print::line(&format!(
                "{}  {}, {}",
                report.name,
                payload.title,
                bytes(report.size)
            ));
            let list = |items: &[String]| {
                if items.is_empty() {
                    "none".to_owned()
                } else {
                    items.join(", ")
                }
            };
            print::line(&format!(
                "  python    {}",
                payload.python.as_deref().unwrap_or("any")
            ));
            print::line(&format!("  modules   {}", list(&payload.modules)));
            print::line(&format!("  packages  {}", list(&payload.packages)));
            if !payload.entry.is_empty() {
                print::line(&format!("  runs      {}", payload.entry.join(" ")));
            }
            print::line(&format!("  sha256    {}", payload.sha256));
            payload
                .warnings
                .iter()
                .for_each(|warning| print::line(&format!("  warning   {warning}")));
        }
    }
}
