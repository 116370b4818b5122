use std::fs;

use longshore_tests::{
    desktop::{Keyring, Session},
    home::Home,
    scripts,
};
use pretty_assertions::assert_eq;
use serde_json::json;

#[tokio::test]
async fn the_window_reads_and_writes_what_the_person_chose_and_nothing_else() {
    let home = Home::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let inside = home.write("mine.py", scripts::NOOP);
    let outside = elsewhere.path().join("theirs.py");
    fs::write(&outside, scripts::NOOP).unwrap();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.submit(&[&inside]).await;
    window.wait_for_text("job-state", "Succeeded").await;
    let id = window.text_of("job-id").await;

    let mut preferences = window.call("preferences", json!({})).await;
    preferences["download_folder"] = elsewhere.path().to_str().into();
    let roundabout = home.join("../..").join(outside.strip_prefix("/").unwrap());
    let source = json!({ "source": { "from": "file", "path": outside } });
    for (name, args) in [
        ("inspect", json!({ "paths": [inside, outside] })),
        ("inspect", json!({ "paths": [roundabout] })),
        (
            "submit",
            json!({ "request": { "payloads": [{ "path": outside }] } }),
        ),
        ("import_account", source),
        (
            "download",
            json!({ "id": id, "tasks": { "kind": "these", "ids": ["mine"] }, "folder": elsewhere.path() }),
        ),
        ("save_preferences", json!({ "preferences": preferences })),
        ("show_in_folder", json!({ "path": outside })),
    ] {
        let refused = window.refused(name, args).await;
        assert_eq!(refused["code"], "not_allowed", "{name}: {refused}");
    }
    let left: Vec<_> = fs::read_dir(elsewhere.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");

    // What the system hands over was chosen by a person.
    session
        .launch_again(&home, &[outside.to_str().unwrap()])
        .await
        .expect(0);
    window.wait_for_text("review-list", "theirs.py").await;
    window.close().await;
}
