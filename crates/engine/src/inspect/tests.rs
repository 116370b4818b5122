#![allow(clippy::unwrap_used)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use longshore_model::{
    Code, Report,
    payload::{Outcome, Payload, PayloadKind},
};
use tempfile::tempdir;

use super::{inspect_path, plain};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/payloads")
        .join(name)
}

fn payload(path: &Path) -> Payload {
    match inspect_path(path).outcome {
        Outcome::Payload(payload) => payload,
        Outcome::Refused(report) => panic!("{path:?} is refused: {report}"),
    }
}

fn refused(path: &Path) -> Report {
    match inspect_path(path).outcome {
        Outcome::Refused(report) => report,
        Outcome::Payload(payload) => panic!("{path:?} is taken: {payload:?}"),
    }
}

/// Inspects content under a name.
fn of<T>(name: &str, content: impl AsRef<[u8]>, inspect: fn(&Path) -> T) -> T {
    let dir = tempdir().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, content).unwrap();
    inspect(&path)
}

/// The payload but for its hash, which other tests look at.
fn unhashed(payload: Payload) -> Payload {
    Payload {
        sha256: String::new(),
        ..payload
    }
}

#[test]
fn a_covalent_payload_tells_its_python_and_modules() {
    let report = inspect_path(&sample("func-svm-node1.pkl"));
    assert_eq!(
        (report.name.as_str(), report.size),
        ("func-svm-node1.pkl", 15314)
    );
    assert_eq!(
        report.payload(),
        Some(&Payload {
            python: Some("3.11".into()),
            modules: vec!["numpy".into(), "sklearn".into()],
            pickle_protocol: Some(5),
            ..plain(
                PayloadKind::Pickle,
                "Covalent function",
                "7cb6347d57bbd6caf82280313def351114ae5e0f0adbc20010815b74503bc37f".into()
            )
        })
    );
    assert_eq!(
        payload(&sample("func-made-by-3.10.pkl")).python.as_deref(),
        Some("3.10")
    );
    assert_eq!(
        payload(&sample("func-missing-module.pkl")).modules,
        ["longshore_absent"]
    );
}

#[test]
fn a_payload_that_runs_pip_gets_an_environment_of_its_own() {
    let payload = payload(&sample("func-pip-hook.pkl"));
    assert!(payload.own_environment);
    assert_eq!(
        payload.warnings,
        ["It installs packages while it runs (Covalent DepsPip), in an environment of its own."]
    );
}

#[test]
fn a_function_pickled_by_value_tells_its_name_python_and_imports() {
    let told = ["3.8", "3.11", "3.12", "3.13"].map(|version| {
        let payload = payload(&fixture(&format!("function-{version}.pkl")));
        assert_eq!(
            (payload.title.as_str(), &payload.modules[..]),
            ("Function scaled_sum", &["numpy".to_owned()][..])
        );
        (payload.python, payload.warnings)
    });
    let sure = |version: &str| (Some(version.to_owned()), vec![]);
    let old = "It was made by Python 3.8 to 3.10 and runs only on the same version; which one it does not say.";
    assert_eq!(
        told,
        [
            (None, vec![old.to_owned()]),
            sure("3.11"),
            sure("3.12"),
            sure("3.13")
        ]
    );
}

#[test]
fn a_function_by_reference_needs_its_module_and_no_certain_python() {
    assert_eq!(
        unhashed(of(
            "f.pkl",
            b"\x80\x02cshapes.area\nmeasure\n(K\x02t}\x87.",
            payload
        )),
        Payload {
            modules: vec!["shapes".into()],
            pickle_protocol: Some(2),
            ..plain(
                PayloadKind::Pickle,
                "Function shapes.area.measure",
                String::new()
            )
        }
    );
    assert_eq!(
        of("f.pickle", b"c__main__\nrun\n(l}\x87.", payload).warnings,
        [
            "It refers to run of the program that made it, which a node does not have. \
             Make it with cloudpickle instead of pickle."
        ]
    );
}

