//! The words for what the model enumerates. Its own are English, and the command line's.

use longshore_model::{
    check::Check,
    job::JobState,
    pool::PoolAllocation,
    settings::{Cloud, CredentialKind, Runner, SettingKey},
    task::TaskState,
};

use super::{t, word};

/// Where a job is.
pub fn job_state(state: JobState) -> &'static str {
    match state {
        JobState::Staging => t!("job-state-staging"),
        JobState::Submitting => t!("job-state-submitting"),
        JobState::Queued => t!("job-state-queued"),
        JobState::Running => t!("job-state-running"),
        JobState::Cancelling => t!("job-state-cancelling"),
        JobState::NeedsAttention => t!("job-state-needs-attention"),
        JobState::Succeeded => t!("job-state-succeeded"),
        JobState::Failed => t!("job-state-failed"),
        JobState::Cancelled => t!("job-state-cancelled"),
    }
}

/// Where a task is.
pub fn task_state(state: TaskState) -> &'static str {
    match state {
        TaskState::Waiting => t!("task-state-waiting"),
        TaskState::Running => t!("task-state-running"),
        TaskState::Retrieving => t!("task-state-retrieving"),
        TaskState::Succeeded => t!("task-state-succeeded"),
        TaskState::Failed => t!("task-state-failed"),
        TaskState::Cancelled => t!("task-state-cancelled"),
    }
}

/// A setting.
pub fn setting(key: SettingKey) -> &'static str {
    word(&setting_id(key))
}

/// A line of help for a setting.
pub fn setting_help(key: SettingKey) -> &'static str {
    word(&format!("{}-help", setting_id(key)))
}

fn setting_id(key: SettingKey) -> String {
    format!("setting-key-{}", key.name().replace('_', "-"))
}

/// How an account signs in.
pub fn credential(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::ClientSecret => t!("credential-client-secret"),
        CredentialKind::ClientCertificate => t!("credential-client-certificate"),
        CredentialKind::AzureCli => t!("credential-azure-cli"),
        CredentialKind::ManagedIdentity => t!("credential-managed-identity"),
        CredentialKind::WorkloadIdentity => t!("credential-workload-identity"),
        CredentialKind::Environment => t!("credential-environment"),
    }
}

/// A line of help for a way to sign in.
pub fn credential_help(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::ClientSecret => t!("credential-client-secret-help"),
        CredentialKind::ClientCertificate => t!("credential-client-certificate-help"),
        CredentialKind::AzureCli => t!("credential-azure-cli-help"),
        CredentialKind::ManagedIdentity => t!("credential-managed-identity-help"),
        CredentialKind::WorkloadIdentity => t!("credential-workload-identity-help"),
        CredentialKind::Environment => t!("credential-environment-help"),
    }
}

/// One of Microsoft's clouds.
pub fn cloud(cloud: Cloud) -> &'static str {
    match cloud {
        Cloud::Public => t!("cloud-public"),
        Cloud::UsGovernment => t!("cloud-us-government"),
        Cloud::China => t!("cloud-china"),
    }
}

/// Which program runs a payload.
pub fn runner(runner: Runner) -> &'static str {
    match runner {
        Runner::Bundled => t!("runner-bundled"),
        Runner::Image => t!("runner-image"),
    }
}

/// A line of help for a runner.
pub fn runner_help(runner: Runner) -> &'static str {
    match runner {
        Runner::Bundled => t!("runner-bundled-help"),
        Runner::Image => t!("runner-image-help"),
    }
}

/// Whether a pool's size is changing.
pub fn pool_allocation(allocation: PoolAllocation) -> &'static str {
    match allocation {
        PoolAllocation::Steady => t!("pool-allocation-steady"),
        PoolAllocation::Resizing => t!("pool-allocation-resizing"),
        PoolAllocation::Stopping => t!("pool-allocation-stopping"),
        PoolAllocation::Unknown => t!("pool-allocation-unknown"),
    }
}

/// What is looked at to check an account.
pub fn check(check: Check) -> &'static str {
    match check {
        Check::Settings => t!("check-settings"),
        Check::SignIn => t!("check-sign-in"),
        Check::Batch => t!("check-batch"),
        Check::Clock => t!("check-clock"),
        Check::Pool => t!("check-pool"),
        Check::Nodes => t!("check-nodes"),
        Check::Containers => t!("check-containers"),
        Check::Jobs => t!("check-jobs"),
        Check::Storage => t!("check-storage"),
        Check::Blobs => t!("check-blobs"),
        Check::NodeAccess => t!("check-node-access"),
    }
}

#[cfg(test)]
mod tests {
    use longshore_model::preferences::Language;

    use super::*;
    use crate::words::speak;

    /// What the model calls each, with what the window does.
    fn all() -> Vec<(&'static str, &'static str)> {
        const ALLOCATIONS: [PoolAllocation; 4] = [
            PoolAllocation::Steady,
            PoolAllocation::Resizing,
            PoolAllocation::Stopping,
            PoolAllocation::Unknown,
        ];
        let mut all = Vec::new();
        all.extend(JobState::ALL.map(|state| (state.label(), job_state(state))));
        all.extend(TaskState::ALL.map(|state| (state.label(), task_state(state))));
        all.extend(SettingKey::ALL.map(|key| (key.label(), setting(key))));
        all.extend(SettingKey::ALL.map(|key| (key.help(), setting_help(key))));
        all.extend(CredentialKind::ALL.map(|kind| (kind.label(), credential(kind))));
        all.extend(CredentialKind::ALL.map(|kind| (kind.help(), credential_help(kind))));
        all.extend(Cloud::ALL.map(|at| (at.label(), cloud(at))));
        all.extend(Runner::ALL.map(|kind| (kind.label(), runner(kind))));
        all.extend(Runner::ALL.map(|kind| (kind.help(), runner_help(kind))));
        all.extend(ALLOCATIONS.map(|is| (is.label(), pool_allocation(is))));
        all.extend(Check::ALL.map(|line| (line.title(), check(line))));
        all
    }

    #[test]
    fn the_english_words_are_those_of_the_command_line() {
        speak(Language::English, "");
        for (model, window) in all() {
            assert_eq!(window, model);
        }
    }

    #[test]
    fn every_one_has_a_word_in_german() {
        speak(Language::English, "");
        let english = all();
        speak(Language::German, "");
        let same: Vec<_> = english
            .iter()
            .zip(all())
            .filter(|((_, english), (_, german))| english == german)
            .map(|((_, english), _)| *english)
            .collect();
        // What both languages call alike.
        assert_eq!(
            same,
            ["Pool", "Runner", "Registry", "China", "Pool", "Blobs"]
        );
    }
}
