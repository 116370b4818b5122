#![allow(clippy::unwrap_used)]

use std::{
    fs::{self, File},
    io::{Cursor, Write},
    path::Path,
};

use flate2::{Compression, write::GzEncoder};
use longshore_model::payload::{Outcome, Payload, PayloadKind};
use tar::{EntryType, Header};
use tempfile::tempdir;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::pack_folder;
use crate::inspect::{inspect_path, plain};

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar_of(entries: &[(&str, EntryType, &str)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(vec![], Compression::fast()));
    for (name, kind, content) in entries {
        let mut header = Header::new_gnu();
        // Written by hand: the library refuses the names that are tested.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_mode(0o644);
        if matches!(kind, EntryType::Regular) {
            header.set_size(content.len() as u64);
            header.set_cksum();
            archive.append(&header, content.as_bytes()).unwrap();
        } else {
            header.as_old_mut().linkname[..content.len()].copy_from_slice(content.as_bytes());
            header.set_size(0);
            header.set_cksum();
            archive.append(&header, &b""[..]).unwrap();
        }
    }
    archive.into_inner().unwrap().finish().unwrap()
}

fn inspect(name: &str, content: &[u8]) -> Outcome {
    let dir = tempdir().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, content).unwrap();
    inspect_path(&path).outcome
}

fn payload(outcome: Outcome) -> Payload {
    match outcome {
        Outcome::Payload(payload) => payload,
        Outcome::Refused(report) => panic!("{report}"),
    }
}

fn title(outcome: Outcome) -> String {
    match outcome {
        Outcome::Refused(report) => report.title,
        Outcome::Payload(payload) => panic!("{payload:?}"),
    }
}

const MANIFEST: &[u8] =
    b"main = \"train.py\"\nargs = [\"--fast\"]\npython = \"3.11\"\npackages = [\"numpy\"]\n";

fn described(payload: &Payload) -> Payload {
    Payload {
        python: Some("3.11".into()),
        packages: vec!["numpy".into()],
        entry: vec!["python".into(), "train.py".into(), "--fast".into()],
        files: 2,
        ..plain(
            PayloadKind::Bundle,
            "Bundle, train.py",
            payload.sha256.clone(),
        )
    }
}

#[test]
fn a_manifest_says_what_runs_in_every_kind_of_bundle() {
    let zip = payload(inspect(
        "b.zip",
        &zip_of(&[("payload.toml", MANIFEST), ("train.py", b"1")]),
    ));
    assert_eq!(zip, described(&zip));

    let text = std::str::from_utf8(MANIFEST).unwrap();
    let entries = [
        ("./payload.toml", EntryType::Regular, text),
        ("./train.py", EntryType::Regular, "1"),
    ];
    let tar = payload(inspect("b.tar.gz", &tar_of(&entries)));
    assert_eq!(tar, described(&tar));

    let dir = tempdir().unwrap();
    fs::write(dir.path().join("payload.toml"), MANIFEST).unwrap();
    fs::write(dir.path().join("train.py"), "1").unwrap();
    let folder = payload(inspect_path(dir.path()).outcome);
    assert_eq!(folder, described(&folder));
}

#[test]
fn without_a_manifest_main_py_runs() {
    let entry = |entries: &[(&str, &[u8])]| payload(inspect("b.zip", &zip_of(entries))).entry;
    assert_eq!(
        entry(&[("main.py", b"1"), ("data/x", b"2")]),
        ["python", "main.py"]
    );
    let nested = payload(inspect(
        "b.zip",
        &zip_of(&[("p/main.py", b"1"), ("p/x", b"2"), ("__MACOSX/p/x", b"3")]),
    ));
    assert_eq!(nested.entry, ["python", "p/main.py"]);
    assert_eq!(
        nested.warnings,
        ["All of it is in the folder p; it is run from above that folder."]
    );
    assert_eq!(
        title(inspect("b.zip", &zip_of(&[("train.py", b"1")]))),
        "It has neither a payload.toml nor a main.py at its top."
    );
    assert_eq!(
        title(inspect(
            "b.zip",
            &zip_of(&[("payload.toml", b"main = \"gone.py\"")])
        )),
        "Its payload.toml says to run \u{201c}gone.py\u{201d}, which is not in it."
    );
}

