//! TLS for the account's HTTP client: rustls with ring, built here and handed over whole, because reqwest would
//! otherwise want a process-wide default provider.

use std::sync::Arc;

use rustls::{
    ClientConfig,
    pki_types::{CertificateDer, pem::PemObject},
};
use rustls_platform_verifier::Verifier;

use crate::error::{Error, ErrorKind, Result};

/// Trusts what the operating system trusts and, besides, the certificate authorities in `ca_pem`.
pub(crate) fn client_config(ca_pem: Option<&[u8]>) -> Result<ClientConfig> {
    let tls_error = |reason: String| Error::new("connect", ErrorKind::Tls { reason });
    let extra = match ca_pem {
        None => Vec::new(),
        Some(pem) => CertificateDer::pem_slice_iter(pem)
            .collect::<std::result::Result<Vec<_>, _>>()
            .map_err(|error| tls_error(format!("the certificate authority is not PEM: {error}")))?,
    };
    if ca_pem.is_some() && extra.is_empty() {
        return Err(tls_error(
            "the certificate authority file holds no certificate".into(),
        ));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(extra, provider.clone())
        .map_err(|error| tls_error(error.to_string()))?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| tls_error(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_private_authority_is_accepted_as_pem_only() {
        let issued = rcgen::generate_simple_self_signed(["localhost".into()]).unwrap();
        assert!(client_config(Some(issued.cert.pem().as_bytes())).is_ok());
        assert_eq!(
            client_config(Some(b"not a certificate"))
                .unwrap_err()
                .to_string(),
            "connect: secure connection failed: the certificate authority file holds no certificate"
        );
    }
}
