//! How an account signs in, from its settings, its secret and the environment.

use longshore_azure::Credential;
use longshore_model::{
    Code, Report,
    settings::{CredentialKind, ExecutorSettings},
};
use secrecy::SecretString;

use crate::error::Result;

/// The credential; `secret` is there for those that need one.
pub(super) fn of(settings: &ExecutorSettings, secret: Option<SecretString>) -> Result<Credential> {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (tenant_id, client_id) = (settings.tenant_id.clone(), settings.client_id.clone());
    Ok(match settings.credential {
        CredentialKind::ClientSecret => Credential::ClientSecret {
            tenant_id,
            client_id,
            secret: secret.unwrap_or_default(),
        },
        CredentialKind::ClientCertificate => Credential::ClientCertificate {
            tenant_id,
            client_id,
            pem: settings.certificate_path.clone().into(),
        },
        CredentialKind::AzureCli => Credential::AzureCli {
            tenant_id: given(&tenant_id),
        },
        CredentialKind::ManagedIdentity => Credential::ManagedIdentity {
            client_id: given(&client_id),
        },
        CredentialKind::WorkloadIdentity => Credential::WorkloadIdentity {
            tenant_id: given(&tenant_id),
            client_id: given(&client_id),
        },
        CredentialKind::Environment => of_environment(&variable)?,
    })
}

/// The sign-in host that the environment names, for accounts that sign in by the environment. For others it must not
/// decide where a secret goes.
pub(super) fn authority_of_environment(settings: &ExecutorSettings) -> Option<String> {
    (settings.credential == CredentialKind::Environment)
        .then(|| variable("AZURE_AUTHORITY_HOST"))
        .flatten()
        .map(with_scheme)
}

/// A host as Microsoft's SDKs take it: with or without the scheme.
pub(super) fn with_scheme(host: String) -> String {
    match host.contains("://") {
        true => host,
        false => format!("https://{host}"),
    }
}

/// By the variables that Microsoft's SDKs read, in the order they try them.
fn of_environment(variable: &dyn Fn(&str) -> Option<String>) -> Result<Credential> {
    let needed = |name: &str| variable(name).ok_or_else(|| missing(name));
    let (tenant_id, client_id) = (needed("AZURE_TENANT_ID")?, needed("AZURE_CLIENT_ID")?);
    if let Some(secret) = variable("AZURE_CLIENT_SECRET") {
        return Ok(Credential::ClientSecret {
            tenant_id,
            client_id,
            secret: secret.into(),
        });
    }
    if let Some(pem) = variable("AZURE_CLIENT_CERTIFICATE_PATH") {
        return Ok(Credential::ClientCertificate {
            tenant_id,
            client_id,
            pem: pem.into(),
        });
    }
    if variable("AZURE_FEDERATED_TOKEN_FILE").is_some() {
        return Ok(Credential::WorkloadIdentity {
            tenant_id: Some(tenant_id),
            client_id: Some(client_id),
        });
    }
    Err(missing("AZURE_CLIENT_SECRET").into())
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

fn missing(name: &str) -> Report {
    Report::new(
        Code::SignIn,
        format!("The environment does not say who signs in: {name} is not set."),
        "Set AZURE_TENANT_ID, AZURE_CLIENT_ID and one of AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH and \
         AZURE_FEDERATED_TOKEN_FILE before Longshore is started.",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shown(variables: &[(&str, &str)]) -> std::result::Result<String, Report> {
        of_environment(&|name| {
            let (_, text) = variables.iter().find(|(known, _)| *known == name)?;
            Some((*text).to_owned())
        })
        .map(|credential| format!("{credential:?}"))
        .map_err(Report::from)
    }

    #[test]
    fn a_sign_in_host_is_taken_with_and_without_its_scheme() {
        for host in ["login.chinacloudapi.cn", "https://login.chinacloudapi.cn"] {
            assert_eq!(with_scheme(host.into()), "https://login.chinacloudapi.cn");
        }
    }

    #[test]
    fn the_environment_signs_in_by_secret_certificate_or_federated_token_in_that_order() {
        let all = [
            ("AZURE_TENANT_ID", "t"),
            ("AZURE_CLIENT_ID", "c"),
            ("AZURE_FEDERATED_TOKEN_FILE", "/f"),
            ("AZURE_CLIENT_CERTIFICATE_PATH", "/p"),
            ("AZURE_CLIENT_SECRET", "hush"),
        ];
        let secret = shown(&all).unwrap();
        assert!(
            secret.starts_with("ClientSecret") && !secret.contains("hush"),
            "{secret}"
        );
        assert!(shown(&all[..4]).unwrap().starts_with("ClientCertificate"));
        assert!(shown(&all[..3]).unwrap().starts_with("WorkloadIdentity"));
        for some in [&all[..2], &all[1..], &[]] {
            let report = shown(some).unwrap_err();
            assert_eq!(report.code, Code::SignIn);
            assert!(report.title.contains("AZURE_"), "{report}");
        }
    }
}
