//! Signatures: whatever else is said beside one, it opens only what it was made for.
//!
//! An input is lines: the first is a path or a request's target, the second a query or a header. A placeholder in them
//! stands for a genuine signature: changes of the input change what stands around it.

use std::sync::OnceLock;

use http::Request;
use longshore_local_azure::fuzzing::{Account, http_date, sas_date};
use url::form_urlencoded::byte_serialize;

use crate::file;

/// What the genuine signatures are for.
const CONTAINER: &str = "job";
const BLOB: &str = "tasks/a b.pkl";
const UNTIL: &str = "2026-11-02T00:00:00Z";
const SIGNED: &str = "sv=2026-04-06&sr=b&sp=r&se=2026-11-02T00:00:00Z";
const DELEGATED: &str = "&skoid={oid}&sktid={tid}&skt=2026-10-31T00:00:00Z&ske=2026-11-03T00:00:00Z&sks=b&skv=2026-04-06";
/// The request that genuine credentials are for.
const PATH: &str = "/acct/job/tasks/1";
const DATE: &str = "Sun, 01 Nov 2026 12:00:00 GMT";

struct Genuine {
    account: Account,
    by_the_key: String,
    delegated: String,
    credentials: String,
}

fn genuine() -> &'static Genuine {
    static GENUINE: OnceLock<Genuine> = OnceLock::new();
    GENUINE.get_or_init(|| {
        let account = Account::new().expect("a source of randomness");
        let (oid, tid) = account.principal();
        let delegated = format!("{SIGNED}{DELEGATED}")
            .replace("{oid}", oid)
            .replace("{tid}", tid);
        let sign = |query: &str| {
            let signature = account.signature(CONTAINER, BLOB, query);
            byte_serialize(signature.expect("it can be signed").as_bytes()).collect::<String>()
        };
        let (by_the_key, delegated) = (sign(SIGNED), sign(&delegated));
        let request = Request::get(PATH).header("x-ms-date", DATE).body(());
        let credentials = account.credentials(&request.expect("a request"));
        Genuine {
            by_the_key,
            delegated,
            credentials,
            account,
        }
    })
}

pub(crate) fn run(input: &[u8]) {
    let (choice, content) = file::choice(input);
    let text = String::from_utf8_lossy(content);
    let (first, second) = text.split_once('\n').unwrap_or((&text, ""));
    match choice % 2 {
        0 => sas(first, second),
        _ => shared_key(first, second),
    }
}

fn sas(path: &str, query: &str) {
    let genuine = genuine();
    let (oid, tid) = genuine.account.principal();
    let query = query
        .replace("{sig}", &genuine.by_the_key)
        .replace("{delegated}", &genuine.delegated)
        .replace("{oid}", oid)
        .replace("{tid}", tid);
    let Some(opened) = genuine.account.opened(path, &query) else {
        return;
    };
    let meant = (CONTAINER.to_owned(), Some(BLOB.to_owned()), "r".to_owned());
    assert_eq!(opened, meant, "{path} {query}");
    let until = |text: &str| sas_date(text).map(|(date, _)| date);
    let said = url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name.eq_ignore_ascii_case("se"))
        .map(|(_, until)| until.into_owned());
    assert_eq!(said.and_then(|said| until(&said)), until(UNTIL), "{query}");
}

fn shared_key(target: &str, header: &str) {
    let genuine = genuine();
    let (name, value) = header.split_once(':').unwrap_or(("x-ms-date", DATE));
    let request = Request::get(target)
        .header(name.trim(), value.trim())
        .body(());
    let Ok(request) = request else {
        return;
    };
    let path = request.uri().path().to_owned();
    let has_query = request.uri().query().is_some_and(|query| !query.is_empty());
    if genuine.account.admits(request, &genuine.credentials) {
        assert_eq!((path.as_str(), has_query), (PATH, false), "{header}");
        assert!(http_date(value.trim()).is_some());
    }
}
