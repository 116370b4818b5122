//! The submission in the making: files under review and how they shall run.

use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    Report,
    account::AccountView,
    command::{ChooseFiles, FileWords, Inspect, Sample, Submit},
    submit::SubmitRequest,
};

use super::{draft::Draft, run_form::RunForm};
use crate::{backend::call, words::t};

/// The submission in the making.
#[derive(Debug, Clone, Copy)]
pub struct Submission {
    /// Files under review.
    pub draft: RwSignal<Draft>,
    /// How they shall run.
    pub form: RwSignal<RunForm>,
    /// What went wrong last, until the next try.
    pub problem: RwSignal<Option<Report>>,
    /// Whether it is on its way.
    pub sending: RwSignal<bool>,
}

impl Submission {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            draft: RwSignal::new(Draft::default()),
            form: RwSignal::new(RunForm::default()),
            problem: RwSignal::new(None),
            sending: RwSignal::new(false),
        }
    }

    /// Reads files and lists them for review.
    pub fn add(self, paths: Vec<String>) {
        let Some(fresh) = self.draft.try_update(|draft| draft.add(paths)) else {
            return;
        };
        if fresh.is_empty() {
            return;
        }
        self.problem.set(None);
        spawn_local(async move {
            match call(Inspect {
                paths: fresh.clone(),
            })
            .await
            {
                Ok(reports) => self.draft.update(|draft| draft.inspected(&fresh, reports)),
                Err(report) => {
                    self.draft.update(|draft| draft.forget_unread(&fresh));
                    self.problem.set(Some(report));
                }
            }
        });
    }

    /// Lets the person choose files or folders.
    pub fn choose(self, folders: bool) {
        let title = if folders {
            t!("submit-dialog-folders")
        } else {
            t!("submit-dialog-files")
        };
        let words = FileWords {
            title: title.into(),
            kinds: t!("submit-dialog-payloads").into(),
            all: t!("submit-dialog-all").into(),
        };
        spawn_local(async move {
            match call(ChooseFiles { folders, words }).await {
                Ok(paths) => self.add(paths),
                Err(report) => self.problem.set(Some(report)),
            }
        });
    }

    /// Reads all listed files again: one of them has changed.
    pub fn read_again(self) {
        let paths = self
            .draft
            .with_untracked(|d| d.rows.iter().map(|row| row.path.clone()).collect());
        self.add(paths);
    }

    /// Takes a file out.
    pub fn remove(self, path: &str) {
        self.draft.update(|draft| draft.remove(path));
        if self.draft.with_untracked(|draft| draft.rows.is_empty()) {
            self.problem.set(None);
        }
    }

    /// Empties the list and what was typed.
    pub fn clear(self) {
        self.draft.set(Draft::default());
        self.form.set(RunForm::default());
        self.problem.set(None);
    }

    /// Puts a list and what was typed back; files that were added meanwhile stay.
    pub fn put_back(self, draft: Draft, form: RunForm) {
        let unread = draft.rows.iter().filter(|row| row.report.is_none());
        let mut paths: Vec<String> = unread.map(|row| row.path.clone()).collect();
        self.draft
            .with_untracked(|now| paths.extend(now.rows.iter().map(|row| row.path.clone())));
        self.draft.set(draft);
        self.form.set(form);
        self.add(paths);
    }

    /// Submits what is ready on that account; `then` gets the job's id.
    pub fn submit(self, account: &AccountView, then: impl FnOnce(String) + 'static) {
        let payloads = self.draft.with_untracked(Draft::references);
        let Some(overrides) = self
            .form
            .with_untracked(|form| form.overrides(&account.settings))
        else {
            return;
        };
        let request = SubmitRequest {
            account: Some(account.name.clone()),
            payloads,
            name: self.form.with_untracked(RunForm::name),
            overrides,
            open: false,
        };
        self.send(request, move |id| {
            self.clear();
            then(id);
        });
    }

    /// Submits the sample to the active account; `then` gets the job's id.
    pub fn run_sample(self, then: impl FnOnce(String) + 'static) {
        self.problem.set(None);
        self.sending.set(true);
        spawn_local(async move {
            match call(Sample {}).await {
                Ok(report) => {
                    let sha256 = report.payload().map(|payload| payload.sha256.clone());
                    let payloads = vec![longshore_model::submit::PayloadRef {
                        path: report.path,
                        sha256,
                    }];
                    let request = SubmitRequest {
                        account: None,
                        payloads,
                        name: None,
                        overrides: longshore_model::submit::Overrides::default(),
                        open: false,
                    };
                    self.send(request, then);
                }
                Err(report) => {
                    self.sending.set(false);
                    self.problem.set(Some(report));
                }
            }
        });
    }

    fn send(self, request: SubmitRequest, then: impl FnOnce(String) + 'static) {
        self.problem.set(None);
        self.sending.set(true);
        spawn_local(async move {
            let reply = call(Submit { request }).await;
            self.sending.set(false);
            match reply {
                Ok(id) => then(id),
                Err(report) => self.problem.set(Some(report)),
            }
        });
    }
}
