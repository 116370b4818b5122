//! Files with sections: Covalent's configuration, which is TOML, and Terraform's `azurebatch.conf`, which is what Python's
//! `configparser` reads: values without quotes, `null` for none.

use longshore_model::{Report, settings::SettingKey};
use toml::{Table, Value};

use super::{Found, wrong};

const SECRET: &str = "client_secret";

/// The executor's section: Covalent's name for it, then Terraform's.
const SECTIONS: [&str; 2] = ["executors.azurebatch", "azurebatch"];

pub(super) fn read(text: &str) -> Result<Found, Report> {
    let whole: Table = match text.parse() {
        Ok(table) => table,
        Err(error) => unquoted(text).ok_or_else(|| not_toml(text, &error))?,
    };
    let present: Vec<_> = SECTIONS
        .into_iter()
        .filter(|name| section(&whole, name).is_some())
        .collect();
    let Some(&name) = present.first() else {
        return Err(no_section(&whole));
    };
    let mut found = Found::default();
    if present.len() > 1 {
        found.warnings.push(format!(
            "There is a section [azurebatch] too; only [{name}] was read."
        ));
    }
    let mut unknown = Vec::new();
    for (key, value) in section(&whole, name).into_iter().flatten() {
        if key == SECRET {
            let secret = value_text(key, value)?;
            found.secret = secret.filter(|text| !text.is_empty()).map(Into::into);
        } else if let Some(known) = SettingKey::from_name(key) {
            // Covalent writes what is not set as an empty text; only these three mean something when they are empty.
            let may_be_empty = matches!(
                known,
                SettingKey::BaseImageUri | SettingKey::CacheDir | SettingKey::AuthorityHost
            );
            match value_text(key, value)? {
                Some(text) if may_be_empty || !text.is_empty() => found.put(known, text),
                _ => {}
            }
        } else {
            unknown.push(key.as_str());
        }
    }
    if !unknown.is_empty() {
        let verb = if unknown.len() == 1 {
            "is no setting"
        } else {
            "are no settings"
        };
        found.warnings.push(format!(
            "{} {verb} of an account here and had no effect.",
            unknown.join(", ")
        ));
    }
    let mut misplaced = Vec::new();
    secrets_outside(&whole, "", name, &mut misplaced);
    found.warnings.extend(misplaced.into_iter().map(|place| {
        format!("A {SECRET} stands {place}, where it belongs to nothing; it was not read. Take it out of the file.")
    }));
    Ok(found)
}

fn section<'a>(whole: &'a Table, name: &str) -> Option<&'a Table> {
    name.split('.')
        .try_fold(whole, |table, part| table.get(part)?.as_table())
}

/// A value as a person would type it; `None` for Terraform's `null`.
fn value_text(key: &str, value: &Value) -> Result<Option<String>, Report> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Integer(number) => number.to_string(),
        // Covalent's own type of a time limit allows 300.0.
        Value::Float(number) => number.to_string(),
        _ => {
            return Err(wrong(
                format!("{key} is neither a text nor a number."),
                "Correct it and import again.",
            ));
        }
    };
    Ok((text != "null").then_some(text))
}

/// Where else a secret stands.
fn secrets_outside(table: &Table, at: &str, own: &str, places: &mut Vec<String>) {
    for (key, value) in table {
        let path = if at.is_empty() {
            key.clone()
        } else {
            format!("{at}.{key}")
        };
        match value {
            Value::Table(inner) => secrets_outside(inner, &path, own, places),
            _ if key == SECRET && at.is_empty() => places.push("above all sections".into()),
            _ if key == SECRET && at != own => places.push(format!("in [{at}]")),
            _ => {}
        }
    }
}

fn no_section(whole: &Table) -> Report {
    let outside = whole
        .keys()
        .any(|key| key == SECRET || SettingKey::from_name(key).is_some());
    let guidance = if outside {
        "The settings stand outside of any section: put a line [azurebatch] above them.".to_owned()
    } else {
        let names: Vec<_> = whole
            .iter()
            .filter(|(_, value)| value.is_table())
            .map(|(name, _)| format!("[{name}]"))
            .take(8)
            .collect();
        let there = match names.is_empty() {
            true => "There are no sections.".to_owned(),
            false => format!("There are {}.", names.join(", ")),
        };
        format!(
            "{there} Covalent adds the section once its Azure Batch plugin is installed; Terraform's is [azurebatch]."
        )
    };
    wrong("It has no section [executors.azurebatch].", guidance)
}

/// The parser's own text shows the line, and with it perhaps the secret.
fn not_toml(text: &str, error: &toml::de::Error) -> Report {
    let line = error.span().map_or(1, |span| {
        text.get(..span.start).unwrap_or(text).matches('\n').count() + 1
    });
    wrong(
        format!("Line {line} is not TOML."),
        "Texts stand in quotes: pool_id = \"covalent-pool\".",
    )
}

/// The file of Terraform's, whose values have no quotes; `None` when it is not that either.
fn unquoted(text: &str) -> Option<Table> {
    let mut whole = Table::new();
    let mut open: Option<Table> = None;
    let mut name = "";
    let lines = text.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with(['#', ';'])) {
        if let Some(header) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            if let Some(done) = open.replace(Table::new()) {
                whole.insert(name.into(), done.into());
            }
            name = header;
            continue;
        }
        let (key, value) = line.split_once(['=', ':'])?;
        let (key, value) = (key.trim(), value.trim());
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        if key.is_empty() || !key.bytes().all(plain) {
            return None;
        }
        let value = ['"', '\'']
            .into_iter()
            .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote))
            .unwrap_or(value);
        open.as_mut()?.insert(key.into(), value.into());
    }
    whole.insert(name.into(), open?.into());
    whole.contains_key("azurebatch").then_some(whole)
}
