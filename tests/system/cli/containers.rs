//! Runners, images and the nodes' access to storage, as the service is asked for them. The official client reads the tasks
//! back.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use longshore_tests::{
    fixtures,
    home::{Ended, Home, ended},
    programs,
};
use pretty_assertions::assert_eq;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

/// What the embedded service's endpoint file calls the settings of the official clients.
const SETTINGS: [(&str, &str); 9] = [
    ("AZURE_AUTHORITY_HOST", "authority"),
    ("AZURE_TENANT_ID", "tenant_id"),
    ("AZURE_CLIENT_ID", "client_id"),
    ("AZURE_CLIENT_SECRET", "client_secret"),
    ("BATCH_ACCOUNT_URL", "batch_account_url"),
    ("BATCH_POOL_ID", "pool_id"),
    ("BLOB_ENDPOINT", "blob_endpoint"),
    ("STORAGE_ACCOUNT_NAME", "storage_account_name"),
    ("REQUESTS_CA_BUNDLE", "ca_cert"),
];

/// An installation whose service gets wrong what it is told.
struct Place {
    home: Home,
}

impl Place {
    fn new() -> Self {
        let place = Self { home: Home::new() };
        place.tell(json!({}));
        place.home.write("a.sh", "#!/bin/sh\necho hello\n");
        place
    }

    fn tell(&self, plan: Value) {
        self.home.write("faults.json", plan.to_string());
    }

    fn apply(&self, command: &mut Command) {
        command
            .env("LONGSHORE_LOCAL_FAULTS", self.home.join("faults.json"))
            // Longer than a Python interpreter takes to start on a busy machine.
            .env("LONGSHORE_LOCAL_IDLE", "30");
    }

    fn run(&self, args: &[&str]) -> Ended {
        let mut command = self.home.longshore();
        self.apply(&mut command);
        ended(&command.args(args).output().unwrap())
    }

    /// Submits and answers the job's id.
    fn submit(&self, args: &[&str]) -> String {
        let args = [&["submit", "--json"], args].concat();
        let told = self.run(&args).expect(0).json();
        told["job"].as_str().unwrap().to_owned()
    }

    /// The first task of a job as the official client reads it; stores a result for it first where one is given.
    fn task(&self, job: &str, result: Option<&Path>) -> Value {
        let data = self.home.join("longshore/data/local-azure");
        let endpoint = fs::read(data.join("endpoint.json")).unwrap();
        let endpoint: Value = serde_json::from_slice(&endpoint).unwrap();
        let mut python = Command::new(programs::python());
        self.home.apply(&mut python);
        python
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("NO_PROXY", "127.0.0.1")
            .arg(programs::workspace().join("tests/python/submitted.py"))
            .arg(job)
            .args(result);
        for (variable, key) in SETTINGS {
            python.env(variable, endpoint[key].as_str().unwrap());
        }
        ended(&python.output().unwrap()).expect(0).json()[0].clone()
    }

    fn identity(&self) -> String {
        let keys = self.home.join("longshore/data/local-azure/keys.json");
        let keys: Value = serde_json::from_slice(&fs::read(keys).unwrap()).unwrap();
        format!(
            "/subscriptions/{}/resourceGroups/longshore/providers/Microsoft.ManagedIdentity/userAssignedIdentities/this-computer",
            keys["subscription_id"].as_str().unwrap()
        )
    }
}

fn pairs(url: &Value) -> BTreeMap<String, String> {
    let url: url::Url = url.as_str().unwrap().parse().unwrap();
    url.query_pairs().into_owned().collect()
}

