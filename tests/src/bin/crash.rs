//! The long form of the crash suite: `crash KILLS [SEED]`. Prints the seed first and the counts last.

#![allow(clippy::unwrap_used, reason = "a harness that breaks has failed")]

use longshore_tests::crash::{Kind, Tally, Verb, Victim, Yard, drawn_seed};

fn main() {
    let mut words = std::env::args().skip(1);
    let kills: u32 = words.next().map_or(10_000, |text| text.parse().unwrap());
    let seed = words
        .next()
        .map_or_else(drawn_seed, |text| text.parse().unwrap());
    println!("seed {seed}, until {kills} kills");
    let mut all = Tally::default();
    for round in 0.. {
        let tally = play(seed.wrapping_add(round));
        all.add(tally);
        println!("round {}: {all:?}, {} kills", round + 1, all.kills());
        if all.kills() >= kills {
            break;
        }
    }
}

/// Every way of killing once, in a home of its own: a home that has thousands of jobs proves nothing more.
fn play(seed: u64) -> Tally {
    use Victim::{Both, Command, Service};
    let mut yard = Yard::open(seed);
    for victim in [Command, Service, Both] {
        yard.at_each_step(Verb::Run, Kind::Plain, victim);
        yard.at_each_step(Verb::Cancel, Kind::Long, victim);
        yard.at_each_step(Verb::Wait, Kind::FailsOnce, victim);
    }
    yard.anywhere(200, &[Command, Command, Service, Both]);
    yard.full_disk(1);
    yard.full_disk_of_service(1);
    yard.storm(500, 80);
    yard.sweep();
    yard.tally()
}
