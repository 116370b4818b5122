//! Estimators of scikit-learn: what they were set up with, and what they have learned.

use longshore_model::preview::Value;

use crate::inspect::pickle::{Call, Node};

use super::{objects, value::Show};

/// Where scikit-learn puts its version into the state of an estimator (`BaseEstimator.__getstate__`).
const VERSION: &str = "_sklearn_version";

/// An estimator, if the call makes one. Parameters are told from what was learned by scikit-learn's own rule: what is
/// learned ends with an underscore, what begins with one is private.
pub(super) fn value(show: &mut Show<'_>, call: &Call, depth: usize) -> Option<Value> {
    let tree = show.tree;
    let state = call.state?;
    let Node::Dict(pairs) = tree.node(state) else {
        return None;
    };
    let version = tree.text(tree.get(state, VERSION)?)?.to_owned();
    let attributes = show.attributes(pairs, depth);
    let bytes = attributes.iter().map(|(_, value)| bytes(value)).sum();
    let (parameters, mut fitted): (Vec<_>, _) = attributes
        .into_iter()
        .partition(|(name, _)| !name.starts_with('_') && !name.ends_with('_'));
    fitted.retain(|(name, _)| name != VERSION);
    Some(Value::Estimator {
        class: objects::class_name(tree, call.callable),
        version,
        parameters,
        fitted,
        bytes,
    })
}

/// Bytes of the arrays in a value.
fn bytes(value: &Value) -> u64 {
    let of = |named: &[(String, Value)]| named.iter().map(|(_, value)| bytes(value)).sum();
    match value {
        Value::Array { bytes, .. } | Value::Estimator { bytes, .. } => *bytes,
        Value::Object { attributes, .. } => of(attributes),
        Value::Sequence { items, .. } => items.iter().map(bytes).sum(),
        Value::Dict { items, .. } => items.iter().map(|(_, value)| bytes(value)).sum(),
        _ => 0,
    }
}
