use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use longshore_azure::{Azure, ErrorKind, Tuning, UploadOptions};
use pretty_assertions::assert_eq;

use crate::stub::{SECRET, Stub, answer, once};

fn refuses(code: u32) -> impl Fn(&crate::stub::Asked) -> crate::stub::Answer {
    move |_| {
        let body = format!(
            r#"{{"error":"invalid_client","error_description":"AADSTS{code}: It is not right. Trace ID: 1","error_codes":[{code}]}}"#
        );
        answer(401)
            .header("content-type", "application/json")
            .body(body)
    }
}

#[tokio::test]
async fn a_refused_secret_is_told_with_its_number_and_without_the_secret() {
    let stub = Stub::start_raw(refuses(7_000_215)).await;
    let azure = stub.azure();
    let errors = [
        azure.sign_in().await.unwrap_err(),
        azure.batch().get_job("j", None).await.unwrap_err(),
        azure
            .blob()
            .container_exists("container")
            .await
            .unwrap_err(),
    ];
    for error in errors {
        let ErrorKind::SignIn { aadsts, reason } = error.kind() else {
            panic!("{error:?}");
        };
        assert_eq!(
            (*aadsts, reason.as_str()),
            (Some(7_000_215), "AADSTS7000215: It is not right.")
        );
        assert!(!format!("{error} {error:?}").contains(SECRET));
        assert!(!error.retryable());
    }
}

#[tokio::test]
async fn one_token_serves_every_request_for_the_same_service() {
    let stub = Stub::start(|_| answer(200).body("{\"value\":[]}")).await;
    let azure = stub.azure();
    azure.sign_in().await.unwrap();
    for _ in 0..3 {
        azure.batch().get_pool("p", None).await.unwrap();
    }
    let tokens: Vec<_> = stub
        .everything_asked()
        .into_iter()
        .filter(|asked| asked.path.ends_with("/token"))
        .collect();
    assert_eq!(tokens.len(), 1);
    assert_eq!(tokens[0].path, "/tenant/oauth2/v2.0/token");
    let form: Vec<_> = url::form_urlencoded::parse(&tokens[0].body)
        .into_owned()
        .collect();
    assert!(
        form.contains(&(
            "scope".into(),
            "https://batch.core.windows.net//.default".into()
        )),
        "{form:?}"
    );
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_fails_at_once_as_a_tls_error() {
    let stub = Stub::start(|_| answer(200)).await;
    let stranger = Stub::start(|_| answer(200)).await;
    let mut connection = stub.connection();
    connection.ca_pem = Some(stranger.ca_pem.clone());
    let azure = Azure::connect(&connection, Tuning::default()).unwrap();
    let begun = Instant::now();
    for error in [
        azure.sign_in().await.unwrap_err(),
        azure
            .blob()
            .container_exists("container")
            .await
            .unwrap_err(),
    ] {
        assert!(matches!(error.kind(), ErrorKind::Tls { .. }), "{error:?}");
    }
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn nobody_at_the_address_is_unreachable_and_a_probe_says_so_quickly() {
    let stub = Stub::start(|_| answer(200)).await;
    let mut connection = stub.connection();
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    connection.authority = Some(url::Url::parse(&format!("https://{closed}")).unwrap());
    let begun = Instant::now();
    let error = Azure::connect(&connection, once())
        .unwrap()
        .sign_in()
        .await
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Unreachable { .. }),
        "{error:?}"
    );
    assert!(error.retryable());
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
}

