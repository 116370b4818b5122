//! Python source cut into logical lines.

/// The logical lines of a source: comments left out, texts emptied, what is in brackets or continued joined. Light, and
/// forgiving: a source that is not Python gives lines that mean nothing.
pub(super) fn logical(source: &str) -> Vec<String> {
    let mut lines = vec![];
    let mut line = String::new();
    let mut depth = 0_u32;
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '#' => taken = rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => {
                line.push_str("\"\"");
                taken = text_length(rest, c);
            }
            '\\' if rest[1..].starts_with('\n') => taken = 2,
            '\\' if rest[1..].starts_with("\r\n") => taken = 3,
            '\n' if depth == 0 => lines.push(std::mem::take(&mut line)),
            '\n' | '\r' => line.push(' '),
            _ => {
                match c {
                    '(' | '[' | '{' => depth += 1,
                    ')' | ']' | '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                line.push(c);
            }
        }
        rest = &rest[taken..];
    }
    lines.push(line);
    lines
}

/// Bytes of the text literal at the start of `rest`. A text of one line ends with the line, closed or not.
fn text_length(rest: &str, quote: char) -> usize {
    let triple: String = [quote; 3].iter().collect();
    let is_long = rest.starts_with(&triple);
    let mut at = if is_long { 3 } else { 1 };
    while let Some(c) = rest[at..].chars().next() {
        if is_long && rest[at..].starts_with(&triple) {
            return at + 3;
        }
        if !is_long && c == quote {
            return at + 1;
        }
        if !is_long && c == '\n' {
            return at;
        }
        at += c.len_utf8();
        if c == '\\' {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    rest.len()
}
