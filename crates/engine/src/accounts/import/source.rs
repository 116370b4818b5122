//! Finding and reading a file to import.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use longshore_model::{Code, Report};

use crate::error::{Error, Result};

/// A configuration is a page or two; more is another file chosen by mistake.
const LIMIT: u64 = 1 << 20;

/// Covalent's configuration where Covalent looks for it: the first of the folders that the environment names decides,
/// whether the file is there or not.
///
/// Source: `covalent/_shared_files/defaults.py`, which joins `covalent.conf` to `COVALENT_CONFIG_DIR`, `XDG_CONFIG_DIR`
/// (in that spelling) or `~/.config/covalent`; early versions put a folder
/// `covalent` between the first two and the file.
pub(super) fn of_covalent(variable: &dyn Fn(&str) -> Option<String>) -> Result<PathBuf> {
    let folder = ["COVALENT_CONFIG_DIR", "XDG_CONFIG_DIR"]
        .into_iter()
        .find_map(variable)
        .map(PathBuf::from);
    let places = match folder {
        Some(folder) => vec![
            folder.join("covalent.conf"),
            folder.join("covalent/covalent.conf"),
        ],
        None => variable("HOME")
            .map(|home| Path::new(&home).join(".config/covalent/covalent.conf"))
            .into_iter()
            .collect(),
    };
    match places.iter().find(|place| place.is_file()) {
        Some(place) => Ok(place.clone()),
        None if places.is_empty() => Err(Report::new(
            Code::NotFound,
            "Nothing says where Covalent keeps its configuration: neither COVALENT_CONFIG_DIR nor HOME is set.",
            "Choose the file, or set COVALENT_CONFIG_DIR as Covalent has it.",
        )
        .into()),
        None => {
            let places: Vec<_> = places
                .iter()
                .map(|place| place.display().to_string())
                .collect();
            Err(Report::new(
                Code::NotFound,
                format!(
                    "Covalent has no configuration here: there is no {}.",
                    places.join(" and no ")
                ),
                "Choose the file, or set COVALENT_CONFIG_DIR as Covalent has it.",
            )
            .into())
        }
    }
}

/// A file's text without a byte-order mark.
pub(super) fn text(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes))
        .map_err(Error::file("read", path))?;
    let no_text = |why: &str| {
        Error::from(Report::new(
            Code::BadInput,
            format!("{} cannot be imported: {why}", path.display()),
            "Choose Covalent's configuration, Terraform's azurebatch.conf, or what az ad sp create-for-rbac printed.",
        ))
    };
    if bytes.len() as u64 > LIMIT {
        return Err(no_text("It is too large for a configuration."));
    }
    let text = String::from_utf8(bytes).map_err(|_| no_text("It is not a text in UTF-8."))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}
