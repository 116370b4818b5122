//! How an account is, in a few words and a colour.

use longshore_model::{
    UnixMillis,
    account::{AccountKind, AccountStatus, AccountView, SecretState},
};

use crate::{components::Tone, words::t};

/// What is known of an account's service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Standing {
    /// It was not asked since the window opened.
    #[default]
    NotChecked,
    /// It is being asked.
    Checking,
    /// What it answered, and when.
    Known {
        /// The answer.
        status: AccountStatus,
        /// The moment.
        at: UnixMillis,
    },
}

/// The words beside an account's dot, and the dot's colour.
pub fn words(account: &AccountView, standing: &Standing) -> (Tone, String) {
    match account.secret {
        SecretState::Missing => return (Tone::Warn, t!("account-secret-missing").into()),
        SecretState::Locked => return (Tone::Warn, t!("account-keyring-locked").into()),
        SecretState::NotNeeded | SecretState::InKeyring | SecretState::ThisSession => {}
    }
    let ready = match account.kind {
        AccountKind::ThisComputer => t!("account-ready"),
        AccountKind::Azure => t!("account-connected"),
    };
    match standing {
        Standing::NotChecked => (Tone::Wait, t!("account-not-checked").into()),
        Standing::Checking => (Tone::Wait, t!("account-checking").into()),
        Standing::Known {
            status: AccountStatus::NeedsAttention { .. },
            ..
        } => (Tone::Warn, t!("account-needs-attention").into()),
        Standing::Known {
            status: AccountStatus::Ready { slots, nodes },
            ..
        } => {
            let room = match (account.kind, slots, nodes) {
                (AccountKind::Azure, _, Some(nodes)) => t!("count-nodes", count = *nodes),
                (_, Some(slots), _) => t!("account-slots", count = *slots),
                _ => return (Tone::Ok, ready.into()),
            };
            (Tone::Ok, format!("{ready} · {room}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use longshore_model::{Code, Report, settings::ExecutorSettings};

    use super::*;

    fn account(kind: AccountKind, secret: SecretState) -> AccountView {
        AccountView {
            name: "a".into(),
            kind,
            active: true,
            secret,
            registry_password: SecretState::NotNeeded,
            settings: ExecutorSettings::default(),
        }
    }

    fn known(status: AccountStatus) -> Standing {
        Standing::Known { status, at: 0 }
    }

    #[test]
    fn an_account_is_told_by_what_its_service_last_answered() {
        let here = account(AccountKind::ThisComputer, SecretState::NotNeeded);
        let azure = account(AccountKind::Azure, SecretState::InKeyring);
        let ready = |slots, nodes| known(AccountStatus::Ready { slots, nodes });
        let report = Report::new(Code::SignIn, "The secret has expired.", "Make a new one.");
        let cases = [
            (&here, ready(Some(2), Some(1)), Tone::Ok, "Ready · 2 slots"),
            (
                &azure,
                ready(Some(32), Some(8)),
                Tone::Ok,
                "Connected · 8 nodes",
            ),
            (&azure, ready(None, None), Tone::Ok, "Connected"),
            (&azure, Standing::NotChecked, Tone::Wait, "Not checked"),
            (
                &azure,
                known(AccountStatus::NeedsAttention { report }),
                Tone::Warn,
                "Needs attention",
            ),
        ];
        for (account, standing, tone, text) in cases {
            assert_eq!(words(account, &standing), (tone, text.to_owned()));
        }
    }

    #[test]
    fn an_account_without_its_secret_says_so_whatever_its_service_answered() {
        let azure = account(AccountKind::Azure, SecretState::Missing);
        let ready = known(AccountStatus::Ready {
            slots: None,
            nodes: None,
        });
        assert_eq!(words(&azure, &ready), (Tone::Warn, "Secret missing".into()));
    }
}
