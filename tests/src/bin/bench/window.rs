//! Time until the window can be used.

use std::time::Instant;

use longshore_tests::{
    desktop::{Keyring, Session},
    home::Home,
};

const RUNS: usize = 5;

/// Opens the window a few times and prints how long it took until its first screen took a click.
pub fn print() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    println!("| run | start to first interactive paint |");
    println!("|--:|--:|");
    runtime.block_on(async {
        let home = Home::new();
        let session = Session::start(&home, Keyring::Unlocked).await;
        for run in 1..=RUNS {
            let begun = Instant::now();
            let window = session.open().await;
            window.find("choose-files").await;
            println!("| {run} | {:.2} s |", begun.elapsed().as_secs_f64());
            window.close().await;
        }
    });
}
