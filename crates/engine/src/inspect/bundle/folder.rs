//! A folder as one archive.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, GzBuilder};
use longshore_model::Report;
use sha2::{Digest, Sha256};
use tar::{EntryType, Header};

use crate::inspect::{hex, refusal, shown};

use super::entries::{DEPTH, ENTRIES, Entries, Kind, MANIFEST_LIMIT};

/// Left out wherever they are: made anew by tools, large, and of no use on a node.
const LEFT_OUT: &[&str] = &[
    ".git",
    ".hg",
    ".svn",
    "__pycache__",
    ".venv",
    ".DS_Store",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
];

/// A folder that was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// SHA-256 of the archive, hex.
    pub sha256: String,
    /// Bytes of the archive.
    pub size: u64,
    /// Files in it.
    pub files: u64,
}

/// Packs a folder as a tar.gz at `dest`. The same names, contents and executable bits give the same bytes: times, owners
/// and the order on disk do not count. Links to files within the folder become files.
///
/// # Errors
/// What cannot be read or written, naming the entry; links that leave the folder or lead to folders, devices and pipes.
pub fn pack_folder(dir: &Path, dest: &Path) -> io::Result<Packed> {
    let tree = Tree::of(dir)?;
    let mut writer = Counted::new(BufWriter::new(File::create(dest)?));
    write(&tree, &mut writer)?;
    writer.flush()?;
    Ok(Packed {
        size: writer.bytes,
        sha256: hex(&writer.hasher.finalize()),
        files: tree.files.len() as u64,
    })
}

/// Checks a folder and tells the hash that its archive would have. Also what was left out, by name.
pub(super) fn survey(
    dir: &Path,
    size: &mut u64,
    sha256: &mut String,
) -> Result<(Entries, Vec<String>), Report> {
    let tree = Tree::of(dir).map_err(|error| unusable(&error))?;
    *size = tree.files.iter().map(|file| file.size).sum();
    let mut entries = Entries::of_folder();
    for file in &tree.files {
        entries.add(&file.name, &Kind::File, file.size)?;
        if file.name == "payload.toml" {
            let mut manifest = Vec::new();
            File::open(&file.path)
                .and_then(|file| file.take(MANIFEST_LIMIT + 1).read_to_end(&mut manifest))
                .map_err(|error| refusal::unreadable(&error))?;
            entries.manifest = Some(manifest);
        }
    }
    let mut hashed = Counted::new(io::sink());
    write(&tree, &mut hashed).map_err(|error| unusable(&error))?;
    *sha256 = hex(&hashed.hasher.finalize());
    Ok((entries, tree.left_out))
}

fn unusable(error: &io::Error) -> Report {
    match error.get_ref() {
        Some(entry) => refusal::bad(
            format!("The folder cannot be packed: {entry}."),
            "Correct or remove the entry, then add the folder again.",
        ),
        None => refusal::unreadable(error),
    }
}

/// The files of a folder, by name.
struct Tree {
    files: Vec<Entry>,
    left_out: Vec<String>,
}

struct Entry {
    /// Below the folder, with slashes.
    name: String,
    path: PathBuf,
    size: u64,
    executable: bool,
}

impl Tree {
    fn of(dir: &Path) -> io::Result<Self> {
        let mut tree = Self {
            files: Vec::new(),
            left_out: Vec::new(),
        };
        let root = fs::canonicalize(dir)?;
        tree.walk(&root, &root, "", DEPTH)?;
        tree.files.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        tree.left_out.sort_unstable();
        tree.left_out.dedup();
        Ok(tree)
    }

    fn walk(&mut self, root: &Path, dir: &Path, prefix: &str, depth: usize) -> io::Result<()> {
        if depth == 0 {
            return Err(about(prefix, "lies deeper than 64 folders"));
        }
        for entry in fs::read_dir(dir).map_err(|error| about(prefix, &error.to_string()))? {
            let entry = entry?;
            let file_name = entry.file_name();
            let Some(plain_name) = file_name.to_str() else {
                return Err(about(
                    &format!("{prefix}{}", file_name.to_string_lossy()),
                    "has a name that is not Unicode",
                ));
            };
            let name = format!("{prefix}{plain_name}");
            if LEFT_OUT.contains(&plain_name) {
                self.left_out.push(plain_name.to_owned());
                continue;
            }
            let failed = |error: io::Error| about(&name, &error.to_string());
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                self.walk(root, &entry.path(), &format!("{name}/"), depth - 1)?;
                continue;
            }
            let path = if kind.is_symlink() {
                link_target(root, &entry.path(), &name)?
            } else {
                entry.path()
            };
            let metadata = fs::metadata(&path).map_err(failed)?;
            if !metadata.is_file() {
                return Err(about(
                    &name,
                    "is a device, pipe or socket, or a link to a folder",
                ));
            }
            if self.files.len() == ENTRIES {
                return Err(io::Error::other(format!(
                    "it has more than {ENTRIES} files"
                )));
            }
            self.files.push(Entry {
                name,
                path,
                size: metadata.len(),
                executable: is_executable(&metadata),
            });
        }
        Ok(())
    }
}

/// Where a link within the folder leads, if that is within the folder too.
fn link_target(root: &Path, link: &Path, name: &str) -> io::Result<PathBuf> {
    let target = fs::canonicalize(link).map_err(|_| about(name, "is a link that leads nowhere"))?;
    if target.starts_with(root) {
        Ok(target)
    } else {
        Err(about(name, "is a link that leaves the folder"))
    }
}

#[cfg(unix)]
fn is_executable(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    false
}

/// An error that names an entry.
fn about(name: &str, what: &str) -> io::Error {
    io::Error::other(format!(
        "\u{201c}{}\u{201d} {}",
        shown(name.trim_end_matches('/')),
        shown(what)
    ))
}

fn write<W: Write>(tree: &Tree, writer: &mut W) -> io::Result<()> {
    // No time and no system in the header, so that the bytes depend on the content alone.
    let gzip = GzBuilder::new()
        .mtime(0)
        .operating_system(255)
        .write(writer, Compression::fast());
    let mut archive = tar::Builder::new(gzip);
    for entry in &tree.files {
        let failed = |error: io::Error| about(&entry.name, &error.to_string());
        let file = File::open(&entry.path).map_err(failed)?;
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_size(entry.size);
        header.set_mode(if entry.executable { 0o755 } else { 0o644 });
        header.set_mtime(0);
        header.set_uid(0);
        header.set_gid(0);
        let mut content = Exactly {
            inner: BufReader::new(file),
            left: entry.size,
        };
        archive
            .append_data(&mut header, &entry.name, &mut content)
            .map_err(failed)?;
    }
    archive.into_inner()?.finish()?.flush()
}

/// A file that must have the size it had when the folder was listed: an archive states sizes before contents.
struct Exactly<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let changed = || io::Error::other("changed while it was packed");
        self.left = self.left.checked_sub(read as u64).ok_or_else(changed)?;
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            Err(changed())
        } else {
            Ok(read)
        }
    }
}

/// A writer that counts and hashes what passes.
struct Counted<W> {
    inner: W,
    hasher: Sha256,
    bytes: u64,
}

impl<W> Counted<W> {
    fn new(inner: W) -> Self {
        Self {
            inner,
            hasher: Sha256::new(),
            bytes: 0,
        }
    }
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.hasher.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
