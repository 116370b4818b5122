//! One kill of a program that is at one task, and what comes after it.

use std::{
    process::Child,
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use super::{Kind, Yard, storm::kill};
use crate::home::Home;

/// More requests than a job of one task takes, with what the app asks for besides.
const MOST_STEPS: u64 = 80;

/// What is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Victim {
    /// The command.
    Command,
    /// The service, which the next program that needs it starts again.
    Service,
    /// Both, as when the computer goes down.
    Both,
}

/// What the command is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// To submit, wait, and bring the results home.
    Run,
    /// To submit alone.
    Submit,
    /// To wait for what was submitted.
    Wait,
    /// To end what was submitted.
    Cancel,
}

/// When.
#[derive(Debug, Clone, PartialEq)]
pub enum Point {
    /// With a request.
    Request {
        /// Which, counted from one.
        nth: u64,
        /// Whose requests are counted: those of a `client`, or everybody's.
        from: Option<&'static str>,
        /// `before` or `after` the service has done its work.
        moment: &'static str,
    },
    /// After some time.
    After(Duration),
}

/// A kill.
#[derive(Debug, Clone)]
pub struct Case {
    /// What the command is asked to do.
    pub verb: Verb,
    /// What the payload does.
    pub kind: Kind,
    /// What is killed.
    pub victim: Victim,
    /// When.
    pub point: Point,
}

impl Yard {
    /// Kills at every step of a command, which are counted in a run that nobody disturbs.
    pub fn at_each_step(&mut self, verb: Verb, kind: Kind, victim: Victim) {
        let from = (victim == Victim::Command).then_some("client");
        let steps = self.steps(verb, kind, from);
        for nth in 1..=steps {
            for moment in ["before", "after"] {
                let point = Point::Request { nth, from, moment };
                self.play(&Case {
                    verb,
                    kind,
                    victim,
                    point,
                });
            }
        }
    }

