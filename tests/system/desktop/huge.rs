//! Outputs and results far larger than a window: only what is looked at is read.

use std::{
    fs::{self, File, OpenOptions},
    io::{Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    time::Instant,
};

use longshore_tests::{
    desktop::{Keyring, Session, Window},
    home::Home,
};
use serde_json::{Value, json};

/// Brings home something.
const LEAVES: &str = r#"
import pathlib
print("the beginning")
pathlib.Path("outputs/small.txt").write_text("small")
"#;

/// A window on the one task of a job that has ended, and its results here by name.
async fn ended(home: &Home, session: &Session) -> (Window, impl Fn(&str) -> PathBuf) {
    let script = home.write("tide.py", LEAVES);
    let window = session.open().await;
    window.submit(&[&script]).await;
    window.wait_for_text("job-state", "Succeeded").await;
    let job = window.text_of("job-id").await;
    let args = json!({ "job": job, "task": "tide" });
    let files = window.call("result_files", args).await;
    let path_of = move |name: &str| {
        let own = |file: &&Value| file["path"] == name;
        let file = files.as_array().unwrap().iter().find(own);
        PathBuf::from(file.unwrap()["local_path"].as_str().unwrap())
    };
    (window, path_of)
}

#[tokio::test]
async fn an_output_of_a_gigabyte_in_one_line_does_not_hold_the_window() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let (window, path_of) = ended(&home, &session).await;
    // What a task would take long to write.
    let output = path_of("outputs/small.txt")
        .ancestors()
        .map(|folder| folder.join("stdout.txt"))
        .find(|path| path.is_file())
        .unwrap();
    let mut file = OpenOptions::new().write(true).open(output).unwrap();
    file.set_len(1 << 30).unwrap();
    file.seek(SeekFrom::End(0)).unwrap();
    file.write_all(b" and the end").unwrap();

    window.click_row("task-row").await;
    window.click("tab-output").await;
    window.wait_for_text("log", "and the end").await;
    for _ in 0..4 {
        window.click("show-earlier").await;
        window.wait_for_text("log", "and the end").await;
    }
    // Only what is on screen is in the page.
    let shown = window.text_of("log").await.len();
    assert!(shown < 20_000, "{shown}");
    window.close().await;
}

#[tokio::test]
async fn results_of_any_size_and_bombs_are_shown_by_their_beginning() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let (window, path_of) = ended(&home, &session).await;
    let folder = path_of("outputs/small.txt");
    let folder = folder.parent().unwrap();
    million(&folder.join("million.pkl"));
    bomb(&folder.join("bomb.pkl"));
    two_gigabytes(&folder.join("huge.pkl"));

    window.click_row("task-row").await;
    window.click("tab-result").await;
    for (name, says) in [
        ("million.pkl", "1,000,000 items"),
        ("bomb.pkl", "more than is shown at this depth"),
        ("huge.pkl", "2,147,483,648 bytes"),
    ] {
        let asked = Instant::now();
        let file = format!("[data-testid=result-file][title$=\"{name}\"]");
        window.click_css(&file).await;
        window.css(&format!("{file}[aria-pressed=true]")).await;
        let unfold =
            "document.querySelectorAll('.value-root details').forEach(one => { one.open = true })";
        window.find("preview-value").await;
        for _ in 0..20 {
            window.client.execute(unfold, Vec::new()).await.unwrap();
        }
        window.wait_for_text("preview", says).await;
        let count = "return document.querySelectorAll('.value-root *').length";
        let elements = window.client.execute(count, Vec::new()).await.unwrap();
        let elements = elements.as_u64().unwrap();
        assert!(elements < 50_000, "{name}: {elements} elements");
        let took = asked.elapsed().as_secs();
        assert!(took < 60, "{name}: {took} s");
    }
    assert_eq!(window.stopped().await, "");
    window.close().await;
}

/// A list of a million numbers.
fn million(path: &Path) {
    let numbers = b"K\x07".repeat(1_000_000);
    fs::write(path, [b"\x80\x04](", &numbers[..], b"e."].concat()).unwrap();
}

/// A list of ten times the list before, and so on: small here, endless when it is drawn.
fn bomb(path: &Path) {
    let mut content = b"\x80\x02(K\x01l".to_vec();
    for level in 0..40 {
        content.extend([b"q", &[level][..], b"0("].concat());
        content.extend([b'h', level].repeat(10));
        content.push(b'l');
    }
    content.push(b'.');
    fs::write(path, content).unwrap();
}

/// Bytes, 2 GiB of them, none of which takes room on the disk.
fn two_gigabytes(path: &Path) {
    const LENGTH: u64 = 2 << 30;
    let mut file = File::create(path).unwrap();
    file.write_all(b"\x80\x04\x8e").unwrap();
    file.write_all(&LENGTH.to_le_bytes()).unwrap();
    file.seek(SeekFrom::Current(2 << 30)).unwrap();
    file.write_all(b".").unwrap();
}
