//! The executor: it inspects payloads, stages them, submits them to Azure Batch, watches them, brings the results home
//! and remembers all of it.
//!
//! [`Engine`] is the whole of it, for a screen and a command line alike. It knows neither: what happens is told by
//! [`events`](Engine::events), what went wrong by a [`Report`](longshore_model::Report).
//!
//! What it never does: run a payload, ask whether an account is local, show or write down a secret, or keep in memory
//! what grows with the size of a payload, a log or a job.

mod accounts;
mod check;
mod diagnosis;
mod engine;
mod error;
mod events;
mod files;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod history;
mod home;
pub mod inspect;
mod leftovers;
mod life;
mod logs;
mod names;
mod pools;
mod preferences;
mod presets;
pub mod preview;
mod results;
mod retention;
mod retrieval;
mod sample;
mod secrets;
mod staging;
mod submission;
mod submission_request;
mod this_computer;
mod watching;

pub use accounts::NewSecrets;
pub use diagnosis::{Diagnosis, Part};
pub use engine::{Engine, Pace};
pub use home::Home;
pub use life::Pauses;
pub use longshore_azure::{Connection, Credential};
pub use secrecy::SecretString;
pub use secrets::Secrets;
pub use submission_request::Submission;
pub use this_computer::{LocalEndpoint, ThisComputer};
pub use url::Url;
