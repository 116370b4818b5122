//! Secrets in memory, until the program ends.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use secrecy::SecretString;

#[derive(Debug, Default)]
pub(super) struct Session(Mutex<HashMap<String, SecretString>>);

impl Session {
    pub(super) fn keep(&self, id: &str, secret: SecretString) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.to_owned(), secret);
    }

    pub(super) fn find(&self, id: &str) -> Option<SecretString> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .cloned()
    }

    /// Answers whether there was one.
    pub(super) fn forget(&self, id: &str) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(id)
            .is_some()
    }
}