#[test]
fn an_images_own_runner_is_asked_for_by_covalents_contract_and_its_result_comes_home() {
    let place = Place::new();
    // Without a node the task waits, and there is time to be the image.
    place.tell(json!({"pool": {"nodes": 0}}));
    let function = fixtures::payload("func-plain.pkl");
    let image = "covalent.azurecr.io/covalent-executor-base:latest";
    let job = place.submit(&[
        function.to_str().unwrap(),
        "--runner",
        "image",
        "--image",
        image,
        "--env",
        "SEED=7",
    ]);
    let result = place.home.write("result", b"\x80\x04K\x05.");
    let task = place.task(&job, Some(&result));
    assert_eq!(
        (&task["commandLine"], &task["containerSettings"]),
        (
            &json!(""),
            &json!({
                "imageName": image,
                "containerRunOptions": "--rm --workdir /covalent -u 0",
            })
        )
    );
    assert_eq!(task["resourceFiles"], Value::Null);
    let set: BTreeMap<_, _> = task["environmentSettings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| {
            let text = |key: &str| pair[key].as_str().unwrap().to_owned();
            (text("name"), text("value"))
        })
        .collect();
    let staged = &set["COVALENT_TASK_FUNC_FILENAME"];
    assert_eq!(set["COVALENT_RESULT_FILENAME"], "result-func-plain.pkl");
    assert_eq!(set["AZURE_BLOB_STORAGE_CONTAINER"], job);
    assert_eq!(set["SEED"], "7");
    assert!(set["AZURE_BLOB_STORAGE_ACCOUNT"].starts_with("longshore"));
    assert!(set["AZURE_BLOB_STORAGE_ACCOUNT_DOMAIN"].starts_with("127.0.0.1:"));
    let puts: Vec<_> = place
        .home
        .requests()
        .into_iter()
        .filter(|request| request.starts_with("PUT ") && request.contains(".pkl"))
        .collect();
    assert!(puts[0].ends_with(&format!("/{job}/{staged}")), "{puts:?}");

    // Nobody here runs containers: that is how the task ends, and what is in storage comes home all the same.
    place.tell(json!({}));
    let waited = place.run(&["wait", &job, "--output", "home"]).expect(1);
    assert!(
        waited
            .stdout
            .contains("The image's own runner did not start"),
        "{waited:?}"
    );
    let home = place.home.join("home/func-plain/result.pkl");
    assert_eq!(fs::read(home).unwrap(), b"\x80\x04K\x05.");
}

#[test]
fn what_an_images_own_runner_cannot_take_is_refused_before_anything_is_sent() {
    let place = Place::new();
    let function = fixtures::payload("func-plain.pkl");
    let function = function.to_str().unwrap();
    let image = ["--runner", "image", "--image", "python:3.11"];
    for (args, told) in [
        ([&["a.sh"], &image[..]].concat(), "a.sh is no function"),
        (
            vec![function, "--runner", "image"],
            "needs a container image",
        ),
        (
            [&[function], &image[..], &["--with", "numpy"]].concat(),
            "installs no packages",
        ),
        (
            [&[function], &image[..], &["--", "--fast"]].concat(),
            "passes no arguments on",
        ),
    ] {
        let refused = place.run(&[&["run"], &args[..]].concat()).expect(2);
        assert!(refused.stderr.contains(told), "{told}: {refused:?}");
    }
    assert_eq!(place.home.requests(), Vec::<String>::new());
}

#[test]
fn signed_access_lasts_as_long_as_the_job_may_need_and_its_key_no_shorter() {
    let place = Place::new();
    let job = place.submit(&["a.sh", "--time-limit", "60", "--retries", "1"]);
    let task = place.task(&job, None);
    let read = pairs(&task["resourceFiles"][0]["httpUrl"]);
    let write = pairs(&task["outputFiles"][0]["destination"]["container"]["containerUrl"]);
    let time = |text: &str| OffsetDateTime::parse(text, &Rfc3339).unwrap();
    let expected = OffsetDateTime::now_utc() + Duration::days(1) + Duration::seconds(120);
    for sas in [&read, &write] {
        let expiry = time(&sas["se"]);
        assert!((expiry - expected).abs() < Duration::minutes(2), "{sas:?}");
        assert!(time(&sas["ske"]) >= expiry, "{sas:?}");
    }
    assert_eq!((read["sp"].as_str(), write["sp"].as_str()), ("rl", "rcwl"));
}

