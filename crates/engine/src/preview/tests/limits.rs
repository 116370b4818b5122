use std::{
    fs::File,
    io::{Seek, SeekFrom, Write},
};

use longshore_model::preview::{Preview, Value};
use tempfile::tempdir;

use super::{super::preview_file, brief, pickled};

#[test]
fn a_list_of_a_million_elements_is_told_by_its_first() {
    let mut content = b"\x80\x04](".to_vec();
    content.extend([b'K', 7].repeat(1_000_000));
    content.extend(b"e.");
    let Value::Sequence { items, length, .. } = pickled(&content) else {
        panic!()
    };
    assert_eq!((items.len(), length), (100, 1_000_000));
}

#[test]
fn a_value_nested_a_million_times_is_told_to_a_depth() {
    let mut content = b"\x80\x04".to_vec();
    content.extend(b"]".repeat(1_000_000));
    content.extend(b"a".repeat(999_999));
    content.push(b'.');
    assert!(brief(&pickled(&content)).contains('…'));
}

#[test]
fn a_result_of_two_gigabytes_is_told_by_its_head() {
    const LENGTH: u64 = 2 << 30;
    let dir = tempdir().unwrap();
    let path = dir.path().join("result.pkl");
    // A hole takes no room on the disk.
    let mut file = File::create(&path).unwrap();
    file.write_all(b"\x80\x04\x8e").unwrap();
    file.write_all(&LENGTH.to_le_bytes()).unwrap();
    file.seek(SeekFrom::Current(2 << 30)).unwrap();
    file.write_all(b".").unwrap();
    let Preview::Value {
        value: Value::Bytes { length, .. },
    } = preview_file(&path, "result.pkl")
    else {
        panic!()
    };
    assert_eq!(length, LENGTH);
}

#[test]
fn an_array_that_holds_itself_and_one_that_is_held_often_are_told() {
    // numpy's array of objects whose one element is the array.
    let array = |data: &[u8]| {
        let mut content =
            b"\x80\x04cnumpy._core.multiarray\n_reconstruct\n)R\x94(K\x01K\x01\x85".to_vec();
        content.extend(b"cnumpy\ndtype\n\x8c\x02O8\x85R\x89");
        content.extend(data);
        content.extend(b"tb");
        content
    };
    let mut itself = array(b"]h\0a");
    itself.push(b'.');
    assert_eq!(brief(&pickled(&itself)), "object[1][<array>]");
    let mut often = b"\x80\x04](cnumpy._core.numeric\n_frombuffer\n(B\0\0\x80\0".to_vec();
    often.extend(vec![1; 8 << 20]);
    often.extend(b"cnumpy\ndtype\n\x8c\x02u1\x85RJ\0\0\x80\0\x85\x8c\x01CtR\x94");
    often.extend(b"h\0".repeat(1_000));
    often.extend(b"e.");
    assert!(brief(&pickled(&often)).len() < 100_000);
}

/// An array of numpy by `_frombuffer`: its type's letters, a state for the type, its bytes, its shape.
fn array(letters: &str, state: &[u8], data: &[u8], shape: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_le_bytes();
    let letters_length = [u8::try_from(letters.len()).unwrap()];
    [
        b"cnumpy._core.numeric\n_frombuffer\n(B",
        &length[..],
        data,
        b"cnumpy\ndtype\n\x8c",
        &letters_length[..],
        letters.as_bytes(),
        b"\x85R",
        state,
        shape,
        b"\x8c\x01CtR",
    ]
    .concat()
}

/// A list of lists of one object: a hundred of a list's items are shown.
fn often(object: &[u8]) -> Vec<u8> {
    [
        b"\x80\x04](](",
        object,
        b"q\xc8",
        &b"h\xc8".repeat(99)[..],
        b"eq\xc9",
        &b"h\xc9".repeat(99)[..],
        b"e.",
    ]
    .concat()
}

/// Those objects, as they are shown.
fn shown(object: &[u8]) -> Vec<Value> {
    let Value::Sequence { items, .. } = pickled(&often(object)) else {
        panic!()
    };
    let inner = items.into_iter().map(|item| match item {
        Value::Sequence { items, .. } => items,
        other => vec![other],
    });
    inner.flatten().collect()
}

/// What would go to the window, in bytes.
fn weight(value: &Value) -> usize {
    serde_json::to_vec(value).unwrap().len()
}

#[test]
fn an_array_has_no_more_dimensions_than_numpy_allows() {
    let shape = |extents: usize| [b"(", &b"K\x01".repeat(extents)[..], b"t"].concat();
    let value = |extents| {
        let mut content = b"\x80\x04".to_vec();
        content.extend(array("u1", b"", b"\x07", &shape(extents)));
        content.push(b'.');
        pickled(&content)
    };
    let Value::Array { shape: told, .. } = value(64) else {
        panic!()
    };
    assert_eq!(told, [1; 64]);
    assert!(!matches!(value(65), Value::Array { .. }));
}

