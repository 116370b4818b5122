//! Comma-separated values as RFC 4180 has them.

/// One line, with its end. A name that begins like a formula is kept from being one.
pub fn line<const FIELDS: usize>(fields: [String; FIELDS]) -> String {
    let mut line = fields.map(|field| quoted(&field)).join(",");
    line += "\r\n";
    line
}

fn quoted(field: &str) -> String {
    let field = if field.starts_with(['=', '+', '-', '@']) {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if field.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_commas_quotes_and_formulas_stay_one_harmless_field() {
        let fields = ["a", "=HYPERLINK(\"x\"), y", "", "5"].map(str::to_owned);
        assert_eq!(line(fields), "a,\"'=HYPERLINK(\"\"x\"\"), y\",,5\r\n");
    }
}
