//! Azure's names for what is here.

use http::{HeaderValue, Request, Uri, header};

use crate::identity::ENTRA_HOSTS;
use crate::keys::Keys;

const BATCH: &str = "batch.azure.com";
const BLOB: &str = "blob.core.windows.net";
/// Stands where Azure names a region.
const REGION: &str = "local";
const HTTPS: u16 = 443;

/// Where a connection that a client asks for leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// To a service here, by this name.
    Ours(String),
    /// To an account in Azure that is not of this installation.
    NotOurs,
    /// To something else altogether.
    Other,
}

/// The names of one installation.
pub(super) struct Hosts {
    batch_account: String,
    storage_account: String,
    /// `127.0.0.1:PORT`, which the services answer to.
    here: String,
}

impl Hosts {
    pub(super) fn of(keys: &Keys, base_url: &str) -> Self {
        Self {
            batch_account: keys.batch_account_name.clone(),
            storage_account: keys.storage_account_name.clone(),
            here: base_url.trim_start_matches("https://").to_owned(),
        }
    }

    pub(super) fn batch_url(&self) -> String {
        format!("https://{}.{REGION}.{BATCH}", self.batch_account)
    }

    pub(super) fn blob_url(&self) -> String {
        format!("https://{}", self.blob_host())
    }

    fn blob_host(&self) -> String {
        format!("{}.{BLOB}", self.storage_account)
    }

    /// What certificates are made for, and nothing outside.
    pub(super) fn domains(&self) -> Vec<String> {
        let entra = ENTRA_HOSTS.map(str::to_owned);
        entra
            .into_iter()
            .chain([BATCH.to_owned(), self.blob_host()])
            .collect()
    }

    pub(super) fn goal(&self, host: &str, port: Option<u16>) -> Goal {
        if port.is_some_and(|port| port != HTTPS) {
            return Goal::Other;
        }
        let host = host.to_ascii_lowercase();
        if ENTRA_HOSTS.contains(&host.as_str()) || host == self.blob_host() {
            return Goal::Ours(host);
        }
        let below = |domain: &str| {
            host.strip_suffix(domain)
                .and_then(|rest| rest.strip_suffix('.'))
        };
        match (below(BATCH), below(BLOB)) {
            // Any region: which one an account was made in is in its URL only.
            (Some(account), _) if account.split('.').next() == Some(&self.batch_account) => {
                Goal::Ours(host)
            }
            (None, None) => Goal::Other,
            _ => Goal::NotOurs,
        }
    }

    /// The request as the services here read it: to this computer by name, and with the storage account in the path.
    pub(super) fn translated<B>(&self, host: &str, mut request: Request<B>) -> Request<B> {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        let path = if host == self.blob_host() {
            format!("/{}{path}", self.storage_account)
        } else {
            path.to_owned()
        };
        // Both were a path and a host before.
        if let (Ok(uri), Ok(here)) = (path.parse::<Uri>(), HeaderValue::from_str(&self.here)) {
            *request.uri_mut() = uri;
            request.headers_mut().insert(header::HOST, here);
        }
        request
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn hosts() -> Hosts {
        Hosts {
            batch_account: "batch1".into(),
            storage_account: "store1".into(),
            here: "127.0.0.1:4000".into(),
        }
    }

    #[test]
    fn the_installations_own_names_lead_here_and_other_accounts_nowhere() {
        let ours = |host: &str| Goal::Ours(host.into());
        for (host, port, goal) in [
            (
                "login.microsoftonline.com",
                Some(443),
                ours("login.microsoftonline.com"),
            ),
            (
                "Store1.Blob.Core.Windows.Net",
                None,
                ours("store1.blob.core.windows.net"),
            ),
            (
                "batch1.eastus.batch.azure.com",
                Some(443),
                ours("batch1.eastus.batch.azure.com"),
            ),
            ("batch2.eastus.batch.azure.com", Some(443), Goal::NotOurs),
            ("store2.blob.core.windows.net", Some(443), Goal::NotOurs),
            ("xstore1.blob.core.windows.net", Some(443), Goal::NotOurs),
            ("notbatch.azure.com", Some(443), Goal::Other),
            ("store1.blob.core.windows.net.example", None, Goal::Other),
            ("login.microsoftonline.com", Some(8443), Goal::Other),
            ("example.org", Some(443), Goal::Other),
        ] {
            assert_eq!(hosts().goal(host, port), goal, "{host}");
        }
    }

    #[test]
    fn the_storage_account_moves_from_the_name_into_the_path() {
        for (host, path, expected) in [
            (
                "store1.blob.core.windows.net",
                "/c/b?comp=block",
                "/store1/c/b?comp=block",
            ),
            (
                "store1.blob.core.windows.net",
                "/?comp=list",
                "/store1/?comp=list",
            ),
            (
                "batch1.eu.batch.azure.com",
                "/jobs?api-version=1",
                "/jobs?api-version=1",
            ),
        ] {
            let request = Request::get(path).header("host", host).body(()).unwrap();
            let translated = hosts().translated(host, request);
            assert_eq!(translated.uri().to_string(), expected);
            assert_eq!(translated.headers()["host"], "127.0.0.1:4000");
        }
    }
}
