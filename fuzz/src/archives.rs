//! Archives: one that is taken has no entry that leaves its folder. Judged by another reader of names than the engine's.

use std::io::{Cursor, Read as _};

use crate::{file, payloads};

pub(crate) fn run(input: &[u8]) {
    let (choice, content) = file::choice(input);
    match choice % 3 {
        0 => zip(content),
        1 => tar_gz(content),
        // Changes of what is compressed would be nothing but broken checksums.
        _ => {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            let written = std::io::Write::write_all(&mut packed, content);
            written.expect("memory takes all of it");
            tar_gz(&packed.finish().expect("memory takes all of it"));
        }
    }
}

fn zip(content: &[u8]) {
    if !payloads::inspected("input.zip", content) {
        return;
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(content)).expect("it was read before");
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("it was read before");
        let name = entry.name().expect("it was read before").into_owned();
        stays(&name);
        if entry.is_symlink() {
            let mut target = String::new();
            entry
                .read_to_string(&mut target)
                .expect("it was read before");
            leads_inside(&name, &target);
        }
    }
}

fn tar_gz(content: &[u8]) {
    if !payloads::inspected("input.tar.gz", content) {
        return;
    }
    let mut archive = tar::Archive::new(flate2::read::MultiGzDecoder::new(content));
    for entry in archive.entries().expect("it was read before") {
        let entry = entry.expect("it was read before");
        let kind = entry.header().entry_type();
        if kind == tar::EntryType::XGlobalHeader {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        stays(&name);
        assert!(
            kind.is_file()
                || kind.is_dir()
                || kind.is_symlink()
                || kind.is_hard_link()
                || kind.is_contiguous()
                || kind.is_gnu_sparse(),
            "{name} is {kind:?}"
        );
        if kind.is_symlink() {
            let target = entry.link_name_bytes().expect("a link has a target");
            leads_inside(&name, &String::from_utf8_lossy(&target));
        }
    }
}

/// Whether a name is below the folder that it is unpacked to, on every system.
fn stays(name: &str) {
    let drive = parts(name).next().and_then(|part| part.chars().nth(1)) == Some(':');
    let absolute = name.starts_with(['/', '\\']);
    assert!(!drive && !absolute && !name.contains('\0'), "{name:?}");
    assert!(parts(name).all(|part| part != ".."), "{name:?}");
}

/// Whether the target of a link is below that folder too.
fn leads_inside(name: &str, target: &str) {
    assert!(!target.starts_with(['/', '\\']), "{name:?} -> {target:?}");
    let mut place: Vec<&str> = parts(name).collect();
    place.pop();
    for part in parts(target) {
        if part == ".." {
            assert!(place.pop().is_some(), "{name:?} -> {target:?}");
        } else {
            place.push(part);
        }
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "."))
}
