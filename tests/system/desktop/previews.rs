use longshore_tests::{
    desktop::{Keyring, Session, Window},
    home::Home,
    scripts,
};

/// Chooses one of the task's files.
async fn choose(window: &Window, name: &str) {
    let selector = format!("[data-testid=\"result-file\"][title$=\"{name}\"]");
    window.click_css(&selector).await;
}

/// What a script leaves is shown by what it is, without running any of it; what cannot be exported exactly says why.
#[tokio::test]
async fn tables_arrays_and_documents_are_shown_and_a_lossy_export_is_refused() {
    let home = Home::new();
    let script = home.write("values.py", scripts::leaves_values());
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.submit(&[&script]).await;
    window.wait_for_text("job-state", "Succeeded").await;
    window.click_row("task-row").await;
    window.click("tab-result").await;

    choose(&window, "outputs/frame.pkl").await;
    window.wait_for_text("preview", "3 rows × 7 columns").await;
    window.wait_for_text("preview-table", "category").await;
    // A table is nothing that JSON has a word for: nobody is asked where to save it.
    window.click("export-json").await;
    window.wait_for_text("toast", "without loss").await;

    choose(&window, "outputs/numbers.pkl").await;
    window.wait_for_text("preview", "1000").await;
    let words = "[aria-label^=\"1,000 numbers: lowest -1.000, highest 1.000\"]";
    window.css(words).await;

    choose(&window, "outputs/metrics.json").await;
    window.wait_for_text("preview-json", "true").await;
    choose(&window, "outputs/steps.csv").await;
    window.wait_for_text("preview-table", "0.25").await;
    window.close().await;
}
