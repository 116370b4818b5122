//! The table of operations in `docs/local-azure.md` is what the service does.
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;

use pretty_assertions::assert_eq;
use reqwest::{Method, StatusCode};
use support::{BATCH, Running, token};

const DOCUMENT: &str = include_str!("../../../docs/local-azure.md");
const BATCH_ROUTES: &str = include_str!("../src/batch.rs");

/// A line of a table: what is asked, and whether it is done here.
struct Operation {
    method: Method,
    target: &'static str,
    is_here: bool,
}

/// The lines of the table below a heading.
fn table(heading: &str) -> Vec<Operation> {
    let (_, section) = DOCUMENT.split_once(&format!("\n### {heading}\n")).unwrap();
    let section = section.split("\n#").next().unwrap();
    let rows: Vec<_> = section.lines().filter_map(operation).collect();
    assert!(rows.len() > 5, "{heading}");
    rows
}

fn operation(line: &'static str) -> Option<Operation> {
    let (request, rest) = line.strip_prefix("| `")?.split_once("` | ")?;
    let (method, target) = request.split_once(' ').unwrap();
    Some(Operation {
        method: method.parse().unwrap(),
        target,
        is_here: match rest.split(" |").next().unwrap() {
            "yes" | "partly" => true,
            "no" => false,
            other => panic!("{line}: {other}"),
        },
    })
}

/// The target with each `{name}` replaced.
fn filled(target: &str, value: impl Fn(&str) -> String) -> String {
    let mut parts = target.split('{');
    let mut filled = parts.next().unwrap().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap();
        filled += &value(name.trim_start_matches('*'));
        filled += rest;
    }
    filled
}

/// Asks for each operation and checks that it is refused as not implemented, or is not.
async fn check(
    azure: &Running,
    heading: &str,
    base: &str,
    version: &str,
    token: &str,
    tenant: &str,
) {
    for Operation {
        method,
        target,
        is_here,
    } in table(heading)
    {
        let target = filled(target, |name| match name {
            "tenant" => tenant.to_owned(),
            name => format!("some-{name}"),
        });
        let separator = if target.contains('?') { '&' } else { '?' };
        let url = format!("{base}{target}{separator}{version}");
        let request = azure
            .client
            .request(method.clone(), &url)
            .bearer_auth(token)
            .header("x-ms-version", "2026-04-06")
            .header("x-ms-blob-type", "BlockBlob")
            .header("content-type", "application/json; odata=minimalmetadata")
            .body(if method == Method::GET || method == Method::HEAD {
                ""
            } else {
                "{}"
            });
        let reply = request.send().await.unwrap();
        let status = reply.status();
        assert_ne!(status, StatusCode::METHOD_NOT_ALLOWED, "{method} {target}");
        assert_ne!(status, StatusCode::UNAUTHORIZED, "{method} {target}");
        assert_eq!(
            status != StatusCode::NOT_IMPLEMENTED,
            is_here,
            "{method} {target}: {status}"
        );
        if !is_here && method != Method::HEAD {
            assert!(
                reply.text().await.unwrap().contains("NotImplemented"),
                "{method} {target}"
            );
        }
    }
}

#[tokio::test]
async fn each_identity_operation_is_as_documented() {
    let azure = Running::start().await;
    let endpoint = azure.service.endpoint();
    let token = token(
        &azure.client,
        endpoint,
        "https://management.core.windows.net//.default",
    )
    .await;
    check(
        &azure,
        "Identity",
        &endpoint.authority,
        "api-version=2022-12-01",
        &token,
        &endpoint.tenant_id,
    )
    .await;
}

#[tokio::test]
async fn each_batch_operation_is_as_documented() {
    let azure = Running::start().await;
    let endpoint = azure.service.endpoint();
    let token = token(&azure.client, endpoint, BATCH).await;
    check(
        &azure,
        "Batch",
        &endpoint.batch_account_url,
        "api-version=2025-06-01",
        &token,
        "",
    )
    .await;
}

#[tokio::test]
async fn each_blob_operation_is_as_documented() {
    let azure = Running::start().await;
    let endpoint = azure.service.endpoint();
    check(
        &azure,
        "Blob",
        &endpoint.blob_endpoint,
        "timeout=30",
        &azure.token,
        "",
    )
    .await;
}

#[test]
fn each_batch_route_is_documented() {
    let nameless = |path: &str| filled(path, |_| "{}".to_owned());
    let documented: BTreeSet<String> = table("Batch")
        .iter()
        .filter(|operation| operation.is_here)
        .map(|operation| nameless(operation.target))
        .collect();
    let routes: BTreeSet<String> = BATCH_ROUTES
        .split(".route(")
        .skip(1)
        .map(|route| nameless(route.split('"').nth(1).unwrap()))
        .collect();
    assert_eq!(documented, routes);
}
