//! The private certificate authority of an installation.
//!
//! Clients insist on TLS, so the service has a certificate, and clients are told to trust the authority that
//! signed it. The authority is made at the first start and kept; its key never leaves the data directory (0600),
//! and its name constraints make it worthless for any name but this computer's own.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    NameConstraints, SanType,
};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, crypto};
use time::{Duration, OffsetDateTime};

use crate::{Error, files};

const CERTIFICATE: &str = "ca.pem";
const KEY: &str = "ca.key.pem";
const HOST: &str = "localhost";

/// Longer than any installation lives: nobody could be told to trust a new authority in time.
const CA_LIFETIME: Duration = Duration::days(20 * 365);
/// A server certificate is made at each start and lives as long as a process may.
const SERVER_LIFETIME: Duration = Duration::days(397);
/// Certificates begin a day early, for clocks that are set back.
const SKEW: Duration = Duration::days(1);

/// The authority of one installation.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: PathBuf,
}

impl Authority {
    /// The authority kept in `data_dir`, or a new one which is then kept there.
    pub(crate) fn load_or_create(data_dir: &Path, now: OffsetDateTime) -> Result<Self, Error> {
        let certificate = data_dir.join(CERTIFICATE);
        let key_path = data_dir.join(KEY);
        let key = match (
            files::read_if_present(&key_path)?,
            files::read_if_present(&certificate)?,
        ) {
            (Some(pem), Some(_)) => {
                let damaged = || Error::Damaged {
                    path: key_path.clone(),
                    reason: "it holds no private key".to_owned(),
                };
                let pem = String::from_utf8(pem).map_err(|_| damaged())?;
                KeyPair::from_pem(&pem).map_err(|_| damaged())?
            }
            _ => {
                let key = KeyPair::generate().map_err(Error::certificate)?;
                let signed = own_params(now)
                    .self_signed(&key)
                    .map_err(Error::certificate)?;
                // The certificate last: an authority is there when both files are.
                files::write_private(&key_path, key.serialize_pem().as_bytes())?;
                files::write_private(&certificate, signed.pem().as_bytes())?;
                key
            }
        };
        Ok(Self {
            issuer: Issuer::new(own_params(now), key),
            certificate,
        })
    }

    /// The file clients are told to trust.
    pub(crate) fn certificate(&self) -> &Path {
        &self.certificate
    }

    /// A TLS server configuration with a fresh certificate for `localhost` and 127.0.0.1.
    pub(crate) fn server_config(&self, now: OffsetDateTime) -> Result<ServerConfig, Error> {
        let names = [
            SanType::DnsName(HOST.try_into().map_err(Error::certificate)?),
            SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        ];
        let mut config = server_config(&self.issuer, names.to_vec(), now)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }
}

/// An authority for names that are not this computer's. It lives as long as the process: its key is written nowhere, so
/// that whoever was told to trust it is not at the mercy of a file.
pub(crate) struct PassingAuthority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl PassingAuthority {
    /// A new one, worth nothing for any name outside `domains`.
    pub(crate) fn new(domains: &[&str], now: OffsetDateTime) -> Result<Self, Error> {
        let permitted = domains
            .iter()
            .map(|domain| GeneralSubtree::DnsName((*domain).to_owned()))
            .collect();
        let params = params(
            "Longshore redirection certificate authority",
            permitted,
            now,
        );
        let key = KeyPair::generate().map_err(Error::certificate)?;
        let pem = params.self_signed(&key).map_err(Error::certificate)?.pem();
        Ok(Self {
            issuer: Issuer::new(params, key),
            pem,
        })
    }

    /// The certificate to trust.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    /// A TLS server configuration with a fresh certificate for `host`.
    pub(crate) fn server_config(
        &self,
        host: &str,
        now: OffsetDateTime,
    ) -> Result<ServerConfig, Error> {
        let name = SanType::DnsName(host.try_into().map_err(Error::certificate)?);
        server_config(&self.issuer, vec![name], now)
    }
}

fn server_config(
    issuer: &Issuer<'static, KeyPair>,
    names: Vec<SanType>,
    now: OffsetDateTime,
) -> Result<ServerConfig, Error> {
    let key = KeyPair::generate().map_err(Error::certificate)?;
    let mut params = CertificateParams::default();
    params.subject_alt_names = names;
    params.distinguished_name = name("Longshore local service");
    params.not_before = now - SKEW;
    params.not_after = now + SERVER_LIFETIME;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let certificate = params.signed_by(&key, issuer).map_err(Error::certificate)?;
    ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(Error::certificate)?
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
        )
        .map_err(Error::certificate)
}

/// What the installation's authority's certificate says. Apart from the dates it is the same at every start, so that a
/// certificate signed today names the authority exactly as the file made at the first start does.
fn own_params(now: OffsetDateTime) -> CertificateParams {
    let permitted = vec![
        GeneralSubtree::DnsName(HOST.to_owned()),
        GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix(Ipv4Addr::LOCALHOST.octets(), 32)),
    ];
    params("Longshore local certificate authority", permitted, now)
}

fn params(
    common_name: &str,
    permitted_subtrees: Vec<GeneralSubtree>,
    now: OffsetDateTime,
) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = name(common_name);
    params.not_before = now - SKEW;
    params.not_after = now + CA_LIFETIME;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees,
        excluded_subtrees: Vec::new(),
    });
    params
}

fn name(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    name
}