#[test]
fn names_that_no_system_takes_are_refused_before_they_fill_memory() {
    let long = format!("d/{}", "x".repeat(4095));
    let named = |name: &str| inspect("b.zip", &zip_of(&[("main.py", b"1"), (name, b"2")]));
    let said = "of more than 4096 bytes.";
    assert!(title(named(&long)).ends_with(said));
    payload(named(&long.replace("d/", "d")));

    let mut archive = tar::Builder::new(GzEncoder::new(vec![], Compression::fast()));
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::Symlink);
    header.set_size(0);
    archive.append_link(&mut header, "link", &long).unwrap();
    let packed = archive.into_inner().unwrap().finish().unwrap();
    assert!(title(inspect("b.tgz", &packed)).ends_with(said));
}

#[test]
fn a_link_that_leaves_the_bundle_by_way_of_another_link_is_named() {
    let main = ("main.py", EntryType::Regular, "1");
    let of = |entries: &[(&str, EntryType, &str)]| {
        inspect("b.tgz", &tar_of(&[&[main], entries].concat()))
    };
    let (up, file) = (("d/up", EntryType::Symlink, ".."), EntryType::Regular);
    let leaves =
        |name: &str| format!("Its entry \u{201c}{name}\u{201d} is a link that leaves the bundle.");
    // Read by its words `d/up/..` is `d`, but `d/up` is the top.
    let away = ("away", EntryType::Symlink, "d/up/..");
    assert_eq!(title(of(&[away, up])), leaves("away"));
    assert_eq!(title(of(&[up, away])), leaves("away"));
    // `same/up` is `d/up`, though it is not called so.
    let same = ("same", EntryType::Symlink, "d");
    let other = ("away", EntryType::Symlink, "same/up/../x");
    assert_eq!(title(of(&[up, same, other])), leaves("away"));
    // What lies below a link lies elsewhere than its name says.
    let below = ("d/up/below", EntryType::Symlink, "../x");
    assert_eq!(title(of(&[below, up])), leaves("d/up/below"));
    assert_eq!(title(of(&[up, ("d/up/x", file, "1")])), leaves("d/up/x"));

    let through = ("through", EntryType::Symlink, "same/x");
    payload(of(&[up, same, ("d/x", file, "1"), through]));
}

#[test]
fn an_entry_that_would_leave_the_bundle_is_named() {
    let main = ("main.py", EntryType::Regular, "1");
    let of = |name: &str, kind: EntryType, content: &str| {
        title(inspect("b.tgz", &tar_of(&[main, (name, kind, content)])))
    };
    for name in [
        "../x",
        "a/../../x",
        "/etc/passwd",
        "C:\\x",
        "./C:/x",
        "a\\..\\..\\x",
    ] {
        assert_eq!(
            of(name, EntryType::Regular, "x"),
            format!("Its entry \u{201c}{name}\u{201d} would land outside of the bundle.")
        );
    }
    for target in [
        "/etc/passwd",
        "C:/x",
        "./C:/x",
        "../../x",
        "../..",
        "a/../../../x",
        "",
    ] {
        assert_eq!(
            of("d/link", EntryType::Symlink, target),
            "Its entry \u{201c}d/link\u{201d} is a link that leaves the bundle.",
            "{target}"
        );
    }
    assert_eq!(
        of("hard", EntryType::Link, "gone"),
        "Its entry \u{201c}hard\u{201d} is a link that leaves the bundle."
    );
    assert_eq!(
        of("pipe", EntryType::Fifo, ""),
        "Its entry \u{201c}pipe\u{201d} is a device, pipe or socket."
    );
    assert_eq!(
        of("main.py", EntryType::Regular, ""),
        "Two of its entries are called \u{201c}main.py\u{201d}."
    );
    assert_eq!(
        of("./main.py", EntryType::Regular, ""),
        "Two of its entries are called \u{201c}./main.py\u{201d}."
    );
    assert_eq!(
        title(inspect(
            "b.zip",
            &zip_of(&[("main.py", b"1"), ("../x\n", b"2")])
        )),
        "Its entry \u{201c}../x\\n\u{201d} would land outside of the bundle."
    );
    let inside = [
        ("pax_global_header", EntryType::XGlobalHeader, ""),
        main,
        ("d/link", EntryType::Symlink, "../main.py"),
        ("hard", EntryType::Link, "main.py"),
    ];
    assert_eq!(payload(inspect("b.tgz", &tar_of(&inside))).files, 3);
}

