#![allow(clippy::unwrap_used)]

use std::{fs, io::BufReader, path::PathBuf};

use super::{Limits, Node, PickleError, Problem, read, read_from};

/// Every pickle that the tests have, by path.
fn pickles() -> Vec<(PathBuf, Vec<u8>)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folders = [
        root.join("tests/fixtures"),
        root.join("../../tests/payloads"),
    ];
    let files = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap());
    let pickles = files.map(|file| file.unwrap().path());
    pickles
        .filter(|path| path.extension().is_some_and(|extension| extension == "pkl"))
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

fn names(bytes: &[u8]) -> Vec<String> {
    read(bytes)
        .unwrap()
        .names
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn error(bytes: &[u8]) -> String {
    read(bytes).unwrap_err().to_string()
}

#[test]
fn a_pickle_cut_anywhere_is_truncated_there() {
    for (path, bytes) in pickles() {
        if read(&bytes).is_err() {
            continue;
        }
        // Every place of the small ones.
        let step = if bytes.len() < 3000 {
            1
        } else {
            bytes.len() / 300
        };
        for end in (0..bytes.len()).step_by(step) {
            match read(&bytes[..end]) {
                Err(PickleError::Truncated { at }) => assert_eq!(at, end as u64, "{path:?}"),
                other => panic!("{path:?} cut at {end}: {other:?}"),
            }
        }
    }
}

#[test]
fn a_pickle_with_any_byte_changed_is_read_or_refused() {
    for (path, bytes) in pickles() {
        let step = bytes.len().div_ceil(100).max(1);
        for at in (0..bytes.len()).step_by(step) {
            for change in [0x01, 0x80, 0xFF] {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                if let Ok(tree) = read(&changed) {
                    assert_eq!(tree.end, changed.len() as u64, "{path:?} at {at}");
                }
            }
        }
    }
}

#[test]
fn the_same_values_are_read_from_every_protocol() {
    for protocol in 0..6 {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let tree = read(&fs::read(root.join(format!("values-{protocol}.pkl"))).unwrap()).unwrap();
        let Node::Dict(pairs) = tree.node(tree.root) else {
            panic!("{:?}", tree.node(tree.root))
        };
        assert_eq!(
            (pairs.length, tree.protocol, tree.cut),
            (11, protocol, false)
        );
        let ints = tree.items(tree.get(tree.root, "ints").unwrap());
        assert_eq!(tree.node(ints[6]), &Node::Int(-2_147_483_648));
    }
}

#[test]
fn names_are_noted_however_they_are_written() {
    assert_eq!(names(b"cos\nsystem\n(S'id'\ntR."), ["os.system"]);
    assert_eq!(names(b"(S'id'\nios\nsystem\n."), ["os.system"]);
    assert_eq!(names(b"(cos\nsystem\nS'id'\no."), ["os.system"]);
    assert_eq!(
        names(b"\x80\x04\x8c\x02os\x8c\x06system\x93)R."),
        ["os.system"]
    );
    assert_eq!(names(b"\x80\x02cos\nsystem\n)}\x92."), ["os.system"]);
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    assert_eq!(error(b""), "it ends in the middle, at byte 0");
    assert_eq!(
        error(b"\x80\x05\x95\0\0"),
        "it ends in the middle, at byte 5"
    );
    assert_eq!(
        error(b"N\xff."),
        "byte 1 is 0xff, which is no instruction of a pickle"
    );
    assert_eq!(
        error(b"\x80\x06N."),
        "it has pickle protocol 6; the newest known is 5"
    );
    assert_eq!(
        error(b"N.N."),
        "the pickle ends at byte 2, and 2 more bytes follow"
    );
    let problem = |bytes: &[u8]| match read(bytes) {
        Err(PickleError::Malformed { at, problem }) => (at, problem),
        other => panic!("{other:?}"),
    };
    assert_eq!(problem(b"."), (0, Problem::Underflow));
    assert_eq!(problem(b"N(N0R."), (4, Problem::Underflow));
    assert_eq!(problem(b"NN\x87."), (2, Problem::Underflow));
    assert_eq!(problem(b"Nt."), (1, Problem::NoMark));
    assert_eq!(problem(b"h\x05."), (0, Problem::Memo));
    assert_eq!(problem(b"Iseven\n."), (0, Problem::Number));
    assert_eq!(problem(b"Sseven\n."), (0, Problem::Quotes));
    assert_eq!(problem(b"\x8c\x02\xc3x."), (0, Problem::Encoding));
    assert_eq!(problem(b"T\xff\xff\xff\xff."), (0, Problem::Length));
    assert_eq!(problem(b"}(Nu."), (3, Problem::OddItems));
    assert_eq!(problem(b"NNa."), (2, Problem::NotAContainer));
    assert_eq!(problem(b"NN\x93."), (2, Problem::NotAName));
}

#[test]
fn a_length_beyond_the_end_takes_no_memory() {
    let claims: [&[u8]; 4] = [
        b"\x8d\xff\xff\xff\xff\xff\xff\xff\x7fabc",
        b"\x8e\xff\xff\xff\xff\xff\xff\xff\xffabc",
        b"\x96\0\0\0\0\0\0\0\x40abc",
        b"\x8b\xff\xff\xff\x7fabc",
    ];
    for claim in claims {
        assert!(
            matches!(read(claim), Err(PickleError::Truncated { at }) if at == claim.len() as u64)
        );
    }
    // The last memo entry that can be named.
    assert!(read(b"Nr\xff\xff\xff\xff.").is_ok());
}

#[test]
fn depth_and_cycles_do_not_matter() {
    let deep = [vec![b']'; 200_000], vec![b'a'; 199_999], b".".to_vec()].concat();
    assert_eq!(read(&deep).unwrap().nodes().count(), 200_005);
    let looped = read(b"]q\0h\0a.").unwrap();
    assert_eq!(looped.items(looped.root), [looped.root]);
}

#[test]
fn a_mark_with_nothing_on_it_can_be_popped() {
    assert_eq!(read(b"N(0.").unwrap().node(super::NodeId::CUT), &Node::Cut);
    assert!(read(b"N(NN1.").is_ok());
}

#[test]
fn beyond_the_limits_the_rest_is_followed_but_not_kept() {
    let limits = Limits {
        nodes: 40,
        items: 3,
        text: 4,
        blob: 2,
        kept_bytes: 12,
        ..Limits::default()
    };
    // A function's name and its arguments, after more numbers than are kept.
    let many = [b"(".to_vec(), b"K\x01".repeat(1000), b"l".to_vec()].concat();
    let pickle = [
        &b"cmath\nsqrt\n"[..],
        &many,
        b"X\x06\0\0\0longer",
        b"C\x03abc",
        b"\x87.",
    ]
    .concat();
    let tree = read_from(&pickle[..], &limits).unwrap();
    assert!(tree.cut);
    let Node::Tuple(items) = tree.node(tree.root) else {
        panic!("{:?}", tree.node(tree.root))
    };
    assert_eq!(items.length, 3);
    let Node::List(numbers) = tree.node(items.kept[0]) else {
        panic!("{:?}", tree.node(items.kept[0]))
    };
    assert_eq!((numbers.kept.len(), numbers.length), (3, 1000));
    assert_eq!(tree.node(items.kept[1]), &Node::Cut);
    assert_eq!(
        tree.names
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["math.sqrt"]
    );
}

#[test]
fn long_containers_share_what_they_keep_and_short_ones_keep_all() {
    let limits = Limits {
        kept_items: 15,
        ..Limits::default()
    };
    let long = [b"(".to_vec(), b"N".repeat(10), b"l".to_vec()].concat();
    let tree = read_from(&[&long[..], &long, b"K\x07\x85\x87."].concat()[..], &limits).unwrap();
    let kept: Vec<usize> = tree
        .items(tree.root)
        .iter()
        .map(|id| tree.items(*id).len())
        .collect();
    assert_eq!((kept, tree.cut), (vec![10, 5, 1], true));
}

#[test]
fn a_tuple_wider_than_the_stack_is_refused() {
    let limits = Limits {
        stack: 10,
        ..Limits::default()
    };
    assert_eq!(
        read_from(&b"(NNNNNNNNNNNNt."[..], &limits)
            .unwrap_err()
            .to_string(),
        "it puts more than 10 objects side by side or in each other (byte 11), more than inspection takes on"
    );
}

#[test]
fn heads_of_long_texts_end_between_characters_and_tell_where_the_rest_lies() {
    let limits = Limits {
        text: 5,
        ..Limits::default()
    };
    let tree = read_from("X\x08\0\0\0naïïïv.".as_bytes(), &limits);
    // Eight bytes are "naïïï": two and three times two.
    let Err(PickleError::UnknownOpcode { code: b'v', at: 13 }) = tree else {
        panic!("{tree:?}")
    };
    let tree = read_from("X\x08\0\0\0naïïï.".as_bytes(), &limits).unwrap();
    let Node::Text(text) = tree.node(tree.root) else {
        panic!("{:?}", tree.node(tree.root))
    };
    assert_eq!(
        (&*text.head, text.characters, text.whole, text.span.clone()),
        ("naï", 5, false, 5..13)
    );
}

#[test]
fn a_surrogate_alone_is_let_pass_as_python_does() {
    let tree = read(b"X\x05\0\0\0a\xed\xa0\x80b.").unwrap();
    assert_eq!(tree.text(tree.root), Some("a\u{fffd}b"));
}

#[test]
fn it_does_not_matter_how_the_bytes_arrive() {
    for (path, bytes) in pickles() {
        let at_once = read(&bytes).map(|tree| tree.nodes().count()).ok();
        for size in [1, 7] {
            let piecewise = BufReader::with_capacity(size, &bytes[..]);
            let tree = read_from(piecewise, &Limits::default()).ok();
            let piecewise = tree
                .filter(|tree| tree.end == bytes.len() as u64)
                .map(|tree| tree.nodes().count());
            assert_eq!(piecewise, at_once, "{path:?}");
        }
    }
}
