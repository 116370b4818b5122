//! "Check account": tries everything a job will need of an account's services, and undoes what it did.

mod batch;
mod guidance;
mod storage;

use std::sync::Arc;

use longshore_batch_api::pool::Pool;
use longshore_model::{
    Code, Report,
    check::{AccountCheck, Check, CheckLine, CheckOutcome},
    settings::SettingKey,
};
use ulid::Ulid;

use crate::{
    accounts::{Account, Accounts, Reached},
    error::{Error, Result},
};

use guidance::linked;

/// Looks at everything. What is wrong is an answer, not an error; only an unknown account is one.
pub(crate) async fn check(accounts: &Accounts, name: &str) -> Result<AccountCheck> {
    let account = accounts.find(Some(name)).await?;
    let mut list = List::default();
    if list.add(Check::Settings, settings(&account)).is_some()
        && let Some(reached) = list.add(Check::SignIn, sign_in(accounts, &account).await)
    {
        let password = accounts.registry_password(&account.name).await?;
        let pool = batch::check(&mut list, &reached, &account, password.is_some()).await;
        let identity = account.settings.node_identity.as_str();
        storage::check(&mut list, &reached.azure, identity, pool.as_ref()).await;
    }
    let lines = list.complete();
    for line in &lines {
        if let CheckOutcome::Failed { report } = &line.outcome {
            let (account, check) = (&account.name, line.check.title());
            tracing::warn!(account, check, title = report.title, "a check failed");
        }
    }
    Ok(AccountCheck {
        account: account.name,
        lines,
    })
}

fn settings(account: &Account) -> Finding<()> {
    match account.problem() {
        None => Ok(((), "complete".to_owned())),
        Some(error) => Err(linked(
            Report::new(
                Code::BadInput,
                format!("{}: {}", SettingKey::label(error.key), error.message),
                "Correct it under Accounts.",
            ),
            guidance::SETUP,
        )),
    }
}

/// With clients of its own: a token that was kept would hide that the secret is no longer good.
async fn sign_in(accounts: &Accounts, account: &Account) -> Finding<Arc<Reached>> {
    let signed_in = async {
        let reached = accounts.reach_anew(&account.name).await?;
        reached.azure.sign_in().await?;
        Ok::<_, Error>(reached)
    };
    match signed_in.await {
        Ok(reached) => Ok((reached, "a token was given".to_owned())),
        Err(error) => Err(linked(Report::from(error), guidance::SIGN_IN)),
    }
}

/// Whether a pool and an image agree.
pub(crate) fn containers(pool: &Pool, image: &str) -> std::result::Result<(), Report> {
    batch::pool::containers(pool, image).map(|((), _)| ())
}

/// What one check found: what later ones need, with a few words about it; or what is wrong.
type Finding<T> = std::result::Result<(T, String), Report>;

/// A name for something that is made and taken away again.
fn passing_name() -> String {
    format!(
        "longshore-check-{}",
        Ulid::generate().to_string().to_lowercase()
    )
}

/// The lines so far.
#[derive(Default)]
struct List {
    lines: Vec<CheckLine>,
}

impl List {
    /// Adds a line; answers what the check found, if it passed.
    fn add<T>(&mut self, check: Check, finding: Finding<T>) -> Option<T> {
        let (found, outcome) = match finding {
            Ok((found, detail)) => (Some(found), CheckOutcome::Passed { detail }),
            Err(report) => (None, CheckOutcome::Failed { report }),
        };
        self.lines.push(CheckLine { check, outcome });
        found
    }

    /// Adds a line that says nothing, because of what another one found.
    fn skip(&mut self, check: Check, because: Check) {
        let outcome = CheckOutcome::Skipped { because };
        self.lines.push(CheckLine { check, outcome });
    }

    /// All lines in order; what was not tried is skipped because of what failed before it.
    fn complete(self) -> Vec<CheckLine> {
        let line = |check| {
            let there = self.lines.iter().find(|line| line.check == check);
            there.cloned().unwrap_or_else(|| CheckLine {
                check,
                outcome: CheckOutcome::Skipped {
                    because: self.failed_before(check),
                },
            })
        };
        Check::ALL.into_iter().map(line).collect()
    }

    fn failed_before(&self, check: Check) -> Check {
        let mut needed = needs(check);
        while !self.lines.iter().any(|line| line.check == needed) && needed != needs(needed) {
            needed = needs(needed);
        }
        needed
    }
}

/// The check without which another one says nothing.
const fn needs(check: Check) -> Check {
    match check {
        Check::Settings | Check::SignIn => Check::Settings,
        Check::Batch | Check::Storage | Check::NodeAccess => Check::SignIn,
        Check::Clock | Check::Pool => Check::Batch,
        Check::Nodes | Check::Containers | Check::Jobs => Check::Pool,
        Check::Blobs => Check::Storage,
    }
}

/// The report of a request that failed; a missing right is told by the name of the role that gives it.
fn refused(error: longshore_azure::Error, role: &guidance::Role) -> Report {
    use longshore_azure::ErrorKind;
    if matches!(error.kind(), ErrorKind::Refused { status: 403, .. }) {
        return crate::error::of_request(role.missing(), &error);
    }
    linked(Report::from(Error::from(error)), role.link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_tried_names_the_line_that_failed() {
        let mut list = List::default();
        let fine = || Ok(((), String::new()));
        list.add(Check::Settings, fine());
        list.add(Check::SignIn, fine());
        list.add::<()>(Check::Batch, Err(Report::new(Code::NotAllowed, "no", "")));
        list.add(Check::Storage, fine());
        list.add(Check::Blobs, fine());
        list.add(Check::NodeAccess, fine());
        let skipped: Vec<_> = list
            .complete()
            .into_iter()
            .filter_map(|line| match line.outcome {
                CheckOutcome::Skipped { because } => Some((line.check, because)),
                _ => None,
            })
            .collect();
        let batch = Check::Batch;
        assert_eq!(
            skipped,
            [
                (Check::Clock, batch),
                (Check::Pool, batch),
                (Check::Nodes, batch),
                (Check::Containers, batch),
                (Check::Jobs, batch)
            ]
        );
    }

    #[test]
    fn everything_waits_for_correct_settings() {
        let mut list = List::default();
        list.add::<()>(Check::Settings, Err(Report::new(Code::BadInput, "no", "")));
        let lines = list.complete();
        assert_eq!(lines.len(), Check::ALL.len());
        for line in &lines[1..] {
            let because = Check::Settings;
            assert_eq!(line.outcome, CheckOutcome::Skipped { because });
        }
    }
}
