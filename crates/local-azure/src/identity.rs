//! The Microsoft Entra ID dialect: tokens for the installation's one service principal.
//!
//! Both generations of the token endpoint are served, since official clients use both: v2.0 (`scope`) and the older
//! ADAL one (`resource`), under the tenant's path and under `/adfs`, which clients take for an authority that needs
//! no instance discovery.

mod discovery;
mod error;
mod grant;
pub(crate) mod machine;
pub(crate) mod managed;
mod subscriptions;
pub(crate) mod token;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::state::State;

const TOKEN_V2: &str = "/oauth2/v2.0/token";
const TOKEN_V1: &str = "/oauth2/token";
const OPENID_V2: &str = "/v2.0/.well-known/openid-configuration";
const OPENID_V1: &str = "/.well-known/openid-configuration";
const KEYS: &str = "/discovery/v2.0/keys";
const SUBSCRIPTIONS: &str = "/subscriptions";
const INSTANCE: &str = "/common/discovery/instance";

/// The hosts of Entra's public cloud, the preferred one first.
pub(crate) const ENTRA_HOSTS: [&str; 4] = [
    "login.microsoftonline.com",
    "login.windows.net",
    "login.microsoft.com",
    "sts.windows.net",
];

/// Whether a path is one of identity's, so that Batch, which shares the root, does not see it.
pub(crate) fn owns(path: &str) -> bool {
    let below_tenant = path
        .strip_prefix('/')
        .and_then(|path| path.find('/').map(|end| &path[end..]))
        .unwrap_or_default();
    [SUBSCRIPTIONS, INSTANCE, machine::PATH].contains(&path)
        || [TOKEN_V2, TOKEN_V1, OPENID_V2, OPENID_V1, KEYS].contains(&below_tenant)
}

/// The token endpoints, the discovery documents and the list of subscriptions.
pub(crate) fn router(state: Arc<State>) -> Router {
    let below = |path: &str| format!("/{{tenant}}{path}");
    Router::new()
        .route(&below(TOKEN_V2), post(grant::grant))
        .route(&below(TOKEN_V1), post(grant::grant))
        .route(&below(OPENID_V2), get(discovery::configuration))
        .route(&below(OPENID_V1), get(discovery::configuration))
        .route(&below(KEYS), get(discovery::keys))
        .route(SUBSCRIPTIONS, get(subscriptions::list))
        .route(INSTANCE, get(discovery::instance))
        .route(machine::PATH, get(machine::token))
        .with_state(state)
}

/// The name under which any tenant's clients may speak to this one, as to an AD FS server.
const ADFS: &str = "adfs";

fn is_tenant(state: &State, tenant: &str) -> bool {
    tenant.eq_ignore_ascii_case(&state.keys.tenant_id) || tenant.eq_ignore_ascii_case(ADFS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_owns_its_own_paths_and_none_of_batch() {
        for (path, owned) in [
            ("/72f988bf-0000/oauth2/v2.0/token", true),
            ("/adfs/oauth2/token", true),
            ("/adfs/.well-known/openid-configuration", true),
            ("/t/v2.0/.well-known/openid-configuration", true),
            ("/t/discovery/v2.0/keys", true),
            ("/subscriptions", true),
            ("/common/discovery/instance", true),
            ("/msi/token", true),
            ("/jobs", false),
            ("/jobs/oauth2", false),
            ("/jobs/j/tasks/t/files/oauth2/token", false),
            ("/", false),
        ] {
            assert_eq!(owns(path), owned, "{path}");
        }
    }
}
