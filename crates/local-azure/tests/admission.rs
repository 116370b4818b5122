//! Who is let in, and how the service comes and goes.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;
use std::time::Duration;

use longshore_local_azure::{Error, Options, Service, instance};
use pretty_assertions::assert_eq;
use reqwest::{Method, StatusCode};
use support::{BATCH, Running, ask_token, client, code, header, token};

#[tokio::test]
async fn nothing_is_answered_without_credentials() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    azure.put_ok("job/b", b"1").await;
    let authority = &azure.service.endpoint().authority;
    for (method, url) in [
        (Method::GET, azure.url("job/b")),
        (Method::GET, azure.url("job/absent")),
        (Method::PUT, azure.url("job/c")),
        (Method::DELETE, azure.url("job?restype=container")),
        (Method::GET, azure.url("?comp=list")),
        (
            Method::POST,
            azure.url("?restype=service&comp=userdelegationkey"),
        ),
        (
            Method::GET,
            format!("{authority}/subscriptions?api-version=2022-12-01"),
        ),
        (
            Method::GET,
            format!("{authority}/jobs?api-version=2025-06-01"),
        ),
        (
            Method::GET,
            format!("{authority}/pools?api-version=2025-06-01"),
        ),
    ] {
        let reply = azure
            .client
            .request(method, &url)
            .body("")
            .send()
            .await
            .unwrap();
        assert_eq!(reply.status(), StatusCode::UNAUTHORIZED, "{url}");
        assert!(
            header(&reply, "www-authenticate").starts_with("Bearer "),
            "{url}"
        );
    }
    assert_eq!(azure.get("job/b").await.text().await.unwrap(), "1");
}

