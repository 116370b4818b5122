//! The container a task runs in, for accounts and jobs that name an image.

use longshore_batch_api::task::ContainerSettings;

/// What `docker create` is told besides what the service tells it.
///
/// `--rm`: what the task leaves is in its working folder, which is the node's. `--entrypoint=`: an image's entry point
/// would stay in front of the command line otherwise; an empty one without quotes means the same however the node
/// splits this text. `--user 0`: the folder belongs to the task's user on the node, which an image's own user is not.
const RUN_OPTIONS: &str = "--rm --entrypoint= --user 0";

/// Settings for `image`; `None` when there is none: a pool without containers refuses tasks that have them.
pub(super) fn settings(image: &str) -> Option<ContainerSettings> {
    let image = image.trim();
    (!image.is_empty()).then(|| ContainerSettings {
        image_name: image.to_owned(),
        container_run_options: Some(RUN_OPTIONS.to_owned()),
        ..ContainerSettings::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_image_means_no_container() {
        assert_eq!(settings(" "), None);
        let settings = settings("registry.example.com/python:3.11");
        assert_eq!(
            settings.map(|s| s.image_name).as_deref(),
            Some("registry.example.com/python:3.11")
        );
    }
}
