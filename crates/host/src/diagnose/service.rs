//! The local service, as it has announced itself.

use longshore_engine::{Home, Part};
use longshore_local_azure::instance;
use longshore_model::{Code, Report};
use serde_json::json;

/// Whether it runs, and where it is reached. Its secrets stay in their file.
pub(super) fn told(home: &Home) -> Part {
    let folder = home.local_azure_dir();
    let found = instance::find(&folder).map_err(|error| {
        Report::new(
            Code::LocalFiles,
            format!("{error}."),
            "Stop it, and start Longshore again.",
        )
    })?;
    let there = found.map(|endpoint| {
        json!({
            "version": endpoint.version,
            "address": endpoint.authority,
            "batch": endpoint.batch_account_url,
            "blob": endpoint.blob_endpoint,
            "pool": endpoint.pool_id,
            "certificate": endpoint.ca_cert,
        })
    });
    Ok(json!({
        "folder": folder,
        "running": there.is_some(),
        "reached_at": there,
    }))
}
