//! Accounts and how their services are.

use std::collections::HashMap;

use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    Report, UnixMillis,
    account::{AccountKind, AccountStatus, AccountView, ImportedAccount},
    command::{AccountStatusGet, AccountsGet, ActivateAccount},
};

use super::{account_form::AccountForm, standing::Standing, toasts::Toasts};
use crate::{backend::call, browser};

/// What was typed into an account's form and is not saved. It holds a secret: it has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Unsaved {
    /// The form.
    pub form: AccountForm,
    /// The secret, where one was typed.
    pub secret: Option<String>,
    /// The registry's password, where one was typed.
    pub password: Option<String>,
}

/// All accounts.
#[derive(Debug, Clone, Copy)]
pub struct Accounts {
    /// "This computer" first; empty until they have come.
    pub list: RwSignal<Vec<AccountView>>,
    /// Why they did not come.
    pub problem: RwSignal<Option<Report>>,
    /// What is known of their services, by name.
    pub standings: RwSignal<HashMap<String, Standing>>,
    /// The one on screen; an empty name is one that is being added.
    pub shown: RwSignal<Option<String>>,
    /// Forms that were left before they were saved, by the account's name; the empty name is the one being added.
    pub unsaved: RwSignal<HashMap<String, Unsaved>>,
    /// How many accounts were imported: a form that is on screen already gives way to the next.
    pub imports: RwSignal<u32>,
    toasts: Toasts,
}

impl Accounts {
    /// None yet.
    pub fn new(toasts: Toasts) -> Self {
        Self {
            list: RwSignal::new(Vec::new()),
            problem: RwSignal::new(None),
            standings: RwSignal::new(HashMap::new()),
            shown: RwSignal::new(None),
            unsaved: RwSignal::new(HashMap::new()),
            imports: RwSignal::new(0),
            toasts,
        }
    }

    /// The one new jobs go to.
    pub fn active(self) -> Option<AccountView> {
        self.list
            .with(|list| list.iter().find(|account| account.active).cloned())
    }

    /// The one of that name.
    pub fn named(self, name: &str) -> Option<AccountView> {
        self.list
            .with(|list| list.iter().find(|account| account.name == name).cloned())
    }

    /// What is known of an account's service.
    pub fn standing(self, account: &AccountView) -> Standing {
        self.standings
            .with(|known| known.get(&account.name).cloned())
            .unwrap_or_default()
    }

    /// Asks for the accounts, and how the active one is.
    pub fn load(self) {
        spawn_local(async move {
            match call(AccountsGet {}).await {
                Ok(list) => {
                    let names: Vec<_> = list
                        .iter()
                        .filter(|account| {
                            account.active || account.kind == AccountKind::ThisComputer
                        })
                        .map(|account| account.name.clone())
                        .collect();
                    self.standings.update(|known| {
                        known.retain(|name, _| list.iter().any(|a| a.name == *name))
                    });
                    self.unsaved.update(|unsaved| {
                        unsaved.retain(|name, _| {
                            name.is_empty() || list.iter().any(|a| a.name == *name)
                        });
                    });
                    self.list.set(list);
                    self.problem.set(None);
                    for name in names {
                        let known = self.standings.with_untracked(|s| s.contains_key(&name));
                        if !known {
                            self.check(name);
                        }
                    }
                }
                Err(report) => self.problem.set(Some(report)),
            }
        });
    }

    /// Asks an account's service how it is.
    pub fn check(self, name: String) {
        self.standings.update(|known| {
            known.insert(name.clone(), Standing::Checking);
        });
        spawn_local(async move {
            let status = call(AccountStatusGet { name: name.clone() }).await;
            let status = status.unwrap_or_else(|report| AccountStatus::NeedsAttention { report });
            self.standings.update(|known| {
                known.insert(
                    name,
                    Standing::Known {
                        status,
                        at: browser::now(),
                    },
                );
            });
        });
    }

    /// Forgets what was known of a service: its account has changed.
    pub fn forget_standing(self, name: &str) {
        self.standings.update(|known| {
            known.remove(name);
        });
    }

    /// Keeps what was typed into an account's form; nothing when it is saved or given up.
    pub fn keep_unsaved(self, name: &str, typed: Option<Unsaved>) {
        if self
            .unsaved
            .with_untracked(|all| all.get(name) == typed.as_ref())
        {
            return;
        }
        self.unsaved.update(|all| match typed {
            Some(typed) => drop(all.insert(name.to_owned(), typed)),
            None => drop(all.remove(name)),
        });
    }

    /// Shows the form of a new account with what was imported in it.
    pub fn start_from(self, imported: ImportedAccount) {
        let form = AccountForm::imported(imported);
        self.keep_unsaved(
            "",
            Some(Unsaved {
                form,
                secret: None,
                password: None,
            }),
        );
        self.shown.set(Some(String::new()));
        self.imports.update(|imports| *imports += 1);
    }

    /// Shows a saved account before the list is asked for again; `replaces` is the name it had.
    pub fn put(self, account: AccountView, replaces: Option<&str>) {
        self.list.update(|list| {
            match list
                .iter_mut()
                .find(|known| Some(known.name.as_str()) == replaces)
            {
                Some(known) => *known = account,
                None => list.push(account),
            }
        });
    }

    /// Makes an account the one new jobs go to.
    pub fn activate(self, name: String) {
        spawn_local(async move {
            match call(ActivateAccount { name: name.clone() }).await {
                Ok(()) => {
                    self.list.update(|list| {
                        for account in list {
                            account.active = account.name == name;
                        }
                    });
                    self.load();
                }
                Err(report) => self.toasts.report(&report),
            }
        });
    }
}

/// When a service was last asked.
pub fn asked_at(standing: &Standing) -> Option<UnixMillis> {
    match standing {
        Standing::Known { at, .. } => Some(*at),
        Standing::NotChecked | Standing::Checking => None,
    }
}
