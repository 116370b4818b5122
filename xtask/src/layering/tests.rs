#![allow(clippy::unwrap_used)]

use pretty_assertions::assert_eq;

use super::rules::{Outside, RULES, Rule};
use super::{Metadata, inherits_lints, violations};

const TWO_LAYERS: &[Rule] = &[
    Rule {
        package: "low",
        members: &[],
        in_tests: &["aside"],
        outside: Outside::Only(&["serde"]),
        because: "it is data",
    },
    Rule {
        package: "high",
        members: &["low"],
        in_tests: &[],
        outside: Outside::AllBut(&["tauri"]),
        because: "it has no window",
    },
];

/// Metadata of one member with the dependencies given as (name, kind, is a member).
fn member(name: &str, dependencies: &[(&str, Option<&str>, bool)]) -> serde_json::Value {
    let dependencies: Vec<_> = dependencies
        .iter()
        .map(|(name, kind, member)| {
            serde_json::json!({ "name": name, "kind": kind, "path": member.then(|| format!("/w/{name}")) })
        })
        .collect();
    serde_json::json!({
        "name": name,
        "version": "0.1.0",
        "manifest_path": format!("/w/{name}/Cargo.toml"),
        "dependencies": dependencies,
    })
}

fn judged(packages: &[serde_json::Value], rules: &[Rule]) -> Vec<String> {
    let metadata = serde_json::json!({
        "workspace_root": "/w",
        "target_directory": "/w/target",
        "packages": packages,
    });
    let metadata: Metadata = serde_json::from_value(metadata).unwrap();
    violations(&metadata.packages, rules)
}

#[test]
fn what_the_rules_allow_is_not_reported() {
    let packages = [
        member(
            "low",
            &[("serde", None, false), ("insta", Some("dev"), false)],
        ),
        member("high", &[("low", None, true), ("tokio", None, false)]),
    ];
    assert_eq!(judged(&packages, TWO_LAYERS), Vec::<String>::new());
}

#[test]
fn a_member_above_is_reported_with_the_reason_of_the_rule() {
    let packages = [member("low", &[("high", None, true)]), member("high", &[])];
    assert_eq!(
        judged(&packages, TWO_LAYERS),
        ["low must not depend on high: it is data"]
    );
}

#[test]
fn a_member_above_is_reported_even_when_only_tests_use_it() {
    let packages = [member("low", &[("high", Some("dev"), true)])];
    assert_eq!(
        judged(&packages, TWO_LAYERS),
        ["low must not depend on high: it is data"]
    );
}

#[test]
fn a_member_for_tests_is_allowed_in_tests_alone() {
    let packages = [member("low", &[("aside", Some("dev"), true)])];
    assert_eq!(judged(&packages, TWO_LAYERS), Vec::<String>::new());
    let packages = [member("low", &[("aside", None, true)])];
    assert_eq!(
        judged(&packages, TWO_LAYERS),
        ["low must not depend on aside: it is data"]
    );
}

#[test]
fn outside_packages_are_judged_by_list_or_by_beginning() {
    let packages = [
        member("low", &[("tokio", None, false)]),
        member(
            "high",
            &[
                ("tauri-plugin-dialog", None, false),
                ("tauri-build", Some("build"), false),
            ],
        ),
    ];
    assert_eq!(
        judged(&packages, TWO_LAYERS),
        [
            "low must not depend on tokio: it is data",
            "high must not depend on tauri-plugin-dialog: it has no window",
            "high must not depend on tauri-build: it has no window",
        ]
    );
}

#[test]
fn a_member_without_a_rule_is_reported() {
    let packages = [member("new", &[])];
    assert_eq!(
        judged(&packages, TWO_LAYERS),
        ["new has no layer: give it a rule in xtask/src/layering/rules.rs"]
    );
}

#[test]
fn the_local_service_and_its_client_share_no_code_but_the_dialect() {
    let packages = [
        member("longshore-azure", &[("longshore-local-azure", None, true)]),
        member(
            "longshore-local-azure",
            &[("longshore-azure", None, true), ("azure_core", None, false)],
        ),
        member("longshore-engine", &[("longshore-local-azure", None, true)]),
    ];
    assert_eq!(judged(&packages, RULES).len(), 4);
}

#[test]
fn lints_count_as_inherited_only_when_the_manifest_says_so() {
    assert!(inherits_lints(
        "[package]\nname = \"a\"\n[lints]\nworkspace = true\n"
    ));
    assert!(!inherits_lints("[package]\nname = \"a\"\n"));
    assert!(!inherits_lints("[lints.rust]\nunsafe_code = \"forbid\"\n"));
}
