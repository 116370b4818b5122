//! OData `$filter` as the Batch service understands it.
