//! Refusals of the token endpoint, in Entra's shape and with its numbers.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::dates;
use crate::faults::SignIn;

/// Why no token was given. The numbers are those of
/// <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>.
#[derive(Debug, thiserror::Error)]
pub(super) enum TokenError {
    #[error("The request body must contain the following parameter: '{0}'.")]
    MissingParameter(&'static str),
    #[error("The request body is not a form.")]
    NotAForm,
    #[error("The app has used an unsupported grant type '{0}'.")]
    UnsupportedGrantType(String),
    #[error(
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value."
    )]
    WrongSecret,
    #[error("The provided client secret keys for app '{0}' are expired.")]
    ExpiredSecret(String),
    #[error("Application with identifier '{client}' was not found in the directory '{tenant}'.")]
    UnknownClient { client: String, tenant: String },
    #[error("Tenant '{0}' not found. Check to make sure you have the correct tenant ID.")]
    UnknownTenant(String),
    #[error("The resource principal named {0} was not found in the tenant.")]
    UnknownResource(String),
}

impl TokenError {
    /// The refusal that a plan asks for, of a client that would be let in.
    pub(super) fn asked_for(refused: SignIn, client: &str, tenant: String) -> Self {
        let client = client.to_owned();
        match refused {
            SignIn::ExpiredSecret => Self::ExpiredSecret(client),
            SignIn::WrongSecret => Self::WrongSecret,
            SignIn::WrongClient => Self::UnknownClient { client, tenant },
            SignIn::WrongTenant => Self::UnknownTenant(tenant),
        }
    }

    fn facts(&self) -> (StatusCode, &'static str, u32) {
        match self {
            Self::MissingParameter(_) | Self::NotAForm => {
                (StatusCode::BAD_REQUEST, "invalid_request", 900_144)
            }
            Self::UnsupportedGrantType(_) => {
                (StatusCode::BAD_REQUEST, "unsupported_grant_type", 70003)
            }
            Self::WrongSecret => (StatusCode::UNAUTHORIZED, "invalid_client", 7_000_215),
            Self::ExpiredSecret(_) => (StatusCode::UNAUTHORIZED, "invalid_client", 7_000_222),
            Self::UnknownClient { .. } => (StatusCode::BAD_REQUEST, "unauthorized_client", 700_016),
            Self::UnknownTenant(_) => (StatusCode::BAD_REQUEST, "invalid_request", 90002),
            Self::UnknownResource(_) => (StatusCode::BAD_REQUEST, "invalid_resource", 500_011),
        }
    }
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let (status, error, code) = self.facts();
        let trace = Uuid::new_v4();
        let timestamp = dates::iso(OffsetDateTime::now_utc());
        let body = json!({
            "error": error,
            "error_description": format!("AADSTS{code}: {self} Trace ID: {trace} Timestamp: {timestamp}"),
            "error_codes": [code],
            "timestamp": timestamp,
            "trace_id": trace,
        });
        (status, Json(body)).into_response()
    }
}
