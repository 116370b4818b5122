//! A computer that sleeps while a job runs.

use std::{fs, process::Command, thread, time::Duration};

use pretty_assertions::assert_eq;
use serde_json::json;

use crate::crash::Kind as Payload;

use super::{Kind, Sky, errand::until_released};

impl Sky {
    /// A command stands still, its task ends, and two hours go by at the service, so that no token is good any more. Answers
    /// how many requests it made then, and how many of them for a token.
    pub fn sleep(&mut self) -> (usize, usize) {
        let yard = &mut self.yard;
        let (name, release) = until_released(yard);
        let script = format!("{name}.sh");
        let out = format!("out/{name}");
        let logged = yard.requests_until_now();
        let args = ["run", &script, "--name", &name, "--retries", "0"];
        let mut child = yard.start(&[args.as_slice(), &["--output", &out]].concat());
        let lists = |lines: &[String]| {
            let lists = lines.iter().filter(|line| Kind::TaskList.is_asked_by(line));
            lists.count()
        };
        while lists(&yard.requests_since(logged)) < 3 {
            assert_eq!(child.try_wait().unwrap(), None, "{}", yard.tail());
            thread::sleep(Duration::from_millis(20));
        }
        signal(child.id(), "-STOP");
        fs::write(release, "").unwrap();
        let ended = |lines: &[String]| {
            let mut sent = lines.iter().filter(|line| line.contains("longshore-node/"));
            sent.any(|line| line.contains("manifest.json"))
        };
        while !ended(&yard.requests_since(logged)) {
            thread::sleep(Duration::from_millis(20));
        }
        yard.tell(&json!({"clockOffsetSeconds": 7200}));
        let back = yard.requests_until_now();
        signal(child.id(), "-CONT");
        assert_eq!(yard.finish(child), 0, "{}", yard.tail());
        let lines = yard.requests_since(back);
        yard.all_well();
        let job = yard.job(&name).unwrap();
        yard.judge(&job, &[name], Payload::Plain, false, &out);
        let tokens = lines.iter().filter(|line| Kind::Token.is_asked_by(line));
        let counts = (lines.len(), tokens.count());
        eprintln!("{counts:?} after the sleep");
        counts
    }
}

fn signal(process: u32, signal: &str) {
    let sent = Command::new("kill")
        .args([signal, &process.to_string()])
        .status();
    assert!(sent.unwrap().success());
}