#[test]
fn a_hostile_pickle_is_told_and_never_run() {
    let warnings = payload(&sample("hostile.pkl")).warnings;
    assert_eq!(
        warnings,
        [
            "Loading it calls posix.mkdir, before its function runs. Submit it only if you know who made it."
        ]
    );
    assert!(!Path::new("longshore-was-here").exists());

    let told = [
        &b"cmath\nsqrt\n(cos\nsystem\n(S'id'\ntRl(d\x87."[..],
        b"cmath\nsqrt\n((S'id'\nios\nsystem\nl(d\x87.",
        b"cmath\nsqrt\n(cbuiltins\nmap\n(cos\nsystem\n(S'id'\nltRl(d\x87.",
        b"cmath\nsqrt\n(cbuiltins\ngetattr\n(ccloudpickle.cloudpickle\nsubimport\n(S'os'\ntRS'system'\ntR(S'id'\ntRl(d\x87.",
    ]
    .map(|pickle| of("f.pkl", pickle, payload).warnings);
    let system = [
        "Loading it calls os.system, before its function runs. Submit it only if you know who made it.",
    ];
    assert_eq!(
        told,
        [system, system, system, system].map(|told| told.map(str::to_owned).to_vec())
    );
}

#[test]
fn what_is_no_payload_says_what_it_is_and_what_to_do() {
    let title = |name: &str| refused(&sample(name)).title;
    let result = "It is a result, not a payload: it holds one object instead of a function with its arguments.";
    assert_eq!(title("result-svm-node1.pkl"), result);
    assert_eq!(title("result-trivial-node0.pkl"), result);
    assert_eq!(title("empty.pkl"), "The file is empty.");
    assert_eq!(title("picture.pkl"), "It is a JPEG picture, not a pickle.");
    assert_eq!(
        refused(&sample("truncated.pkl")),
        Report::new(
            Code::BadInput,
            "The pickle is damaged: it ends in the middle, at byte 1147.",
            "It was not written or copied to its end. Make or copy it again, and close the file before you add it."
        )
    );
    let title = |content: &[u8]| of("f.pkl", content, refused).title;
    assert_eq!(
        title(b"K\x01K\x02K\x03\x87."),
        "It is no payload: the first of its three objects is no function."
    );
    assert_eq!(
        title(b"cmath\nsqrt\nK\x02}\x87."),
        "It is no payload: the second of its three objects is no list of arguments."
    );
    assert_eq!(
        title(b"cmath\nsqrt\n)]\x87."),
        "It is no payload: the third of its three objects is no dict of keyword arguments."
    );
    assert_eq!(
        title(b"\x80\x02N.N."),
        "The pickle is damaged: the pickle ends at byte 4, and 2 more bytes follow."
    );
    assert_eq!(
        title(b"\x80\x09N."),
        "The pickle is damaged: it has pickle protocol 9; the newest known is 5."
    );
    assert_eq!(
        title(b"\x80\x02cos\nsystem\nU\x02id\x85R."),
        "It is no payload, and loading it would call os.system."
    );
    assert_eq!(
        title(b"PK\x03\x04 and so on"),
        "It is a zip archive, not a pickle."
    );
    assert_eq!(
        title(b"!garbage"),
        "It is not a pickle: byte 0 is 0x21, which is no instruction of a pickle."
    );
    assert!(
        of("notes.txt", "x", refused)
            .guidance
            .starts_with("Longshore takes function payloads (.pkl)")
    );
    assert_eq!(
        of("photo.jpg", b"\xff\xd8\xff\xe0", refused).title,
        "It looks like a JPEG picture, and its name does not end like a payload's."
    );
}

#[test]
fn damage_within_a_covalent_payload_is_found() {
    let mut bytes = fs::read(sample("func-trivial-node0.pkl")).unwrap();
    // The base64 of the function, which starts at byte 148.
    bytes[400] = b'!';
    let title = of("f.pkl", &bytes, refused).title;
    assert!(
        title.starts_with("The pickle is damaged: of an object that Covalent packed into it,"),
        "{title}"
    );
}

#[test]
fn large_transported_arguments_are_read_from_the_file() {
    // A TransportableObject whose inner pickle is longer than what is kept of a text: a name after 90 kB of bytes.
    use base64::{Engine, engine::general_purpose::STANDARD};
    let inner = [
        &b"\x80\x04(B\x90\x5f\x01\0"[..],
        &[7; 90_000],
        b"cpandas.core\nDataFrame\nt.",
    ]
    .concat();
    let encoded = STANDARD.encode(inner);
    let length = u32::try_from(encoded.len()).unwrap().to_le_bytes();
    let pickle = [
        &b"\x80\x04cmath\nsqrt\n(ccovalent\nTransportableObject\n)\x81}X\x07\0\0\0_objectX"[..],
        &length,
        encoded.as_bytes(),
        b"sbl}\x87.",
    ]
    .concat();
    assert_eq!(of("f.pkl", pickle, payload).modules, ["pandas"]);
}

