//! `accounts check`, on an embedded service that is told what to lack.

use std::fs;

use longshore_tests::home::Home;
use pretty_assertions::assert_eq;
use serde_json::{Value, json};

/// What `accounts check --json` says of a service with these faults: its exit code and its lines.
fn lines(home: &Home, faults: &Value) -> (Option<i32>, Vec<Value>) {
    let plan = home.join("faults.json");
    fs::write(&plan, faults.to_string()).unwrap();
    let output = home
        .longshore()
        .args(["accounts", "check", "--json"])
        .env("LONGSHORE_LOCAL_FAULTS", &plan)
        .output()
        .unwrap();
    let said: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    (
        output.status.code(),
        said["lines"].as_array().unwrap().clone(),
    )
}

#[test]
fn a_working_account_passes_every_check_and_nothing_is_left_of_it() {
    let home = Home::new();
    let (code, all) = lines(&home, &json!({}));
    let outcomes: Vec<_> = all
        .iter()
        .map(|line| line["outcome"].as_str().unwrap())
        .collect();
    assert_eq!((code, outcomes), (Some(0), vec!["passed"; 11]));
    // The job and the container that were made are gone again.
    let deleted: Vec<_> = home
        .requests()
        .into_iter()
        .filter(|request| request.starts_with("DELETE ") && request.contains("/longshore-check-"))
        .collect();
    let of_job = deleted.iter().filter(|request| request.contains("/jobs/"));
    assert_eq!(
        (deleted.len(), of_job.count()),
        (3, 1),
        "a job, a blob and its container: {deleted:?}"
    );
}

#[test]
fn each_fault_fails_its_own_line_with_what_to_do_about_it() {
    let home = Home::new();
    let cases = [
        (json!({"signIn": "wrongTenant"}), "sign_in", "tenant"),
        (json!({"signIn": "wrongClient"}), "sign_in", "client"),
        (json!({"signIn": "wrongSecret"}), "sign_in", "secret"),
        (json!({"signIn": "expiredSecret"}), "sign_in", "expired"),
        (
            json!({"denied": ["batch"]}),
            "batch",
            "Azure Batch Job Submitter",
        ),
        (
            json!({"clockOffsetSeconds": 3_600}),
            "clock",
            "behind the service's",
        ),
        (json!({"pool": {"missing": true}}), "pool", "no such pool"),
        (json!({"pool": {"nodes": 0}}), "nodes", "no nodes"),
        (
            json!({"pool": {"nodes": 0, "resizeErrors": [{"code": "AccountCoreQuotaReached", "message": "no cores"}]}}),
            "nodes",
            "AccountCoreQuotaReached",
        ),
        (
            json!({"pool": {"containers": true}}),
            "containers",
            "no image is named",
        ),
        (json!({"activeJobQuota": 0}), "jobs", "quota"),
        (
            json!({"denied": ["blobWrite"]}),
            "storage",
            "Storage Blob Data Contributor",
        ),
        (json!({"missingContainers": ["*"]}), "blobs", "container"),
        (
            json!({"denied": ["userDelegationKey"]}),
            "node_access",
            "Storage Blob Delegator",
        ),
    ];
    for (faults, check, told) in cases {
        let (code, all) = lines(&home, &faults);
        let failed: Vec<_> = all
            .iter()
            .filter(|line| line["outcome"] == "failed")
            .collect();
        let names: Vec<_> = failed
            .iter()
            .map(|line| line["check"].as_str().unwrap())
            .collect();
        assert_eq!((code, names), (Some(3), vec![check]), "{faults}: {all:#?}");
        let report = &failed[0]["report"];
        assert!(report.to_string().contains(told), "{faults}: {report}");
        assert!(
            report["docs_url"].as_str().unwrap().starts_with("https://"),
            "{report}"
        );
        assert_ne!(report["guidance"], "", "{report}");
    }
    // Well again as soon as the service is.
    assert_eq!(lines(&home, &json!({})).0, Some(0));
}

#[test]
fn an_account_that_is_not_there_cannot_be_checked() {
    let home = Home::new();
    let ended = home.run(["accounts", "check", "nobody"]).expect(2);
    assert!(
        ended.stderr.contains("no account called nobody"),
        "{}",
        ended.stderr
    );
}
