//! The layers, one rule a crate.

/// What one crate may depend on.
pub(super) struct Rule {
    pub(super) package: &'static str,
    /// The members it may use.
    pub(super) members: &'static [&'static str],
    /// The members that its tests alone may use besides.
    pub(super) in_tests: &'static [&'static str],
    /// The packages from a registry it may use.
    pub(super) outside: Outside,
    /// The reason, told when it is broken.
    pub(super) because: &'static str,
}

/// Packages from a registry.
#[derive(Clone, Copy)]
pub(super) enum Outside {
    /// These alone.
    Only(&'static [&'static str]),
    /// Any whose name does not begin so.
    AllBut(&'static [&'static str]),
}

/// Every member of the workspace has its place here.
pub(super) const RULES: &[Rule] = &[
    Rule {
        package: "longshore-model",
        members: &[],
        in_tests: &[],
        outside: Outside::Only(&["serde", "serde_json", "thiserror", "time", "url"]),
        because: "the model is data and its validation, and must compile for the front end",
    },
    Rule {
        package: "longshore-batch-api",
        members: &[],
        in_tests: &[],
        outside: Outside::AllBut(&["axum", "azure", "hyper", "reqwest", "tauri", "tokio"]),
        because: "the Batch dialect is types only, the same for client and service",
    },
    Rule {
        package: "longshore-azure",
        members: &["longshore-batch-api"],
        // Its tests start the service and speak to it as to any other: over the wire.
        in_tests: &["longshore-local-azure"],
        outside: Outside::AllBut(&["axum", "rusqlite", "tauri"]),
        because: "the clients know the wire and nothing of jobs kept, windows or the local service",
    },
    Rule {
        package: "longshore-engine",
        members: &["longshore-model", "longshore-batch-api", "longshore-azure"],
        // As with the clients: over the wire.
        in_tests: &["longshore-local-azure"],
        outside: Outside::AllBut(&["axum", "clap", "leptos", "tauri"]),
        because: "the engine has no screen, and meets the local service on the wire only",
    },
    Rule {
        package: "longshore-local-azure",
        members: &["longshore-batch-api"],
        in_tests: &[],
        outside: Outside::AllBut(&["azure", "clap", "leptos", "tauri"]),
        because: "the service shares no code with the clients it is tested by",
    },
    Rule {
        package: "longshore-host",
        members: &[
            "longshore-model",
            "longshore-engine",
            "longshore-local-azure",
        ],
        in_tests: &[],
        outside: Outside::AllBut(&["clap", "leptos", "tauri"]),
        because: "the host is what both programs share, so it has neither a screen nor a command line",
    },
    Rule {
        package: "longshore-cli",
        members: &[
            "longshore-model",
            "longshore-engine",
            "longshore-host",
            "longshore-local-azure",
        ],
        in_tests: &[],
        outside: Outside::AllBut(&["azure", "axum", "leptos", "reqwest", "rusqlite", "tauri"]),
        because: "the command line reaches Azure and the history through the engine",
    },
    Rule {
        package: "longshore-desktop",
        members: &["longshore-model", "longshore-engine", "longshore-host"],
        in_tests: &[],
        outside: Outside::AllBut(&["azure", "axum", "leptos", "reqwest", "rusqlite"]),
        because: "the shell is thin: window and commands, the work is the engine's",
    },
    Rule {
        package: "longshore-python",
        members: &["longshore-model", "longshore-engine", "longshore-host"],
        in_tests: &[],
        outside: Outside::AllBut(&[
            "azure", "axum", "clap", "leptos", "reqwest", "rusqlite", "tauri",
        ]),
        because: "it hands the engine to Python; what a Python user sees of it is written in Python",
    },
    Rule {
        package: "longshore-ui",
        members: &["longshore-model"],
        in_tests: &[],
        outside: Outside::AllBut(&[
            "axum", "azure", "hyper", "reqwest", "rusqlite", "tauri", "tokio",
        ]),
        because: "the front end knows the model and reaches everything else by its commands",
    },
    Rule {
        package: "longshore-tests",
        members: &[
            "longshore-model",
            "longshore-batch-api",
            "longshore-azure",
            "longshore-engine",
            "longshore-local-azure",
            "longshore-host",
        ],
        in_tests: &[],
        outside: Outside::AllBut(&[]),
        because: "the whole-system tests drive the programs from outside",
    },
    Rule {
        package: "longshore-fuzz",
        members: &[
            "longshore-batch-api",
            "longshore-engine",
            "longshore-local-azure",
            "longshore-model",
        ],
        in_tests: &[],
        outside: Outside::AllBut(&["axum", "azure", "leptos", "reqwest", "tauri", "tokio"]),
        because: "a fuzz target calls one reader of bytes, without a network",
    },
    Rule {
        package: "xtask",
        members: &[],
        in_tests: &[],
        outside: Outside::AllBut(&[
            "axum", "azure", "hyper", "leptos", "reqwest", "tauri", "tokio",
        ]),
        because: "everyone waits for xtask to compile before anything else",
    },
];
