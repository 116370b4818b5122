#![allow(clippy::unwrap_used)]

use azure_storage_common::models::UserDelegationKey;
use azure_storage_sas::SasBuilder;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret as _;
use time::Duration;
use time::macros::datetime;

use super::*;

const NOW: OffsetDateTime = datetime!(2026-11-01 12:00 UTC);
const CONTAINER: Resource<'_> = Resource {
    container: "job",
    blob: None,
};
const BLOB: Resource<'_> = Resource {
    container: "job",
    blob: Some("tasks/a b.pkl"),
};

/// A delegation key as the service would hand it out, in the official client's type.
fn official_key(keys: &Keys, version: &str) -> UserDelegationKey {
    let (start, expiry) = (NOW - Duration::HOUR, NOW + Duration::DAY);
    let value = key_value(keys, start, expiry, version);
    UserDelegationKey {
        signed_oid: Some(keys.object_id.clone()),
        signed_tid: Some(keys.tenant_id.clone()),
        signed_start: Some(start),
        signed_expiry: Some(expiry),
        signed_service: Some("b".to_owned()),
        signed_version: Some(version.to_owned()),
        value: Some(STANDARD.decode(value).unwrap()),
        ..UserDelegationKey::default()
    }
}

fn key_value(keys: &Keys, start: OffsetDateTime, expiry: OffsetDateTime, version: &str) -> String {
    delegation_key(keys, &dates::iso(start), &dates::iso(expiry), version)
        .to_base64()
        .expose_secret()
        .to_owned()
}

fn check(
    keys: &Keys,
    resource: Resource<'_>,
    token: &str,
    now: OffsetDateTime,
) -> Result<Grant, Denied> {
    verify(keys, resource, &Query::parse(token), &HeaderMap::new(), now)
}

#[test]
fn the_official_signer_of_a_container_opens_its_blobs_and_no_other_container() {
    let keys = Keys::generate().unwrap();
    let key = official_key(&keys, "2026-04-06");
    let token = SasBuilder::new(&keys.storage_account_name, &key, NOW + Duration::HOUR)
        .unwrap()
        .container("job")
        .read()
        .list()
        .build();
    for resource in [CONTAINER, BLOB] {
        let grant = check(&keys, resource, &token, NOW).unwrap();
        assert!(grant.allows(Permission::Read) && grant.allows(Permission::List));
        assert!(!grant.allows(Permission::Write) && !grant.allows(Permission::Delete));
    }
    let other = Resource {
        container: "job2",
        blob: None,
    };
    assert_eq!(check(&keys, other, &token, NOW), Err(Denied::Signature));
}

#[test]
fn the_official_signer_of_a_blob_opens_that_blob_alone() {
    let keys = Keys::generate().unwrap();
    let key = official_key(&keys, "2026-04-06");
    let token = SasBuilder::new(&keys.storage_account_name, &key, NOW + Duration::HOUR)
        .unwrap()
        .start(NOW - Duration::MINUTE)
        .blob("job", "tasks/a b.pkl")
        .create()
        .write()
        .content_type("text/plain")
        .build();
    let grant = check(&keys, BLOB, &token, NOW).unwrap();
    assert_eq!(grant.overrides.content_type.as_deref(), Some("text/plain"));
    let other = Resource {
        container: "job",
        blob: Some("tasks/c"),
    };
    for resource in [CONTAINER, other] {
        assert_eq!(check(&keys, resource, &token, NOW), Err(Denied::Signature));
    }
}

#[test]
fn a_signature_ends_with_its_time_and_with_its_keys_time() {
    let keys = Keys::generate().unwrap();
    let key = official_key(&keys, "2026-04-06");
    let sign = |hours| {
        let expiry = NOW + Duration::hours(hours);
        SasBuilder::new(&keys.storage_account_name, &key, expiry)
            .unwrap()
            .container("job")
            .read()
            .build()
    };
    assert!(matches!(
        check(&keys, CONTAINER, &sign(1), NOW + Duration::HOUR),
        Err(Denied::Time { .. })
    ));
    assert_eq!(
        check(&keys, CONTAINER, &sign(48), NOW + Duration::DAY),
        Err(Denied::KeyTime)
    );
}

#[test]
fn a_changed_permission_voids_the_signature() {
    let keys = Keys::generate().unwrap();
    let key = official_key(&keys, "2026-04-06");
    let token = SasBuilder::new(&keys.storage_account_name, &key, NOW + Duration::HOUR)
        .unwrap()
        .container("job")
        .read()
        .build();
    let widened = token.replace("sp=r", "sp=rwd");
    assert_ne!(widened, token);
    assert_eq!(
        check(&keys, CONTAINER, &widened, NOW),
        Err(Denied::Signature)
    );
}

#[test]
fn older_versions_sign_fewer_lines() {
    let query = Query::parse("sp=r&se=E&sr=c&skoid=O&sktid=T&skt=S&ske=X&sks=b&skv=V");
    let lines = |version: &str| {
        let signed =
            string_to_sign::user_delegation("/blob/a/c", version, &query, &HeaderMap::new());
        signed.split('\n').count()
    };
    assert_eq!(
        [
            "2018-11-09",
            "2020-02-10",
            "2020-12-06",
            "2025-07-05",
            "2026-04-06"
        ]
        .map(lines),
        [20, 23, 24, 26, 28]
    );
}

#[test]
fn a_service_sas_is_signed_with_the_account_key() {
    let keys = Keys::generate().unwrap();
    let sign = |expiry: &str| {
        let unsigned = format!("sv=2021-12-02&sr=b&sp=r&se={expiry}");
        let resource = format!("/blob/{}/job/tasks/a b.pkl", keys.storage_account_name);
        let signed = format!("r\n\n{expiry}\n{resource}\n\n\n\n2021-12-02\nb\n\n\n\n\n\n\n");
        let signature = STANDARD.encode(keys.storage_account_key.sign(signed.as_bytes()));
        let encoded: String = url::form_urlencoded::byte_serialize(signature.as_bytes()).collect();
        format!("{unsigned}&sig={encoded}")
    };
    assert!(
        check(&keys, BLOB, &sign("2026-11-02"), NOW)
            .unwrap()
            .allows(Permission::Read)
    );
    assert!(matches!(
        check(&keys, BLOB, &sign("2026-10-31"), NOW),
        Err(Denied::Time { .. })
    ));
}

#[test]
fn an_address_range_must_hold_loopback() {
    for (range, expected) in [
        ("", Ok(())),
        ("127.0.0.1", Ok(())),
        ("127.0.0.0-127.0.0.9", Ok(())),
        ("10.0.0.1", Err(Denied::Address)),
        ("everywhere", Err(Denied::Malformed("sip"))),
    ] {
        assert_eq!(check_address(range), expected, "{range}");
    }
}

#[test]
fn a_signature_for_http_alone_is_of_no_use_here() {
    for (protocols, expected) in [
        ("", Ok(())),
        ("https", Ok(())),
        ("https,http", Ok(())),
        ("http", Err(Denied::Protocol)),
    ] {
        assert_eq!(check_protocol(protocols), expected, "{protocols}");
    }
}