#[tokio::test]
async fn a_token_opens_only_what_it_is_for() {
    let azure = Running::start().await;
    let for_batch = token(&azure.client, azure.service.endpoint(), BATCH).await;
    let list = azure
        .client
        .get(azure.url("?comp=list"))
        .header("x-ms-version", "2026-04-06");
    let refused = list.bearer_auth(&for_batch).send().await.unwrap();
    assert_eq!(
        (refused.status(), code(&refused)),
        (StatusCode::UNAUTHORIZED, "InvalidAuthenticationInfo")
    );
    let jobs = format!(
        "{}/jobs?api-version=2025-06-01",
        azure.service.endpoint().authority
    );
    let refused = azure
        .client
        .get(&jobs)
        .bearer_auth(&azure.token)
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    let opened = azure
        .client
        .get(&jobs)
        .bearer_auth(&for_batch)
        .send()
        .await
        .unwrap();
    assert_eq!(opened.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_secret_gets_no_token_and_entras_number() {
    let azure = Running::start().await;
    let refused = ask_token(
        &azure.client,
        azure.service.endpoint(),
        "wrong",
        support::STORAGE,
    )
    .await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    let reply: serde_json::Value = refused.json().await.unwrap();
    assert_eq!(reply["error"], "invalid_client");
    assert_eq!(reply["error_codes"], serde_json::json!([7_000_215]));
}

#[tokio::test]
async fn another_installation_is_neither_trusted_nor_let_in() {
    let (one, other) = (Running::start().await, Running::start().await);
    let untrusted = one.client.get(other.url("?comp=list")).send().await;
    assert!(untrusted.is_err_and(|error| error.is_connect()));
    let foreign = other
        .client
        .get(other.url("?comp=list"))
        .header("x-ms-version", "2026-04-06")
        .bearer_auth(&one.token);
    assert_eq!(
        foreign.send().await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn another_host_name_is_not_served() {
    let azure = Running::start().await;
    let request = azure.request(Method::GET, "?comp=list");
    let rebound = request.header("host", "evil.example").send().await.unwrap();
    assert_eq!(rebound.status(), StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn the_client_can_find_the_token_endpoint() {
    let azure = Running::start().await;
    let endpoint = azure.service.endpoint();
    let base = format!("{}/{}", endpoint.authority, endpoint.tenant_id);
    let found = azure
        .client
        .get(format!("{base}/v2.0/.well-known/openid-configuration"));
    let found: serde_json::Value = found.send().await.unwrap().json().await.unwrap();
    assert_eq!(found["token_endpoint"], format!("{base}/oauth2/v2.0/token"));
    let keys = azure
        .client
        .get(found["jwks_uri"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(keys.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_running_service_is_found_and_a_stopped_one_is_not() {
    let azure = Running::start().await;
    let found = instance::find(azure.folder.path()).unwrap().unwrap();
    assert_eq!(found.authority, azure.service.endpoint().authority);
    let second = Service::start(Options::new(azure.folder.path())).await;
    assert!(matches!(second, Err(Error::AlreadyRunning { .. })));
    let folder = azure.stop().await;
    assert!(instance::find(folder.path()).unwrap().is_none());
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut options = Options::new(folder.path());
    options.port = taken.local_addr().unwrap().port();
    let port = options.port;
    let error = Service::start(options).await.unwrap_err();
    assert!(
        matches!(error, Error::PortTaken { port: named } if named == port),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_restarted_service_is_where_it_was() {
    let azure = Running::start().await;
    let before = azure.service.endpoint().authority.clone();
    let azure = azure.restart().await;
    assert_eq!(azure.service.endpoint().authority, before);
}

#[tokio::test]
async fn a_restarted_service_goes_elsewhere_when_its_port_is_taken() {
    let azure = Running::start().await;
    let before = azure.service.endpoint().authority.clone();
    let folder = azure.stop().await;
    let _taken = std::net::TcpListener::bind(before.trim_start_matches("https://")).unwrap();
    let azure = Running::start_in(folder, |_| {}).await;
    assert_ne!(azure.service.endpoint().authority, before);
}

#[tokio::test]
async fn an_idle_service_leaves_and_a_busy_one_stays() {
    let azure =
        Running::start_with(|options| options.idle_exit = Some(Duration::from_millis(600))).await;
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(azure.get("?comp=list").await.status(), StatusCode::OK);
    }
    tokio::time::timeout(Duration::from_secs(20), azure.service.stopped())
        .await
        .unwrap();
    assert!(instance::find(azure.folder.path()).unwrap().is_none());
}

#[tokio::test]
async fn the_request_log_counts_requests_and_keeps_signatures_to_itself() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("requests.log");
    let azure = Running::start_with(|options| options.request_log = Some(log.clone())).await;
    azure.get("job/b?sv=2026-04-06&sig=secret").await;
    let lines = std::fs::read_to_string(&log).unwrap();
    let lines: Vec<Vec<&str>> = lines
        .lines()
        .map(|line| line.split(' ').collect())
        .collect();
    let account = &azure.service.endpoint().storage_account_name;
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0][1], "POST");
    let target = format!("/{account}/job/b?sv=2026-04-06&sig=REDACTED");
    assert_eq!(lines[1][1..4], ["GET", target.as_str(), "404"]);
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_this_computer_can_read_anything() {
    use std::os::unix::fs::PermissionsExt as _;
    let azure = Running::start().await;
    azure.create_container("job").await;
    azure.put_ok("job/b", b"1").await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let root = azure.folder.path();
    assert_eq!(mode(root), 0o700);
    for file in ["keys.json", "ca.key.pem", "endpoint.json"] {
        assert_eq!(mode(&root.join(file)), 0o600, "{file}");
    }
    let mut folders = vec![root.join("blob")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert_eq!(mode(&path), 0o600, "{}", path.display());
            }
        }
    }
}

#[tokio::test]
async fn a_second_client_needs_nothing_but_the_endpoint_file() {
    let azure = Running::start().await;
    let found = instance::find(azure.folder.path()).unwrap().unwrap();
    let client = client(&found.ca_cert);
    let token = token(&client, &found, support::STORAGE).await;
    let list = client
        .get(format!("{}?comp=list", found.blob_endpoint))
        .header("x-ms-version", "2026-04-06")
        .bearer_auth(token);
    assert_eq!(list.send().await.unwrap().status(), StatusCode::OK);
}
