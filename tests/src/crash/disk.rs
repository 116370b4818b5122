//! A disk that is full from some write of a program on, until somebody makes room.

use std::{thread, time::Duration};

use super::{Kind, Verb, Yard};
use crate::{home::ended, preload::Disk, service};

/// How long the disk of the service stays full.
const FULL: Duration = Duration::from_millis(1_500);

impl Yard {
    /// Runs jobs whose command finds the disk full from one of its writes on: every `every`th of an undisturbed run, and
    /// the first by chance. With room again each comes to its end as after a kill.
    pub fn full_disk(&mut self, every: usize) {
        let disk = Disk::new(&self.home, "longshore");
        let writes = self.run_on(&disk, None);
        assert!(writes > 50, "{writes} writes");
        let first = self.rng.usize(1..=every);
        for from in (first..=writes).step_by(every) {
            self.run_on(&disk, Some(from));
            self.tally.full_disks += 1;
        }
    }

    /// Runs a job whose command finds no room from a write on, and brings it to its end. Answers how many writes there were.
    fn run_on(&mut self, disk: &Disk, from: Option<usize>) -> usize {
        let name = self.payload(Kind::Plain);
        let mut command = self.command();
        command
            .args(["run", &format!("{name}.sh"), "--name", &name])
            .args(["--retries", "0"]);
        disk.put_under(&mut command);
        if let Some(write) = from {
            disk.full_from(write);
        }
        let met = ended(&command.output().unwrap());
        let written = disk.written();
        disk.has_room();
        // What no longer needs room is done all the same.
        let told = met.code == 0 || (from.is_some() && met.code == 2 && tells_of_disk(&met.stderr));
        assert!(told, "full from write {from:?} on: {met:#?}");
        self.settle(Verb::Run, &name, Kind::Plain, false);
        written
    }

    /// The same with the service's disk, which has room again after a while.
    pub fn full_disk_of_service(&mut self, every: usize) {
        let disk = Disk::new(&self.home, "longshore/data/local-azure");
        let writes = self.run_over(&disk, None);
        assert!(writes > 50, "{writes} writes");
        let first = self.rng.usize(1..=every);
        for nth in (first..=writes).step_by(every) {
            self.run_over(&disk, Some(nth));
            self.tally.full_disks += 1;
        }
    }

    /// Runs a job whose service finds no room for a while from its `nth` write for it on. Answers how many there were.
    fn run_over(&mut self, disk: &Disk, nth: Option<usize>) -> usize {
        if let Some(process) = service::of(&self.home) {
            service::end(process);
        }
        let mut command = self.command();
        disk.put_under(command.args(["pools", "--json"]));
        ended(&command.output().unwrap()).expect(0);
        let before = disk.written();
        if let Some(nth) = nth {
            disk.full_from(before + nth);
        }
        let name = self.payload(Kind::Plain);
        let mut child = self.start_at(Verb::Run, &name, Kind::Plain);
        if let Some(nth) = nth {
            while disk.written() < before + nth && child.try_wait().unwrap().is_none() {
                thread::sleep(Duration::from_millis(5));
            }
            thread::sleep(FULL);
            disk.has_room();
        }
        self.finish(child);
        let written = disk.written() - before;
        self.settle_over(&name, nth);
        written
    }

    /// Brings the job to its end. Its task has run, or could not for want of room, and that is told.
    fn settle_over(&mut self, name: &str, nth: Option<usize>) {
        let job = self.job(name).unwrap();
        let out = format!("out/{name}");
        let child = self.start(&["wait", &job, "--output", &out]);
        let code = self.finish(child);
        if code == 0 {
            return self.judge(&job, &[name.to_owned()], Kind::Plain, true, &out);
        }
        let shown = self.run(&["show", &job, "--json"]).expect(0);
        let told = nth.is_some() && code == 1 && shown.stdout.contains("No space left");
        assert!(told, "{code} after write {nth:?}: {}", shown.stdout);
    }
}

/// Whether a complaint says what is wrong and what to do.
fn tells_of_disk(stderr: &str) -> bool {
    !stderr.contains("panicked") && stderr.contains("room")
}
