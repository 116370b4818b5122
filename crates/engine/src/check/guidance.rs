//! What to do, and where to read more. Role names and their rights: Azure's built-in roles.

use longshore_model::{Code, Report};

pub(super) const SETUP: &str =
    "https://learn.microsoft.com/azure/batch/batch-account-create-portal";
pub(super) const SIGN_IN: &str =
    "https://learn.microsoft.com/entra/identity-platform/reference-error-codes";
pub(super) const POOLS: &str = "https://learn.microsoft.com/azure/batch/nodes-and-pools";
pub(super) const CONTAINERS: &str =
    "https://learn.microsoft.com/azure/batch/batch-docker-container-workloads";
pub(super) const QUOTA: &str = "https://learn.microsoft.com/azure/batch/batch-quota-limit";
pub(super) const CLOCK: &str =
    "https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas";

/// A role that gives a right.
pub(super) struct Role {
    name: &'static str,
    scope: &'static str,
    gives: &'static str,
    pub(super) link: &'static str,
}

/// Jobs and tasks, and reading pools.
pub(super) const JOBS: Role = Role {
    name: "Azure Batch Job Submitter",
    scope: "the Batch account",
    gives: "make and watch jobs",
    link: "https://learn.microsoft.com/azure/batch/batch-role-based-access-control",
};

/// Containers and blobs.
pub(super) const BLOBS: Role = Role {
    name: "Storage Blob Data Contributor",
    scope: "the storage account",
    gives: "write and read blobs",
    link: "https://learn.microsoft.com/azure/storage/blobs/assign-azure-role-data-access",
};

/// The key that signs the nodes' access. The role for blobs gives it too, but only when it is held for the whole account.
pub(super) const DELEGATION: Role = Role {
    name: "Storage Blob Delegator",
    scope: "the storage account",
    gives: "sign the nodes' access to blobs",
    link: "https://learn.microsoft.com/rest/api/storageservices/get-user-delegation-key",
};

impl Role {
    pub(super) fn missing(&self) -> Report {
        linked(
            Report::new(
                Code::NotAllowed,
                format!("The account has no right to {}.", self.gives),
                format!(
                    "Give it the role {} on {}. A new role counts after up to ten minutes.",
                    self.name, self.scope
                ),
            ),
            self.link,
        )
    }
}

/// The report with the address of a page about it, unless it has a better one already.
pub(super) fn linked(mut report: Report, link: &str) -> Report {
    report.docs_url.get_or_insert_with(|| link.to_owned());
    report
}
