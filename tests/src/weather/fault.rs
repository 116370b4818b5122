//! What befalls requests.

use serde_json::{Value, json};

use super::Kind;

/// What befalls a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The connection ends before the service has done anything.
    ResetBefore,
    /// The connection ends when the service has done its part.
    ResetAfter,
    /// Nothing is done, and no answer comes, for as long as it is waited for.
    StalledBefore,
    /// It is done, and no answer comes.
    StalledAfter,
    /// The answer's body comes a few bytes at a time.
    Slow,
    /// The connection ends in the body of the answer.
    Cut,
    /// A byte of the body is another.
    Spoiled,
    /// The body ends early, as if that were all.
    Truncated,
    /// A proxy's own page comes in place of the answer, as a success.
    Page,
    /// The same page, as "not found".
    PageNotFound,
    /// 429 without a word about when.
    TooMany,
    /// 429 that asks for a second.
    TooManyWithWish,
    /// 500.
    Broken,
    /// 503 without a word about when.
    Busy,
    /// 503 that asks for a second.
    BusyWithWish,
    /// 401, although the token is good for long.
    TokenRefused,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::ResetBefore,
        Self::Page,
        Self::StalledAfter,
        Self::Spoiled,
        Self::TooMany,
        Self::Truncated,
        Self::ResetAfter,
        Self::Slow,
        Self::Broken,
        Self::PageNotFound,
        Self::Cut,
        Self::BusyWithWish,
        Self::TokenRefused,
        Self::StalledBefore,
        Self::Busy,
        Self::TooManyWithWish,
    ];

    /// What a rule says for it.
    pub(super) fn add_to(self, rule: &mut Value, kind: Kind) {
        let (name, value) = match self {
            Self::ResetBefore => ("drop", json!("before")),
            Self::ResetAfter => ("drop", json!("after")),
            Self::StalledBefore => ("hold", json!("before")),
            Self::StalledAfter => ("hold", json!("after")),
            // The list of all containers is long when many cells were played.
            Self::Slow if kind == Kind::ContainerList => ("bytesPerSecond", json!(5_000)),
            Self::Slow => ("bytesPerSecond", json!(400)),
            Self::Cut => ("cutAfterBytes", json!(5)),
            Self::Spoiled => ("spoilByte", json!(3)),
            Self::Truncated => ("keepBytes", json!(9)),
            Self::Page => ("page", json!(200)),
            Self::PageNotFound => ("page", json!(404)),
            Self::TooMany => ("answer", said(429, "TooManyRequests", None)),
            Self::TooManyWithWish => ("answer", said(429, "TooManyRequests", Some(1))),
            Self::Broken => ("answer", said(500, "InternalError", None)),
            Self::Busy => ("answer", said(503, "ServerBusy", None)),
            Self::BusyWithWish => ("answer", said(503, "ServerBusy", Some(1))),
            Self::TokenRefused => ("answer", said(401, "AuthenticationFailed", None)),
        };
        rule[name] = value;
    }

    /// Whether it is one of the bodies of answers.
    pub(super) fn is_of_bodies(self) -> bool {
        matches!(
            self,
            Self::Slow | Self::Cut | Self::Spoiled | Self::Truncated
        )
    }

    /// Whether requests of a kind can meet it.
    pub(super) fn befalls(self, kind: Kind) -> bool {
        match self {
            // Part of an output that still grows has no hash: it is shown as it comes, and fetched whole at the end.
            Self::Spoiled if kind == Kind::FileGet => false,
            _ if self.is_of_bodies() => kind.is_read(),
            // The token itself is asked for with a secret.
            Self::TokenRefused => kind != Kind::Token,
            _ => true,
        }
    }

    /// Whether a request that met it cannot have been the only one.
    pub(super) fn must_be_asked_again(self, kind: Kind) -> bool {
        // Blocks that an earlier upload has left are a help that can be done without; part of an output is one too.
        self != Self::Slow && !matches!(kind, Kind::BlockListGet | Kind::FileGet)
    }
}

fn said(status: u16, code: &str, wish: Option<u32>) -> Value {
    let mut answer = json!({"status": status, "code": code});
    if let Some(seconds) = wish {
        answer["retryAfter"] = seconds.into();
    }
    answer
}
