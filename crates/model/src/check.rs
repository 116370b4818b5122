//! "Check account": what was tried on an account's services, one line each.

use serde::{Deserialize, Serialize};

use crate::Report;

/// What is looked at, in the order in which it is: each needs those before it of the same service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The settings themselves.
    Settings,
    /// Microsoft Entra ID gives a token.
    SignIn,
    /// The Batch account answers, and lets its jobs be read.
    Batch,
    /// This computer's clock and the service's agree.
    Clock,
    /// The pool is there and in use.
    Pool,
    /// It has nodes, or will get some.
    Nodes,
    /// It runs containers if, and only if, an image is set.
    Containers,
    /// A job can be made in it: right and quota.
    Jobs,
    /// A container can be made in the storage account.
    Storage,
    /// A blob can be written, read and deleted.
    Blobs,
    /// Access for the nodes can be signed.
    NodeAccess,
}

impl Check {
    /// All of them, in order.
    pub const ALL: [Self; 11] = [
        Self::Settings,
        Self::SignIn,
        Self::Batch,
        Self::Clock,
        Self::Pool,
        Self::Nodes,
        Self::Containers,
        Self::Jobs,
        Self::Storage,
        Self::Blobs,
        Self::NodeAccess,
    ];

    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Settings => "Settings",
            Self::SignIn => "Sign-in",
            Self::Batch => "Batch account",
            Self::Clock => "Clock",
            Self::Pool => "Pool",
            Self::Nodes => "Nodes",
            Self::Containers => "Containers",
            Self::Jobs => "New jobs",
            Self::Storage => "Storage account",
            Self::Blobs => "Blobs",
            Self::NodeAccess => "Node access",
        }
    }
}

/// How one of them went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum CheckOutcome {
    /// Well.
    Passed {
        /// What was seen.
        detail: String,
    },
    /// Not well.
    Failed {
        /// What is wrong, what to do, and where to read more.
        report: Report,
    },
    /// Not tried.
    Skipped {
        /// The line that failed, without which this one says nothing.
        because: Check,
    },
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckLine {
    /// What was looked at.
    pub check: Check,
    /// How it went.
    #[serde(flatten)]
    pub outcome: CheckOutcome,
}

/// The whole list, in the order of [`Check::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountCheck {
    /// The account.
    pub account: String,
    /// A line for each check.
    pub lines: Vec<CheckLine>,
}

impl AccountCheck {
    /// Whether nothing failed.
    pub fn passed(&self) -> bool {
        self.lines
            .iter()
            .all(|line| matches!(line.outcome, CheckOutcome::Passed { .. }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_with_a_skipped_line_has_not_passed() {
        let line = |check, outcome| CheckLine { check, outcome };
        let detail = String::new();
        let passed = line(Check::Settings, CheckOutcome::Passed { detail });
        let because = Check::SignIn;
        let skipped = line(Check::Batch, CheckOutcome::Skipped { because });
        let list = |lines| AccountCheck {
            account: "a".into(),
            lines,
        };
        assert!(list(vec![passed.clone()]).passed());
        assert!(!list(vec![passed, skipped]).passed());
    }
}
