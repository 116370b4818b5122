use std::time::{Duration, Instant};

use longshore_azure::{Azure, ErrorKind, Tuning};
use pretty_assertions::assert_eq;

use crate::stub::{SECRET, Stub, answer};

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
        azure.batch().get_pool("p").await.unwrap();
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
    let error = Azure::connect(&connection, Tuning::probe())
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
