//! The Blob storage dialect.
//!
//! Path-style: `/<account>/<container>/<blob>`. A request is authenticated, its target and operation are found, and
//! one handler answers it; each file below holds one group of operations, and `store` what they work on.

mod access;
mod account;
mod blocks;
mod conditions;
mod containers;
mod delete;
mod download;
mod error;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod list;
mod properties;
mod range;
mod request;
mod respond;
mod roles;
mod store;
mod target;
mod upload;
mod versions;
mod xml;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State as Shared;
use axum::response::Response;
use http::{Method, Request};

pub(crate) use store::Store;

use crate::state::State;
use error::{BlobError, Code};
use request::Call;
use target::Target;

/// Everything below `/<account>`.
pub(crate) fn router(state: Arc<State>) -> Router {
    Router::new().fallback(answer).with_state(state)
}

async fn answer(Shared(state): Shared<Arc<State>>, request: Request<Body>) -> Response {
    let (parts, mut body) = request.into_parts();
    let is_head = parts.method == Method::HEAD;
    let echo = respond::Echo::of(&parts.headers);
    let answered = match Call::admit(state, parts) {
        Ok(call) => dispatch(&call, &mut body).await,
        Err(error) => Err(error),
    };
    let response = match answered {
        Ok(response) => response,
        Err(error) => {
            // Over HTTP/1 a client that is still sending does not read an answer before it is done.
            request::drain(&mut body).await;
            error.into_response(&echo, is_head)
        }
    };
    echo.onto(response)
}

async fn dispatch(call: &Call, body: &mut Body) -> Result<Response, BlobError> {
    request::refuse_unsupported(call)?;
    let (method, comp) = (call.method.as_str(), call.query.text("comp"));
    match (&call.target, call.query.text("restype")) {
        // Asked of the account or of anything in it, the answer is the same.
        (_, "account") => match (method, comp) {
            ("GET" | "HEAD", "properties") => account::information(call),
            _ => Err(Code::NotImplemented.into()),
        },
        (Target::Account, restype) => match (method, restype, comp) {
            ("GET", "", "list") => containers::list(call).await,
            ("GET", "service", "properties") => account::service_properties(call),
            ("POST", "service", "userdelegationkey") => {
                account::user_delegation_key(call, body).await
            }
            _ => Err(Code::NotImplemented.into()),
        },
        (Target::Container { container }, _) => match (method, comp) {
            ("PUT", "") => containers::create(call, container).await,
            ("GET" | "HEAD", "" | "metadata") => containers::properties(call, container).await,
            ("PUT", "metadata") => containers::set_metadata(call, container).await,
            ("GET" | "HEAD", "acl") => containers::access_policy(call, container).await,
            ("DELETE", "") => containers::delete(call, container).await,
            ("GET", "list") => list::blobs(call, container).await,
            _ => Err(Code::NotImplemented.into()),
        },
        (Target::Blob { container, blob }, _) => {
            let at = store::Address::new(container, blob);
            match (method, comp) {
                ("PUT", "") => upload::put_blob(call, at, body).await,
                ("PUT", "block") => blocks::put_block(call, at, body).await,
                ("PUT", "blocklist") => blocks::put_block_list(call, at, body).await,
                ("GET", "blocklist") => blocks::get_block_list(call, at).await,
                ("GET", "") => download::get(call, at).await,
                ("HEAD", "") => properties::head(call, at).await,
                ("GET" | "HEAD", "metadata") => properties::metadata(call, at).await,
                ("PUT", "metadata") => properties::set_metadata(call, at).await,
                ("PUT", "properties") => properties::set_http_headers(call, at).await,
                ("DELETE", "") => delete::blob(call, at).await,
                _ => Err(Code::NotImplemented.into()),
            }
        }
    }
}
