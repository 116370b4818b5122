use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt as _, fs::PermissionsExt as _},
    process::{Command, Stdio},
};

use longshore_tests::{fixtures, home::Home, programs, scripts};
use pretty_assertions::assert_eq;

/// Refused before anything is sent: exit code 2, a reason on stderr, no job in history.
#[track_caller]
fn refused(home: &Home, words: &[&str], reason: &str) {
    let ended = home.run(words).expect(2);
    assert!(
        ended.stderr.contains(reason),
        "{words:?} says {:?}, not {reason:?}",
        ended.stderr
    );
    assert_eq!(ended.stdout, "");
    assert_eq!(
        home.run(["jobs", "--json"]).expect(0).json()["jobs"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[test]
fn files_that_are_no_payloads_are_refused_with_a_reason_and_nothing_is_submitted() {
    let home = Home::new();
    let trivial = fixtures::bytes("func-trivial-node0.pkl");
    home.write("empty.pkl", "");
    home.write("cut.pkl", &trivial[..trivial.len() / 2]);
    home.write("photo.pkl", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01");
    home.write("notes.docx", "x");
    home.write("good.py", scripts::NOOP);
    let result = fixtures::payload("result-trivial-node0.pkl");
    refused(&home, &["run", "empty.pkl"], "empty");
    refused(&home, &["run", "cut.pkl"], "cut.pkl");
    refused(&home, &["run", "photo.pkl"], "JPEG");
    refused(&home, &["run", "notes.docx"], ".pkl");
    refused(&home, &["run", "gone.py"], "gone.py");
    refused(&home, &["run", result.to_str().unwrap()], "result");
    refused(
        &home,
        &["run", "good.py", "empty.pkl"],
        "Nothing was submitted",
    );
}

#[test]
fn a_folder_that_cannot_take_results_is_refused_before_anything_runs() {
    let home = Home::new();
    home.write("good.py", scripts::NOOP);
    home.write("taken", "a file, not a folder");
    let words = ["run", "good.py", "--output", "taken"];
    refused(&home, &words, "Results cannot be written to taken");
    assert_eq!(
        fs::read_to_string(home.join("taken")).unwrap(),
        "a file, not a folder"
    );
}

#[test]
fn results_that_cannot_be_copied_are_kept_and_the_error_says_where() {
    let home = Home::new();
    home.write("good.py", scripts::NOOP);
    home.write("out/good/stdout.txt", "of somebody else");
    let ended = home.run(["run", "good.py", "--output", "out"]).expect(2);
    assert!(
        ended.stderr.contains("Nothing was overwritten"),
        "{}",
        ended.stderr
    );
    assert!(
        ended.stderr.contains("longshore download"),
        "{}",
        ended.stderr
    );
    let job = home.run(["jobs", "--json"]).expect(0).json()["jobs"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    home.run(["download", &job, "--output", "elsewhere"])
        .expect(0);
    assert!(home.join("elsewhere/good/stdout.txt").is_file());
}

#[test]
fn a_pool_that_is_not_there_is_the_services_refusal() {
    let home = Home::new();
    home.write("good.py", scripts::NOOP);
    let ended = home
        .run(["run", "good.py", "--pool", "elsewhere"])
        .expect(3);
    assert!(ended.stderr.contains("no such pool"), "{}", ended.stderr);
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    let home = Home::new();
    let mut command = home.longshore();
    let mut child = command
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).as_ref()
        ),
        (Some(0), "")
    );
}

#[test]
fn a_hostile_pickle_is_read_and_named_but_not_run() {
    let home = Home::new();
    let trace = home.join("pwned");
    let make = format!(
        "import pickle\nclass Bad:\n  def __reduce__(self):\n    import os\n    return (os.system, ('touch {}',))\n\
         pickle.dump((Bad(), (), {{}}), open('bad.pkl', 'wb'))",
        trace.display()
    );
    assert!(
        Command::new(programs::python())
            .args(["-c", &make])
            .current_dir(home.path())
            .status()
            .unwrap()
            .success()
    );
    let ended = home.run(["inspect", "bad.pkl"]);
    assert!((ended.stdout + &ended.stderr).contains("system"));
    assert!(!trace.exists());
}

#[test]
fn wrong_settings_and_unknown_names_are_usage_errors() {
    let home = Home::new();
    home.write("a.py", scripts::NOOP);
    refused(&home, &["run", "a.py", "--time-limit", "-5"], "From 1");
    refused(&home, &["run", "a.py", "--env", "A"], "NAME=value");
    refused(&home, &["run", "a.py", "--pool", &"p".repeat(65)], "64");
    refused(&home, &["run", "a.py", "--account", "nobody"], "nobody");
    refused(&home, &["show", "longshore-none"], "longshore-none");
    refused(&home, &["run"], "PAYLOAD");
    let url = [
        "accounts",
        "add",
        "x",
        "--tenant-id",
        "contoso.onmicrosoft.com",
        "--client-id",
    ];
    let rest = [
        "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab",
        "--storage-account-name",
        "abc",
        "--pool-id",
        "p",
        "--batch-account-url",
        "hpc.batch.azure.com",
    ];
    refused(
        &home,
        &[&url[..], &rest[..]].concat(),
        "https://hpc.batch.azure.com",
    );
}

#[test]
fn odd_file_names_run_and_come_home() {
    let home = Home::new();
    let names: [&OsStr; 4] = [
        OsStr::new("two words.py"),
        OsStr::new("it's \"quoted\".py"),
        OsStr::new("line\nbreak.py"),
        OsStr::from_bytes(b"\xff\xfe.py"),
    ];
    for name in names {
        home.write(name, scripts::NOOP);
    }
    let mut words = vec![OsStr::new("run"), OsStr::new("--output"), OsStr::new("out")];
    words.extend(names);
    home.run(words).expect(0);
    let printed = fs::read_dir(home.join("out"))
        .unwrap()
        .map(|task| fs::read_to_string(task.unwrap().path().join("stdout.txt")).unwrap())
        .collect::<Vec<_>>();
    assert_eq!(printed, vec!["ok\n"; 4]);
}

#[test]
fn an_account_cannot_be_added_without_a_keyring_and_its_secret_is_written_nowhere() {
    let home = Home::new();
    let mut command = home.longshore();
    command.env("AZURE_CLIENT_SECRET", "hush-hush-hush").args([
        "accounts",
        "add",
        "x",
        "--tenant-id",
        "contoso.onmicrosoft.com",
        "--client-id",
        "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab",
        "--storage-account-name",
        "abc",
        "--pool-id",
        "p",
        "--batch-account-url",
        "https://hpc.westeurope.batch.azure.com",
    ]);
    let ended = longshore_tests::home::ended(&command.output().unwrap()).expect(3);
    assert!(ended.stderr.contains("keyring"), "{}", ended.stderr);
    let grep = Command::new("grep")
        .args(["-r", "hush-hush-hush"])
        .arg(home.path())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&grep.stdout), "");
}

