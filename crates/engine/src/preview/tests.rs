#![allow(clippy::unwrap_used)]

mod export;
mod files;
mod limits;
mod tables;

use std::{
    fs,
    path::{Path, PathBuf},
};

use longshore_model::preview::{Preview, Value};
use tempfile::tempdir;

use super::preview_file;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

fn value(path: &Path) -> Value {
    match preview_file(path, "result.pkl") {
        Preview::Value { value } => value,
        other => panic!("{other:?}"),
    }
}

fn of(name: &str, content: impl AsRef<[u8]>) -> Preview {
    let dir = tempdir().unwrap();
    let path = dir.path().join("file");
    fs::write(&path, content).unwrap();
    preview_file(&path, name)
}

fn pickled(content: &[u8]) -> Value {
    match of("result.pkl", content) {
        Preview::Value { value } => value,
        other => panic!("{other:?}"),
    }
}

/// A value in few words, to compare whole ones.
fn brief(value: &Value) -> String {
    let list = |values: &[Value]| values.iter().map(brief).collect::<Vec<_>>().join(", ");
    match value {
        Value::None => "None".into(),
        Value::Bool { value } => value.to_string(),
        Value::Int { value } | Value::Float { value } => value.clone(),
        Value::Str { value, length } => format!("{value:?}/{length}"),
        Value::Bytes { head, length } => format!("b{head}/{length}"),
        Value::Sequence {
            kind,
            items,
            length,
        } => format!("{kind}[{}]/{length}", list(items)),
        Value::Dict { items, length } => {
            let pairs: Vec<String> = items
                .iter()
                .map(|(key, value)| format!("{}: {}", brief(key), brief(value)))
                .collect();
            format!("{{{}}}/{length}", pairs.join(", "))
        }
        Value::Array {
            dtype, shape, head, ..
        } => format!("{dtype}{shape:?}[{}]", head.join(" ")),
        Value::Table { class, table } => format!("<{class} {}>", table.rows.len()),
        Value::Estimator { class, .. } => format!("<{class}>"),
        Value::Object {
            class, attributes, ..
        } => {
            let attributes: Vec<String> = attributes
                .iter()
                .map(|(name, value)| format!("{name}={}", brief(value)))
                .collect();
            format!("<{class} {}>", attributes.join(", "))
        }
        Value::Name { name } => name.clone(),
        Value::Deeper => "…".into(),
    }
}

