//! `/pools`: the one there is. It is made with the account and cannot be changed.

use axum::{
    extract::{Path, Request, State as Extract},
    response::{IntoResponse as _, Response},
};
use http::{StatusCode, Uri};
use longshore_batch_api::{
    NameValue, codes,
    pool::{
        AllocationState, CONTAINERS_OPTIONAL, ContainerConfiguration, ImageReference, Pool,
        PoolIdentity, PoolState, SupportedImage, UserAssignedIdentity, VirtualMachineConfiguration,
    },
};
use serde_json::Value;

use super::{
    Shared, body,
    clock::etag,
    fault::{Fault, more_codes},
    listing::Listing,
    reply,
};
use crate::{Endpoint, identity::managed::ManagedIdentity, state::State};

/// What the pool calls its node agent, whose counterpart in Azure is named for an operating system's release.
const NODE_AGENT: &str = concat!("longshore.node ", env!("CARGO_PKG_VERSION"));

pub(super) fn not_found() -> Fault {
    Fault::new(codes::POOL_NOT_FOUND, "The specified pool does not exist.")
}

/// Fails unless this is the pool there is.
pub(super) fn require(state: &State, pool: &str) -> Result<(), Fault> {
    if is_ours(pool) && !state.faults.plan().pool.missing {
        Ok(())
    } else {
        Err(not_found())
    }
}

fn is_ours(pool: &str) -> bool {
    pool.eq_ignore_ascii_case(Endpoint::POOL_ID)
}

pub(super) async fn get(
    Extract(state): Shared,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Response, Fault> {
    require(&state, &id)?;
    let pool = pool(&state);
    let row = Listing::of(&uri)?.selected(serde_json::to_value(&pool)?);
    let response = reply::ok(&state.base_url, "pools/@Element", &row)?;
    Ok(reply::versioned(
        response,
        pool.e_tag.as_deref(),
        pool.last_modified,
    ))
}

pub(super) async fn head(
    Extract(state): Shared,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    require(&state, &id)?;
    let pool = pool(&state);
    Ok(reply::versioned(
        StatusCode::OK.into_response(),
        pool.e_tag.as_deref(),
        pool.last_modified,
    ))
}

pub(super) async fn list(Extract(state): Shared, uri: Uri) -> Result<Response, Fault> {
    let listing = Listing::of(&uri)?;
    let row = serde_json::to_value(pool(&state))?;
    single_if(
        !state.faults.plan().pool.missing,
        &state,
        &listing,
        "pools",
        row,
    )
}

pub(super) async fn add(request: Request) -> Result<Response, Fault> {
    let body = body::object(request).await?;
    body::require(&body, "id")?;
    match body["id"].as_str() {
        Some(id) if is_ours(id) => Err(Fault::new(
            more_codes::POOL_EXISTS,
            "The specified pool already exists.",
        )),
        _ => Err(Fault::not_implemented("pools beside its own")),
    }
}

pub(super) async fn supported_images(Extract(state): Shared, uri: Uri) -> Result<Response, Fault> {
    let listing = Listing::of(&uri)?;
    let image = SupportedImage {
        node_agent_sku_id: NODE_AGENT.into(),
        image_reference: image(),
        os_type: if cfg!(windows) { "windows" } else { "linux" }.into(),
        verification_type: "unverified".into(),
    };
    single(
        &state,
        &listing,
        "supportedimages",
        serde_json::to_value(image)?,
    )
}

/// Applications are packages a real account may hold; this one holds none.
pub(super) async fn applications(Extract(state): Shared, uri: Uri) -> Result<Response, Fault> {
    Ok(Listing::of(&uri)?.page(&state.base_url, "applications", Vec::new()))
}

/// The page of a list of one.
pub(super) fn single(
    state: &State,
    listing: &Listing,
    kind: &str,
    row: Value,
) -> Result<Response, Fault> {
    single_if(true, state, listing, kind, row)
}

/// As [`single`], or of none.
pub(super) fn single_if(
    exists: bool,
    state: &State,
    listing: &Listing,
    kind: &str,
    row: Value,
) -> Result<Response, Fault> {
    let rows = if exists && listing.accepts(&row) {
        vec![(String::new(), row)]
    } else {
        Vec::new()
    };
    Ok(listing.page(&state.base_url, kind, rows))
}

/// The kind of machine this computer is.
pub(super) fn vm_size() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}

fn pool(state: &State) -> Pool {
    let since = state.node.started();
    let plan = &state.faults.plan().pool;
    let nodes = i32::from(plan.has_node());
    Pool {
        id: Endpoint::POOL_ID.into(),
        display_name: Some("This computer".into()),
        url: Some(format!("{}/pools/{}", state.base_url, Endpoint::POOL_ID)),
        e_tag: Some(etag(since)),
        last_modified: Some(since),
        creation_time: Some(since),
        state: Some(PoolState::Active),
        state_transition_time: Some(since),
        allocation_state: plan.allocation_state.or(Some(AllocationState::Steady)),
        allocation_state_transition_time: Some(since),
        vm_size: Some(vm_size()),
        virtual_machine_configuration: Some(VirtualMachineConfiguration {
            image_reference: Some(image()),
            node_agent_sku_id: Some(NODE_AGENT.into()),
            container_configuration: plan.containers.unwrap_or(false).then(|| {
                ContainerConfiguration {
                    kind: Some("dockerCompatible".into()),
                    ..ContainerConfiguration::default()
                }
            }),
        }),
        current_dedicated_nodes: Some(nodes),
        current_low_priority_nodes: Some(0),
        target_dedicated_nodes: plan.target_nodes.or(Some(nodes)),
        target_low_priority_nodes: Some(0),
        enable_auto_scale: Some(plan.auto_scale_formula.is_some()),
        auto_scale_formula: plan.auto_scale_formula.clone(),
        resize_errors: plan.resize_errors.clone(),
        task_slots_per_node: i32::try_from(state.slots).ok(),
        identity: identity(state).map(|identity| PoolIdentity {
            kind: Some("UserAssigned".into()),
            user_assigned_identities: vec![UserAssignedIdentity {
                resource_id: identity.resource_id,
                client_id: Some(identity.client_id),
                principal_id: Some(identity.principal_id),
            }],
        }),
        metadata: match plan.containers {
            None => vec![NameValue {
                name: CONTAINERS_OPTIONAL.0.into(),
                value: CONTAINERS_OPTIONAL.1.into(),
            }],
            Some(_) => Vec::new(),
        },
    }
}

/// The managed identity of its node, unless it is to have none.
pub(super) fn identity(state: &State) -> Option<ManagedIdentity> {
    (!state.faults.plan().pool.no_identity).then(|| ManagedIdentity::of_pool(&state.keys))
}

fn image() -> ImageReference {
    ImageReference {
        publisher: Some("longshore".into()),
        offer: Some("this-computer".into()),
        sku: Some(vm_size()),
        version: Some("latest".into()),
    }
}