#[test]
fn elements_of_an_absurd_size_are_not_looked_into() {
    for letters in ["i100000", "u100000", "S100000", "U25000", "V100000"] {
        let value = pickled(&often(&array(letters, b"", &[b'7'; 100_000], b"K\x01\x85")));
        assert!(weight(&value) < 1_000_000, "{letters}: {}", weight(&value));
    }
    let integer = |size: u8| {
        let mut content = b"\x80\x04".to_vec();
        let data = vec![0xFF; usize::from(size)];
        content.extend(array(&format!("i{size}"), b"", &data, b"K\x01\x85"));
        content.push(b'.');
        brief(&pickled(&content))
    };
    assert_eq!(integer(16), "int128[1][-1]");
    assert_eq!(integer(17), "int136[1][<int136>]");
}

#[test]
fn a_unit_of_an_absurd_length_is_none() {
    let unit = [
        b"(K\x04\x8c\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0}(B\xa0\x86\x01\0",
        &[b's'; 100_000][..],
        b"K\x01K\x01K\x01t\x86tb",
    ]
    .concat();
    let value = pickled(&often(&array("M8", &unit, &[0; 8], b"K\x01\x85")));
    assert!(weight(&value) < 1_000_000, "{}", weight(&value));
}

#[test]
fn texts_that_are_held_often_are_told_up_to_a_length_in_all() {
    let text = [b"X\x40\x1f\0\0", &[b'x'; 8000][..]].concat();
    let decimal = [b"cdecimal\nDecimal\n", &text[..], b"\x85R"].concat();
    let path = [
        b"cpathlib\nPath\n(",
        &text[..],
        b"q\x07",
        &b"h\x07".repeat(5000)[..],
        b"tR",
    ]
    .concat();
    let class = [
        b"ccloudpickle\n_make_skeleton_class\n(N",
        &text[..],
        b"tR)R",
    ]
    .concat();
    let attributes = [b"cx\nY\n)R}", &text[..], b"Nsb"].concat();
    let function = [
        b"cx\n_make_function\n(cx\ncode\n(NNNNNNNNNNN",
        &text[..],
        b"tRtR",
    ]
    .concat();
    let zone = [
        b"cdatetime\ntime\n(C\x06\x01\x01\x01\x01\x01\x01czoneinfo\nZoneInfo\n",
        &text[..],
        b"\x85RtR",
    ]
    .concat();
    for object in [text, decimal, path, class, attributes, function, zone] {
        let weight = weight(&pickled(&often(&object)));
        let what = String::from_utf8_lossy(&object[..20]);
        assert!(weight < 2_500_000, "{weight} of {what:?}");
    }
}

#[test]
fn bytes_of_an_estimator_do_not_run_over() {
    let huge = array(
        "u1",
        b"",
        b"\x07",
        b"\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7fK\x04\x86",
    );
    let content = [
        b"\x80\x04csklearn.svm\nSVC\n)\x81}(\x8c\x02a_",
        &huge[..],
        b"\x8c\x02b_",
        &huge[..],
        b"\x8c\x10_sklearn_version\x8c\x031.9ub.",
    ]
    .concat();
    let Value::Estimator { bytes, .. } = pickled(&content) else {
        panic!()
    };
    assert_eq!(bytes, u64::MAX);
}

#[test]
fn an_object_that_covalent_transports_is_not_read_over_and_over() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    // Longer than what is kept of a text, so that it is read from the file.
    let inner = [&b"\x80\x04(B\0\0\x20\0"[..], &vec![7; 2 << 20], b"t."].concat();
    let encoded = STANDARD.encode(inner);
    let length = u32::try_from(encoded.len()).unwrap().to_le_bytes();
    let object = [
        &b"ccovalent\nTransportableObject\n)\x81}X\x07\0\0\0_objectX"[..],
        &length,
        encoded.as_bytes(),
        b"sb",
    ]
    .concat();
    let read = shown(&object);
    let read = read
        .iter()
        .filter(|item| matches!(item, Value::Sequence { .. }))
        .count();
    assert!((1..=30).contains(&read), "{read}");
}

#[test]
fn tables_that_are_held_often_are_looked_into_a_few_times() {
    // A table of which nothing is shown costs as much to look into as one that is.
    let table = std::fs::read(super::fixture("frame.pkl")).unwrap();
    let shown = shown(&table[2..table.len() - 1]);
    let tables = shown
        .iter()
        .filter(|value| matches!(value, Value::Table { .. }))
        .count();
    assert!((1..=64).contains(&tables), "{tables}");
}
