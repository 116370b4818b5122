use std::ops::Range;

use leptos::{html, prelude::*};

/// Rows kept on each side of what is seen, so that a flick of the wheel meets no gap.
const SPARE: u64 = 8;

/// A long list of rows of one height, of which only those near the screen are in the page.
#[derive(Debug, Clone, Copy)]
pub struct ScrollWindow {
    /// The element that scrolls.
    pub element: NodeRef<html::Div>,
    /// The rows to put into the page.
    pub rows: Memo<Range<u64>>,
    row_height: u32,
    total: Signal<u64>,
    top: RwSignal<f64>,
}

impl ScrollWindow {
    /// To be run whenever the element scrolls.
    pub fn scrolled(self) {
        if let Some(element) = self.element.try_get_untracked().flatten() {
            self.top.set(f64::from(element.scroll_top()));
        }
    }

    /// Height of the rows above those in the page.
    pub fn above(self) -> String {
        format!("{}px", self.rows.get().start * u64::from(self.row_height))
    }

    /// Height of the rows below those in the page.
    pub fn below(self) -> String {
        let rest = self.total.get().saturating_sub(self.rows.get().end);
        format!("{}px", rest * u64::from(self.row_height))
    }

    /// Scrolls just as far as it takes to see a row, below a head of that height.
    pub fn reveal(self, row: u64, head: i32) {
        let Some(element) = self.element.try_get_untracked().flatten() else {
            return;
        };
        let height = i32::try_from(self.row_height).unwrap_or(1);
        let y = i32::try_from(row)
            .unwrap_or(i32::MAX / 1_000)
            .saturating_mul(height);
        let seen = element.client_height() - head;
        if y < element.scroll_top() {
            element.set_scroll_top(y);
        } else if y + height > element.scroll_top() + seen {
            element.set_scroll_top(y + height - seen);
        }
        self.scrolled();
    }

    /// Scrolls to the end.
    pub fn to_end(self) {
        if let Some(element) = self.element.try_get_untracked().flatten() {
            element.set_scroll_top(element.scroll_height());
        }
        self.scrolled();
    }

    /// Whether the end is in sight.
    pub fn at_end(self) -> bool {
        self.element
            .try_get_untracked()
            .flatten()
            .is_none_or(|element| {
                let slack = i32::try_from(self.row_height).unwrap_or(1);
                element.scroll_top() + element.client_height() + slack >= element.scroll_height()
            })
    }
}

/// A window over `total` rows, each `row_height` CSS pixels high. Whatever it is part of, it is never higher than the
/// whole screen: that much is put into the page, and nothing has to be measured.
pub fn scroll_window(row_height: u32, total: Signal<u64>) -> ScrollWindow {
    let top = RwSignal::new(0.0);
    let screen = RwSignal::new(screen_height());
    let resized = window_event_listener(leptos::ev::resize, move |_| screen.set(screen_height()));
    on_cleanup(move || resized.remove());
    let rows =
        Memo::new(move |_| visible(top.get(), screen.get(), f64::from(row_height), total.get()));
    ScrollWindow {
        element: NodeRef::new(),
        rows,
        row_height,
        total,
        top,
    }
}

fn screen_height() -> f64 {
    window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64())
        .unwrap_or(800.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small and not negative"
)]
fn visible(top: f64, screen: f64, row_height: f64, total: u64) -> Range<u64> {
    let first = (top.max(0.0) / row_height).floor() as u64;
    let seen = (screen / row_height).ceil() as u64 + 1;
    let end = (first + seen + SPARE).min(total);
    let start = first.saturating_sub(SPARE).min(end.saturating_sub(seen));
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_near_the_screen_are_in_the_page() {
        assert_eq!(visible(0.0, 800.0, 50.0, 100_000), 0..25);
        assert_eq!(visible(50_000.0, 800.0, 50.0, 100_000), 992..1_025);
        assert_eq!(visible(0.0, 800.0, 50.0, 3), 0..3);
        assert_eq!(visible(0.0, 800.0, 50.0, 0), 0..0);
    }

    #[test]
    fn a_list_that_became_shorter_than_its_scrolling_still_shows_its_end() {
        assert_eq!(visible(50_000.0, 800.0, 50.0, 20), 3..20);
    }
}
