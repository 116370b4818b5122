//! A file held open, so that everything found out is about the same file even when its name changes hands.

use std::{
    fs::{File, Metadata},
    io::{self, BufReader, Read, Seek},
    path::Path,
};

use longshore_model::Report;
use sha2::{Digest, Sha256};

use super::refusal;

/// An open file.
pub(crate) struct Opened {
    pub(crate) file: File,
    /// Bytes.
    pub(crate) size: u64,
}

/// How much is read at once.
const CHUNK: usize = 128 << 10;

impl Opened {
    /// Opens a regular file. Pipes and devices are refused before they are opened: opening a pipe can wait for ever.
    pub(crate) fn open(path: &Path, metadata: &Metadata) -> Result<Self, Report> {
        if !metadata.is_file() {
            return Err(refusal::not_a_file());
        }
        let file = File::open(path).map_err(|error| refusal::unreadable(&error))?;
        let size = file
            .metadata()
            .map_err(|error| refusal::unreadable(&error))?
            .len();
        Ok(Self { file, size })
    }

    /// The file from its beginning.
    pub(crate) fn rewound(&mut self) -> Result<BufReader<&mut File>, Report> {
        self.file
            .rewind()
            .map_err(|error| refusal::unreadable(&error))?;
        Ok(BufReader::with_capacity(CHUNK, &mut self.file))
    }

    /// Its first bytes, fewer when it is shorter.
    pub(crate) fn head(&mut self, bytes: u64) -> Result<Vec<u8>, Report> {
        let mut head = Vec::new();
        self.rewound()?
            .take(bytes)
            .read_to_end(&mut head)
            .map_err(|error| refusal::unreadable(&error))?;
        Ok(head)
    }

    /// SHA-256 of all of it, hex.
    pub(super) fn sha256(&mut self) -> Result<String, Report> {
        let mut hasher = Sha256::new();
        io::copy(&mut self.rewound()?, &mut hasher).map_err(|error| refusal::unreadable(&error))?;
        Ok(hex(&hasher.finalize()))
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
            use std::fmt::Write;
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
