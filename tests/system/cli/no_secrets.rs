//! Nothing secret anywhere: not in files, logs and bundles for reports among them, not in what is printed however much is
//! asked for, not on a command line.

use std::{
    collections::HashSet,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use longshore_tests::{home::Home, keyring::keyring_command};
use pretty_assertions::assert_eq;
use serde_json::Value;

/// In the shape of those that Microsoft Entra makes.
const SECRET: &str = "qua8Q~hush-0123456789-abcdefghijklm-xyz";

/// Of a private registry's user.
const PASSWORD: &str = "a-registrys-password-that-nobody-else-uses";

/// Reads every command line there is, over and over, for as long as it lives.
struct Watch {
    stop: Arc<AtomicBool>,
    reading: Option<std::thread::JoinHandle<Vec<u8>>>,
}

impl Watch {
    fn start() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let ended = stop.clone();
        let reading = std::thread::spawn(move || {
            let mut seen = HashSet::new();
            while !ended.load(Ordering::Relaxed) {
                for entry in fs::read_dir("/proc").unwrap().flatten() {
                    seen.extend(fs::read(entry.path().join("cmdline")).ok());
                }
                std::thread::sleep(Duration::from_millis(3));
            }
            seen.into_iter().flatten().collect()
        });
        Self {
            stop,
            reading: Some(reading),
        }
    }

    fn seen(mut self) -> Vec<u8> {
        self.stop.store(true, Ordering::Relaxed);
        self.reading.take().unwrap().join().unwrap()
    }
}

fn contains(content: &[u8], text: &str) -> bool {
    content
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

/// Files below a folder that hold the text.
fn holding(folder: &Path, text: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            holding(&path, text, found);
        } else if fs::read(&path).is_ok_and(|content| contains(&content, text)) {
            found.push(path);
        }
    }
}

#[test]
fn a_job_and_an_accounts_life_leave_no_secret_in_files_output_or_command_lines() {
    let home = Home::new();
    home.write("hello.sh", "echo hello\n");
    home.write(
        "azure.conf",
        format!(
            "[azurebatch]\ntenant_id = contoso.onmicrosoft.com\nclient_id = 0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab\n\
             client_secret = {SECRET}\nbatch_account_url = https://127.0.0.1:9\nstorage_account_name = covalentbatch\nstorage_account_domain = localhost\npool_id = p\n"
        ),
    );
    // The sign-in host is this home's own embedded Azure: it refuses the secret, after it was sent there.
    let script = "
        longshore run hello.sh --output results
        longshore accounts import azure.conf --name cloud --registry-server mine.azurecr.io --registry-username puller --authority-host \"$(sed -n 's/.*\"authority\": *\"\\([^\"]*\\)\".*/\\1/p' \"$ENDPOINT\")\"
        rm azure.conf
        longshore accounts list --json
        longshore accounts export cloud --output exported.conf --with-secret
        grep -q client_secret exported.conf
        rm exported.conf
        longshore accounts export cloud
        longshore accounts check cloud || echo refused
        longshore diagnose --check --output bundle.zip
        longshore accounts remove cloud
    ";
    let endpoint = home.join("longshore/data/local-azure/endpoint.json");
    let watch = Watch::start();
    let output = keyring_command(&home, script)
        .env("LONGSHORE_LOG", "trace")
        .env("RUST_LOG", "trace")
        .env("ENDPOINT", &endpoint)
        .env("LONGSHORE_REGISTRY_PASSWORD", PASSWORD)
        .env(
            "SSL_CERT_FILE",
            home.join("longshore/data/local-azure/ca.pem"),
        )
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .unwrap();
    let lines = watch.seen();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{}",
        &told[told.len().saturating_sub(4_000)..]
    );
    assert!(told.contains("TRACE"), "nothing was traced");
    assert!(
        contains(&lines, "accounts\0import"),
        "no command line was seen"
    );

    let list: Value = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter(|line| line.starts_with("{\"accounts\""))
        .map(|line| serde_json::from_str(line).unwrap())
        .next()
        .unwrap_or_default();
    assert_eq!(
        list["accounts"][1]["registry_password"],
        "in_keyring",
        "the password was not kept: {}",
        String::from_utf8_lossy(&output.stdout)
    );

    let (log, bundle) = (log(&home), home.join("bundle"));
    zip::ZipArchive::new(fs::File::open(home.join("bundle.zip")).unwrap())
        .unwrap()
        .extract(&bundle)
        .unwrap();
    let own: Value = serde_json::from_slice(&fs::read(&endpoint).unwrap()).unwrap();
    let own = |key: &str| own[key].as_str().unwrap().to_owned();
    for (secret, is_own) in [
        (SECRET.to_owned(), false),
        (PASSWORD.to_owned(), false),
        (own("client_secret"), true),
        (own("batch_account_key"), true),
        (own("storage_account_key"), true),
    ] {
        assert!(!contains(&output.stdout, &secret), "on stdout");
        assert!(!contains(&output.stderr, &secret), "on stderr");
        assert!(!contains(&lines, &secret), "on a command line");
        let mut found = Vec::new();
        holding(home.path(), &secret, &mut found);
        // The embedded service's own, in the files it is told by.
        found.retain(|path| !(is_own && path.parent() == endpoint.parent()));
        assert_eq!(found, Vec::<PathBuf>::new());
    }
    for (stream, name) in [
        (&output.stdout, "stdout"),
        (&output.stderr, "stderr"),
        (&log, "the log"),
    ] {
        assert!(!contains(stream, "Bearer ey"), "a token on {name}");
        assert!(
            !contains(stream, "client_assertion="),
            "a statement on {name}"
        );
        let text = String::from_utf8_lossy(stream);
        let mut signatures = text.split("sig=").skip(1);
        assert!(
            signatures.all(|rest| rest.starts_with("REDACTED")),
            "a signature on {name}"
        );
    }
}

/// All of the log, after a look at what is in it: the services' and the clients' part, whole lines, down to traces.
fn log(home: &Home) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(home.join("longshore/data/logs")).unwrap() {
        let path = entry.unwrap().path();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        all.extend(fs::read(path).unwrap());
    }
    let mut seen = HashSet::new();
    for line in String::from_utf8_lossy(&all).lines() {
        let line: Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let crate_ = line["target"].as_str().unwrap().split("::").next();
        seen.insert(format!(
            "{} {}",
            line["level"].as_str().unwrap(),
            crate_.unwrap()
        ));
    }
    for who in [
        "INFO longshore_engine",
        "INFO longshore_local_azure",
        "TRACE hyper_util",
    ] {
        assert!(seen.contains(who), "{who} is not among {seen:?}");
    }
    all
}
