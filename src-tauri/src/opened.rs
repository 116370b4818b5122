//! What the program was started with: files, and links of ours.

use std::path::Path;

use longshore_model::opened::Opened;

/// How links begin.
const LINK: &str = "longshore://job/";
/// The longest id the Batch service allows.
const LONGEST_ID: usize = 64;

/// Reads the words behind a program's name. A path may be relative to the folder it was started in; a link that is none
/// of ours is nothing.
pub fn read(words: impl IntoIterator<Item = String>, folder: &Path) -> Opened {
    let mut opened = Opened::default();
    for word in words {
        if let Some(id) = word.strip_prefix(LINK) {
            // Anybody may make a link: only what can be an id is looked up.
            opened.job = Some(id.trim_end_matches('/').to_owned()).filter(|id| is_id(id));
        } else if word.starts_with("longshore:") || word.starts_with('-') {
        } else if let Some(path) = path(&word, folder) {
            opened.paths.push(path);
        }
    }
    opened
}

fn is_id(id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !id.is_empty() && id.len() <= LONGEST_ID && id.bytes().all(allowed)
}

/// File managers give addresses as often as paths.
fn path(word: &str, folder: &Path) -> Option<String> {
    let path = match word.strip_prefix("file:") {
        Some(_) => tauri::Url::parse(word).ok()?.to_file_path().ok()?,
        None => folder.join(word),
    };
    path.into_os_string().into_string().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str]) -> Opened {
        read(words.iter().map(|&word| word.into()), Path::new("/work"))
    }

    #[test]
    fn files_are_found_by_path_by_name_and_by_address() {
        let opened = of(&["a.pkl", "/x/b.py", "file:///x/c%20d.sh", "--flag"]);
        assert_eq!(opened.paths, ["/work/a.pkl", "/x/b.py", "/x/c d.sh"]);
        assert_eq!(opened.job, None);
    }

    #[test]
    fn a_link_leads_to_a_job_and_to_nothing_else() {
        let job = |link: &str| of(&[link]).job;
        assert_eq!(
            job("longshore://job/longshore-01k9w3").as_deref(),
            Some("longshore-01k9w3")
        );
        assert_eq!(job("longshore://job/x/").as_deref(), Some("x"));
        for bad in [
            "longshore://job/",
            "longshore://job/../../etc",
            "longshore://job/<script>",
            "longshore://delete/x",
            "longshore:x",
        ] {
            assert!(of(&[bad]).is_empty(), "{bad}");
        }
        let long = format!("longshore://job/{}", "a".repeat(65));
        assert!(of(&[&long]).is_empty());
    }
}
