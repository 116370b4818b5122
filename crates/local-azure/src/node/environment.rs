//! A task's environment: what Azure's nodes set, what a computer's programs need, and none of its user's secrets.

use std::{collections::BTreeMap, path::Path};

use super::{Inner, NODE_ID, attempt::Place};
use crate::{Endpoint, batch::store::Claimed};

/// Names and values.
pub(super) type Variables = BTreeMap<String, String>;

/// Variables of the service's own environment that tasks get: where things are, which language, and how the network
/// is reached. Anything else may be a secret.
const INHERITED: [&str; 27] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "TMPDIR",
    "TEMP",
    "TMP",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "SYSTEMROOT",
    "COMSPEC",
    "PATHEXT",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
];

/// What programs are searched in when the service itself has no `PATH`.
const DEFAULT_PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// The part of the service's environment that is handed on.
pub(super) fn base() -> Variables {
    let mut variables =
        handed_on(std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        }));
    variables
        .entry("PATH".into())
        .or_insert_with(|| DEFAULT_PATH.into());
    variables
}

/// The whole environment of a task. Later ones win: the computer's, Azure's, the job's, the task's own.
pub(super) fn of(
    node: &Inner,
    claimed: &Claimed,
    place: &Place,
    python: Option<&Path>,
) -> Variables {
    let mut variables = base();
    if let Some(python) = python {
        put_first(&mut variables, python);
    }
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let (root, shared) = (text(&node.folders.root), text(&node.folders.shared()));
    let own = [
        ("ACCOUNT_NAME", node.setup.account_name.clone()),
        ("ACCOUNT_URL", format!("{}/", node.setup.account_url)),
        ("JOB_ID", claimed.job.id.clone()),
        ("NODE_ID", NODE_ID.to_owned()),
        ("NODE_IS_DEDICATED", "true".to_owned()),
        ("NODE_ROOT_DIR", root),
        ("NODE_SHARED_DIR", shared.clone()),
        ("POOL_ID", Endpoint::POOL_ID.to_owned()),
        ("TASK_DIR", text(&place.root)),
        ("TASK_ID", claimed.task.id.clone()),
        ("TASK_SHARED_DIR", shared),
        ("TASK_WORKING_DIR", text(&place.work)),
    ];
    variables.extend(own.map(|(name, value)| (format!("AZ_BATCH_{name}"), value)));
    let settings = claimed
        .job
        .common_environment_settings
        .iter()
        .chain(&claimed.task.environment_settings);
    variables.extend(settings.map(|setting| (setting.name.clone(), setting.value.clone())));
    variables
}

fn handed_on(all: impl Iterator<Item = (String, String)>) -> Variables {
    all.filter(|(name, _)| {
        let name = name.to_ascii_uppercase();
        INHERITED.contains(&name.as_str()) || name.starts_with("PIP_")
    })
    .collect()
}

/// Puts a folder before all others on the `PATH`.
pub(super) fn put_first(variables: &mut Variables, folder: &Path) {
    let path = variables.get("PATH").cloned().unwrap_or_default();
    let folders = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&path));
    // A folder with the separator in its name cannot be on a path at all.
    if let Some(joined) = std::env::join_paths(folders)
        .ok()
        .and_then(|path| path.into_string().ok())
    {
        variables.insert("PATH".into(), joined);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_the_user_are_not_handed_on() {
        let all = [
            ("PATH", "/bin"),
            ("https_proxy", "http://p"),
            ("PIP_INDEX_URL", "https://i"),
            ("AZURE_CLIENT_SECRET", "s"),
            ("AWS_SECRET_ACCESS_KEY", "s"),
            ("LD_PRELOAD", "x.so"),
        ];
        let kept = handed_on(all.iter().map(|(n, v)| ((*n).into(), (*v).into())));
        let names: Vec<_> = kept.keys().map(String::as_str).collect();
        assert_eq!(names, ["PATH", "PIP_INDEX_URL", "https_proxy"]);
    }

    #[cfg(unix)]
    #[test]
    fn the_python_environment_comes_first_on_the_path() {
        let mut variables = Variables::from([("PATH".into(), "/usr/bin:/bin".into())]);
        put_first(&mut variables, Path::new("/data/python/bin"));
        assert_eq!(variables["PATH"], "/data/python/bin:/usr/bin:/bin");
    }
}
