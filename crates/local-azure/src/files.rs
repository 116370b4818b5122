//! Files nobody else on this computer may read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use uuid::Uuid;

use crate::Error;

/// Makes `path` a folder that only its owner may enter (0700), with its parents.
pub(crate) fn private_dir(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(Error::file(path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(Error::file(path))?;
    }
    Ok(())
}

/// Options under which a new file is readable by its owner only (0600).
pub(crate) fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

/// Creates a new private file; one that exists is an error.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    private_options().write(true).create_new(true).open(path)
}

/// Writes `content` to `path` so that a reader sees the old file or the whole new one, never a part.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> Result<(), Error> {
    let beside = path.with_extension(format!("{}.part", Uuid::new_v4().simple()));
    let written = create_private(&beside)
        .and_then(|mut file| {
            file.write_all(content)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The first error is the one to tell; what is left of the attempt only takes room.
        let _ = fs::remove_file(&beside);
    }
    written.map_err(Error::file(path))
}

/// Reads a file that may not be there.
pub(crate) fn read_if_present(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file(path)(error)),
    }
}
