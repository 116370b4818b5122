//! Covalent's contract, for images that carry a runner of their own: which function to fetch and where to leave its result
//! is said by variables of the environment; the node's managed identity opens the storage account to it.

use longshore_azure::Blob;
use longshore_batch_api::task::EnvironmentSetting;
use longshore_model::{Code, Report, payload::PayloadKind, submit::Overrides};

use crate::{error::Result, names};

/// An image's own entry point takes the place of a command line.
pub(super) const COMMAND_LINE: &str = "";

/// What Covalent's executor tells `docker create`.
pub(super) const RUN_OPTIONS: &str = "--rm --workdir /covalent -u 0";

/// The variables of the contract.
const FUNCTION: &str = "COVALENT_TASK_FUNC_FILENAME";
const RESULT: &str = "COVALENT_RESULT_FILENAME";
const ACCOUNT: &str = "AZURE_BLOB_STORAGE_ACCOUNT";
const CONTAINER: &str = "AZURE_BLOB_STORAGE_CONTAINER";
const DOMAIN: &str = "AZURE_BLOB_STORAGE_ACCOUNT_DOMAIN";

/// Refuses what the contract has no place for.
pub(super) fn fits(payloads: &[(&str, PayloadKind)], overrides: &Overrides) -> Result<()> {
    let refuse =
        |title: String, guidance: &str| Err(Report::new(Code::BadInput, title, guidance).into());
    if let Some((name, _)) = payloads
        .iter()
        .find(|(_, kind)| *kind != PayloadKind::Pickle)
    {
        return refuse(
            format!("{name} is no function: the image's own runner takes .pkl payloads only."),
            "Submit it with Longshore's own runner (--runner bundled).",
        );
    }
    if let Some(package) = overrides.packages.first() {
        return refuse(
            format!("The image's own runner installs no packages, and {package} was asked for."),
            "Put it into the image, or use Longshore's own runner (--runner bundled).",
        );
    }
    if !overrides.args.is_empty() {
        return refuse(
            "The image's own runner passes no arguments on.".into(),
            "Leave them out: a function brings its own.",
        );
    }
    let own = [FUNCTION, RESULT, ACCOUNT, CONTAINER, DOMAIN];
    if let Some((name, _)) = overrides
        .env
        .iter()
        .find(|(name, _)| own.contains(&name.as_str()))
    {
        return refuse(
            format!("{name} is set by Longshore for the image's own runner."),
            "Leave it out.",
        );
    }
    Ok(())
}

/// Where the storage account is, in the contract's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    account: String,
    domain: String,
}

impl Place {
    /// The account of `blob`; its address is made of both by the image.
    pub(super) fn of(blob: &Blob, container: &str) -> Result<Self> {
        let address = blob.container_address(container)?;
        let host = address.host_str().unwrap_or_default();
        let host = match address.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        let account = blob.account().to_owned();
        let domain = host
            .strip_prefix(&format!("{account}."))
            .unwrap_or(&host)
            .to_owned();
        Ok(Self { account, domain })
    }

    #[cfg(test)]
    pub(super) fn fixed(account: &str, domain: &str) -> Self {
        Self {
            account: account.into(),
            domain: domain.into(),
        }
    }

    /// The variables for one task.
    pub(super) fn environment(
        &self,
        container: &str,
        task: &str,
        sha256: &str,
    ) -> [EnvironmentSetting; 5] {
        [
            (FUNCTION, names::image_function(sha256)),
            (RESULT, names::image_result(task)),
            (ACCOUNT, self.account.clone()),
            (CONTAINER, container.to_owned()),
            (DOMAIN, self.domain.clone()),
        ]
        .map(|(name, value)| EnvironmentSetting {
            name: name.into(),
            value,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_functions_without_packages_and_arguments_fit() {
        let function = [("f.pkl", PayloadKind::Pickle)];
        fits(&function, &Overrides::default()).unwrap();
        let refused = |payloads: &[(&str, PayloadKind)], overrides: Overrides| {
            Report::from(fits(payloads, &overrides).unwrap_err()).title
        };
        let script = [function[0], ("a.py", PayloadKind::Python)];
        assert!(refused(&script, Overrides::default()).starts_with("a.py is no function"));
        let with = Overrides {
            packages: vec!["numpy".into()],
            ..Overrides::default()
        };
        assert!(refused(&function, with).contains("numpy"));
        let args = Overrides {
            args: vec!["--fast".into()],
            ..Overrides::default()
        };
        assert!(refused(&function, args).contains("arguments"));
        let env = Overrides {
            env: vec![(RESULT.into(), "x".into())],
            ..Overrides::default()
        };
        assert!(refused(&function, env).starts_with(RESULT));
    }
}
