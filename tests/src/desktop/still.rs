//! The window held still, for pictures of which two are the same.

use super::{Window, keys::TAB};
use crate::pictures::Image;

/// Nothing moves, blinks or follows the pointer, and what is of this computer, this version or its processors alone is
/// put away.
const HOLD: &str = "
    const still = document.createElement('style');
    still.id = 'still';
    still.textContent = `
        *, ::before, ::after { transition: none !important; animation: none !important }
        * { pointer-events: none !important; caret-color: transparent !important }
        .account small, .status .state { visibility: hidden }
    `;
    document.head.append(still);
    for (const [of, text] of [['[data-testid=home-folder]', '/home/you/longshore'], ['[data-testid=version]', '0.0.0'], ['.status .version', 'Longshore 0.0.0']])
        document.querySelectorAll(of).forEach(one => { one.textContent = text });
";

impl Window {
    /// The element a selector names, as it is on screen.
    pub async fn still_picture(&self, selector: &str) -> Image {
        let script = format!(
            "
            const [selector, done] = arguments;
            {HOLD}
            const element = document.querySelector(selector);
            element.scrollIntoView({{ block: 'nearest' }});
            requestAnimationFrame(() => requestAnimationFrame(() => {{
                const box = element.getBoundingClientRect();
                done([box.left, box.top, box.right, box.bottom].map(Math.round));
            }}));
            "
        );
        let edges = self.client.execute_async(&script, vec![selector.into()]);
        let edges: [u32; 4] = serde_json::from_value(edges.await.unwrap())
            .expect("an element that reaches out of the window");
        let whole = Image::read(&self.picture().await);
        let free = "document.getElementById('still').remove()";
        self.client.execute(free, Vec::new()).await.unwrap();
        whole.part(edges)
    }

    /// Gives an element the focus as the keyboard does: with its ring.
    pub async fn focus_on(&self, selector: &str) {
        self.press(false, TAB).await;
        let script = "document.querySelector(arguments[0]).focus()";
        self.client
            .execute(script, vec![selector.into()])
            .await
            .unwrap();
    }
}
