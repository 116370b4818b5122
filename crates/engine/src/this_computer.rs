//! The seam behind which the account "This computer" lies: the engine sees one more connection and nothing else.

use longshore_azure::Connection;
use longshore_model::Report;

/// How "This computer" is reached; whoever opens the engine provides it, and starts or finds the service.
#[async_trait::async_trait]
pub trait ThisComputer: Send + Sync {
    /// Where the service is now. Asked before the first use and again after a failure to reach it.
    ///
    /// # Errors
    /// Why the service could neither be found nor started.
    async fn endpoint(&self) -> Result<LocalEndpoint, Report>;
}

/// What is needed to use the embedded service.
#[derive(Debug, Clone)]
pub struct LocalEndpoint {
    /// How its identity, Batch and Blob services are reached.
    pub connection: Connection,
    /// Its pool.
    pub pool_id: String,
}
