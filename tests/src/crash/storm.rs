//! A large job under which programs are killed over and over.

use std::{process::Child, thread, time::Duration};

use crate::home::Home;

use super::{Kind, Yard};

/// What each task of a large job is.
const KIND: Kind = Kind::Plain;

/// A job of many tasks that is about to be submitted.
struct Large {
    name: String,
    tasks: Vec<String>,
    /// The words behind `run` or `submit`.
    words: Vec<String>,
}

impl Large {
    fn asked<'a>(&'a self, verb: &'a str) -> Vec<&'a str> {
        let words = self.words.iter().map(String::as_str);
        std::iter::once(verb).chain(words).collect()
    }
}

impl Yard {
    /// Runs a job of so many tasks, and kills what works at it `kills` times, or until it has ended: most often the
    /// command, now and then the service or both.
    pub fn storm(&mut self, tasks: usize, kills: u32) {
        let large = self.large(tasks);
        let enough = self.tally.kills() + kills;
        let mut service_killed = false;
        while self.tally.kills() < enough {
            let child = match self.job(&large.name) {
                Some(job) => self.start(&["wait", &job]),
                None => self.start(&large.asked("run")),
            };
            thread::sleep(Duration::from_millis(self.rng.u64(50..900)));
            if self.rng.u8(..6) == 0 {
                service_killed |= self.kill_service();
                if self.rng.bool() {
                    self.call_service();
                    thread::sleep(Duration::from_millis(self.rng.u64(..400)));
                }
            }
            if !self.kill_command(child) {
                // It had come to its end.
                break;
            }
        }
        if self.job(&large.name).is_none() {
            large.tasks.iter().for_each(|name| self.has_never_run(name));
            self.submit(&large);
        }
        self.bring_home(&large, service_killed);
    }

    /// Submits a job of so many tasks, and kills the app, which `start` opens and which takes the job up, `kills` times or
    /// until it has ended.
    pub fn storm_of_app(&mut self, tasks: usize, kills: u32, start: impl Fn(&Home) -> Child) {
        let large = self.large(tasks);
        self.submit(&large);
        while self.tally.app < kills && !self.has_ended(&large.name) {
            let child = start(&self.home);
            thread::sleep(Duration::from_millis(self.rng.u64(700..3_000)));
            self.tally.app += u32::from(kill(child));
        }
        self.bring_home(&large, false);
    }

    fn large(&mut self, tasks: usize) -> Large {
        let name = self.name("s");
        let tasks: Vec<String> = (0..tasks).map(|n| format!("{name}-{n:04}")).collect();
        let mut words = ["--name", &name, "--retries", "0"]
            .map(String::from)
            .to_vec();
        for task in &tasks {
            let file = format!("{name}/{task}.sh");
            self.home.write(&file, KIND.script(task, &self.effects()));
            words.push(file);
        }
        Large { name, tasks, words }
    }

    fn submit(&self, large: &Large) {
        let child = self.start(&large.asked("submit"));
        assert_eq!(self.finish(child), 0, "{}", self.tail());
    }

    fn bring_home(&mut self, large: &Large, service_killed: bool) {
        let job = self.job(&large.name).unwrap();
        let out = format!("out/{}", large.name);
        let child = self.start(&["wait", &job, "--output", &out]);
        assert_eq!(self.finish(child), 0, "{}", self.tail());
        self.judge(&job, &large.tasks, KIND, service_killed, &out);
    }
}

/// Kills a program. Answers whether it ran until then.
pub(super) fn kill(mut child: Child) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    child.kill().unwrap();
    child.wait().unwrap().signal() == Some(9)
}
