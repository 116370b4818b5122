//! Signing in with a certificate: what goes over the wire is checked as the identity service would check it.

use std::{collections::HashMap, path::PathBuf};

use azure_core::base64::{decode_url_safe, encode_url_safe};
use longshore_azure::{Azure, Connection, Credential, ErrorKind};
use pretty_assertions::assert_eq;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio_rustls::rustls::{
    SignatureScheme,
    crypto::ring::{default_provider, sign::any_supported_type},
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

use crate::stub::{Stub, answer, quick};

/// A certificate of nobody's, valid for long, with its RSA key: `openssl req -x509 -newkey rsa:2048 -nodes`.
const PEM: &str = include_str!("../fixtures/certificate.pem");

fn connection(stub: &Stub, pem: PathBuf) -> Connection {
    Connection {
        credential: Credential::ClientCertificate {
            tenant_id: "tenant".into(),
            client_id: "client".into(),
            pem,
        },
        ..stub.connection()
    }
}

fn file(content: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("certificate.pem");
    std::fs::write(&path, content).unwrap();
    (folder, path)
}

fn json(part: &str) -> Value {
    serde_json::from_slice(&decode_url_safe(part).unwrap()).unwrap()
}

fn is_signed(message: &str, signature: &[u8]) -> bool {
    let key = any_supported_type(&PrivateKeyDer::from_pem_slice(PEM.as_bytes()).unwrap()).unwrap();
    let info = key.public_key().unwrap();
    // For a key of 2048 bits the key itself stands after 24 bytes that name the algorithm.
    let public = &info[24..];
    default_provider()
        .signature_verification_algorithms
        .mapping
        .iter()
        .filter(|(scheme, _)| *scheme == SignatureScheme::RSA_PSS_SHA256)
        .flat_map(|(_, algorithms)| *algorithms)
        .any(|algorithm| {
            algorithm
                .verify_signature(public, message.as_bytes(), signature)
                .is_ok()
        })
}

#[tokio::test]
async fn a_certificate_signs_a_short_statement_for_this_tenant_and_client() {
    let stub = Stub::start(|_| answer(200).body("{\"value\":[]}")).await;
    let (_folder, path) = file(PEM);
    let azure = Azure::connect(&connection(&stub, path), quick()).unwrap();
    azure.sign_in().await.unwrap();

    let asked = stub.everything_asked().remove(0);
    assert_eq!(asked.path, "/tenant/oauth2/v2.0/token");
    let form: HashMap<String, String> = url::form_urlencoded::parse(&asked.body)
        .into_owned()
        .collect();
    assert_eq!(
        (
            form["client_id"].as_str(),
            form["client_assertion_type"].as_str(),
            form.get("client_secret")
        ),
        (
            "client",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            None
        )
    );
    let (message, signature) = form["client_assertion"].rsplit_once('.').unwrap();
    assert!(is_signed(message, &decode_url_safe(signature).unwrap()));
    assert!(!is_signed("other", &decode_url_safe(signature).unwrap()));
    let (header, claims) = message.split_once('.').unwrap();
    let certificate = CertificateDer::from_pem_slice(PEM.as_bytes()).unwrap();
    assert_eq!(
        json(header),
        serde_json::json!({
            "alg": "PS256",
            "typ": "JWT",
            "x5t#S256": encode_url_safe(Sha256::digest(&certificate)),
        })
    );
    let claims = json(claims);
    assert_eq!(
        (&claims["iss"], &claims["sub"], claims["aud"].as_str()),
        (
            &"client".into(),
            &"client".into(),
            Some(format!("{}tenant/oauth2/v2.0/token", stub.url).as_str())
        )
    );
    let life = claims["exp"].as_i64().unwrap() - claims["nbf"].as_i64().unwrap();
    assert_eq!(life, 600);
}

fn key_of(pem: &str) -> String {
    let at = pem.find("-----BEGIN PRIVATE").unwrap();
    let end = pem.find("-----END PRIVATE KEY-----").unwrap() + "-----END PRIVATE KEY-----".len();
    pem[at..end].to_owned() + "\n"
}

#[tokio::test]
async fn the_certificate_of_the_key_is_found_in_a_chain() {
    let stub = Stub::start(|_| answer(200).body("{\"value\":[]}")).await;
    let issuer = rcgen::generate_simple_self_signed(["issuer".into()]).unwrap();
    let (_folder, path) = file(&(issuer.cert.pem() + PEM));
    let azure = Azure::connect(&connection(&stub, path), quick()).unwrap();
    azure.sign_in().await.unwrap();
    let asked = stub.everything_asked().remove(0);
    let form: HashMap<String, String> = url::form_urlencoded::parse(&asked.body)
        .into_owned()
        .collect();
    let header = form["client_assertion"].split('.').next().unwrap();
    let certificate = CertificateDer::from_pem_slice(PEM.as_bytes()).unwrap();
    assert_eq!(
        json(header)["x5t#S256"],
        encode_url_safe(Sha256::digest(&certificate))
    );
}

#[tokio::test]
async fn a_file_that_cannot_sign_is_told_with_what_to_do_and_without_its_content() {
    let stub = Stub::start(|_| answer(200)).await;
    let certificate = PEM.split("-----BEGIN PRIVATE").next().unwrap();
    let encrypted = format!(
        "{certificate}-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n"
    );
    let elliptic = rcgen::generate_simple_self_signed(["x".into()]).unwrap();
    let strangers = elliptic.cert.pem() + &key_of(PEM);
    let endless = PEM.to_owned() + &"#".repeat(1 << 20);
    let elliptic = elliptic.cert.pem() + &elliptic.signing_key.serialize_pem();
    let cases = [
        ("binary", "is not PEM"),
        (certificate, "holds no private key"),
        (encrypted.as_str(), "has a key with a password"),
        (elliptic.as_str(), "holds a key that is not RSA"),
        (
            strangers.as_str(),
            "holds no certificate that belongs to its key",
        ),
        (endless.as_str(), "is larger than any certificate"),
    ];
    for (content, why) in cases {
        let (_folder, path) = file(content);
        let azure = Azure::connect(&connection(&stub, path), quick()).unwrap();
        let error = azure.sign_in().await.unwrap_err();
        let ErrorKind::SignIn { reason, .. } = error.kind() else {
            panic!("{error:?}");
        };
        assert!(reason.contains(why), "{reason}");
        assert!(!reason.contains("BEGIN"), "{reason}");
    }
    let gone = connection(&stub, "/nowhere/c.pem".into());
    let error = Azure::connect(&gone, quick())
        .unwrap()
        .sign_in()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("cannot be read"), "{error}");
}
