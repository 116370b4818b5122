//! Pools, as far as Longshore reads them.

use serde::{Deserialize, Serialize};

use crate::{NameValue, Timestamp, names::wire_enum};

wire_enum! {
    /// Where a pool is in its life.
    PoolState {
        /// Usable.
        Active => "active",
        /// On the way out.
        Deleting => "deleting",
    }
}

wire_enum! {
    /// Whether a pool's size is changing.
    AllocationState {
        /// No.
        Steady => "steady",
        /// Yes.
        Resizing => "resizing",
        /// The change is being given up.
        Stopping => "stopping",
    }
}

/// A pool. With `$select` any field but those asked for may be absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pool {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Version of the resource, unquoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e_tag: Option<String>,
    /// When it last changed by a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<Timestamp>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<Timestamp>,
    /// Where it is in its life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<PoolState>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_transition_time: Option<Timestamp>,
    /// Whether its size is changing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocation_state: Option<AllocationState>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocation_state_transition_time: Option<Timestamp>,
    /// Kind of virtual machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vm_size: Option<String>,
    /// Image, node agent, containers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub virtual_machine_configuration: Option<VirtualMachineConfiguration>,
    /// Dedicated nodes there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_dedicated_nodes: Option<i32>,
    /// Spot nodes there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_low_priority_nodes: Option<i32>,
    /// Dedicated nodes wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_dedicated_nodes: Option<i32>,
    /// Spot nodes wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_low_priority_nodes: Option<i32>,
    /// Whether the service sets the size by a formula.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enable_auto_scale: Option<bool>,
    /// The formula.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_scale_formula: Option<String>,
    /// Slots of each node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_slots_per_node: Option<i32>,
    /// Why the latest change of size failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resize_errors: Vec<ResizeError>,
    /// Managed identities of its nodes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<PoolIdentity>,
    /// Free pairs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<NameValue>,
}

/// The pair of a pool's metadata that says that it takes tasks with an image and tasks without: the embedded service's pool
/// does, Azure's take one kind.
pub const CONTAINERS_OPTIONAL: (&str, &str) = ("longshore-containers", "optional");

impl Pool {
    /// Whether it takes tasks with an image and tasks without.
    pub fn containers_are_optional(&self) -> bool {
        let (name, value) = CONTAINERS_OPTIONAL;
        self.metadata
            .iter()
            .any(|pair| pair.name == name && pair.value == value)
    }

    /// Whether its nodes have the user-assigned identity of that resource id. Azure does not tell upper from lower case
    /// in one.
    pub fn has_identity(&self, resource_id: &str) -> bool {
        let identities = self.identity.iter();
        identities
            .flat_map(|identity| &identity.user_assigned_identities)
            .any(|identity| identity.resource_id.eq_ignore_ascii_case(resource_id))
    }
}

/// Managed identities of a pool's nodes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PoolIdentity {
    /// `UserAssigned` or `None`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Which.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub user_assigned_identities: Vec<UserAssignedIdentity>,
}

/// A user-assigned managed identity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserAssignedIdentity {
    /// Its ARM id.
    #[serde(default)]
    pub resource_id: String,
    /// What it signs in as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// What roles are given to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal_id: Option<String>,
}

/// Why a change of size failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResizeError {
    /// Its code.
    #[serde(default)]
    pub code: String,
    /// Its text.
    #[serde(default)]
    pub message: String,
}

/// Image, node agent, containers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VirtualMachineConfiguration {
    /// The nodes' image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_reference: Option<ImageReference>,
    /// The node agent, such as `batch.node.ubuntu 22.04`.
    #[serde(
        rename = "nodeAgentSKUId",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub node_agent_sku_id: Option<String>,
    /// Present when tasks run in containers: then each task must name an image, and without it none may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container_configuration: Option<ContainerConfiguration>,
}

/// How a pool runs containers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerConfiguration {
    /// `dockerCompatible` or `criCompatible`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Images fetched ahead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub container_image_names: Vec<String>,
}

/// An image of virtual machines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageReference {
    /// Publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// SKU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// One row of `supportedimages`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupportedImage {
    /// The node agent.
    #[serde(rename = "nodeAgentSKUId")]
    pub node_agent_sku_id: String,
    /// The image.
    pub image_reference: ImageReference,
    /// `linux` or `windows`.
    pub os_type: String,
    /// `verified` or `unverified`.
    pub verification_type: String,
}
