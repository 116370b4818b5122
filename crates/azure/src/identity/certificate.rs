//! Client assertions: a short statement signed with a certificate's key, in place of a secret.
//!
//! The SDK's own certificate credential would bring OpenSSL; rustls can sign as well. The format is Microsoft's: "Microsoft
//! identity platform application authentication certificate credentials" (PS256, `x5t#S256`).

use std::path::PathBuf;

use async_trait::async_trait;
use azure_core::{
    Error, Result,
    base64::encode_url_safe,
    error::ErrorKind,
    http::ClientMethodOptions,
    time::{Duration, OffsetDateTime},
};
use azure_identity::ClientAssertion;
use rustls::{
    SignatureScheme,
    crypto::ring::sign::any_supported_type,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    sign::Signer,
};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncReadExt as _;
use uuid::Uuid;

/// How long a statement holds. It is used at once; the rest is for clocks that differ.
const LIFETIME: Duration = Duration::minutes(10);

/// A key and a chain of certificates are some kilobytes; more is another file chosen by mistake.
const LIMIT: u64 = 1 << 20;

/// A certificate and its key, in a file.
#[derive(Debug)]
pub(super) struct Certificate {
    pem: PathBuf,
    audience: String,
    client_id: String,
}

impl Certificate {
    pub(super) fn new(pem: PathBuf, audience: String, client_id: String) -> Self {
        Self {
            pem,
            audience,
            client_id,
        }
    }

    fn unusable(&self, why: &str) -> Error {
        Error::with_message(
            ErrorKind::Credential,
            format!("the certificate file {} {why}", self.pem.display()),
        )
    }

    fn parse(&self, file: &[u8]) -> Result<(CertificateDer<'static>, Box<dyn Signer>)> {
        let text = String::from_utf8_lossy(file);
        if !text.contains("-----BEGIN ") {
            return Err(self.unusable(
                "is not PEM; `openssl pkcs12 -in FILE -out FILE.pem -nodes` makes PEM of a .pfx or .p12 file",
            ));
        }
        if text.contains("ENCRYPTED") {
            return Err(self.unusable(
                "has a key with a password; `openssl rsa` and `openssl pkcs8` take the password away",
            ));
        }
        let key = PrivateKeyDer::from_pem_slice(file)
            .map_err(|_| self.unusable("holds no private key"))?;
        let no_rsa = || self.unusable("holds a key that is not RSA of 2048 bits or more");
        let key = any_supported_type(&key).map_err(|_| no_rsa())?;
        let signer = key
            .choose_scheme(&[SignatureScheme::RSA_PSS_SHA256])
            .ok_or_else(no_rsa)?;
        // A file may hold the chain, in any order. The certificate of this key has its public part, byte for byte.
        let public = key.public_key().ok_or_else(no_rsa)?;
        let mut certificates = CertificateDer::pem_slice_iter(file).flatten().peekable();
        if certificates.peek().is_none() {
            return Err(self.unusable("holds no certificate"));
        }
        let certificate = certificates
            .find(|certificate| holds(certificate, &public))
            .ok_or_else(|| self.unusable("holds no certificate that belongs to its key"))?;
        Ok((certificate, signer))
    }

    fn statement(&self, file: &[u8], now: OffsetDateTime) -> Result<String> {
        let (certificate, signer) = self.parse(file)?;
        let header = json!({
            "alg": "PS256",
            "typ": "JWT",
            "x5t#S256": encode_url_safe(Sha256::digest(&certificate)),
        });
        let claims = json!({
            "aud": self.audience,
            "iss": self.client_id,
            "sub": self.client_id,
            "jti": Uuid::new_v4().to_string(),
            "iat": now.unix_timestamp(),
            "nbf": now.unix_timestamp(),
            "exp": (now + LIFETIME).unix_timestamp(),
        });
        let signed = format!(
            "{}.{}",
            encode_url_safe(header.to_string()),
            encode_url_safe(claims.to_string())
        );
        let signature = signer
            .sign(signed.as_bytes())
            .map_err(|_| self.unusable("holds a key that cannot sign"))?;
        Ok(format!("{signed}.{}", encode_url_safe(signature)))
    }
}

fn holds(certificate: &[u8], public: &[u8]) -> bool {
    certificate.windows(public.len()).any(|part| part == public)
}

#[async_trait]
impl ClientAssertion for Certificate {
    async fn secret(&self, _: Option<ClientMethodOptions<'_>>) -> Result<String> {
        let unreadable = |error| self.unusable(&format!("cannot be read: {error}"));
        let file = tokio::fs::File::open(&self.pem).await.map_err(unreadable)?;
        let (mut file, mut text) = (file.take(LIMIT + 1), Vec::new());
        file.read_to_end(&mut text).await.map_err(unreadable)?;
        let file = text;
        if file.len() as u64 > LIMIT {
            return Err(self.unusable("is larger than any certificate"));
        }
        self.statement(&file, OffsetDateTime::now_utc())
    }
}
