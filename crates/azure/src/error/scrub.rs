/// What precedes a secret in an address, a form or a header.
const MARKS: [&str; 5] = ["sig=", "sig%3D", "client_secret=", "Bearer ", "SharedKey "];

/// The text without signatures, secrets and tokens.
pub(crate) fn scrub(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, mark)) = MARKS
        .iter()
        .filter_map(|mark| rest.find(mark).map(|at| (at, *mark)))
        .min()
    {
        let secret = start + mark.len();
        let end = rest[secret..]
            .find(|c: char| c.is_whitespace() || "&\"'<>)]}".contains(c))
            .map_or(rest.len(), |length| secret + length);
        clean.push_str(&rest[..secret]);
        clean.push_str("REDACTED");
        rest = &rest[end..];
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::scrub;

    #[test]
    fn signatures_secrets_and_tokens_are_taken_out_and_the_rest_stays() {
        let cases = [
            ("plain", "plain"),
            (
                "GET https://s/c?sv=1&sig=aB%2Fc%3D&sp=r failed",
                "GET https://s/c?sv=1&sig=REDACTED&sp=r failed",
            ),
            (
                "(https://s/c?sig=abc) and sig=def",
                "(https://s/c?sig=REDACTED) and sig=REDACTED",
            ),
            (
                "client_secret=hush&scope=x",
                "client_secret=REDACTED&scope=x",
            ),
            (
                "Authorization: Bearer ey.J0.x\nnext",
                "Authorization: Bearer REDACTED\nnext",
            ),
            (
                "url=https%3A%2F%2Fs%3Fsig%3Dabc",
                "url=https%3A%2F%2Fs%3Fsig%3DREDACTED",
            ),
        ];
        for (text, clean) in cases {
            assert_eq!(scrub(text), clean);
        }
    }
}