/// Gives tokens `t1`, `t2` … in turn; the services take all but the first.
async fn weary_of_the_first_token() -> Stub {
    let given = AtomicU32::new(0);
    Stub::start_raw(move |asked| {
        if asked.path.ends_with("/token") {
            let n = given.fetch_add(1, Ordering::SeqCst) + 1;
            let body =
                format!(r#"{{"token_type":"Bearer","expires_in":3599,"access_token":"t{n}"}}"#);
            return answer(200)
                .header("content-type", "application/json")
                .body(body);
        }
        match asked.header("authorization") {
            "Bearer t1" => answer(401)
                .header("x-ms-error-code", "InvalidAuthenticationInfo")
                .batch_error("InvalidAuthenticationInfo"),
            _ if asked.method == "PUT" => answer(201),
            _ => answer(200).body("{\"value\":[]}"),
        }
    })
    .await
}

fn tokens_asked_for(stub: &Stub) -> usize {
    stub.everything_asked().len() - stub.asked().len()
}

#[tokio::test]
async fn a_token_that_batch_refuses_is_renewed_once_for_all_requests_that_met_it() {
    let stub = weary_of_the_first_token().await;
    let azure = stub.azure();
    azure.sign_in().await.unwrap();
    let many = (0..8).map(|_| azure.batch().get_pool("p", None));
    for reply in futures::future::join_all(many).await {
        reply.unwrap();
    }
    assert_eq!(tokens_asked_for(&stub), 2);
}

#[tokio::test]
async fn a_token_that_blob_storage_refuses_is_renewed_and_the_content_is_sent_whole() {
    let stub = weary_of_the_first_token().await;
    let azure = stub.azure();
    let content = Bytes::from_static(b"content of a blob");
    azure
        .blob()
        .upload_bytes(
            "container",
            "blob",
            content.clone(),
            UploadOptions::default(),
        )
        .await
        .unwrap();
    let bodies: Vec<_> = stub
        .asked()
        .into_iter()
        .filter(|asked| asked.method == "PUT")
        .map(|asked| asked.body)
        .collect();
    assert_eq!(bodies, [content.clone(), content]);
    assert_eq!(tokens_asked_for(&stub), 2);
}

#[tokio::test]
async fn what_is_refused_with_a_fresh_token_too_is_refused() {
    let stub = Stub::start(|_| answer(401).batch_error("AuthenticationFailed")).await;
    let azure = stub.azure();
    let error = azure.batch().get_job("j", None).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Refused { status: 401, .. }),
        "{error:?}"
    );
    assert_eq!((stub.asked().len(), tokens_asked_for(&stub)), (2, 2));
}

#[tokio::test]
async fn a_lasting_refusal_costs_one_fresh_token_however_many_requests_meet_it() {
    let stub = Stub::start(|asked| {
        let said = answer(401).header("x-ms-error-code", "InvalidAuthenticationInfo");
        match asked.path.as_str() {
            "/jobs/j" => said.batch_error("AuthenticationFailed"),
            _ => said,
        }
    })
    .await;
    let azure = stub.azure();
    for _ in 0..4 {
        let of_batch = azure.batch().get_job("j", None).await.unwrap_err();
        assert_eq!(of_batch.code(), Some("AuthenticationFailed"));
        let of_blob = azure.blob().container_exists("c").await.unwrap_err();
        assert_eq!(of_blob.code(), Some("InvalidAuthenticationInfo"));
    }
    // Two services, and each its first token and one more.
    assert_eq!(tokens_asked_for(&stub), 4);
    // The first request of each was sent twice.
    assert_eq!(stub.asked().len(), 10);
}

#[tokio::test]
async fn a_token_that_served_well_is_renewed_each_time_it_is_refused() {
    let refusing = Arc::new(AtomicBool::new(false));
    let now = refusing.clone();
    let stub = Stub::start(move |_| match now.swap(false, Ordering::SeqCst) {
        true => answer(401).batch_error("AuthenticationFailed"),
        false => answer(200).body("{}"),
    })
    .await;
    let azure = stub.azure();
    for _ in 0..3 {
        refusing.store(true, Ordering::SeqCst);
        azure.batch().get_job("j", None).await.unwrap();
    }
    assert_eq!(tokens_asked_for(&stub), 4);
}

#[tokio::test]
async fn the_refusal_is_told_when_no_fresh_token_is_to_be_had() {
    let given = AtomicU32::new(0);
    let stub = Stub::start_raw(move |asked| {
        if !asked.path.ends_with("/token") {
            return answer(401).batch_error("AuthenticationFailed");
        }
        match given.fetch_add(1, Ordering::SeqCst) {
            0 => answer(200)
                .header("content-type", "application/json")
                .body(r#"{"token_type":"Bearer","expires_in":3599,"access_token":"t"}"#),
            _ => answer(503),
        }
    })
    .await;
    let error = stub.azure().batch().get_job("j", None).await.unwrap_err();
    assert_eq!(error.code(), Some("AuthenticationFailed"), "{error:?}");
}