    /// Kills the app, which `start` opens, at every step of jobs that it takes up from their first: each was written down by
    /// a command that was killed before it had asked for anything. What the app asks for besides counts as a step, too.
    pub fn app_at_each_step(&mut self, moments: &[&'static str], start: impl Fn(&Home) -> Child) {
        for nth in 1..MOST_STEPS {
            for moment in moments {
                let name = self.payload(Kind::Plain);
                self.write_down(&name);
                let rule = json!({"from": "client", "skip": nth - 1, "count": 1, "hold": moment});
                self.tell(&json!({"rules": [rule]}));
                let logged = self.requests_until_now();
                let mut child = start(&self.home);
                while !self.is_held(logged) && !self.has_ended(&name) {
                    assert_eq!(child.try_wait().unwrap(), None);
                    thread::sleep(Duration::from_millis(10));
                }
                let held = self.is_held(logged);
                let killed = kill(child);
                self.tally.app += u32::from(held && killed);
                self.all_well();
                self.settle(Verb::Run, &name, Kind::Plain, false);
                if !held {
                    return;
                }
            }
        }
        panic!("a job of one task takes more than {MOST_STEPS} requests");
    }

    /// Has a command write a job down, and kills it before anything else is done.
    fn write_down(&mut self, name: &str) {
        // In other words than any rule that follows: the service begins to count anew with a new text only.
        let rule = json!({"from": "client", "count": 1, "hold": "before"});
        self.tell(&json!({"rules": [rule]}));
        let logged = self.requests_until_now();
        let mut child = self.start_at(Verb::Run, name, Kind::Plain);
        while !self.is_held(logged) {
            assert_eq!(child.try_wait().unwrap(), None, "{}", self.tail());
            thread::sleep(Duration::from_millis(3));
        }
        self.kill_command(child);
        assert!(self.job(name).is_some(), "{}", self.tail());
    }

    /// Whether it stands still since its log had so many bytes.
    fn is_held(&self, logged: u64) -> bool {
        let lines = self.requests_since(logged);
        lines.iter().any(|line| line.contains(" 444 "))
    }

    /// Kills after times drawn by chance, until so many kills have hit.
    pub fn anywhere(&mut self, kills: u32, victims: &[Victim]) {
        let enough = self.tally.kills() + kills;
        for _ in 0..kills * 4 {
            if self.tally.kills() >= enough {
                return;
            }
            let verbs = [Verb::Run, Verb::Run, Verb::Submit, Verb::Wait, Verb::Cancel];
            let verb = verbs[self.rng.usize(..verbs.len())];
            let kind = match verb {
                Verb::Cancel => Kind::Long,
                _ => Kind::ENDING[self.rng.usize(..Kind::ENDING.len())],
            };
            let case = Case {
                verb,
                kind,
                victim: victims[self.rng.usize(..victims.len())],
                point: Point::After(Duration::from_millis(self.rng.u64(..700))),
            };
            self.play(&case);
        }
        panic!("most kills came too late: {:?}", self.tally);
    }

    /// How many requests a command takes that nobody disturbs, and the node with it where they count.
    fn steps(&mut self, verb: Verb, kind: Kind, from: Option<&str>) -> u64 {
        let name = self.payload(kind);
        self.prepare(verb, &name, kind);
        let logged = self.requests_until_now();
        let child = self.start_at(verb, &name, kind);
        self.finish(child);
        let steps = self
            .requests_since(logged)
            .iter()
            .filter(|line| from.is_none() || !line.contains(" longshore-node/"))
            .count();
        self.settle(verb, &name, kind, false);
        u64::try_from(steps).unwrap()
    }

    /// Plays a case to its end, and judges it.
    pub fn play(&mut self, case: &Case) {
        let Case {
            verb, kind, victim, ..
        } = *case;
        let begun = Instant::now();
        let name = self.payload(kind);
        self.prepare(verb, &name, kind);
        let mut child = self.start_before(case, &name);
        match victim {
            Victim::Command => {
                self.kill_command(child);
                self.all_well();
            }
            Victim::Both => {
                self.kill_service();
                self.kill_command(child);
                self.all_well();
            }
            Victim::Service => {
                self.kill_service();
                self.all_well();
                self.call_service();
                // It goes on, or gives up until somebody comes: either way it ends.
                if child.try_wait().unwrap().is_none() {
                    self.finish(child);
                }
            }
        }
        let after_kill = begun.elapsed();
        self.settle(verb, &name, kind, victim != Victim::Command);
        // For whoever looks into a failure: tests that pass show nothing.
        eprintln!(
            "{name}: {case:?} in {after_kill:?}, {:?} in all",
            begun.elapsed()
        );
    }

    /// Does what must be done before the command can be started.
    fn prepare(&mut self, verb: Verb, name: &str, kind: Kind) {
        if matches!(verb, Verb::Wait | Verb::Cancel) {
            let child = self.start_at(Verb::Submit, name, kind);
            assert_eq!(self.finish(child), 0, "{}", self.tail());
        }
    }

    pub(super) fn start_at(&self, verb: Verb, name: &str, kind: Kind) -> Child {
        let script = format!("{name}.sh");
        let job = self.job(name).unwrap_or_default();
        let mut args = match verb {
            Verb::Run => vec!["run", &script],
            Verb::Submit => vec!["submit", &script],
            Verb::Wait => vec!["wait", &job],
            Verb::Cancel => vec!["cancel", &job],
        };
        if matches!(verb, Verb::Run | Verb::Submit) {
            args.extend(["--name", name, "--retries", kind.retries()]);
        }
        self.start(&args)
    }

    /// Starts the command, and returns when the time for the kill has come or the command has ended without.
    fn start_before(&mut self, case: &Case, name: &str) -> Child {
        match case.point {
            Point::After(time) => {
                let child = self.start_at(case.verb, name, case.kind);
                thread::sleep(time);
                child
            }
            Point::Request { nth, from, moment } => {
                let mut rule = json!({"skip": nth - 1, "count": 1, "hold": moment});
                if let Some(from) = from {
                    rule["from"] = from.into();
                }
                self.tell(&json!({"rules": [rule]}));
                let logged = self.requests_until_now();
                let mut child = self.start_at(case.verb, name, case.kind);
                while !self.is_held(logged) && child.try_wait().unwrap().is_none() {
                    thread::sleep(Duration::from_millis(3));
                }
                child
            }
        }
    }

    /// Brings what a killed command has left to its end, as its user would, and judges that.
    pub(super) fn settle(&mut self, verb: Verb, name: &str, kind: Kind, requeued: bool) {
        let job = match self.job(name) {
            Some(job) => job,
            None => {
                // Nothing was written down: nothing may have happened, and it is submitted anew.
                self.has_never_run(name);
                let child = self.start_at(Verb::Submit, name, kind);
                assert_eq!(self.finish(child), 0, "{}", self.tail());
                self.job(name).unwrap()
            }
        };
        if kind == Kind::Long {
            assert_eq!(verb, Verb::Cancel);
            let child = self.start(&["cancel", &job]);
            // 2 when the first one was heard.
            let code = self.finish(child);
            assert!(matches!(code, 0 | 2), "{code}: {}", self.tail());
        }
        if self.rng.u8(..4) == 0 {
            let child = self.start(&["wait", &job]);
            thread::sleep(Duration::from_millis(self.rng.u64(..300)));
            self.kill_command(child);
        }
        let out = format!("out/{name}");
        let child = self.start(&["wait", &job, "--output", &out]);
        let code = self.finish(child);
        let expected = i32::from(matches!(kind, Kind::Fails | Kind::Long));
        assert_eq!(code, expected, "{}", self.tail());
        self.judge(&job, &[name.to_owned()], kind, requeued, &out);
    }
}
