use std::{fs, path::Path};

use longshore_model::{Code, preview::ExportFormat};
use pretty_assertions::assert_eq;
use tempfile::tempdir;

use super::{super::export_file, bomb, fixture};

fn json(path: &Path) -> String {
    export_file(path, ExportFormat::Json).unwrap()
}

fn csv(path: &Path) -> String {
    export_file(path, ExportFormat::Csv).unwrap()
}

/// Why a pickle is not exported, without what is said of all.
fn refused(content: &[u8], format: ExportFormat) -> String {
    let dir = tempdir().unwrap();
    let path = dir.path().join("result.pkl");
    fs::write(&path, content).unwrap();
    let report = export_file(&path, format).unwrap_err();
    assert_eq!(report.code, Code::BadInput);
    let (said, reason) = report.title.split_once(" without loss. ").unwrap();
    assert!(said.starts_with("This cannot be written as "));
    reason.to_owned()
}

#[test]
fn values_become_json_with_every_digit() {
    assert_eq!(
        json(&fixture("exact.pkl")),
        "{\"text\":\"naïve \\\"€\\\"\\n\",\"large\":[1267650600228229401496703205376,-9223372036854775808],\
         \"small\":[0.1,1e+300,-0.0],\"none\":null,\"yes\":true,\"numpy\":0.10000000149011612,\
         \"matrix\":[[1,2],[3,4]]}\n"
    );
    let transported =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/payloads/result-trivial-node0.pkl");
    assert_eq!(json(&transported), "\"Hello, World\"\n");
}

#[test]
fn tables_become_csv_with_their_index() {
    assert_eq!(
        csv(&fixture("frame.pkl")),
        ",step,loss,tag,kind,done,more,maybe\n\
         0,1,0.5,a,u,True,4,1\n\
         1,2,,,v,False,5,\n\
         2,3,0.1,c,u,True,6,3\n"
    );
    assert_eq!(
        csv(&fixture("ordinary.pkl")),
        ",\"a,b\",x\n0,\"say \"\"hi\"\"\",0.10000000149011612\n1,\"two\nlines\",2.0\n"
    );
}

#[test]
fn what_json_has_no_word_for_is_refused_with_its_place() {
    let cases: [(&[u8], &str); 9] = [
        // ["x", nan]
        (
            b"\x80\x04](\x8c\x01xG\x7f\xf8\0\0\0\0\0\0e.",
            "The value at [1] is nan, for which JSON has no word.",
        ),
        // {"a": b"x"}
        (
            b"\x80\x04}\x8c\x01aC\x01xs.",
            "The value at [\"a\"] is bytes.",
        ),
        (b"\x80\x04\x8f(K\x01\x90.", "The value is a set."),
        (b"\x80\x04(K\x01\x91.", "The value is a frozenset."),
        (
            b"\x80\x04}K\x01K\x02s.",
            "The value is a dict with a key that is no text.",
        ),
        (
            b"\x80\x04\x8c\x03\xed\xa0\x80.",
            "The value is a text with characters that are not Unicode.",
        ),
        (
            b"cos\nsystem\n(S'id'\ntR.",
            "The value is an object made by os.system.",
        ),
        (
            b"cbuiltins\nlen\n.",
            "The value is builtins.len, by name only.",
        ),
        (b"not a pickle", "It is no pickle that can be read: "),
    ];
    for (content, reason) in cases {
        let told = refused(content, ExportFormat::Json);
        assert!(told.starts_with(reason), "{told}");
    }
}

#[test]
fn what_csv_does_not_tell_apart_is_refused() {
    let frames = fs::read(fixture("frames-pandas-3.pkl")).unwrap();
    assert_eq!(
        refused(&frames, ExportFormat::Csv),
        "CSV is for tables, and for arrays of one or two dimensions."
    );
    assert!(
        refused(&frames, ExportFormat::Json)
            .starts_with("The value at [\"frame\"] is an object made by pandas.DataFrame")
    );
}

#[test]
fn a_pickle_that_holds_itself_or_grows_without_end_is_refused_soon() {
    assert_eq!(
        refused(b"\x80\x04]\x94h\0a.", ExportFormat::Json),
        "It is nested deeper than 100 levels."
    );
    assert_eq!(
        refused(&bomb(), ExportFormat::Json),
        "It is larger than what is exported (64 MiB, or two million values)."
    );
}
