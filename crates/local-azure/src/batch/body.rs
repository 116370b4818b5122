//! Bodies of requests.

use axum::{body::Body, extract::Request};
use http::{HeaderMap, header};
use longshore_batch_api::{MAX_ADD_BYTES, codes};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::fault::{Fault, more_codes};
use crate::paced;

/// Reads a JSON object. Properties that are `null` count as absent, as they do for the service.
pub(super) async fn object(request: Request) -> Result<Value, Fault> {
    let (parts, body) = request.into_parts();
    check_type(&parts.headers)?;
    parse(&read(body).await?)
}

/// As [`object`], of a body that may be missing: then an empty object.
pub(super) async fn optional_object(request: Request) -> Result<Value, Fault> {
    let (parts, body) = request.into_parts();
    let bytes = read(body).await?;
    if bytes.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    check_type(&parts.headers)?;
    parse(&bytes)
}

/// A body as a type of the dialect.
pub(super) fn typed<T: DeserializeOwned>(body: Value) -> Result<T, Fault> {
    serde_json::from_value(body).map_err(|error| invalid(&error.to_string()))
}

/// Fails unless the body has the property.
pub(super) fn require(body: &Value, property: &str) -> Result<(), Fault> {
    match body.get(property) {
        Some(_) => Ok(()),
        None => Err(Fault::missing_property(property)),
    }
}

/// Fails for a property that the type does not have, as the service's reader does.
pub(super) fn only(body: &Value, properties: &[&str]) -> Result<(), Fault> {
    let unknown = body
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.keys())
        .find(|name| !properties.contains(&name.as_str()) && !name.starts_with("odata."));
    match unknown {
        Some(name) => Err(invalid(&format!("There is no property '{name}' here"))),
        None => Ok(()),
    }
}

async fn read(body: Body) -> Result<axum::body::Bytes, Fault> {
    axum::body::to_bytes(body, MAX_ADD_BYTES)
        .await
        .map_err(|error| {
            let error = error.into_inner();
            if error.is::<http_body_util::LengthLimitError>() {
                Fault::new(
                    codes::REQUEST_BODY_TOO_LARGE,
                    "The request body is too large and exceeds the maximum permissible limit.",
                )
            } else if paced::is_pause(error.as_ref()) {
                Fault::new(
                    codes::OPERATION_TIMED_OUT,
                    "The operation could not be completed within the permitted time.",
                )
            } else {
                invalid("The body did not arrive whole")
            }
        })
}

fn check_type(headers: &HeaderMap) -> Result<(), Fault> {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = given.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let mut fault = Fault::new(
        more_codes::INVALID_HEADER,
        "The value provided for one of the HTTP headers was not in the correct format.",
    );
    fault.0 = fault
        .0
        .with("HeaderName", "Content-Type")
        .with("HeaderValue", given);
    Err(fault)
}

fn parse(bytes: &[u8]) -> Result<Value, Fault> {
    let mut body: Value =
        serde_json::from_slice(bytes).map_err(|error| invalid(&error.to_string()))?;
    if !body.is_object() {
        return Err(invalid("The body is not an object"));
    }
    drop_nulls(&mut body);
    read_numbers(&mut body);
    Ok(body)
}

/// Recursion is bounded: serde_json refuses more than 128 levels.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// Whole numbers of the dialect. The Azure CLI sends what was typed for them as text (`az batch task create
/// --max-task-retry-count 0`), and the service takes it.
const NUMBERS: [&str; 6] = [
    "priority",
    "maxParallelTasks",
    "maxTaskRetryCount",
    "requiredSlots",
    "start",
    "end",
];

fn read_numbers(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field.as_str().map(str::parse::<i64>) {
                    Some(Ok(number)) if NUMBERS.contains(&name.as_str()) => *field = number.into(),
                    _ => read_numbers(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(read_numbers),
        _ => {}
    }
}

fn invalid(reason: &str) -> Fault {
    let mut fault = Fault::new(
        codes::INVALID_REQUEST_BODY,
        "The specified Request Body is not syntactically valid.",
    );
    fault.0 = fault.0.with("Reason", reason);
    fault
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn properties_that_are_null_count_as_absent_at_any_depth() {
        let body = parse(br#"{"id":"a","x":null,"list":[{"y":null,"z":1}]}"#).unwrap();
        assert_eq!(body, json!({"id": "a", "list": [{"z": 1}]}));
    }

    #[test]
    fn a_number_may_come_as_text_where_a_number_belongs() {
        let body = parse(br#"{"id":"5","priority":"5","constraints":{"maxTaskRetryCount":"-1"},"displayName":"7"}"#);
        assert_eq!(
            body.unwrap(),
            json!({"id": "5", "priority": 5, "constraints": {"maxTaskRetryCount": -1}, "displayName": "7"})
        );
        assert_eq!(
            parse(br#"{"priority":"high"}"#).unwrap(),
            json!({"priority": "high"})
        );
    }

    #[test]
    fn what_is_no_object_is_refused_with_a_reason() {
        for bytes in [&b"[1]"[..], b"{", b"\"text\"", b"\xff"] {
            let Fault(error) = parse(bytes).unwrap_err();
            assert_eq!(error.code, codes::INVALID_REQUEST_BODY);
            assert_eq!(error.values[0].key, "Reason");
        }
    }
}
