//! The short form of the crash suite; `cargo xtask crash` is the long one.

use longshore_tests::{
    crash::{Kind, Verb, Victim, Yard, seed},
    desktop::{Keyring, Session},
};

#[test]
fn a_command_killed_at_each_step_or_anywhere_loses_and_doubles_nothing() {
    let mut yard = Yard::open(seed());
    yard.at_each_step(Verb::Run, Kind::Plain, Victim::Command);
    yard.at_each_step(Verb::Cancel, Kind::Long, Victim::Command);
    yard.anywhere(60, &[Victim::Command]);
    yard.sweep();
    // Two at each of some twenty requests, and those by chance.
    assert!(yard.tally().command >= 90, "{:?}", yard.tally());
}

#[test]
fn a_service_killed_at_each_step_or_anywhere_loses_nothing_and_doubles_only_what_it_tells() {
    let mut yard = Yard::open(seed());
    yard.at_each_step(Verb::Run, Kind::Plain, Victim::Service);
    yard.anywhere(10, &[Victim::Service, Victim::Both]);
    yard.sweep();
    assert!(yard.tally().service >= 60, "{:?}", yard.tally());
}

#[test]
fn five_hundred_tasks_come_home_however_often_those_that_work_at_them_are_killed() {
    let mut yard = Yard::open(seed());
    // A fast machine is through with a job before it was struck often enough.
    for _ in 0..3 {
        let kills = yard.tally().kills();
        if kills < 40 {
            yard.storm(500, 50 - kills);
        }
    }
    yard.sweep();
    assert!(yard.tally().kills() >= 40, "{:?}", yard.tally());
}

#[test]
fn whoever_finds_the_disk_full_at_any_write_loses_and_doubles_nothing_once_there_is_room() {
    let mut yard = Yard::open(seed());
    yard.full_disk(9);
    yard.full_disk_of_service(25);
    yard.sweep();
    assert!(yard.tally().full_disks >= 15, "{:?}", yard.tally());
}

#[test]
fn an_app_killed_at_each_step_of_a_job_that_it_takes_up_loses_and_doubles_nothing() {
    let mut yard = Yard::open(seed());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let session = runtime.block_on(Session::start(yard.home(), Keyring::Unlocked));
    yard.app_at_each_step(&["before", "after"], |home| {
        session.app(home).spawn().unwrap()
    });
    yard.sweep();
    assert!(yard.tally().app >= 30, "{:?}", yard.tally());
}

#[test]
fn an_app_killed_over_and_over_while_it_fetches_loses_and_doubles_nothing() {
    let mut yard = Yard::open(seed());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let session = runtime.block_on(Session::start(yard.home(), Keyring::Unlocked));
    yard.storm_of_app(250, 12, |home| session.app(home).spawn().unwrap());
    yard.sweep();
    assert!(yard.tally().app >= 3, "{:?}", yard.tally());
}
