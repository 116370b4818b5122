use longshore_tests::{home::Home, keyring::with_keyring};
use pretty_assertions::assert_eq;
use serde_json::Value;

const SECRET: &str = "hush-Q8x~quay-secret";

fn covalent() -> String {
    format!(
        r#"[sdk]
config_file = "x"

[executors.azurebatch]
tenant_id = "contoso.onmicrosoft.com"
client_id = "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab"
client_secret = "{SECRET}"
batch_account_url = "https://hpc.westeurope.batch.azure.com"
storage_account_name = "covalentbatch"
pool_id = "covalent-pool"
retries = 0
"#
    )
}

fn account(home: &Home, name: &str) -> Value {
    let list = home.run(["accounts", "list", "--json"]).expect(0).json();
    let accounts = list["accounts"].as_array().unwrap().clone();
    accounts
        .into_iter()
        .find(|account| account["name"] == name)
        .unwrap_or_else(|| panic!("no account {name}: {list}"))
}

#[test]
fn covalents_account_is_imported_with_its_secret_in_the_keyring_and_exported_without() {
    let home = Home::new();
    home.write(".config/covalent/covalent.conf", covalent());
    let done = with_keyring(
        &home,
        "longshore accounts import --covalent; longshore accounts list --json; \
         longshore accounts export hpc; longshore accounts export hpc --with-secret --output out.conf",
    )
    .expect(0);
    let lines: Vec<_> = done.stdout.lines().collect();
    assert_eq!(lines[0], "Added hpc; its secret is in the keyring.");
    let list: Value = serde_json::from_str(lines[1]).unwrap();
    assert_eq!(list["accounts"][1]["secret"], "in_keyring");
    assert_eq!(list["accounts"][1]["settings"]["retries"], 0);
    assert!(done.stdout.contains("[executors.azurebatch]"), "{done:?}");
    assert!(!format!("{done:?}").contains(SECRET), "{done:?}");
    assert!(done.stderr.contains("holds the client secret"), "{done:?}");
    let exported = std::fs::read_to_string(home.join("out.conf")).unwrap();
    assert!(exported.contains(SECRET), "{exported}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(home.join("out.conf"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_name_that_is_there_already_is_only_changed_when_asked() {
    let home = Home::new();
    let without = covalent().replace(&format!("client_secret = \"{SECRET}\"\n"), "");
    home.write("a.conf", &without);
    home.write("b.conf", without.replace("covalent-pool", "other-pool"));
    let first = home.run(["accounts", "import", "a.conf"]).expect(0);
    assert!(first.stdout.contains("no secret yet"), "{first:?}");
    let again = home.run(["accounts", "import", "b.conf"]).expect(2);
    assert!(
        again.stderr.contains("--name") && again.stderr.contains("--replace"),
        "{again:?}"
    );
    assert_eq!(
        account(&home, "hpc")["settings"]["pool_id"],
        "covalent-pool"
    );
    home.run(["accounts", "import", "b.conf", "--name", "second"])
        .expect(0);
    assert_eq!(
        account(&home, "second")["settings"]["pool_id"],
        "other-pool"
    );
    home.run([
        "accounts",
        "import",
        "b.conf",
        "--replace",
        "--time-limit",
        "60",
    ])
    .expect(0);
    let changed = &account(&home, "hpc")["settings"];
    assert_eq!(
        (&changed["pool_id"], &changed["time_limit"]),
        (&"other-pool".into(), &60.into())
    );
    home.run([
        "accounts",
        "import",
        "b.conf",
        "--replace",
        "--name",
        "third",
    ])
    .expect(2);
}

#[test]
fn everything_wrong_with_a_file_is_told_at_once_with_the_flags_that_mend_it() {
    let home = Home::new();
    home.write(
        "bad.conf",
        "[azurebatch]\ntenant_id = contoso.onmicrosoft.com\nstorage_account_name = Upper\ntime_limit = 0\nretries = -2\n",
    );
    let refused = home.run(["accounts", "import", "bad.conf"]).expect(2);
    for text in [
        "client_id: This is needed.",
        "storage_account_name: 3–24 lower-case letters and digits. Did you mean upper?",
        "time_limit: From 1 to 15552000.",
        "retries: From -1 to 2147483647.",
        "--client-id",
        "--pool-id",
    ] {
        assert!(refused.stderr.contains(text), "{text}: {}", refused.stderr);
    }
    home.run([
        "accounts",
        "import",
        "bad.conf",
        "--client-id",
        "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab",
        "--batch-account-url",
        "https://hpc.westeurope.batch.azure.com",
        "--storage-account-name",
        "upper",
        "--pool-id",
        "p",
        "--time-limit",
        "60",
        "--retries",
        "-1",
    ])
    .expect(0);
    assert_eq!(account(&home, "hpc")["settings"]["retries"], -1);
    home.run(["accounts", "import"]).expect(2);
    home.run(["accounts", "import", "bad.conf", "--env"])
        .expect(2);
    home.run(["accounts", "export", "hpc", "--with-secret"])
        .expect(2);
}

#[test]
fn a_secret_without_a_keyring_is_refused_and_nothing_is_saved() {
    let home = Home::new();
    home.write("covalent.conf", covalent());
    let refused = home.run(["accounts", "import", "covalent.conf"]).expect(3);
    assert!(
        refused.stderr.contains("keyring") && !refused.stderr.contains(SECRET),
        "{refused:?}"
    );
    let list = home.run(["accounts", "list", "--json"]).expect(0).json();
    assert_eq!(list["accounts"].as_array().unwrap().len(), 1);
}

#[test]
fn processes_that_add_accounts_at_once_lose_none() {
    let home = Home::new();
    let without = covalent().replace(&format!("client_secret = \"{SECRET}\"\n"), "");
    home.write("a.conf", &without);
    let running: Vec<_> = (0..8)
        .map(|n| {
            home.longshore()
                .args(["accounts", "import", "a.conf", "--name", &format!("a{n}")])
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut process in running {
        assert!(process.wait().unwrap().success());
    }
    let list = home.run(["accounts", "list", "--json"]).expect(0).json();
    assert_eq!(list["accounts"].as_array().unwrap().len(), 1 + 8);
}
