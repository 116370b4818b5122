use longshore_tests::{
    desktop::{Keyring, Session},
    fixtures,
    home::Home,
    scripts,
};

#[tokio::test]
async fn files_that_are_no_payloads_are_left_out_with_a_reason_and_the_others_stay_ready() {
    let home = Home::new();
    let empty = home.write("empty.pkl", "");
    let photo = home.write("photo.pkl", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01");
    let good = home.write("it's \"quoted\" & <b>bold<b>.py", scripts::NOOP);
    let result = fixtures::payload("result-trivial-node0.pkl");
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.find("drop-zone").await;
    window.drop_files(&[&empty, &photo, &result, &good]).await;
    window.wait_for_text("review-list", "<b>bold<b>.py").await;
    window.wait_for_text("refusal", "empty").await;
    window.wait_for_text("refusal", "JPEG").await;
    window.wait_for_text("refusal", "result").await;
    window.wait_for_text("submit", "1 task").await;
    window.close().await;
}

#[tokio::test]
async fn a_file_that_changes_between_review_and_submit_is_not_sent() {
    let home = Home::new();
    let script = home.write("a.py", scripts::NOOP);
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.find("drop-zone").await;
    window.drop_files(&[&script]).await;
    window.wait_for_text("review-row", "a.py").await;
    home.write("a.py", "print('something else')\n");
    window.click("submit").await;
    window.wait_for_text("main", "changed").await;
    window.close().await;
}
