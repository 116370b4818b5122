//! Small windows and large text: 1280 px at 200 % are 640.

use longshore_tests::{
    desktop::{Keyring, Session, Window},
    home::Home,
    scripts,
};
use pretty_assertions::assert_eq;

/// Texts that are cut off without an ellipsis where nothing can be scrolled to show the rest.
const CUT: &str = r"
    const cut = element => {
        const text = document.createRange();
        text.selectNodeContents(element);
        const seen = text.getBoundingClientRect();
        if (seen.width < 2) return false;
        for (let at = element; at; at = at.parentElement) {
            const style = getComputedStyle(at);
            if (/auto|scroll/.test(style.overflowX)) return false;
            if (!/hidden|clip/.test(style.overflowX)) continue;
            const box = at.getBoundingClientRect();
            if (seen.right > box.right + 1 || seen.left < box.left - 1) return style.textOverflow !== 'ellipsis';
        }
        return false;
    };
    const ownText = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    return [...document.querySelectorAll('.app *')]
        .filter(e => ownText(e) && e.checkVisibility() && !e.closest('.hush') && cut(e))
        .map(e => `${e.tagName}.${e.className}: ${e.innerText.slice(0, 40)}`).join('\n');
";

async fn cut_at(window: &Window, screen: &str, found: &mut String) {
    for (width, height) in [(640, 480), (640, 600), (900, 600), (1440, 900)] {
        window.client.set_window_size(width, height).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        let is = window
            .client
            .execute("return innerWidth", Vec::new())
            .await
            .unwrap();
        assert_eq!(is, width);
        let cut = window.client.execute(CUT, Vec::new()).await.unwrap();
        let cut = cut.as_str().unwrap();
        if !cut.is_empty() {
            *found += &format!("{screen} at {width}×{height}:\n{cut}\n");
        }
    }
}

#[tokio::test]
async fn nothing_is_cut_off_in_small_windows() {
    let home = Home::new();
    let payload = home.write(
        "a-payload-with-a-rather-long-name-for-a-table.py",
        scripts::RAISES,
    );
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    let mut found = String::new();
    window.find("drop-zone").await;
    cut_at(&window, "submit", &mut found).await;
    window.drop_files(&[&payload]).await;
    window.find("review-row").await;
    cut_at(&window, "review", &mut found).await;
    window.click("submit").await;
    window.wait_for_text("job-state", "Failed").await;
    window.find("failure").await;
    cut_at(&window, "job", &mut found).await;
    window.click("tab-output").await;
    window.find("log").await;
    cut_at(&window, "output", &mut found).await;
    window.click("tab-events").await;
    window.find("timeline").await;
    cut_at(&window, "events", &mut found).await;
    window.click("nav-accounts").await;
    window.find("this-computer").await;
    cut_at(&window, "this computer", &mut found).await;
    window.click("add-account").await;
    window.find("account-form").await;
    cut_at(&window, "account form", &mut found).await;
    window.click("nav-settings").await;
    window.find("theme-select").await;
    cut_at(&window, "settings", &mut found).await;
    assert_eq!(found, "");
    window.close().await;
}
