//! A command line's arguments, as a person types them.

use crate::words::t;

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
        return Err(t!("submit-quote-open", quote = open.to_string()));
    }
    words.extend(word);
    Ok(words)
}

/// The text that [`split`] takes apart into these.
pub fn join(words: &[String]) -> String {
    let quoted = |word: &String| {
        let plain = |c: char| !c.is_whitespace() && !matches!(c, '"' | '\'' | '\\');
        if !word.is_empty() && word.chars().all(plain) {
            word.clone()
        } else {
            // Nothing is special between these but their end.
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    };
    words.iter().map(quoted).collect::<Vec<_>>().join(" ")
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
    fn what_is_joined_is_split_into_the_same() {
        let words = ["--name", "two words", "", "it's", r"a\b", "\"", "a\tb", "é"];
        let words: Vec<String> = words.map(str::to_owned).to_vec();
        assert_eq!(split(&join(&words)), Ok(words));
        assert_eq!(join(&["--epochs".into(), "3".into()]), "--epochs 3");
    }

    #[test]
    fn nothing_has_no_words_and_an_open_quote_is_told() {
        assert_eq!(split("  "), Ok(Vec::new()));
        assert_eq!(split("'a"), Err("There is a ' that is not closed.".into()));
    }
}
