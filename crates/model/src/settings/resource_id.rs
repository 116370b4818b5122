//! Resource ids of user-assigned managed identities.

/// The parts of such an id, of which the second, the fourth and the last are names. Azure does not tell upper from lower
/// case in it.
const SHAPE: [Option<&str>; 8] = [
    Some("subscriptions"),
    None,
    Some("resourceGroups"),
    None,
    Some("providers"),
    Some("Microsoft.ManagedIdentity"),
    Some("userAssignedIdentities"),
    None,
];

/// Without a slash at the end.
pub(super) fn tidy(text: String) -> String {
    text.trim_end_matches('/').to_owned()
}

/// Whether the text is the resource id of a user-assigned managed identity.
///
/// # Errors
/// What was probably meant, when that can be told.
pub(super) fn check(text: &str) -> Result<(), Option<String>> {
    if is_identity(text.trim_end_matches('/')) {
        return Ok(());
    }
    // Pasted from the portal's address, or without its first slash.
    let meant = match text.to_ascii_lowercase().find("subscriptions/") {
        Some(start) => format!("/{}", text[start..].trim_end_matches('/')),
        None => return Err(None),
    };
    let meant = match meant.to_ascii_lowercase().find("/overview") {
        Some(end) => meant[..end].to_owned(),
        None => meant,
    };
    Err(is_identity(&meant).then_some(meant))
}

fn is_identity(text: &str) -> bool {
    let Some(path) = text.strip_prefix('/') else {
        return false;
    };
    let parts: Vec<_> = path.split('/').collect();
    parts.len() == SHAPE.len()
        && parts.iter().zip(SHAPE).all(|(part, word)| match word {
            Some(word) => part.eq_ignore_ascii_case(word),
            None => is_name(part),
        })
}

/// A subscription's GUID, a resource group's name or an identity's.
fn is_name(text: &str) -> bool {
    (1..=128).contains(&text.chars().count())
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "-_.()".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "/subscriptions/5a3d4b21-0000-4000-8000-00000000a1b2/resourceGroups/hpc/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes";

    #[test]
    fn an_identitys_resource_id_is_taken_in_any_case() {
        assert_eq!(check(ID), Ok(()));
        assert_eq!(check(&ID.to_ascii_lowercase()), Ok(()));
        assert_eq!(check(&format!("{ID}/")), Ok(()));
    }

    #[test]
    fn what_was_meant_is_told_where_that_is_clear() {
        let portal = format!("https://portal.azure.com/#@contoso/resource{ID}/overview");
        for text in [portal.as_str(), &ID[1..]] {
            assert_eq!(check(text), Err(Some(ID.to_owned())), "{text}");
        }
        for text in [
            "nodes",
            "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab",
            "/subscriptions/x/resourceGroups/hpc/providers/Microsoft.Storage/storageAccounts/nodes",
            "/subscriptions//resourceGroups/hpc/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes",
        ] {
            assert_eq!(check(text), Err(None), "{text}");
        }
    }
}
