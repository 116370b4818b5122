//! What comes in place of answers, or does not come.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use bytes::Bytes;
use longshore_azure::{Azure, Error, ErrorKind, Tuning, UploadOptions};
use longshore_batch_api::job::{JobAdd, JobPatch};
use pretty_assertions::assert_eq;

use crate::stub::{Answer, Asked, Stub, answer, quick};

const PAGE: &str = "<html><head><title>Welcome aboard</title></head>a-secret-of-the-page</html>";

/// Answers all of Batch and storage well but for the first of its kind, which gets `foul`.
async fn once(foul: impl Fn() -> Answer + Send + Sync + 'static) -> Stub {
    let calls = AtomicUsize::new(0);
    Stub::start(move |asked| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => foul(),
        _ => well(asked),
    })
    .await
}

fn well(asked: &Asked) -> Answer {
    let list =
        "<?xml version=\"1.0\"?><EnumerationResults><Blobs/><NextMarker/></EnumerationResults>";
    match (asked.method.as_str(), asked.query("comp")) {
        ("GET", "list") => answer(200)
            .header("content-type", "application/xml")
            .body(list),
        ("PUT", _) => answer(201),
        ("POST", _) if asked.path == "/jobs" => answer(201),
        ("DELETE", _) => answer(202),
        _ => answer(200)
            .header("content-type", "application/json")
            .body("{\"value\":[]}"),
    }
}

fn page(status: u16) -> Answer {
    answer(status)
        .header("content-type", "text/html")
        .body(PAGE)
        .foreign()
}

/// Everything that is done to a job, each with whether it went well.
async fn all(stub: impl AsyncFn() -> Stub) -> Vec<(&'static str, Result<usize, Error>)> {
    let mut all = Vec::new();
    macro_rules! does {
        ($name:literal, $azure:ident => $work:expr) => {
            let stub = stub().await;
            let $azure = stub.azure();
            let done = $work.await.map(|_| stub.asked().len());
            all.push(($name, done));
        };
    }
    let job = JobAdd {
        id: "j".into(),
        ..JobAdd::default()
    };
    let content = || Bytes::from_static(b"content");
    does!("create job", azure => azure.batch().create_job(&job));
    does!("get job", azure => azure.batch().get_job("j", None));
    does!("change job", azure => azure.batch().patch_job("j", &JobPatch::default()));
    does!("cancel job", azure => azure.batch().terminate_job("j", None));
    does!("delete job", azure => azure.batch().delete_job("j"));
    does!("list tasks", azure => azure.batch().list_tasks("j", &Default::default()).unwrap().collect());
    does!("get pool", azure => azure.batch().get_pool("p", None));
    does!("create container", azure => azure.blob().create_container("c"));
    does!("container exists", azure => azure.blob().container_exists("c"));
    does!("delete container", azure => azure.blob().delete_container("c"));
    does!("delete blob", azure => azure.blob().delete_blob("c", "b"));
    does!("upload", azure => azure.blob().upload_bytes("c", "b", content(), UploadOptions::default()));
    does!("list blobs", azure => azure.blob().list("c", "").unwrap().collect());
    all
}

#[tokio::test]
async fn a_page_in_place_of_any_answer_is_neither_done_nor_gone_but_asked_again() {
    for status in [200, 404] {
        for (what, asked) in all(async || once(move || page(status)).await).await {
            assert_eq!(asked.ok(), Some(2), "{what} {status}");
        }
    }
}

#[tokio::test]
async fn a_page_that_stays_is_told_by_its_title_and_without_its_content() {
    for (what, asked) in all(async || Stub::start(|_| page(200)).await).await {
        let error = asked.unwrap_err();
        let ErrorKind::Garbled { received } = error.kind() else {
            panic!("{what}: {error:?}");
        };
        let told = "200 with 75 bytes of text/html, titled “Welcome aboard”";
        assert_eq!(received, told, "{what}");
        assert!(error.retryable(), "{what}");
    }
}

#[tokio::test]
async fn json_and_xml_that_break_off_or_are_spoiled_are_asked_for_again() {
    for keep in [0, 1, 9] {
        let short = move |kind: &'static str, body: &'static str| {
            once(move || answer(200).header("content-type", kind).body(&body[..keep]))
        };
        let stub = short("application/json", "{\"value\":[]}").await;
        stub.azure().batch().get_job("j", None).await.unwrap();
        assert_eq!(stub.asked().len(), 2, "{keep}");
        let stub = short("application/xml", "<?xml version=\"1.0\"?><E/>").await;
        let list = stub.azure().blob().list("c", "").unwrap();
        list.collect().await.unwrap();
        assert_eq!(stub.asked().len(), 2, "{keep}");
    }
}

#[tokio::test]
async fn a_refusal_whose_reason_is_spoiled_decides_nothing() {
    let stub = once(|| answer(409).body("{\"code\":\"JobEx")).await;
    stub.azure().batch().get_job("j", None).await.unwrap();
    assert_eq!(stub.asked().len(), 2);
}

