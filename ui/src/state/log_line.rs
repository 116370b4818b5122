//! A line of an output as a terminal would leave it: what was overwritten is gone, colours are kept, and every other
//! control sequence is dropped. An unfinished sequence ends with its line, so that it cannot swallow what follows.

use anstyle_parse::{Params, Parser, Perform};

/// Characters of one line that are shown.
pub const LONGEST: usize = 2_000;

/// How a stretch of text looks. Backgrounds are left out: what is written must stay readable in every theme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// Red, green, yellow, blue, magenta, cyan: 1 to 6, as terminals count them. Black and white are the text's own.
    pub hue: Option<u8>,
    /// Heavier.
    pub bold: bool,
    /// Paler.
    pub dim: bool,
    /// Slanted.
    pub italic: bool,
    /// With a line below.
    pub underline: bool,
}

/// One line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// Where each look begins, in bytes; before the first it is the plain one.
    looks: Vec<(usize, Look)>,
}

impl Line {
    /// Reads a line; `look` is how the one before it ended, and becomes how this one does.
    pub fn read(line: &str, look: &mut Look) -> Self {
        let mut terminal = Terminal {
            line: Self::default(),
            look: *look,
            letters: 0,
            back: false,
        };
        let mut parser = <Parser>::new();
        for byte in line.bytes() {
            parser.advance(&mut terminal, byte);
        }
        *look = terminal.look;
        if terminal.letters > LONGEST {
            terminal.line.text.push_str(" …");
        }
        terminal.line
    }

    /// Its stretches of one look.
    pub fn stretches(&self) -> impl Iterator<Item = (&str, Look)> {
        let ends = self.looks.iter().skip(1).map(|(at, _)| *at);
        let plain = self.looks.first().map_or(self.text.len(), |(at, _)| *at);
        let looks = self.looks.iter().zip(ends.chain([self.text.len()]));
        let styled = looks.map(|((from, look), to)| (*from..to, *look));
        [(0..plain, Look::default())]
            .into_iter()
            .chain(styled)
            .filter_map(|(range, look)| Some((self.text.get(range)?, look)))
            .filter(|(text, _)| !text.is_empty())
    }
}

struct Terminal {
    line: Line,
    look: Look,
    /// Characters of the line so far, also those that are too many to show.
    letters: usize,
    /// Whether the next character begins the line anew.
    back: bool,
}

impl Terminal {
    fn put(&mut self, letter: char) {
        if self.back {
            self.line = Line::default();
            (self.letters, self.back) = (0, false);
        }
        self.letters += 1;
        if self.letters > LONGEST {
            return;
        }
        let held = self
            .line
            .looks
            .last()
            .map_or(Look::default(), |(_, look)| *look);
        if held != self.look {
            self.line.looks.push((self.line.text.len(), self.look));
        }
        self.line.text.push(letter);
    }
}

impl Perform for Terminal {
    fn print(&mut self, letter: char) {
        if !letter.is_control() {
            self.put(letter);
        }
    }

    fn execute(&mut self, byte: u8) {
        match byte {
            b'\t' => self.put('\t'),
            b'\r' => self.back = true,
            _ => {}
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], ignore: bool, action: u8) {
        if action == b'm' && intermediates.is_empty() && !ignore {
            self.look.select(params);
        }
    }
}

impl Look {
    /// "Select graphic rendition", ECMA-48 8.3.117; 38 and 48 as in ISO 8613-6, with semicolons too as most write them.
    fn select(&mut self, params: &Params) {
        // Values of one parameter, divided by colons, belong together; those of the next are only needed after 38 and 48.
        let mut params = params.iter();
        while let Some(param) = params.next() {
            match *param {
                [] | [0] => *self = Self::default(),
                [1] => self.bold = true,
                [2] => self.dim = true,
                [3] => self.italic = true,
                [4] => self.underline = true,
                [22] => (self.bold, self.dim) = (false, false),
                [23] => self.italic = false,
                [24] | [4, 0] => self.underline = false,
                [code @ 30..=37] => self.hue = basic(code - 30),
                [code @ 90..=97] => self.hue = basic(code - 90),
                [39] => self.hue = None,
                [38, 5, number] => self.hue = indexed(number),
                [38, 2, .., red, green, blue] => self.hue = mixed(red, green, blue),
                [which @ (38 | 48)] => {
                    let mut next = || params.next().and_then(|p| p.first().copied()).unwrap_or(0);
                    let hue = match next() {
                        5 => indexed(next()),
                        2 => mixed(next(), next(), next()),
                        _ => None,
                    };
                    if which == 38 {
                        self.hue = hue;
                    }
                }
                _ => {}
            }
        }
    }
}

