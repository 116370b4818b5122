//! Bytes a second and memory for one large payload.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::Path,
};

use longshore_tests::{home::Home, scripts};

use crate::measured::{self, Measured};

const SIZE: u64 = 1 << 30;
const RUNS: usize = 3;

/// Submits a 1 GiB payload and prints what it cost until its task was at the service.
pub fn print() {
    println!("| run | hash, stage, submit | MB/s | peak memory of the command |");
    println!("|--:|--:|--:|--:|");
    for run in 1..=RUNS {
        let home = Home::new();
        home.write("warm.py", scripts::NOOP);
        home.run(["run", "warm.py"]).expect(0);
        let payload = home.join("large.pkl");
        write_pickle(&payload, run as u64);
        let Measured { wall, peak_mib } =
            measured::run(home.longshore().arg("submit").arg(&payload));
        let rate = SIZE as f64 / 1e6 / wall.as_secs_f64();
        println!(
            "| {run} | {:.1} s | {rate:.0} | {peak_mib} MiB |",
            wall.as_secs_f64()
        );
    }
}

/// A payload `(len, (bytes of 1 GiB,), {})`, pickled by hand (protocol 4): content that no compression and no hash of an
/// earlier run can shorten.
fn write_pickle(path: &Path, seed: u64) {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path).unwrap());
    file.write_all(b"\x80\x04\x8c\x08builtins\x8c\x03len\x93\x8e")
        .unwrap();
    file.write_all(&SIZE.to_le_bytes()).unwrap();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for _ in 0..SIZE / 8 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        file.write_all(&state.to_le_bytes()).unwrap();
    }
    file.write_all(b"\x85}\x87.").unwrap();
    file.flush().unwrap();
}
