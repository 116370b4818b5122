//! Files that people and other programs write: configurations, manifests, and our own when someone has edited them.

use longshore_engine::fuzzing;
use secrecy::ExposeSecret as _;

/// A secret that nothing else in an input looks like.
const MARK: &str = "Zq8~tOpSeCrEt";

/// Covalent's configuration, Terraform's, and what `az` prints.
pub(crate) fn imported(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    if let Ok((told, Some(secret))) = fuzzing::configuration(text)
        && secret.expose_secret() == MARK
        && text.matches(MARK).count() == 1
    {
        assert!(told.iter().all(|told| !told.contains(MARK)), "{told:?}");
    }
}

/// `payload.toml` in a bundle, and the runner's `manifest.json`.
pub(crate) fn manifests(input: &[u8]) {
    let of_a_bundle = fuzzing::manifest_of_a_bundle(input);
    let of_results = fuzzing::manifest_of_results(input);
    // One is TOML and the other JSON.
    assert!(!(of_a_bundle && of_results));
}

/// `accounts.toml` and `presets.toml`: what was read is written so that it is read again.
pub(crate) fn own(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    for again in [fuzzing::accounts_again, fuzzing::presets_again] {
        if let Some(written) = again(text) {
            assert_eq!(again(&written).as_ref(), Some(&written));
        }
    }
}
