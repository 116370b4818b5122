use std::{fs, process::Command};

use longshore_tests::{fixtures, home::Home, programs, scripts};
use pretty_assertions::assert_eq;

#[test]
fn the_trivial_covalent_payload_comes_home_byte_for_byte() {
    let home = Home::new();
    let payload = fixtures::payload("func-trivial-node0.pkl");
    home.run(["run", payload.to_str().unwrap(), "--output", "out"])
        .expect(0);
    let folder = home.join("out/func-trivial-node0");
    let result = fs::read(folder.join("result.pkl")).unwrap();
    assert_eq!(result, fixtures::trivial_result(&result));
    for log in ["stdout.txt", "stderr.txt"] {
        assert!(folder.join(log).is_file(), "{log}");
    }
}

#[test]
fn the_svm_payload_with_its_packages_gives_a_fitted_classifier() {
    let home = Home::new();
    let payload = fixtures::payload("func-svm-node1.pkl");
    home.run([
        "run",
        payload.to_str().unwrap(),
        "--with",
        "numpy==2.4.6",
        "--with",
        "scikit-learn==1.9.1",
        "--output",
        "out",
    ])
    .expect(0);
    // Covalent is not installed for the tests: the class that wraps the result is declared as far as reading needs it.
    let check = r#"
import base64, pickle, sys, types
class TransportableObject: pass
for name in ("covalent", "covalent._workflow", "covalent._workflow.transport", "covalent._workflow.transportable_object"):
    module = types.ModuleType(name); module.TransportableObject = TransportableObject; sys.modules[name] = module
wrapped = pickle.load(open(sys.argv[1], "rb"))
model = pickle.loads(base64.b64decode(wrapped._object))
from sklearn.utils.validation import check_is_fitted
check_is_fitted(model)
print(type(model).__name__)
"#;
    let output = Command::new(programs::python())
        .args(["-c", check])
        .arg(home.join("out/func-svm-node1/result.pkl"))
        .output()
        .unwrap();
    assert_eq!(
        (
            String::from_utf8_lossy(&output.stdout).trim(),
            output.status.success()
        ),
        ("SVC", true),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn what_a_script_writes_to_outputs_comes_home() {
    let home = Home::new();
    home.write("plot.py", scripts::PLOT);
    home.run(["run", "plot.py", "--output", "out"]).expect(0);
    let picture = fs::read(home.join("out/plot/outputs/plot.png")).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
    assert_eq!(
        fs::read_to_string(home.join("out/plot/stdout.txt"))
            .unwrap()
            .trim(),
        "plotted"
    );
}

#[test]
fn arguments_and_environment_reach_a_script() {
    let home = Home::new();
    home.write(
        "say.py",
        "import os, sys\nprint(sys.argv[1:], os.environ['BERTH'])\n",
    );
    home.run([
        "run",
        "say.py",
        "--env",
        "BERTH=7 a",
        "--output",
        "out",
        "--",
        "--n",
        "two words",
    ])
    .expect(0);
    let printed = fs::read_to_string(home.join("out/say/stdout.txt")).unwrap();
    assert_eq!(printed.trim(), "['--n', 'two words'] 7 a");
}

#[test]
fn a_folder_runs_as_a_bundle() {
    let home = Home::new();
    home.write(
        "model/main.py",
        "import part\nopen('outputs/a.txt', 'w').write(part.WORD)\n",
    );
    home.write("model/part.py", "WORD = 'crane'\n");
    home.run(["run", "model", "--output", "out"]).expect(0);
    assert_eq!(
        fs::read_to_string(home.join("out/model/outputs/a.txt")).unwrap(),
        "crane"
    );
}

#[test]
fn a_shell_script_runs_and_its_output_can_be_read_by_task() {
    let home = Home::new();
    home.write("hello.sh", "echo out; echo err >&2\n");
    let lines = home
        .run(["run", "hello.sh", "--json"])
        .expect(0)
        .json_lines();
    let job = lines[0]["job"].as_str().unwrap();
    assert_eq!(home.run(["logs", job, "hello"]).expect(0).stdout, "out\n");
    assert!(
        home.run(["logs", job, "hello", "--stderr"])
            .expect(0)
            .stdout
            .contains("err\n")
    );
    let shown = home.run(["show", job, "--json"]).expect(0).json();
    assert_eq!(
        (&shown["state"], &shown["task_list"][0]["exit_code"]),
        (&"succeeded".into(), &0.into())
    );
}

#[test]
fn a_result_is_downloaded_as_json_where_that_is_exact() {
    let home = Home::new();
    let payload = fixtures::payload("func-trivial-node0.pkl");
    home.run(["run", payload.to_str().unwrap()]).expect(0);
    let jobs = home.run(["jobs", "--json"]).expect(0).json();
    let job = jobs["jobs"][0]["id"].as_str().unwrap().to_owned();
    let download = || {
        home.run(["download", &job, "--output", "out", "--as", "json"])
            .expect(0)
            .stdout
    };
    let first = download();
    let written = home.join("out/func-trivial-node0/result.json");
    assert_eq!(fs::read_to_string(&written).unwrap(), "\"Hello, World\"\n");
    let files = fs::read_dir(written.parent().unwrap()).unwrap().count();
    assert!(first.contains(&format!("{files} files (")), "{first}");
    let again = format!("{files} files were there already");
    assert!(download().contains(&again), "{again}");

    let refused = home.run(["download", &job, "--output", "out", "--as", "csv"]);
    let refused = refused.expect(2);
    assert!(
        refused.stderr.contains("CSV is for tables"),
        "{}",
        refused.stderr
    );
    assert!(!home.join("out/func-trivial-node0/result.csv").exists());
}
