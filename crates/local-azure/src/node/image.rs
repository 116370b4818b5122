//! What runs in place of an image: a command of this computer, given by whoever started the service.
//!
//! Only where a task has no command line of its own, and so wants the image's entry point. Like a container the command
//! has a home of its own, keeps to itself what `pip` installs, and acts as the pool's identity.

use std::{
    io,
    path::{Path, PathBuf},
};

use longshore_batch_api::task::Task;
use secrecy::ExposeSecret as _;

use super::{Inner, attempt::Place, environment::Variables};
use crate::{ImageCommand, identity::machine, wildcard};

/// The command that runs in place of a task's image.
pub(super) fn command_for<'a>(images: &'a [ImageCommand], task: &Task) -> Option<&'a str> {
    let image = &task.container_settings.as_ref()?.image_name;
    if !task.command_line.as_deref().unwrap_or_default().is_empty() {
        return None;
    }
    images
        .iter()
        .find(|known| wildcard::matches(&known.image, image))
        .map(|known| known.command.as_str())
}

/// Makes the folders that stand for the image's own, and says in `variables` where they are and how Azure is reached.
pub(super) async fn settle(
    node: &Inner,
    place: &Place,
    words: &[String],
    variables: &mut Variables,
) -> io::Result<()> {
    let folders = Folders::of(place);
    // Python does not look again into a folder that was not there at its start.
    tokio::fs::create_dir_all(&folders.packages).await?;
    tokio::fs::create_dir_all(&folders.home).await?;
    folders.put(words, variables);
    let Some(redirect) = &node.setup.redirect else {
        return Ok(());
    };
    let bundle = redirect.ca_bundle.display().to_string();
    for name in ["HTTPS_PROXY", "https_proxy"] {
        variables.insert(name.into(), redirect.https_proxy.clone());
    }
    for name in ["NO_PROXY", "no_proxy"] {
        variables.insert(name.into(), "127.0.0.1,localhost".into());
    }
    for name in ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"] {
        variables.insert(name.into(), bundle.clone());
    }
    let endpoint = format!("{}{}", node.setup.account_url, machine::PATH);
    variables.insert("IDENTITY_ENDPOINT".into(), endpoint);
    let header = machine::header_value(&node.setup.keys);
    variables.insert("IDENTITY_HEADER".into(), header.expose_secret().into());
    Ok(())
}

/// What an image would bring as its own file system.
struct Folders {
    home: PathBuf,
    packages: PathBuf,
    work: PathBuf,
}

impl Folders {
    fn of(place: &Place) -> Self {
        let image = place.root.join("image");
        Self {
            home: image.join("home"),
            packages: image.join("packages"),
            work: place.work.clone(),
        }
    }

    fn put(&self, words: &[String], variables: &mut Variables) {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        variables.insert("HOME".into(), text(&self.home));
        variables.insert("PIP_TARGET".into(), text(&self.packages));
        variables.insert("PYTHONPATH".into(), text(&self.packages));
        // Where Covalent's entry point keeps its files; otherwise below /tmp, for anyone to find.
        variables.insert("EXECUTOR_WORKDIR".into(), text(&self.work));
        // The `pip` beside an interpreter is the one that installs for it.
        let program = words.first().map(Path::new);
        if let Some(beside) = program
            .filter(|program| program.is_absolute())
            .and_then(Path::parent)
        {
            super::environment::put_first(variables, beside);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use longshore_batch_api::task::ContainerSettings;
    use pretty_assertions::assert_eq;

    use super::*;

    fn task(image: Option<&str>, line: Option<&str>) -> Task {
        Task {
            command_line: line.map(Into::into),
            container_settings: image.map(|image| ContainerSettings {
                image_name: image.into(),
                ..ContainerSettings::default()
            }),
            ..Task::default()
        }
    }

    #[test]
    fn a_command_runs_in_place_of_an_images_entry_point_only() {
        let known = |image: &str, command: &str| ImageCommand {
            image: image.into(),
            command: command.into(),
        };
        let images = [known("covalent.io/base:*", "first"), known("**", "rest")];
        for (image, line, command) in [
            (Some("covalent.io/base:latest"), Some(""), Some("first")),
            (Some("covalent.io/base:latest"), None, Some("first")),
            (Some("docker.io/library/python:3"), Some(""), Some("rest")),
            (Some("covalent.io/base:latest"), Some("echo"), None),
            (None, Some(""), None),
        ] {
            assert_eq!(command_for(&images, &task(image, line)), command);
        }
        assert_eq!(
            command_for(&images[..1], &task(Some("python:3"), Some(""))),
            None
        );
    }

    #[cfg(unix)]
    #[test]
    fn it_has_a_home_and_packages_of_its_own() {
        let place = Place {
            root: "/node/t".into(),
            work: "/node/t/wd".into(),
        };
        let mut variables = Variables::from([
            ("PATH".into(), "/bin".into()),
            ("HOME".into(), "/home/me".into()),
        ]);
        let words = ["/venv/bin/python".to_owned(), "exec.py".to_owned()];
        Folders::of(&place).put(&words, &mut variables);
        let expected = [
            ("EXECUTOR_WORKDIR", "/node/t/wd"),
            ("HOME", "/node/t/image/home"),
            ("PATH", "/venv/bin:/bin"),
            ("PIP_TARGET", "/node/t/image/packages"),
            ("PYTHONPATH", "/node/t/image/packages"),
        ];
        assert_eq!(
            variables,
            expected.map(|(n, v)| (n.into(), v.into())).into()
        );
    }
}
