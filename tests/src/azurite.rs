//! Azurite, Microsoft's own emulator of Blob storage, over TLS.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::{IpAddr, Ipv4Addr},
    process::{Child, Command, Stdio},
};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, SanType,
};
use tempfile::TempDir;

use crate::programs;

/// The account Azurite has when it is told of none.
const ACCOUNT: &str = "devstoreaccount1";

/// A running Azurite with nothing in it; ended on drop. What it holds is in its memory only.
#[derive(Debug)]
pub struct Azurite {
    process: Child,
    url: String,
    ca_pem: String,
    /// Its certificate and key.
    _folder: TempDir,
}

impl Azurite {
    /// Starts one on a port of its own, with a certificate of its own.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tls = Tls::generate();
        fs::write(folder.path().join("server.pem"), tls.certificate_pem).unwrap();
        fs::write(folder.path().join("server.key"), tls.key_pem).unwrap();
        let mut process =
            Command::new(programs::tools().join("npm/node_modules/.bin/azurite-blob"))
                .current_dir(folder.path())
                .args(["--blobHost", "127.0.0.1", "--blobPort", "0"])
                .args(["--cert", "server.pem", "--key", "server.key"])
                // Bearer tokens: their claims are checked, their signature is not.
                .args(["--oauth", "basic"])
                // Our client speaks a newer version than Azurite lists.
                .arg("--skipApiVersionCheck")
                .args(["--inMemoryPersistence", "--silent", "--disableTelemetry"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .spawn()
                .expect("Azurite is not there: cargo xtask setup");
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = lines
            .map(Result::unwrap)
            .find_map(|line| Some(line.split_once("listens on ")?.1.trim().to_owned()))
            .expect("Azurite ended before it listened");
        Self {
            process,
            url,
            ca_pem: tls.ca_pem,
            _folder: folder,
        }
    }

    /// Its one account's address, with the account in the path.
    pub fn blob_endpoint(&self) -> String {
        format!("{}/{ACCOUNT}", self.url)
    }

    /// Its one account.
    pub fn account(&self) -> &'static str {
        ACCOUNT
    }

    /// The authority behind its certificate, PEM.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }
}

impl Drop for Azurite {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A certificate for this computer, and the authority that signed it.
struct Tls {
    ca_pem: String,
    certificate_pem: String,
    key_pem: String,
}

impl Tls {
    fn generate() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();

        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params
            .subject_alt_names
            .push(SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let certificate = params.signed_by(&key, &authority).unwrap();
        Self {
            ca_pem: authority.pem(),
            certificate_pem: certificate.pem(),
            key_pem: key.serialize_pem(),
        }
    }
}
