use std::fs;

use longshore_tests::{home::Home, scripts};
use pretty_assertions::assert_eq;

#[test]
fn two_hundred_and_fifty_copies_make_one_job_three_add_calls_and_no_request_per_task_to_batch() {
    let home = Home::new();
    let names: Vec<String> = (0..250).map(|i| format!("copies/task{i:03}.py")).collect();
    for name in &names {
        home.write(name, scripts::NOOP);
    }
    let mut words = vec!["run".to_owned(), "--output".into(), "out".into()];
    words.extend(names);
    home.run(words).expect(0);

    let results = fs::read_dir(home.join("out")).unwrap().count();
    let requests = home.requests();
    let matching = |prefix: &str, part: &str| {
        requests
            .iter()
            .filter(|r| r.starts_with(prefix) && r.contains(part))
            .count()
    };
    let about_one_task: Vec<_> = requests
        .iter()
        .filter(|r| r.contains("/jobs/") && r.contains("/tasks/"))
        .collect();
    assert_eq!(
        (
            results,
            matching("POST /jobs?", ""),
            matching("POST", "/addtaskcollection"),
            about_one_task.as_slice()
        ),
        (250, 1, 3, &[][..])
    );
}

#[test]
fn payloads_of_one_name_become_tasks_of_different_names() {
    let home = Home::new();
    home.write("a/say.py", "print('a')\n");
    home.write("b/say.py", "print('b')\n");
    home.run(["run", "a/say.py", "b/say.py", "--output", "out"])
        .expect(0);
    let read =
        |task: &str| fs::read_to_string(home.join(format!("out/{task}/stdout.txt"))).unwrap();
    assert_eq!((read("say"), read("say-2")), ("a\n".into(), "b\n".into()));
}
