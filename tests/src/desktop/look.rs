//! Themes, contrasts and sizes of the window's content.

use std::time::{Duration, Instant};

use super::{PATIENCE, Window};

/// Themes and contrasts, as `tokens.css` has them.
pub const LOOKS: [(&str, &str); 4] = [
    ("light", "normal"),
    ("dark", "normal"),
    ("light", "more"),
    ("dark", "more"),
];

impl Window {
    /// Shows a theme in a contrast, whatever is set, and waits until it is drawn.
    pub async fn look(&self, (theme, contrast): (&str, &str)) {
        let script = "
            const [theme, contrast, done] = arguments;
            const still = document.createElement('style');
            still.textContent = '*, ::before, ::after { transition: none !important; animation: none !important }';
            document.head.append(still);
            Object.assign(document.documentElement.dataset, { theme, contrast });
            requestAnimationFrame(() => requestAnimationFrame(() => { still.remove(); done(); }));
        ";
        let words = vec![theme.into(), contrast.into()];
        self.client.execute_async(script, words).await.unwrap();
    }

    /// Shows everything so many times as large.
    pub async fn zoom(&self, times: u32) {
        let script = "
            const [times, done] = arguments;
            window.__TAURI__.webview.getCurrentWebview().setZoom(times).then(() => done(), done)";
        let arguments = vec![times.into()];
        self.client.execute_async(script, arguments).await.unwrap();
    }

    /// Pixels of CSS from edge to edge.
    pub async fn width(&self) -> i64 {
        let width = self.client.execute("return innerWidth", Vec::new()).await;
        width.unwrap().as_i64().unwrap()
    }

    /// Waits until there are so many of them.
    pub async fn wait_for_width(&self, wanted: i64) {
        let deadline = Instant::now() + PATIENCE;
        while self.width().await != wanted {
            assert!(
                Instant::now() < deadline,
                "the window is not {wanted} px wide"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
