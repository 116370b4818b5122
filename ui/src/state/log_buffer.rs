//! The part of an output that is on screen, out of a file of any length.

use longshore_model::log::LogChunk;

use super::log_line::{Line, Look};

/// Bytes of text that are held; older ones are let go and can be read again.
const HELD: usize = 512 * 1024;

/// A stretch of an output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogBuffer {
    text: String,
    first: u64,
    next: u64,
    size: u64,
    growing: bool,
    standing: Standing,
}

/// Whether there is something to show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    /// Not asked yet.
    #[default]
    Unknown,
    /// The task has not started.
    NotStarted,
    /// There is an output, perhaps an empty one.
    Here,
    /// It ran, and its files are gone.
    Removed,
}

impl LogBuffer {
    /// What is known of the output.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// Whether more may come.
    pub fn growing(&self) -> bool {
        self.growing || self.standing == Standing::NotStarted
    }

    /// Where to go on reading; `None` for the end of what there is.
    pub fn next(&self) -> Option<u64> {
        (self.standing == Standing::Here).then_some(self.next)
    }

    /// First byte that is held.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Whether there is more before it, and room for it.
    pub fn earlier(&self) -> bool {
        self.first > 0 && self.text.len() < HELD
    }

    /// Bytes there are in all.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether the last of it is not held yet.
    pub fn behind(&self) -> bool {
        self.next < self.size
    }

    /// Takes what came: more at the end, more at the beginning, or a new start when it fits neither.
    pub fn take(&mut self, chunk: LogChunk) {
        match chunk {
            LogChunk::NotStarted => {
                *self = Self {
                    standing: Standing::NotStarted,
                    ..Self::default()
                }
            }
            LogChunk::Removed if self.text.is_empty() => {
                *self = Self {
                    standing: Standing::Removed,
                    ..Self::default()
                };
            }
            // What was read before the files went is still worth showing.
            LogChunk::Removed => self.growing = false,
            LogChunk::Part {
                text,
                offset,
                next,
                size,
                growing,
            } => {
                let here = self.standing == Standing::Here;
                if here && next == self.first && offset < self.first {
                    self.text.insert_str(0, &text);
                    self.first = offset;
                } else if here && offset == self.next {
                    self.text.push_str(&text);
                    self.next = next;
                    self.let_go();
                } else {
                    self.text = text;
                    (self.first, self.next) = (offset, next);
                }
                (self.size, self.growing, self.standing) = (size, growing, Standing::Here);
            }
        }
    }

    /// The lines to show.
    pub fn lines(&self) -> Vec<Line> {
        let mut look = Look::default();
        // A newline ends a line; it does not begin one more.
        let lines = self.text.strip_suffix('\n').unwrap_or(&self.text);
        if self.text.is_empty() {
            return Vec::new();
        }
        lines
            .split('\n')
            .map(|line| Line::read(line, &mut look))
            .collect()
    }

    fn let_go(&mut self) {
        let excess = self.text.len().saturating_sub(HELD);
        if excess == 0 {
            return;
        }
        // Cut at a line's end when there is one soon, else at a character.
        let from = (excess..=self.text.len()).find(|at| self.text.is_char_boundary(*at));
        let from = from.unwrap_or(self.text.len());
        let cut = self.text[from..]
            .find('\n')
            .map_or(from, |newline| from + newline + 1);
        self.text.drain(..cut);
        // A replaced byte takes three here and one in the file: the place in the file is told by the end, not by sums.
        let held = u64::try_from(self.text.len()).unwrap_or(u64::MAX);
        self.first = self.next.saturating_sub(held).max(self.first);
    }
}

/// Lines that hold `needle`, without regard to ASCII case; none when it is empty.
pub fn find(lines: &[Line], needle: &str) -> Vec<usize> {
    let needle = needle.to_ascii_lowercase();
    if needle.is_empty() {
        return Vec::new();
    }
    let holds = |line: &Line| line.text.to_ascii_lowercase().contains(&needle);
    lines
        .iter()
        .enumerate()
        .filter(|(_, line)| holds(line))
        .map(|(at, _)| at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str, offset: u64, size: u64, growing: bool) -> LogChunk {
        let next = offset + u64::try_from(text.len()).unwrap_or(0);
        LogChunk::Part {
            text: text.into(),
            offset,
            next,
            size,
            growing,
        }
    }

    fn texts(log: &LogBuffer) -> Vec<String> {
        log.lines().into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn parts_join_at_both_ends() {
        let mut log = LogBuffer::default();
        log.take(part("two\n", 4, 8, true));
        log.take(part("three\n", 8, 14, false));
        log.take(part("one\n", 0, 14, false));
        assert_eq!(texts(&log), ["one", "two", "three"]);
        assert_eq!(
            (log.first(), log.next(), log.behind(), log.growing()),
            (0, Some(14), false, false)
        );
    }

    #[test]
    fn a_part_from_elsewhere_starts_anew() {
        let mut log = LogBuffer::default();
        log.take(part("old\n", 0, 4, true));
        log.take(part("try two\n", 100, 108, true));
        assert_eq!(
            (texts(&log), log.first()),
            (vec!["try two".to_owned()], 100)
        );
    }

    #[test]
    fn no_more_is_held_than_a_window_needs() {
        let mut log = LogBuffer::default();
        let block = "0123456789abcde\n".repeat(4_096);
        let length = u64::try_from(block.len()).unwrap_or(0);
        for number in 0..20 {
            log.take(part(&block, number * length, 20 * length, true));
        }
        let held = log.text.len();
        assert!((HELD - 32..=HELD).contains(&held), "{held}");
        assert_eq!(
            (log.next(), log.lines()[0].text.as_str()),
            (Some(20 * length), "0123456789abcde")
        );
        assert_eq!(log.first() + u64::try_from(held).unwrap_or(0), 20 * length);
    }

    #[test]
    fn not_started_is_told_apart_from_removed() {
        let mut log = LogBuffer::default();
        log.take(LogChunk::NotStarted);
        assert_eq!(
            (log.standing(), log.growing(), log.next()),
            (Standing::NotStarted, true, None)
        );
        log.take(LogChunk::Removed);
        assert_eq!((log.standing(), log.growing()), (Standing::Removed, false));
        log.take(part("kept\n", 0, 5, true));
        log.take(LogChunk::Removed);
        assert_eq!(
            (log.standing(), texts(&log)),
            (Standing::Here, vec!["kept".to_owned()])
        );
    }

    #[test]
    fn a_progress_bar_shows_its_last_state_and_an_empty_line_is_one() {
        let mut log = LogBuffer::default();
        log.take(part("10%\r50%\r100%\r\n\ndone\r\n", 0, 23, false));
        assert_eq!(texts(&log), ["100%", "", "done"]);
    }

    #[test]
    fn finding_does_not_regard_case() {
        let line = |text| Line::read(text, &mut Look::default());
        let lines = ["Epoch 1", "loss", "EP\x1b[31mOCH 2"].map(line);
        assert_eq!(find(&lines, "epoch"), [0, 2]);
        assert_eq!(find(&lines, ""), [0; 0]);
    }
}
