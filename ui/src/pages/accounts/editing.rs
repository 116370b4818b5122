use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    Report,
    account::{AccountDraft, AccountView, SecretInput},
    command::{DraftPoolsGet, RemoveAccount, SaveAccount},
};

use crate::{
    backend::call,
    browser,
    components::Tone,
    state::{State, account_form::AccountForm, accounts::Unsaved},
    words::t,
};

/// An account on its way from the form to the backend.
#[derive(Debug, Clone, Copy)]
pub struct Editing {
    /// The window's state.
    pub state: State,
    /// What is typed.
    pub form: RwSignal<AccountForm>,
    /// The secret that is typed; `None` while the one that is kept stays.
    pub secret: RwSignal<Option<String>>,
    /// The registry's password, likewise.
    pub password: RwSignal<Option<String>>,
    /// Why it was not saved.
    pub problem: RwSignal<Option<Report>>,
    /// Whether it is being saved.
    pub saving: RwSignal<bool>,
}

impl Editing {
    /// An account that is kept, or a new one; with what was typed when its form was left before.
    pub fn of(state: State, account: Option<&AccountView>) -> Self {
        let name = account.map_or("", |account| &account.name);
        let unsaved = state
            .accounts
            .unsaved
            .with_untracked(|all| all.get(name).cloned());
        let (form, secret, password) = match unsaved {
            Some(unsaved) => (unsaved.form, unsaved.secret, unsaved.password),
            None => (
                account.map_or_else(AccountForm::blank, AccountForm::of),
                None,
                None,
            ),
        };
        Self {
            state,
            form: RwSignal::new(form),
            secret: RwSignal::new(secret),
            password: RwSignal::new(password),
            problem: RwSignal::new(None),
            saving: RwSignal::new(false),
        }
    }

    /// Keeps what is typed for when the form is left: another account, another page. To be called by the form.
    pub fn keep_typed(self) {
        Effect::new(move |_| {
            let (form, secret, password) =
                (self.form.get(), self.secret.get(), self.password.get());
            let name = form.replaces.clone().unwrap_or_default();
            let changed = form.touched() || secret.is_some() || password.is_some();
            let typed = changed.then_some(Unsaved {
                form,
                secret,
                password,
            });
            self.state.accounts.keep_unsaved(&name, typed);
        });
    }

    /// What asks for the pools of the account as it is typed.
    pub fn pools_query(self) -> DraftPoolsGet {
        let secret = self.secret.get_untracked().filter(|text| !text.is_empty());
        self.form.with_untracked(|form| DraftPoolsGet {
            settings: form.settings(),
            // What was typed counts before what was imported.
            imported: form.secret_ticket().filter(|_| secret.is_none()),
            secret: secret.map(SecretInput),
            account: form.replaces.clone(),
        })
    }

    /// Names that are taken.
    pub fn names(self) -> Vec<String> {
        self.state
            .accounts
            .list
            .with(|list| list.iter().map(|account| account.name.clone()).collect())
    }

    /// Goes back to what is kept, or to the list when nothing is.
    pub fn cancel(self) {
        self.problem.set(None);
        self.secret.set(None);
        self.password.set(None);
        let name = self.form.with_untracked(|form| form.replaces.clone());
        match name.and_then(|name| untrack(|| self.state.accounts.named(&name))) {
            Some(account) => self.form.set(AccountForm::of(&account)),
            None => {
                self.form.set(AccountForm::blank());
                self.state.accounts.keep_unsaved("", None);
                self.state.accounts.shown.set(None);
            }
        }
    }

    /// Saves when all is right; otherwise shows what is not, and goes there.
    pub fn save(self) {
        if self.saving.get_untracked() {
            return;
        }
        self.form.update(AccountForm::check_all);
        let others = untrack(|| self.names());
        let secret = self.secret.get_untracked().unwrap_or_default();
        let password = self.password.get_untracked().unwrap_or_default();
        let draft = self.form.with_untracked(|form| {
            let complete =
                form.secret_error(&secret).is_none() && form.password_error(&password).is_none();
            form.draft(&others).filter(|_| complete)
        });
        let Some(draft) = draft else {
            request_animation_frame(|| browser::focus(".account-form [aria-invalid=true]"));
            return;
        };
        self.saving.set(true);
        self.problem.set(None);
        let given = |text: String| (!text.is_empty()).then_some(SecretInput(text));
        self.send(draft, given(secret), given(password));
    }

    /// Removes the account of that name.
    pub fn remove(self, name: String) {
        let State {
            accounts, toasts, ..
        } = self.state;
        spawn_local(async move {
            match call(RemoveAccount { name: name.clone() }).await {
                Ok(()) => {
                    accounts.shown.set(None);
                    toasts.tell(Tone::Ok, t!("account-removed", name = name), None);
                    accounts.load();
                }
                Err(report) => toasts.report(&report),
            }
        });
    }

    fn send(
        self,
        draft: AccountDraft,
        secret: Option<SecretInput>,
        registry_password: Option<SecretInput>,
    ) {
        let State {
            accounts, toasts, ..
        } = self.state;
        let (replaces, imported) = self
            .form
            .with_untracked(|form| (form.replaces.clone(), form.secret_ticket()));
        spawn_local(async move {
            let reply = call(SaveAccount {
                draft,
                // What was typed counts before what was imported.
                imported: imported.filter(|_| secret.is_none()),
                secret,
                registry_password,
                replaces: replaces.clone(),
            })
            .await;
            // The form may have gone meanwhile: its own signals are set only if they are still there.
            self.saving.try_set(false);
            match reply {
                Ok(account) => {
                    toasts.tell(
                        Tone::Ok,
                        t!("account-saved", name = account.name.as_str()),
                        None,
                    );
                    accounts.forget_standing(&account.name);
                    accounts.keep_unsaved(replaces.as_deref().unwrap_or_default(), None);
                    accounts.put(account.clone(), replaces.as_deref());
                    self.form.try_set(AccountForm::of(&account));
                    self.secret.try_set(None);
                    self.password.try_set(None);
                    accounts.shown.set(Some(account.name.clone()));
                    accounts.load();
                    accounts.check(account.name);
                }
                Err(report) => {
                    self.problem.try_set(Some(report));
                }
            }
        });
    }
}