#[tokio::test]
async fn a_token_that_comes_spoiled_or_as_a_page_is_asked_for_again() {
    let token = "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"t\"}";
    for foul in [
        (200, PAGE),
        (404, PAGE),
        (200, &token[..token.len() - 3]),
        (200, ""),
    ] {
        let calls = AtomicUsize::new(0);
        let stub = Stub::start_raw(move |asked| {
            if !asked.path.ends_with("/token") {
                return answer(200).body("{\"value\":[]}");
            }
            match calls.fetch_add(1, Ordering::Relaxed) {
                0 => answer(foul.0).body(foul.1).foreign(),
                _ => answer(200).body(token),
            }
        })
        .await;
        stub.azure().sign_in().await.unwrap();
        assert_eq!(stub.everything_asked().len(), 2, "{foul:?}");
    }
}

/// Patience that a test can wait for.
fn hasty() -> Tuning {
    Tuning {
        stall_timeout: Duration::from_secs(2),
        retries: 1,
        ..quick()
    }
}

#[tokio::test]
async fn what_is_never_answered_is_given_up_and_asked_again() {
    let stub = once(|| answer(200).never()).await;
    let azure = Azure::connect(&stub.connection(), hasty()).unwrap();
    azure.batch().get_job("j", None).await.unwrap();
    assert_eq!(stub.asked().len(), 2);
    let stub = once(|| answer(200).never()).await;
    let azure = Azure::connect(&stub.connection(), hasty()).unwrap();
    azure.blob().create_container("c").await.unwrap();
    assert_eq!(stub.asked().len(), 2);
}

#[tokio::test]
async fn what_comes_slowly_is_waited_for_however_long_it_takes() {
    // All of it takes much longer than it may stand still.
    let pause = Duration::from_millis(250);
    let body = "{\"value\":[]   }";
    let stub = Stub::start(move |asked| match asked.query("restype") {
        "" if asked.path.starts_with("/account") => {
            let size = format!("bytes 0-{}/{}", body.len() - 1, body.len());
            answer(206)
                .header("content-range", size)
                .body(body)
                .slowly(pause)
        }
        _ => answer(200).body(body).slowly(pause),
    })
    .await;
    let azure = Azure::connect(&stub.connection(), hasty()).unwrap();
    let (of_batch, of_blob) = tokio::join!(
        azure.batch().get_job("j", None),
        azure.blob().download_bytes("c", "b", 0..100)
    );
    of_batch.unwrap();
    assert_eq!(of_blob.unwrap().bytes, body);
}

#[tokio::test]
async fn an_answer_without_an_end_is_given_up_after_a_bounded_part_of_it() {
    let piece = Bytes::from(vec![b' '; 1 << 20]);
    let stub = Stub::start(move |_| answer(200).body(piece.clone()).endless()).await;
    let tuning = Tuning {
        retries: 0,
        ..quick()
    };
    let azure = Azure::connect(&stub.connection(), tuning).unwrap();
    for error in [
        azure.batch().get_job("j", None).await.unwrap_err(),
        azure
            .blob()
            .download_bytes("c", "b", 0..9)
            .await
            .unwrap_err(),
    ] {
        assert!(
            matches!(error.kind(), ErrorKind::Garbled { .. }),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_name_without_an_address_is_told_and_soon() {
    let stub = Stub::start(well).await;
    let mut connection = stub.connection();
    connection.batch_url = "https://harbour.example.invalid".parse().unwrap();
    connection.blob_endpoint = "https://store.example.invalid".parse().unwrap();
    // Whoever waits all of its retries waits for minutes.
    let patient = Tuning {
        first_delay: Duration::from_millis(1),
        longest_delay: Duration::from_millis(1),
        retries: 1_000_000,
        ..Tuning::default()
    };
    let azure = Azure::connect(&connection, patient).unwrap();
    for (error, name) in [
        (
            azure.batch().get_job("j", None).await.unwrap_err(),
            "harbour.example.invalid",
        ),
        (
            azure.blob().container_exists("c").await.unwrap_err(),
            "store.example.invalid",
        ),
    ] {
        let ErrorKind::UnknownHost { host, .. } = error.kind() else {
            panic!("{error:?}");
        };
        assert_eq!(host, name);
        assert!(error.retryable());
    }
}

#[tokio::test]
async fn many_who_ask_for_a_token_in_vain_are_told_after_one_attempt() {
    let stub = Stub::start_raw(|_| answer(503).body("{}")).await;
    let azure = stub.azure();
    let many = (0..20).map(|_| azure.batch().get_pool("p", None));
    for reply in futures::future::join_all(many).await {
        assert!(reply.unwrap_err().retryable());
    }
    // The first, and its retries.
    assert_eq!(stub.everything_asked().len(), 4);
}
