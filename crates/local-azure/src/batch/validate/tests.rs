#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;

/// The code and the property named when this is added.
fn refused(changes: Value) -> (String, String) {
    let mut body = json!({"id": "t", "commandLine": "true"});
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    let Err(Fault(error)) = task(&serde_json::from_value(body).unwrap()) else {
        return Default::default();
    };
    let named = error
        .values
        .iter()
        .find(|detail| detail.key == "PropertyName");
    (error.code, named.unwrap().value.clone())
}

#[test]
fn a_plain_task_may_be_added() {
    let file = json!([{"httpUrl": "https://h/c/b?sig=x", "filePath": "data/a.txt"}]);
    assert_eq!(refused(json!({"resourceFiles": file})), Default::default());
}

#[test]
fn each_bad_property_is_named() {
    let container = json!({"container": {"containerUrl": "ftp://h/c"}});
    for (change, property) in [
        (json!({"id": "a b"}), "id"),
        (json!({"displayName": "x".repeat(1_025)}), "displayName"),
        (json!({"requiredSlots": 0}), "requiredSlots"),
        (
            json!({"constraints": {"maxWallClockTime": "5 minutes"}}),
            "maxWallClockTime",
        ),
        (
            json!({"constraints": {"maxTaskRetryCount": -2}}),
            "maxTaskRetryCount",
        ),
        (
            json!({"environmentSettings": [{"name": "A=B", "value": ""}]}),
            "environmentSettings",
        ),
        (
            json!({"resourceFiles": [{"filePath": "a"}]}),
            "resourceFiles",
        ),
        (
            json!({"resourceFiles": [{"httpUrl": "a.txt", "filePath": "a"}]}),
            "httpUrl",
        ),
        (
            json!({"resourceFiles": [{"httpUrl": "https://h/b", "filePath": "../a"}]}),
            "filePath",
        ),
        (
            json!({"resourceFiles": [{"httpUrl": "https://h/b", "filePath": "/etc/a"}]}),
            "filePath",
        ),
        (
            json!({"outputFiles": [{"filePattern": "a", "destination": container, "uploadOptions": {"uploadCondition": "tasksuccess"}}]}),
            "containerUrl",
        ),
    ] {
        assert_eq!(
            refused(change),
            ("InvalidPropertyValue".into(), property.into())
        );
    }
}

#[test]
fn what_is_missing_is_named() {
    let Err(Fault(error)) = task(&TaskAdd {
        id: "t".into(),
        ..TaskAdd::default()
    }) else {
        panic!("accepted");
    };
    assert_eq!(
        (error.code.as_str(), error.values[0].value.as_str()),
        ("MissingRequiredProperty", "commandLine")
    );
}

#[test]
fn a_signature_is_not_repeated_in_a_fault() {
    let file = ResourceFile {
        http_url: Some("x?sig=secret".into()),
        file_path: Some("a".into()),
        ..ResourceFile::default()
    };
    let fault = resource_file(&file).unwrap_err();
    assert!(!format!("{fault:?}").contains("secret"));
}
