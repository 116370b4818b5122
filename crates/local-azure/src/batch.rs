//! The Batch dialect: one account with one pool, `local`, whose one node is this computer.
//!
//! A request passes the [`envelope`], which knows who is asking and in which version, and reaches the file that is
//! named for its resource. What is stored, and the rules that go with it, are in [`store`].

mod body;
mod clock;
mod conditions;
mod envelope;
mod fault;
mod jobs;
mod listing;
mod nodes;
mod pools;
mod properties;
mod ranges;
mod reply;
pub(crate) mod store;
mod task_collection;
mod task_files;
mod tasks;
mod validate;
mod versions;

use std::sync::Arc;

use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{get, post},
};

use crate::state::State;
pub(crate) use fault::Fault;
pub(crate) use store::Store;

/// What handlers get of the service.
type Shared = axum::extract::State<Arc<State>>;

/// Everything below the Batch account's URL.
pub(crate) fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/jobs", get(jobs::list).post(jobs::add))
        .route(
            "/jobs/{job}",
            get(jobs::get)
                .patch(jobs::patch)
                .put(jobs::put)
                .delete(jobs::delete),
        )
        .route("/jobs/{job}/disable", post(jobs::disable))
        .route("/jobs/{job}/enable", post(jobs::enable))
        .route("/jobs/{job}/terminate", post(jobs::terminate))
        .route("/jobs/{job}/taskcounts", get(jobs::task_counts))
        .route("/jobs/{job}/tasks", get(tasks::list).post(tasks::add))
        .route("/jobs/{job}/addtaskcollection", post(task_collection::add))
        .route(
            "/jobs/{job}/tasks/{task}",
            get(tasks::get).put(tasks::put).delete(tasks::delete),
        )
        .route("/jobs/{job}/tasks/{task}/terminate", post(tasks::terminate))
        .route(
            "/jobs/{job}/tasks/{task}/reactivate",
            post(tasks::reactivate),
        )
        .route("/jobs/{job}/tasks/{task}/files", get(task_files::list))
        .route(
            "/jobs/{job}/tasks/{task}/files/{*path}",
            get(task_files::get)
                .head(task_files::head)
                .delete(task_files::delete),
        )
        .route("/pools", get(pools::list).post(pools::add))
        .route("/pools/{pool}", get(pools::get).head(pools::head))
        .route("/pools/{pool}/nodes", get(nodes::list))
        .route("/pools/{pool}/nodes/{node}", get(nodes::get))
        .route("/nodecounts", get(nodes::counts))
        .route("/supportedimages", get(pools::supported_images))
        .route("/applications", get(pools::applications))
        .method_not_allowed_fallback(envelope::not_implemented)
        .fallback(envelope::not_implemented)
        .layer(from_fn_with_state(Arc::clone(&state), envelope::wrap))
        .with_state(state)
}
