//! Themes and contrasts of the window.

use super::Window;

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
}
