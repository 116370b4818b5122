//! Environment variables, as a person types them.

use longshore_model::submit::env_name_error;

use crate::words::{said, t};

/// The variables of a text, `NAME=value`, one a line.
///
/// # Errors
/// What is wrong with the first line that is, as a sentence.
pub fn read(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut variables: Vec<(String, String)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = line
            .split_once('=')
            .ok_or_else(|| t!("submit-variable-without-value", line = line))?;
        if let Some(error) = env_name_error(name) {
            return Err(format!("{name}: {}", said(error)));
        }
        if variables.iter().any(|(known, _)| known == name) {
            return Err(t!("submit-variable-twice", name = name));
        }
        variables.push((name.to_owned(), value.to_owned()));
    }
    Ok(variables)
}
