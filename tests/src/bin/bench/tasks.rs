//! Seconds and requests a task.

use longshore_tests::{home::Home, scripts};

use crate::measured::{self, Measured};

/// Runs jobs of 1, 100 and 1,000 tasks and prints a row each.
pub fn print() {
    println!(
        "| tasks | wall | tasks/s | client requests a task | of these to Batch | peak memory of the command |"
    );
    println!("|--:|--:|--:|--:|--:|--:|");
    for tasks in [1, 100, 1_000] {
        let home = Home::new();
        warm_up(&home);
        let (before_client, before_batch) = counts(&home);
        let Measured { wall, peak_mib } = job(&home, tasks);
        let (client, batch) = counts(&home);
        let each = |count: usize| format!("{:.2}", count as f64 / tasks as f64);
        println!(
            "| {tasks} | {:.2} s | {:.0} | {} | {} | {peak_mib} MiB |",
            wall.as_secs_f64(),
            tasks as f64 / wall.as_secs_f64(),
            each(client - before_client),
            each(batch - before_batch),
        );
    }
}

/// The embedded Azure and its Python environment are made once an installation: not what is measured here.
fn warm_up(home: &Home) {
    home.write("warm.py", scripts::NOOP);
    home.run(["run", "warm.py"]).expect(0);
}

fn job(home: &Home, tasks: usize) -> Measured {
    let mut command = home.longshore();
    command.arg("run");
    for task in 0..tasks {
        command.arg(home.write(
            format!("noop/{task}.py"),
            format!("# {task}\n{}", scripts::NOOP),
        ));
    }
    measured::run(&mut command)
}

/// Requests of the command so far, and those of them that went to Batch. The node's own downloads and uploads are left
/// out: on Azure they are the node agent's, and the original plugin's count has none of them either.
fn counts(home: &Home) -> (usize, usize) {
    let log = std::fs::read_to_string(home.request_log()).unwrap_or_default();
    let of_client: Vec<&str> = log
        .lines()
        .filter(|line| !line.contains("longshore-node"))
        .collect();
    let batch = of_client
        .iter()
        .filter(|line| line.contains("/jobs") || line.contains("/pools"))
        .count();
    (of_client.len(), batch)
}
