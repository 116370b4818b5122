//! The state of the account: what a check of it has to find.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use longshore_local_azure::{Error, Options, Service};
use pretty_assertions::assert_eq;
use reqwest::{Method, StatusCode};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use crate::account::{Account, refusal};
use crate::support::{BATCH, STORAGE, ask_token, code, header, token};

const TOLERANCE: i64 = 30;

#[tokio::test]
async fn without_a_word_in_the_file_nothing_is_wrong() {
    let account = Account::told(json!({})).await;
    assert_eq!(account.add_job("j").await.0, 201);
    let (status, pool) = account.get("/pools/local").await;
    assert_eq!(
        (
            status,
            &pool["allocationState"],
            &pool["currentDedicatedNodes"],
            &pool["enableAutoScale"]
        ),
        (200, &json!("steady"), &json!(1), &json!(false))
    );
    assert_eq!(
        (&pool["resizeErrors"], &pool["autoScaleFormula"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        account.azure.get("?comp=list").await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn sign_in_fails_with_the_number_asked_for() {
    let account = Account::open().await;
    let endpoint = account.azure.service.endpoint();
    for (asked, status, error, number) in [
        ("expiredSecret", 401, "invalid_client", 7_000_222),
        ("wrongSecret", 401, "invalid_client", 7_000_215),
        ("wrongClient", 400, "unauthorized_client", 700_016),
        ("wrongTenant", 400, "invalid_request", 90002),
    ] {
        account.tell(json!({"signIn": asked}));
        let secret = endpoint.client_secret.expose_secret();
        let refused = ask_token(&account.azure.client, endpoint, secret, BATCH).await;
        assert_eq!(refused.status().as_u16(), status, "{asked}");
        let reply: Value = refused.json().await.unwrap();
        assert_eq!(
            (&reply["error"], &reply["error_codes"]),
            (&json!(error), &json!([number])),
            "{asked}"
        );
        assert!(
            reply["error_description"]
                .as_str()
                .unwrap()
                .starts_with(&format!("AADSTS{number}: "))
        );
    }
}

#[tokio::test]
async fn a_principal_without_a_role_in_batch_is_refused_everything_there() {
    let account = Account::told(json!({"denied": ["batch"]})).await;
    let refused = (403, "AuthorizationFailure".to_owned());
    assert_eq!(refusal(account.get("/pools/local").await), refused);
    assert_eq!(refusal(account.add_job("j").await), refused);
    assert_eq!(
        account.azure.get("?comp=list").await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_principal_without_a_role_in_storage_is_refused_what_that_role_allows() {
    let account = Account::open().await;
    let azure = &account.azure;
    azure.create_container("job").await;
    azure.put_ok("job/b", b"1").await;
    let key_info = "<KeyInfo><Start>2020-01-01T00:00:00Z</Start><Expiry>2099-01-01T00:00:00Z</Expiry></KeyInfo>";
    for (denied, refused) in [
        ("blobRead", [true, false, false, false]),
        ("blobWrite", [false, true, true, false]),
        ("userDelegationKey", [false, false, false, true]),
    ] {
        account.tell(json!({"denied": [denied]}));
        let replies = [
            azure.get("job/b").await,
            azure.put("job/c", "2").send().await.unwrap(),
            azure
                .request(Method::DELETE, "job/absent")
                .send()
                .await
                .unwrap(),
            azure
                .request(Method::POST, "?restype=service&comp=userdelegationkey")
                .body(key_info)
                .send()
                .await
                .unwrap(),
        ];
        let was_refused = replies.map(|reply| {
            code(&reply) == "AuthorizationPermissionMismatch" && reply.status() == 403
        });
        assert_eq!(was_refused, refused, "{denied}");
    }
}

#[tokio::test]
async fn a_hidden_container_is_not_found() {
    let account = Account::open().await;
    account.azure.create_container("job").await;
    account.azure.put_ok("job/b", b"1").await;
    account.tell(json!({"missingContainers": ["jo*"]}));
    for below in [
        "job?restype=container",
        "job/b",
        "job?restype=container&comp=list",
    ] {
        let reply = account.azure.get(below).await;
        assert_eq!(
            (reply.status(), code(&reply)),
            (StatusCode::NOT_FOUND, "ContainerNotFound"),
            "{below}"
        );
    }
    account.tell(json!({"missingContainers": ["other"]}));
    assert_eq!(account.azure.get("job/b").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_clock_that_is_ahead_shows_in_every_date_and_in_tokens() {
    let account = Account::told(json!({"clockOffsetSeconds": 3000})).await;
    let now = time::OffsetDateTime::now_utc().unix_timestamp();
    let reply = account.batch(Method::GET, "/jobs").send().await.unwrap();
    let date = header(&reply, "date");
    let date =
        time::OffsetDateTime::parse(date, &time::format_description::well_known::Rfc2822).unwrap();
    assert!(
        (date.unix_timestamp() - now - 3000).abs() < TOLERANCE,
        "{date}"
    );
    let token = token(
        &account.azure.client,
        account.azure.service.endpoint(),
        STORAGE,
    )
    .await;
    let claims = URL_SAFE_NO_PAD
        .decode(token.split('.').nth(1).unwrap())
        .unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert!(
        (claims["nbf"].as_i64().unwrap() - now - 3000).abs() < TOLERANCE,
        "{claims}"
    );
    // A token issued before the clock went back is not valid yet.
    account.tell(json!({}));
    let early = account
        .azure
        .client
        .get(account.azure.url("?comp=list"))
        .header("x-ms-version", "2026-02-06");
    let early = early.bearer_auth(token).send().await.unwrap();
    assert_eq!(
        (early.status(), code(&early)),
        (StatusCode::UNAUTHORIZED, "InvalidAuthenticationInfo")
    );
}

#[tokio::test]
async fn a_mistake_in_the_file_stops_the_start_and_changes_nothing_later() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("faults.json");
    std::fs::write(&file, r#"{"rulez": []}"#).unwrap();
    let mut options = Options::new(folder.path().join("azure"));
    options.faults = Some(file.clone());
    let error = Service::start(options).await.unwrap_err();
    assert!(
        matches!(&error, Error::Damaged { path, reason } if *path == file && reason.contains("rulez")),
        "{error:?}"
    );

    let account = Account::told(json!({"denied": ["batch"]})).await;
    assert_eq!(account.get("/jobs").await.0, 403);
    std::fs::write(&account.faults, "{").unwrap();
    assert_eq!(account.get("/jobs").await.0, 403);
    std::fs::remove_file(&account.faults).unwrap();
    assert_eq!(account.get("/jobs").await.0, 200);
}