#[test]
fn a_bomb_is_refused_without_unpacking_it() {
    let bomb = "It would unpack to more than 100 times its size: it looks like a zip bomb.";
    let zeros = vec![0; 80 << 20];
    assert_eq!(
        title(inspect("b.zip", &zip_of(&[("main.py", &zeros)]))),
        bomb
    );

    let mut archive = tar::Builder::new(GzEncoder::new(vec![], Compression::best()));
    let mut header = Header::new_gnu();
    header.set_size(zeros.len() as u64);
    archive
        .append_data(&mut header, "main.py", &zeros[..])
        .unwrap();
    assert_eq!(
        title(inspect(
            "b.tar.gz",
            &archive.into_inner().unwrap().finish().unwrap()
        )),
        bomb
    );
}

#[test]
fn a_name_that_unpacks_to_much_is_a_bomb_too() {
    let mut archive = tar::Builder::new(GzEncoder::new(vec![], Compression::best()));
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::GNULongName);
    header.set_size(8 << 20);
    archive
        .append_data(&mut header, "x", &vec![b'a'; 8 << 20][..])
        .unwrap();
    let bytes = archive.into_inner().unwrap().finish().unwrap();
    assert_eq!(
        title(inspect("b.tar.gz", &bytes)),
        "It would unpack to more than 100 times its size: it looks like a zip bomb."
    );
}

#[test]
fn a_zip_that_claims_too_many_entries_is_not_read() {
    let mut zip = zip_of(&[("main.py", b"1")]);
    let end = zip.len() - 22;
    // A Zip64 end record before the usual one.
    let mut large = b"PK\x06\x06".to_vec();
    large.extend([0; 28]);
    large.extend(5_000_000_u64.to_le_bytes());
    large.extend([0; 16]);
    zip.splice(end..end, large);
    assert_eq!(
        title(inspect("b.zip", &zip)),
        "It has more than 100000 entries."
    );
}

#[test]
fn an_encrypted_entry_is_named() {
    let mut zip = zip_of(&[("main.py", b"1")]);
    // The flags of the entry in the directory, whose record starts with "PK\x01\x02".
    let directory = zip
        .windows(4)
        .position(|bytes| bytes == b"PK\x01\x02")
        .unwrap();
    zip[directory + 8] |= 1;
    zip[6] |= 1;
    assert_eq!(
        title(inspect("b.zip", &zip)),
        "Its entry \u{201c}main.py\u{201d} is encrypted."
    );
}

#[test]
fn an_archive_cut_anywhere_is_refused() {
    let zip = zip_of(&[("main.py", b"print()"), ("x", b"1")]);
    let tar = tar_of(&[("main.py", EntryType::Regular, "print()")]);
    for (name, whole) in [("b.zip", zip), ("b.tar.gz", tar)] {
        for end in 1..whole.len() {
            assert!(
                matches!(inspect(name, &whole[..end]), Outcome::Refused(_)),
                "{name} cut at {end}"
            );
        }
        payload(inspect(name, &whole));
    }
    assert_eq!(
        title(inspect("b.zip", b"\xff\xd8\xff\xe0")),
        "It is a JPEG picture, not a zip archive."
    );
    assert_eq!(
        title(inspect("b.tar.gz", b"plain")),
        "It is not a tar.gz archive: it is not compressed by gzip."
    );
}

