//! Estimators of scikit-learn: what they were set up with, and what they have learned.

use longshore_model::preview::Value;

use crate::inspect::pickle::{Call, Node};

use super::value::{Show, head};

/// Where scikit-learn puts its version into the state of an estimator (`BaseEstimator.__getstate__`).
const VERSION: &str = "_sklearn_version";

/// Characters of a version that are shown.
const VERSION_LENGTH: usize = 40;

/// An estimator, if the call makes one. Parameters are told from what was learned by scikit-learn's own rule: what is
/// learned ends with an underscore, what begins with one is private.
pub(super) fn value(show: &mut Show<'_>, call: &Call, depth: usize) -> Option<Value> {
    let tree = show.tree;
    let state = call.state?;
    let Node::Dict(pairs) = tree.node(state) else {
        return None;
    };
    let version = tree.text(tree.get(state, VERSION)?)?;
    let version = head(version, VERSION_LENGTH);
    let attributes = show.attributes(pairs, depth);
    let bytes = sum(attributes.iter().map(|(_, value)| value));
    let (parameters, mut fitted): (Vec<_>, _) = attributes
        .into_iter()
        .partition(|(name, _)| !name.starts_with('_') && !name.ends_with('_'));
    fitted.retain(|(name, _)| name != VERSION);
    Some(Value::Estimator {
        class: show.class(call.callable),
        version,
        parameters,
        fitted,
        bytes,
    })
}

/// Bytes of the arrays in a value.
fn bytes(value: &Value) -> u64 {
    match value {
        Value::Array { bytes, .. } | Value::Estimator { bytes, .. } => *bytes,
        Value::Object { attributes, .. } => sum(attributes.iter().map(|(_, value)| value)),
        Value::Sequence { items, .. } => sum(items),
        Value::Dict { items, .. } => sum(items.iter().map(|(_, value)| value)),
        _ => 0,
    }
}

/// Bytes of the arrays in values. A shape may claim any number of them.
fn sum<'v>(values: impl IntoIterator<Item = &'v Value>) -> u64 {
    let all = values.into_iter().map(bytes);
    all.fold(0, u64::saturating_add)
}
