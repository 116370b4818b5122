//! The file of authorities that a redirected program trusts.

use std::path::{Path, PathBuf};

use crate::{Error, files};

const FILE: &str = "redirect-ca.pem";

/// Where a computer's own authorities are told to programs by the environment, and where they are otherwise.
const VARIABLES: [&str; 2] = ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"];
const PLACES: [&str; 3] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
];

/// Writes `authority`, the installation's own, and the computer's into one file: a program that is told of one forgets
/// all others, and it still has other hosts to reach.
pub(super) fn write(data_dir: &Path, authority: &str, own: &Path) -> Result<PathBuf, Error> {
    let own = std::fs::read_to_string(own).map_err(Error::file(own))?;
    let computers = std::env::vars_os()
        .filter(|(name, _)| VARIABLES.iter().any(|variable| name == variable))
        .map(|(_, path)| PathBuf::from(path))
        .chain(PLACES.map(PathBuf::from))
        .find_map(|path| std::fs::read_to_string(path).ok());
    let bundle = [authority, &own, computers.as_deref().unwrap_or_default()].join("\n");
    let path = data_dir.join(FILE);
    files::write_private(&path, bundle.as_bytes())?;
    Ok(path)
}
