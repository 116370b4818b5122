//! From modules that are imported to packages that pip knows.

use crate::words::t;

/// The package that brings a module. Most are called the same; these are the well-known exceptions.
pub fn package_for(module: &str) -> &str {
    match module {
        "sklearn" => "scikit-learn",
        "skimage" => "scikit-image",
        "cv2" => "opencv-python-headless",
        "PIL" => "pillow",
        "yaml" => "PyYAML",
        "bs4" => "beautifulsoup4",
        "dateutil" => "python-dateutil",
        "dotenv" => "python-dotenv",
        "Crypto" => "pycryptodome",
        "OpenSSL" => "pyOpenSSL",
        "attr" => "attrs",
        "google" => "google-api-python-client",
        "jwt" => "PyJWT",
        "serial" => "pyserial",
        "docx" => "python-docx",
        "git" => "GitPython",
        "MySQLdb" => "mysqlclient",
        "psycopg2" => "psycopg2-binary",
        "zmq" => "pyzmq",
        other => other,
    }
}

/// Modules the bundled runner answers for itself.
const PROVIDED: [&str; 2] = ["cloudpickle", "covalent"];

/// Packages for the modules that no requirement covers yet, in order, each once.
pub fn missing<'a>(
    modules: impl IntoIterator<Item = &'a str>,
    requirements: &[String],
) -> Vec<String> {
    let mut packages = Vec::new();
    for module in modules {
        let package = package_for(module);
        let covered = PROVIDED.contains(&module)
            || requirements
                .iter()
                .any(|r| same_name(name_of(r), package) || same_name(name_of(r), module));
        if !covered && !packages.iter().any(|known| known == package) {
            packages.push(package.to_owned());
        }
    }
    packages
}

/// The requirements of a text, one a line.
///
/// # Errors
/// A sentence about the first line that holds two.
pub fn requirements(text: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with('-') {
            return Err(t!("submit-package-option", line = line));
        }
        if holds_two(line) {
            return Err(t!("submit-package-one-a-line", line = line));
        }
        found.push(line.to_owned());
    }
    Ok(found)
}

/// The text with one more package, unless it is there.
pub fn with_package(text: &str, package: &str) -> String {
    let there = text
        .lines()
        .any(|line| same_name(name_of(line), name_of(package)));
    match (there, text.trim_end()) {
        (true, _) => text.to_owned(),
        (false, "") => package.to_owned(),
        (false, before) => format!("{before}\n{package}"),
    }
}

/// `numpy` of `numpy[extra] >= 2; python_version < "3.12"`.
fn name_of(requirement: &str) -> &str {
    let requirement = requirement.trim();
    let end = requirement
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(requirement.len());
    &requirement[..end]
}

/// Names of packages are compared as PyPI does: without case, and `-`, `_` and `.` are one.
fn same_name(a: &str, b: &str) -> bool {
    let plain = |name: &str| {
        name.chars()
            .map(|c| {
                if matches!(c, '_' | '.') {
                    '-'
                } else {
                    c.to_ascii_lowercase()
                }
            })
            .collect::<String>()
    };
    !a.is_empty() && plain(a) == plain(b)
}

/// Whether a line names two packages: a word that starts like a name, after one that does not end in an operator.
fn holds_two(line: &str) -> bool {
    if line.contains([';', '@', '[']) {
        return false;
    }
    let words: Vec<_> = line.split_whitespace().collect();
    words.windows(2).any(|pair| {
        let goes_on = pair[0].ends_with(['=', '<', '>', '~', '!', ',']);
        let starts_name = pair[1].starts_with(|c: char| c.is_ascii_alphanumeric());
        starts_name && !goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_modules_that_no_requirement_covers_are_missing() {
        let requirements = ["NumPy==2.4.6".to_owned(), "python_dateutil".to_owned()];
        let modules = [
            "cloudpickle",
            "covalent",
            "numpy",
            "sklearn",
            "dateutil",
            "sklearn",
        ];
        assert_eq!(missing(modules, &requirements), ["scikit-learn"]);
    }

    #[test]
    fn requirements_are_one_a_line() {
        let text = "numpy==2.4.6\n\n  scikit-learn >= 1.9, < 2 \nuvicorn[standard]; python_version < '3.12'";
        let expected = [
            "numpy==2.4.6",
            "scikit-learn >= 1.9, < 2",
            "uvicorn[standard]; python_version < '3.12'",
        ];
        assert_eq!(requirements(text), Ok(expected.map(str::to_owned).to_vec()));
        assert_eq!(
            requirements("numpy pandas"),
            Err("One package a line: numpy pandas".into())
        );
        assert_eq!(
            requirements("--index-url x"),
            Err("--index-url x is an option of pip; only packages can be given here.".into())
        );
    }

    #[test]
    fn a_package_is_added_once() {
        assert_eq!(with_package("", "numpy"), "numpy");
        assert_eq!(with_package("numpy==2\n", "pandas"), "numpy==2\npandas");
        assert_eq!(with_package("numpy==2", "numpy"), "numpy==2");
    }
}
