use longshore_azure::{ErrorKind, ListQuery};
use longshore_batch_api::job::JobAdd;
use pretty_assertions::assert_eq;

use crate::stub::{Asked, Stub, answer};

fn job(id: &str) -> JobAdd {
    JobAdd {
        id: id.into(),
        ..JobAdd::default()
    }
}

/// The versions asked in, one after the other.
fn versions(stub: &Stub) -> Vec<String> {
    let asked = stub.asked();
    asked
        .iter()
        .map(|asked| asked.query("api-version").to_owned())
        .collect()
}

fn is_old(asked: &Asked) -> bool {
    asked.query("api-version") < "2024-03"
}

#[tokio::test]
async fn a_service_that_is_older_is_asked_in_its_own_version_from_then_on() {
    let stub = Stub::start(|asked| match (is_old(asked), asked.method.as_str()) {
        (false, _) => answer(400).batch_error("UnsupportedRequestVersion"),
        (true, "POST") => answer(201),
        (true, _) => answer(200).body(r#"{"value":[]}"#),
    })
    .await;
    let azure = stub.azure();
    azure.batch().create_job(&job("j")).await.unwrap();
    let list = ListQuery::default();
    azure
        .batch()
        .list_jobs(&list)
        .unwrap()
        .collect()
        .await
        .unwrap();
    assert_eq!(
        versions(&stub),
        [
            "2025-06-01",
            "2024-07-01.20.0",
            "2024-02-01.19.0",
            "2024-02-01.19.0"
        ]
    );
    let bodies: Vec<_> = stub.asked().into_iter().map(|asked| asked.body).collect();
    assert_eq!(bodies[0], bodies[2], "the same job is asked for");
}

#[tokio::test]
async fn a_version_that_is_called_a_wrong_parameter_is_a_refused_version_too() {
    let stub = Stub::start(|asked| match is_old(asked) {
        true => answer(200).body("{}"),
        false => answer(400).body(
            r#"{"code":"InvalidQueryParameterValue","message":{"value":"no"},
                "values":[{"key":"QueryParameterName","value":"api-version"}]}"#,
        ),
    })
    .await;
    stub.azure().batch().get_job("j", None).await.unwrap();
    assert_eq!(stub.asked().len(), 3);
}

#[tokio::test]
async fn a_service_that_takes_no_version_is_told_as_such() {
    let stub = Stub::start(|_| answer(400).batch_error("UnsupportedRequestVersion")).await;
    let error = stub.azure().batch().get_job("j", None).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Service { status: 400, code, .. } if code == "UnsupportedRequestVersion"),
        "{error:?}"
    );
    assert_eq!(stub.asked().len(), 4);
}
