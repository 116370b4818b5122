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
