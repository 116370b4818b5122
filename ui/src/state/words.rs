//! A command line's arguments, as a person types them.

/// Splits at spaces, except within quotes; a backslash takes the next character as it is, outside single quotes.
///
/// # Errors
/// A sentence when a quote is not closed.
pub fn split(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('\\', None | Some('"')) => word.get_or_insert_default().extend(chars.next()),
            ('"' | '\'', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    if let Some(open) = quote {
        return Err(format!("There is a {open} that is not closed."));
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_at_spaces_outside_quotes() {
        let words = split(r#"--epochs 3  --name "two words" '' it\'s 'a\b'"#);
        let expected = ["--epochs", "3", "--name", "two words", "", "it's", r"a\b"];
        assert_eq!(words, Ok(expected.map(str::to_owned).to_vec()));
    }

    #[test]
    fn nothing_has_no_words_and_an_open_quote_is_told() {
        assert_eq!(split("  "), Ok(Vec::new()));
        assert_eq!(split("'a"), Err("There is a ' that is not closed.".into()));
    }
}