fn items(value: Value) -> Vec<String> {
    match value {
        Value::Sequence { items, .. } => items.iter().map(brief).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn covalents_results_are_shown_by_what_they_carry() {
    let payloads = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/payloads");
    assert_eq!(
        brief(&value(&payloads.join("result-trivial-node0.pkl"))),
        "\"Hello, World\"/12"
    );
    let Value::Estimator {
        class,
        version,
        parameters,
        fitted,
        bytes,
    } = value(&payloads.join("result-svm-node1.pkl"))
    else {
        panic!()
    };
    assert_eq!(
        (class.as_str(), version.as_str(), bytes > 1_000),
        ("sklearn.svm._classes.SVC", "1.9.1", true)
    );
    let brief = |named: &[(String, Value)]| -> Vec<String> {
        named
            .iter()
            .map(|(name, value)| format!("{name}={}", brief(value)))
            .collect()
    };
    let (parameters, fitted) = (brief(&parameters), brief(&fitted));
    assert_eq!((parameters.len(), fitted.len()), (17, 19));
    assert!(parameters.contains(&"kernel=\"rbf\"/3".into()));
    assert!(parameters.contains(&"gamma=0.7".into()));
    assert!(fitted.contains(&"classes_=int64[3][0 1 2]".into()));
}

#[test]
fn all_protocols_show_the_same_values() {
    let shown: Vec<Value> = (0..6)
        .map(|protocol| value(&fixture(&format!("values-{protocol}.pkl"))))
        .collect();
    assert!(shown.iter().all(|value| value == &shown[5]));
    let Value::Dict { items, length: 11 } = &shown[5] else {
        panic!("{:?}", shown[5])
    };
    let brief: Vec<String> = items
        .iter()
        .map(|(key, value)| format!("{}: {}", brief(key), brief(value)))
        .collect();
    assert_eq!(brief[0], "\"none\"/4: None");
    assert_eq!(brief[1], "\"bools\"/5: tuple[true, false]/2");
    assert!(brief[2].starts_with(
        "\"ints\"/4: list[0, -1, 255, 256, 65535, 65536, -2147483648, 2147483648, 9223372036854775808, \
         -9223372036854775809, 1267650600228229401496703205376, -1455428565004863"
    ));
    assert_eq!(
        brief[3],
        "\"floats\"/6: list[0.0, -1.5, 1e+300, inf, nan]/5"
    );
    assert!(brief[4].contains("\"naïve\\n\\t\\\\u0041€🚢\"/15") && brief[4].contains("/500"));
    assert!(
        brief[5].starts_with("\"bytes\"/5: list[b/0, b00ff0a/3, b6262")
            && brief[5].contains("/300")
    );
    assert_eq!(brief[7], "\"sets\"/4: list[set[1]/1, frozenset[2]/1]/2");
    assert!(brief[9].contains('…'));
    assert_eq!(brief[10], "tuple[\"key\"/3, 1]/2: \"of a tuple\"/10");
}

#[test]
fn objects_of_the_standard_library_are_shown_by_what_they_mean() {
    let mut shown = items(value(&fixture("objects-5.pkl")));
    assert_eq!(
        shown,
        [
            "<datetime.datetime value=\"2026-11-23T14:05:06.000070-03:30\"/32>",
            "<datetime.datetime value=\"2026-01-02T03:04:00\"/19>",
            "<datetime.date value=\"2026-02-28\"/10>",
            "<datetime.time value=\"23:59:59.999999\"/15>",
            "<datetime.timedelta value=\"-1 day, 1:01:01.000005\"/22>",
            "<decimal.Decimal value=\"3.10\"/4>",
            "<fractions.Fraction value=\"-2/3\"/4>",
            "<uuid.UUID value=\"12345678-1234-5678-1234-567812345678\"/36>",
            "<uuid.UUID value=\"00000000-0000-0000-0000-000000000007\"/36>",
            "<pathlib.PurePosixPath value=\"/data/in.csv\"/12>",
            "{\"a\"/1: 1}/1",
            "{\"b\"/1: list[2]/1}/1",
            "{\"a\"/1: 2, \"b\"/1: 1}/2",
            "deque[1, 2]/2",
            "<complex value=\"(1-2.5j)\"/8>",
            "<shapes.Point x=1, y=list[2]/1>",
            "<shapes.Slotted left=1, right=\"two\"/3>",
            "<builtins.ValueError arguments=tuple[\"no\"/2, 3]/2>",
            "builtins.len",
            "shapes.Point",
        ]
    );
    assert_eq!(items(value(&fixture("objects-3.pkl"))), shown);
    assert_eq!(items(value(&fixture("objects-4.pkl"))), shown);
    shown.truncate(16);
    assert_eq!(items(value(&fixture("objects-2.pkl")))[..16], shown);
    assert_eq!(items(value(&fixture("objects-1.pkl"))), shown);
    assert_eq!(items(value(&fixture("objects-0.pkl"))), shown);
}

#[test]
fn numpy_arrays_show_type_shape_and_first_elements() {
    let shown = value(&fixture("arrays-5.pkl"));
    let Value::Dict { items, .. } = &shown else {
        panic!("{shown:?}")
    };
    let brief: Vec<String> = items.iter().map(|(_, value)| brief(value)).collect();
    assert_eq!(
        brief[..12],
        [
            "float64[2, 3][1.5 -2.0 0.1 4.0 5.0 1e+20]",
            "int32[2, 3][1 2 3 4 5 6]",
            "int16[2][1 -2]",
            "uint8[2][255 1]",
            "float16[2][0.5 65504.0]",
            "float32[1][0.1]",
            "bool[2][True False]",
            "complex128[1][(1+2j)]",
            "<U2[2][\"ab\" \"c\"]",
            "object[3][None \"x\" 3]",
            "datetime64[D][1][2026-11-23]",
            "float64[0, 3][]",
        ]
    );
    assert!(brief[12].starts_with("float64[50, 100][0.0 1.0 2.0") && brief[12].ends_with(" 99.0]"));
    assert_eq!(brief[13..], ["float64[][0.25]", "int8[][-3]"]);
    assert_eq!(value(&fixture("arrays-2.pkl")), shown);
    assert_eq!(value(&fixture("arrays-4.pkl")), shown);
}

#[test]
fn objects_pickled_by_value_are_shown_by_their_names() {
    assert_eq!(
        items(value(&fixture("by-value.pkl"))),
        ["<Point x=1, y=2>", "scaled_sum", "<lambda>"]
    );
}

#[test]
fn a_hostile_call_is_shown_and_not_made() {
    assert_eq!(
        brief(&pickled(b"cos\nsystem\n(S'id'\ntR.")),
        "<os.system arguments=tuple[\"id\"/2]/1>"
    );
    assert_eq!(
        brief(&pickled(
            b"ccopyreg\n_reconstructor\n(ccopyreg\n_reconstructor\ntR."
        )),
        "<copyreg._reconstructor >"
    );
}

/// A pickle in which each list holds the one before ten times: 10^20 values in 600 bytes.
fn bomb() -> Vec<u8> {
    let mut bomb = b"(K\x01l".to_vec();
    for level in 0..20 {
        bomb.extend([b"q", &[level][..], b"0("].concat());
        bomb.extend([b'h', level].repeat(10));
        bomb.push(b'l');
    }
    bomb.push(b'.');
    bomb
}

#[test]
fn a_small_pickle_of_many_shared_values_is_shown_in_part() {
    assert!(brief(&pickled(&bomb())).len() < 100_000);
}

#[test]
fn a_failure_is_told_as_the_exception_that_it_was() {
    let error = r#"{"kind":"exception","type":"ValueError","message":"no","traceback":"Traceback…","exit_code":1}"#;
    assert_eq!(
        of("tasks/x/error.json", error),
        Preview::Exception {
            class: "ValueError".into(),
            message: "no".into(),
            traceback: "Traceback…".into()
        }
    );
    assert!(matches!(of("error.json", "[1]"), Preview::Json { .. }));
}

#[test]
fn pictures_are_handed_over_and_large_ones_are_not() {
    let png = b"\x89PNG\r\n\x1a\nrest";
    assert_eq!(
        of("plot.png", png),
        Preview::Image {
            media_type: "image/png".into(),
            data: "iVBORw0KGgpyZXN0".into()
        }
    );
    let types =
        [&b"\xff\xd8\xff\xe0"[..], b"GIF89a", b"RIFF\0\0\0\0WEBP"].map(|content| {
            match of("x", content) {
                Preview::Image { media_type, .. } => media_type,
                other => panic!("{other:?}"),
            }
        });
    assert_eq!(types, ["image/jpeg", "image/gif", "image/webp"]);
    let large = [&png[..], &vec![0; 8 << 20]].concat();
    assert_eq!(
        of("plot.png", large),
        Preview::None {
            reason: "The picture is larger than 8 MiB. Save it to open it with another program."
                .into()
        }
    );
}

#[test]
fn text_is_shown_by_its_beginning() {
    assert_eq!(
        of("log.txt", "Ahoy €\n"),
        Preview::Text {
            text: "Ahoy €\n".into(),
            cut: false
        }
    );
    // A character lies across the cut.
    let Preview::Text { text, cut } = of("log.txt", format!("a{}", "€".repeat(100_000))) else {
        panic!()
    };
    assert_eq!(
        (text.chars().count(), text.len(), cut),
        (87_382, 262_144, true)
    );
    assert!(matches!(of("plot.svg", "<svg/>"), Preview::Text { .. }));
}

#[test]
fn what_cannot_be_shown_says_why() {
    let reason = |name: &str, content: &[u8]| match of(name, content) {
        Preview::None { reason } => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(reason("x", b""), "The file is empty.");
    assert_eq!(
        reason("model.bin", b"\x01\x02\0\x03"),
        "It is not text, and of no kind that can be shown (4 B). Save it to open it with another program."
    );
    assert_eq!(
        reason("a.zip", b"PK\x03\x04"),
        "It is a zip archive of 4 B. Save it to open it with another program."
    );
    assert_eq!(
        reason("result.pkl", b"\x80\x05\x95\0\0"),
        "The pickle cannot be read: it ends in the middle, at byte 5."
    );
    let dir = tempdir().unwrap();
    let Preview::None { reason } = preview_file(&dir.path().join("gone"), "gone") else {
        panic!()
    };
    assert!(
        reason.starts_with("The file cannot be read (No such file"),
        "{reason}"
    );
}

#[test]
fn every_fixture_changed_anywhere_is_shown_or_refused() {
    let dir = tempdir().unwrap();
    let path = dir.path().join("result.pkl");
    for file in fs::read_dir(fixture("")).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        for at in (0..bytes.len()).step_by(bytes.len().div_ceil(20)) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x13;
            fs::write(&path, &changed).unwrap();
            // Whatever it is, it is an answer.
            assert!(!matches!(
                preview_file(&path, "result.pkl"),
                Preview::Image { .. }
            ));
        }
    }
}