#[test]
fn a_job_that_may_outlive_its_access_is_told_before_and_gets_the_longest() {
    let place = Place::new();
    let args = ["submit", "a.sh", "--json", "--retries", "-1"];
    let told = place.run(&args).expect(0);
    assert!(
        told.stderr.contains("may outlive its nodes' access"),
        "{told:?}"
    );
    let job = told.json()["job"].as_str().unwrap().to_owned();
    let sas = pairs(&place.task(&job, None)["resourceFiles"][0]["httpUrl"]);
    let left = OffsetDateTime::parse(&sas["se"], &Rfc3339).unwrap() - OffsetDateTime::now_utc();
    assert!(left > Duration::days(7) - Duration::minutes(20), "{left}");
    assert!(left < Duration::days(7), "{left}");
}

#[test]
fn with_an_identity_nodes_get_plain_addresses_and_nothing_is_signed() {
    let place = Place::new();
    place.run(&["run", "a.sh"]).expect(0);
    let identity = place.identity();
    let asked = |place: &Place| {
        let requests = place.home.requests();
        requests
            .iter()
            .filter(|request| request.contains("userdelegationkey"))
            .count()
    };
    let before = asked(&place);
    assert_eq!(before, 1);
    let job = place.submit(&["a.sh", "--node-identity", &identity, "--retries", "-1"]);
    let task = place.task(&job, None);
    let reference = json!({"resourceId": identity});
    let file = &task["resourceFiles"][0];
    let container = &task["outputFiles"][0]["destination"]["container"];
    assert_eq!(
        (&file["identityReference"], &container["identityReference"]),
        (&reference, &reference)
    );
    for url in [&file["httpUrl"], &container["containerUrl"]] {
        assert_eq!(pairs(url), BTreeMap::new(), "{url}");
    }
    place.run(&["wait", &job, "--output", "home"]).expect(0);
    let stdout = fs::read_to_string(place.home.join("home/a/stdout.txt")).unwrap();
    assert_eq!((stdout.as_str(), asked(&place)), ("hello\n", before));
}

#[test]
fn an_identity_without_the_role_or_of_another_pool_is_told_as_what_it_is() {
    let place = Place::new();
    place.run(&["run", "a.sh"]).expect(0);
    let identity = place.identity();
    place.tell(json!({"denied": ["nodeIdentity"]}));
    let denied = place
        .run(&["run", "a.sh", "--node-identity", &identity])
        .expect(1);
    assert!(
        denied
            .stdout
            .contains("The node could not fetch the payload")
            && denied.stdout.contains("the role of its identity"),
        "{denied:?}"
    );
    place.tell(json!({"pool": {"noIdentity": true}}));
    let before = place.home.requests().len();
    let absent = place
        .run(&["run", "a.sh", "--node-identity", &identity])
        .expect(3);
    assert!(
        absent
            .stderr
            .contains("does not have the identity this-computer"),
        "{absent:?}"
    );
    assert_nothing_staged(&place, before);
}

#[test]
fn an_image_and_a_pool_that_do_not_agree_are_refused_before_anything_is_staged() {
    let place = Place::new();
    for (containers, args, told) in [
        (true, &["run", "a.sh"][..], "no image is named"),
        (
            false,
            &["run", "a.sh", "--image", "python:3.11"],
            "runs no containers",
        ),
    ] {
        place.tell(json!({"pool": {"containers": containers}}));
        let before = place.home.requests().len();
        let refused = place.run(args).expect(3);
        assert!(refused.stderr.contains(told), "{told}: {refused:?}");
        assert_nothing_staged(&place, before);
    }
}

#[track_caller]
fn assert_nothing_staged(place: &Place, before: usize) {
    let sent: Vec<_> = place
        .home
        .requests()
        .into_iter()
        .skip(before)
        .filter(|request| request.starts_with("PUT ") || request.contains("/addtaskcollection"))
        .collect();
    assert_eq!(sent, Vec::<String>::new());
}
