//! A key that signs with HMAC-SHA-256.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, Mac as _};
use secrecy::{ExposeSecret as _, SecretSlice, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::Sha256;

use crate::{Error, random};

/// An account key, or a key of the service's own. Shown to nobody by `Debug`.
#[derive(Clone)]
pub(crate) struct SigningKey(SecretSlice<u8>);

impl SigningKey {
    /// A new key of 64 bytes, the length Azure gives its account keys.
    pub(crate) fn generate() -> Result<Self, Error> {
        Ok(Self(random::bytes::<64>()?.to_vec().into()))
    }

    /// A key given as raw bytes, such as one derived by [`sign`](Self::sign).
    pub(crate) fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }

    /// The signature of `message`.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 32] {
        self.mac(message).finalize().into_bytes().into()
    }

    /// Whether `signature` is that of `message`, in time that does not depend on where they differ.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.mac(message).verify_slice(signature).is_ok()
    }

    /// As [`verifies`](Self::verifies), of a signature in base64 as headers and queries carry it.
    pub(crate) fn verifies_base64(&self, message: &[u8], signature: &str) -> bool {
        BASE64
            .decode(signature)
            .is_ok_and(|signature| self.verifies(message, &signature))
    }

    /// The key in base64, as account keys are handed to people.
    pub(crate) fn to_base64(&self) -> SecretString {
        BASE64.encode(self.0.expose_secret()).into()
    }

    fn mac(&self, message: &[u8]) -> Hmac<Sha256> {
        let mut mac =
            Hmac::new_from_slice(self.0.expose_secret()).expect("HMAC takes a key of any length");
        mac.update(message);
        mac
    }
}

impl Serialize for SigningKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.to_base64().expose_secret())
    }
}

impl<'de> Deserialize<'de> for SigningKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = SecretString::from(String::deserialize(deserializer)?);
        let bytes = BASE64
            .decode(text.expose_secret())
            // The decoder's message quotes the text, which is the secret.
            .map_err(|_| de::Error::custom("a key is not base64"))?;
        Ok(Self(bytes.into()))
    }
}