fn basic(number: u16) -> Option<u8> {
    u8::try_from(number)
        .ok()
        .filter(|hue| (1..=6).contains(hue))
}

/// Of xterm's 256 colours: the 16 of before, a cube of 6 by 6 by 6, and greys.
fn indexed(number: u16) -> Option<u8> {
    match number {
        0..=15 => basic(number % 8),
        16..=231 => {
            let cube = number - 16;
            mixed(cube / 36, cube / 6 % 6, cube % 6)
        }
        _ => None,
    }
}

/// The hue nearest to a mixture: what is more than the middle counts, and a grey has none.
fn mixed(red: u16, green: u16, blue: u16) -> Option<u8> {
    let (least, most) = (red.min(green).min(blue), red.max(green).max(blue));
    let counts = |part: u16| u16::from(part > least + (most - least) / 2);
    basic(counts(red) + 2 * counts(green) + 4 * counts(blue))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Line {
        Line::read(line, &mut Look::default())
    }

    fn hues(line: &str) -> Vec<(String, Option<u8>)> {
        let line = read(line);
        let stretches = line.stretches();
        stretches
            .map(|(text, look)| (text.to_owned(), look.hue))
            .collect()
    }

    fn stretch(text: &str, hue: Option<u8>) -> (String, Option<u8>) {
        (text.to_owned(), hue)
    }

    #[test]
    fn colours_are_kept_however_they_are_written() {
        assert_eq!(
            hues("a \x1b[31mred\x1b[0m \x1b[1;92mgreen\x1b[m."),
            [
                stretch("a ", None),
                stretch("red", Some(1)),
                stretch(" ", None),
                stretch("green", Some(2)),
                stretch(".", None)
            ]
        );
        for blue in [
            "34",
            "94",
            "38;5;4",
            "38;5;21",
            "38:5:21",
            "38;2;10;20;200",
            "38:2::10:20:200",
        ] {
            assert_eq!(
                hues(&format!("\x1b[{blue}mx")),
                [stretch("x", Some(4))],
                "{blue}"
            );
        }
        // A grey has no hue, and what follows a background is not taken for a colour.
        for none in ["38;5;244", "38;2;90;90;90", "48;5;1", "48;2;31;31;31"] {
            assert_eq!(
                hues(&format!("\x1b[{none}mx")),
                [stretch("x", None)],
                "{none}"
            );
        }
    }

    #[test]
    fn a_look_goes_on_in_the_next_line() {
        let mut look = Look::default();
        Line::read("\x1b[1;31mwarning", &mut look);
        let next = Line::read("more\x1b[0m", &mut look);
        let bold = Look {
            hue: Some(1),
            bold: true,
            ..Look::default()
        };
        assert_eq!(next.stretches().collect::<Vec<_>>(), [("more", bold)]);
        assert_eq!(look, Look::default());
    }

    #[test]
    fn whatever_else_a_terminal_would_do_is_left_out() {
        let line = "\x1b]0;title\x07\x1b]8;;file:///etc/passwd\x1b\\a link\x1b]8;;\x1b\\\x1b[2J\x1b[10;10H\x07\x08\0 x\u{9b}y\tz";
        assert_eq!(read(line).text, "a link xy\tz");
        // What is not finished takes no more than its line along.
        assert_eq!(read("before\x1b]0;never ended").text, "before");
        assert_eq!(read("<b>&amp;").text, "<b>&amp;");
    }

    #[test]
    fn what_was_overwritten_is_gone_but_its_colour_counts() {
        assert_eq!(hues("10%\r\x1b[32m50%\r100%\r"), [stretch("100%", Some(2))]);
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_its_end_still_counts() {
        let mut look = Look::default();
        let line = Line::read(&format!("{}\x1b[33m", "é".repeat(LONGEST + 1)), &mut look);
        assert_eq!(line.text.chars().count(), LONGEST + 2);
        assert_eq!(look.hue, Some(3));
    }
}