fn write(dir: &Path, name: &str, content: &str) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

#[test]
fn the_same_folder_gives_the_same_archive_and_the_hash_that_inspection_told() {
    let (first, second, out) = (tempdir().unwrap(), tempdir().unwrap(), tempdir().unwrap());
    for (dir, names) in [
        (&first, ["main.py", "b/x", "a"]),
        (&second, ["a", "b/x", "main.py"]),
    ] {
        names.iter().for_each(|name| write(dir.path(), name, name));
    }
    write(second.path(), "__pycache__/main.pyc", "left out");
    let packed = [&first, &second].map(|dir| {
        let dest = out.path().join("packed.tar.gz");
        let packed = pack_folder(dir.path(), &dest).unwrap();
        assert_eq!(packed.size, fs::metadata(&dest).unwrap().len());
        (packed, fs::read(dest).unwrap())
    });
    assert_eq!(packed[0], packed[1]);

    let report = inspect_path(second.path());
    let payload = report.payload().unwrap();
    assert_eq!(
        (report.size, payload.files, &payload.sha256),
        (11, 3, &packed[0].0.sha256)
    );
    assert_eq!(payload.warnings, ["Left out: __pycache__."]);

    let unpacked: Vec<String> = tar::Archive::new(flate2::read::GzDecoder::new(&packed[0].1[..]))
        .entries()
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(unpacked, ["a", "b/x", "main.py"]);
    assert_eq!(
        inspect_path(&out.path().join("packed.tar.gz"))
            .payload()
            .unwrap()
            .entry,
        ["python", "main.py"]
    );
}

#[test]
fn another_content_gives_another_hash() {
    let dir = tempdir().unwrap();
    write(dir.path(), "main.py", "1");
    let hash = || inspect_path(dir.path()).payload().unwrap().sha256.clone();
    let before = hash();
    write(dir.path(), "main.py", "2");
    assert_ne!(hash(), before);
}

#[cfg(unix)]
#[test]
fn links_that_leave_a_folder_are_refused_and_others_become_files() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (outside, dir) = (tempdir().unwrap(), tempdir().unwrap());
    write(outside.path(), "secret", "s");
    write(dir.path(), "main.py", "1");
    fs::set_permissions(
        dir.path().join("main.py"),
        fs::Permissions::from_mode(0o700),
    )
    .unwrap();
    symlink("main.py", dir.path().join("again.py")).unwrap();
    let dest = outside.path().join("out.tar.gz");
    assert_eq!(pack_folder(dir.path(), &dest).unwrap().files, 2);
    let modes: Vec<u32> =
        tar::Archive::new(flate2::read::GzDecoder::new(File::open(&dest).unwrap()))
            .entries()
            .unwrap()
            .map(|entry| entry.unwrap().header().mode().unwrap())
            .collect();
    assert_eq!(modes, [0o755, 0o755]);

    symlink(outside.path().join("secret"), dir.path().join("leak")).unwrap();
    let said = "\u{201c}leak\u{201d} is a link that leaves the folder";
    assert_eq!(
        pack_folder(dir.path(), &dest).unwrap_err().to_string(),
        said
    );
    assert_eq!(
        title(inspect_path(dir.path()).outcome),
        format!("The folder cannot be packed: {said}.")
    );

    fs::remove_file(dir.path().join("leak")).unwrap();
    symlink(".", dir.path().join("round")).unwrap();
    assert_eq!(
        pack_folder(dir.path(), &dest).unwrap_err().to_string(),
        "\u{201c}round\u{201d} is a device, pipe or socket, or a link to a folder"
    );
}