#[test]
fn an_object_that_is_transported_many_times_is_read_once() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let encoded = STANDARD.encode(b"\x80\x04cpandas.core\nDataFrame\n.");
    let length = u8::try_from(encoded.len()).unwrap();
    let object = b"ccovalent\nTransportableObject\n)\x81}\x8c\x07_objecth\x07sb";
    let pickle = |times: usize| {
        [
            &b"\x80\x04\x8c"[..],
            &[length],
            encoded.as_bytes(),
            b"q\x070cmath\nsqrt\n(",
            &object.repeat(times),
            b"l}\x87.",
        ]
        .concat()
    };
    // More than are looked into when they differ.
    assert_eq!(
        unhashed(of("f.pkl", pickle(1001), payload)),
        unhashed(of("f.pkl", pickle(1), payload))
    );
}

#[test]
fn a_missing_file_and_a_pipe_are_refused_at_once() {
    let dir = tempdir().unwrap();
    let report = refused(&dir.path().join("gone.pkl"));
    assert_eq!(report.code, Code::NotFound);
    assert!(
        report
            .title
            .starts_with("The file is not there (No such file"),
        "{}",
        report.title
    );
    assert_eq!(
        refused(Path::new("/dev/null")).title,
        "It is neither a file nor a folder, but a device, pipe or socket."
    );
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_text_or_breaks_lines_is_shown_safely() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let dir = tempdir().unwrap();
    let path = dir.path().join(OsStr::from_bytes(b"a\n\"b\xff .sh"));
    fs::write(&path, "#!/bin/sh\n").unwrap();
    let report = inspect_path(&path);
    assert_eq!(report.name, "a\\n\"b\u{fffd} .sh");
    assert!(report.payload().is_some());
}

#[test]
fn a_script_tells_what_it_imports_and_asks_for() {
    let source = "# /// script\n# dependencies = [\"numpy==2.4.6\", \"rich\"]\n# requires-python = \"==3.11.*\"\n# ///\n\
                  import os, numpy\nfrom sklearn import svm\n";
    assert_eq!(
        unhashed(of("run.py", source, payload)),
        Payload {
            python: Some("3.11".into()),
            modules: vec!["numpy".into(), "sklearn".into()],
            packages: vec!["numpy==2.4.6".into(), "rich".into()],
            ..plain(PayloadKind::Python, "Python script", String::new())
        }
    );
    assert_eq!(
        of(
            "run.py",
            "# /// script\n# requires-python = \">=3.10\"\n# ///\n",
            payload
        )
        .warnings,
        ["It asks for Python >=3.10. Choose a pool that has it."]
    );
}

#[test]
fn a_script_that_imports_its_neighbour_says_so() {
    let dir = tempdir().unwrap();
    fs::write(dir.path().join("helpers.py"), "").unwrap();
    let script = dir.path().join("run.py");
    fs::write(&script, "import helpers\n").unwrap();
    assert_eq!(
        payload(&script).warnings,
        [
            "It imports helpers from the folder it is in, which is not sent along. Put both in a folder and submit that."
        ]
    );
}

#[test]
fn a_script_must_be_text_in_an_encoding_that_it_names() {
    assert_eq!(
        of("a.py", b"\x7fELF\0", refused).title,
        "It is a Linux program, not a script."
    );
    assert_eq!(
        of("a.py", b"\xff\xfei\0", refused).title,
        "It is text in UTF-16, which cannot be run."
    );
    assert_eq!(
        of("a.py", b"import os\nx = '\xe9'\n", refused).title,
        "Line 2 is not UTF-8, and the script does not say how it is encoded."
    );
    assert_eq!(
        of("a.py", b"# coding: latin-1\nimport numpy # \xe9\n", payload).modules,
        ["numpy"]
    );
    assert_eq!(
        of("a.py", b"\xef\xbb\xbfimport numpy\n", payload).modules,
        ["numpy"]
    );
}

#[test]
fn a_shell_script_is_judged_by_its_first_line_and_its_line_ends() {
    let told = |content: &str| {
        let payload = of("run.sh", content, payload);
        (payload.title, payload.warnings)
    };
    assert_eq!(told("#!/bin/sh\necho\n"), ("Shell script".into(), vec![]));
    assert_eq!(
        told("#!/usr/bin/env -S bash -e\n"),
        ("Shell script (bash)".into(), vec![])
    );
    assert_eq!(
        told("echo\n").1,
        ["It has no #! line and will be run by /bin/sh."]
    );
    assert_eq!(
        told("#!/bin/sh\r\necho\r\n").1,
        [
            "Its lines end as on Windows (CR LF), which most shells cannot run. Save it with LF line ends."
        ]
    );
}
