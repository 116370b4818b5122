use longshore_model::{Code, Report, payload::Outcome};

use super::*;

fn payload(kind: PayloadKind, modules: &[&str]) -> Payload {
    Payload {
        kind,
        title: "Covalent function".into(),
        sha256: "ab".into(),
        python: Some("3.11".into()),
        modules: modules.iter().map(|m| (*m).to_owned()).collect(),
        packages: Vec::new(),
        entry: Vec::new(),
        own_environment: false,
        files: 1,
        pickle_protocol: None,
        warnings: Vec::new(),
    }
}

fn report(path: &str, outcome: Outcome) -> PayloadReport {
    PayloadReport {
        path: path.into(),
        name: path.trim_start_matches('/').into(),
        size: 10,
        outcome,
    }
}

fn refused(path: &str) -> PayloadReport {
    report(
        path,
        Outcome::Refused(Report::new(Code::BadInput, "Empty.", "")),
    )
}

fn paths(paths: &[&str]) -> Vec<String> {
    paths.iter().map(|p| (*p).to_owned()).collect()
}

#[test]
fn a_file_dropped_again_is_read_again_and_not_listed_twice() {
    let mut draft = Draft::default();
    assert_eq!(draft.add(paths(&["/a", "/b", "/a"])), ["/a", "/b"]);
    draft.inspected(&paths(&["/a", "/b"]), vec![refused("/a"), refused("/b")]);
    assert!(!draft.reading());
    assert_eq!(draft.add(paths(&["/a"])), ["/a"]);
    assert_eq!((draft.rows.len(), draft.reading()), (2, true));
}

#[test]
fn only_payloads_are_submitted_with_the_content_that_was_reviewed() {
    let mut draft = Draft::default();
    let asked = draft.add(paths(&["/a.pkl", "/photo.pkl"]));
    let pickle = report(
        "/a.pkl",
        Outcome::Payload(payload(PayloadKind::Pickle, &[])),
    );
    draft.inspected(&asked, vec![pickle, refused("/photo.pkl")]);
    let expected = [PayloadRef {
        path: "/a.pkl".into(),
        sha256: Some("ab".into()),
    }];
    assert_eq!((draft.references(), draft.bytes()), (expected.to_vec(), 10));
    assert!(draft.has_pickle());
}

#[test]
fn a_line_removed_while_it_was_read_stays_away() {
    let mut draft = Draft::default();
    let asked = draft.add(paths(&["/a", "/b"]));
    draft.remove("/a");
    draft.inspected(&asked, vec![refused("/a"), refused("/b")]);
    assert_eq!(
        draft.rows,
        [DraftRow {
            path: "/b".into(),
            report: Some(refused("/b"))
        }]
    );
}

#[test]
fn a_file_that_could_not_be_inspected_leaves_the_list() {
    let mut draft = Draft::default();
    let asked = draft.add(paths(&["/a"]));
    draft.forget_unread(&asked);
    assert_eq!(draft, Draft::default());
}

#[test]
fn modules_without_a_package_are_named_by_payload() {
    let mut draft = Draft::default();
    let asked = draft.add(paths(&["/svm.pkl", "/self.pkl"]));
    let own = Payload {
        own_environment: true,
        ..payload(PayloadKind::Pickle, &["scipy"])
    };
    draft.inspected(
        &asked,
        vec![
            report(
                "/svm.pkl",
                Outcome::Payload(payload(
                    PayloadKind::Pickle,
                    &["cloudpickle", "numpy", "sklearn"],
                )),
            ),
            report("/self.pkl", Outcome::Payload(own)),
        ],
    );
    assert_eq!(
        draft.uncovered(&["numpy==2.4.6".into()]),
        [("svm.pkl".to_owned(), vec!["scikit-learn".to_owned()])]
    );
}

#[test]
fn what_a_payload_needs_is_one_line() {
    assert_eq!(
        needs(&payload(PayloadKind::Pickle, &["numpy", "sklearn"])),
        "Python 3.11 · numpy, sklearn"
    );
    let bundle = Payload {
        python: None,
        files: 214,
        ..payload(PayloadKind::Bundle, &[])
    };
    assert_eq!(needs(&bundle), "Python 3 · 214 files");
    let shell = Payload {
        python: None,
        ..payload(PayloadKind::Shell, &[])
    };
    assert_eq!(needs(&shell), "sh");
}
