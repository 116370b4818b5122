//! The sample payload: a small script that anybody can run, and something to look at when it is done.

use std::path::PathBuf;

use crate::{
    Home,
    error::{Error, Result},
    files,
};

const NAME: &str = "harbour.py";
const SCRIPT: &str = include_str!("sample/harbour.py");

/// Writes the sample into the cache and answers where.
pub(crate) fn write(home: &Home) -> Result<PathBuf> {
    let folder = home.cache_dir().join("sample");
    files::make_folder(&folder)?;
    let path = folder.join(NAME);
    std::fs::write(&path, SCRIPT).map_err(Error::file("write", &path))?;
    Ok(path)
}
