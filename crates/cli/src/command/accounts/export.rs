use longshore_engine::Engine;
use longshore_model::Report;

use crate::{args::ExportAccount, print};

/// Prints an account's section, or writes it to a file.
pub async fn export(engine: &Engine, args: ExportAccount) -> Result<(), Report> {
    let Some(file) = args.output else {
        let text = engine.export_account(&args.name).await?;
        print::line(text.trim_end());
        return Ok(());
    };
    let secret = engine
        .export_account_to(&args.name, &file, args.with_secret)
        .await?;
    let secret = if secret {
        print::warning(&format!(
            "{} holds the client secret in plain text. Only you can read it; delete it when it has served.",
            file.display()
        ));
        "with its secret"
    } else {
        "without its secret"
    };
    print::line(&format!(
        "Wrote {} {secret} to {}.",
        args.name,
        file.display()
    ));
    Ok(())
}