#[test]
fn no_python_on_this_computer_is_said_with_what_to_install() {
    let home = Home::new();
    home.write("a.py", scripts::NOOP);
    let bare = home.join("bare");
    fs::create_dir(&bare).unwrap();
    std::os::unix::fs::symlink("/bin/sh", bare.join("sh")).unwrap();
    let output = home
        .longshore()
        .env("PATH", &bare)
        .args(["run", "a.py", "--retries", "0"])
        .output()
        .unwrap();
    let ended = longshore_tests::home::ended(&output).expect(1);
    assert!(ended.stdout.contains("python3"), "{}", ended.stdout);
}

#[test]
fn a_python_without_venv_is_said_with_what_to_install() {
    let home = Home::new();
    home.write("a.py", scripts::NOOP);
    let fake = format!(
        "#!/bin/sh\ncase \" $* \" in *' venv '*) echo 'No module named venv' >&2; exit 1;; esac\nexec '{}' \"$@\"\n",
        programs::python().display()
    );
    let python = home.write("bare/python3", fake);
    fs::set_permissions(&python, fs::Permissions::from_mode(0o755)).unwrap();
    std::os::unix::fs::symlink("/bin/sh", home.join("bare/sh")).unwrap();
    let output = home
        .longshore()
        .env("PATH", home.join("bare"))
        .args(["run", "a.py", "--retries", "0"])
        .output()
        .unwrap();
    let ended = longshore_tests::home::ended(&output).expect(1);
    assert!(ended.stdout.contains("venv"), "{ended:?}");
}

#[test]
fn a_preset_is_used_beneath_what_is_said_and_one_that_is_not_there_is_refused() {
    let home = Home::new();
    home.write(
        "tide.py",
        "import os, sys\nprint(os.environ['TIDE'], os.environ['MOON'], *sys.argv[1:])\n",
    );
    let words = ["run", "tide.py", "--preset", "neap"];
    refused(&home, &words, "There is no preset called \"neap\".");
    let presets = home.join("longshore/config/presets.toml");
    fs::write(&presets, "preset = 7").unwrap();
    refused(&home, &words, "presets.toml");
    let kept = "
        [[preset]]
        name = 'Neap'
        [preset.overrides]
        env = [['TIDE', 'neap'], ['MOON', 'half']]
        args = ['--slow']
    ";
    fs::write(&presets, kept).unwrap();
    refused(
        &home,
        &["run", "tide.py", "--preset", "spring"],
        "There are: Neap.",
    );
    home.run([
        "run", "tide.py", "--preset", "neap", "--env", "MOON=new", "--output", "out",
    ])
    .expect(0);
    let said = fs::read_to_string(home.join("out/tide/stdout.txt")).unwrap();
    assert_eq!(said, "neap new --slow\n");
}
