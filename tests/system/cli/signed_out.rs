//! A job whose account can no longer sign in while it runs.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use longshore_tests::{home::Home, keyring::with_keyring};
use pretty_assertions::assert_eq;
use serde_json::{Value, json};

#[test]
fn a_secret_that_expires_during_a_run_stops_it_until_another_program_changes_the_accounts() {
    let home = Home::new();
    home.write("slow.sh", "sleep 12; echo done\n");
    let plan = home.write("faults.json", "{}");
    let mut run = home
        .longshore()
        .args(["run", "slow.sh", "--output", "out", "--json"])
        .env("LONGSHORE_LOCAL_FAULTS", &plan)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(run.stdout.take().unwrap()).lines();
    let mut until = |state: &str| -> Value {
        loop {
            let line: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
            if line["job"]["state"] == state {
                return line;
            }
        }
    };
    until("running");
    let expired = json!({
        "signIn": "expiredSecret",
        "rules": [{"service": "batch", "answer": {"status": 401, "code": "AuthenticationFailed"}}],
    });
    fs::write(&plan, expired.to_string()).unwrap();
    let stopped = until("needs_attention");
    let problem = &stopped["job"]["problem"];
    assert_eq!(problem["code"], "sign_in", "{problem}");
    assert!(
        problem["title"]
            .as_str()
            .unwrap()
            .contains("The client secret has expired (AADSTS7000222)"),
        "{problem}"
    );

    fs::write(&plan, "{}").unwrap();
    // Any change of the accounts is a reason to look, such as a secret that is replaced.
    home.run([
        "accounts",
        "add",
        "other",
        "--credential",
        "azure_cli",
        "--batch-account-url",
        "https://a.westeurope.batch.azure.com",
        "--storage-account-name",
        "results",
        "--pool-id",
        "p",
    ])
    .expect(0);
    until("running");
    for line in lines {
        line.unwrap();
    }
    let output = run.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert_eq!(told.matches("AADSTS7000222").count(), 1, "{told}");
    assert_eq!(
        fs::read_to_string(home.join("out/slow/stdout.txt")).unwrap(),
        "done\n"
    );
}

#[test]
fn a_secret_is_replaced_by_name_and_only_where_there_is_one() {
    let home = Home::new();
    let done = with_keyring(
        &home,
        "printf one | longshore accounts add sp --tenant-id t.onmicrosoft.com \
           --client-id 0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab --pool-id p --storage-account-name results \
           --batch-account-url https://a.westeurope.batch.azure.com --secret-stdin; \
         printf two | longshore accounts secret SP --secret-stdin; \
         longshore accounts export sp --output sp.conf --with-secret; \
         ! longshore accounts secret nobody --secret-stdin </dev/null; \
         ! longshore accounts secret 'This computer' --secret-stdin </dev/null",
    )
    .expect(0);
    assert!(
        done.stdout
            .contains("Replaced the secret of sp; it is in the keyring."),
        "{}",
        done.stdout
    );
    assert!(
        done.stderr.contains("There is no account called nobody."),
        "{}",
        done.stderr
    );
    assert!(
        done.stderr.contains("has no secret here"),
        "{}",
        done.stderr
    );
    let exported = fs::read_to_string(home.join("sp.conf")).unwrap();
    assert!(
        exported.contains("\"two\"") && !exported.contains("\"one\""),
        "{exported}"
    );
}
