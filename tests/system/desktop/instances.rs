use std::process::{Command, Stdio};

use longshore_tests::{
    desktop::{Keyring, Session},
    home::{Home, ended},
    programs, scripts,
};
use pretty_assertions::assert_eq;

#[tokio::test]
async fn a_second_start_shows_the_first_window_and_ends() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    let script = "window.fronted = 0; window.addEventListener('focus', () => window.fronted += 1)";
    window.client.execute(script, Vec::new()).await.unwrap();

    session.launch_again(&home, &[]).await.expect(0);

    assert_eq!(window.client.windows().await.unwrap().len(), 1);
    // It is the same window, with its engine, and it came to the front.
    let script = "return document.hasFocus()";
    let front = window.client.execute(script, Vec::new()).await.unwrap();
    assert_eq!(front, true);
    window.click("nav-settings").await;
    window.wait_for_text("home-folder", "longshore").await;
    window.close().await;
}

#[tokio::test]
async fn files_and_links_that_the_system_opens_reach_the_window_that_is_there() {
    let home = Home::new();
    let payload = home.write("a name.py", scripts::NOOP);
    let ran = home.run(["run".as_ref(), payload.as_os_str(), "--json".as_ref()]);
    let id = ran.expect(0).json_lines()[0]["job"]
        .as_str()
        .unwrap()
        .to_owned();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;

    let address = format!("file://{}", payload.display()).replace(' ', "%20");
    session.launch_again(&home, &[&address]).await.expect(0);
    window.wait_for_text("review-list", "a name.py").await;
    let link = format!("longshore://job/{id}");
    session.launch_again(&home, &[&link]).await.expect(0);
    window.wait_for_text("job-id", &id).await;
    // A link that is no id leads nowhere.
    session
        .launch_again(&home, &["longshore://job/<b>x</b>"])
        .await
        .expect(0);
    assert_eq!(window.text_of("job-id").await, id);
    window.close().await;
}

#[test]
fn without_a_display_the_app_says_why_it_cannot_start_and_ends() {
    let home = Home::new();
    let mut command = Command::new(programs::desktop());
    home.apply(&mut command);
    command
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null());
    let ended = ended(&command.output().unwrap()).expect(1);
    assert_eq!(
        ended.stderr.trim(),
        "longshore-desktop: there is no display to open a window on. Start it in a desktop session, or use the longshore command."
    );
}
