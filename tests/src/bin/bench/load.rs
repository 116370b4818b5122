//! Much at once through the local service: memory and descriptors of both ends, and how soon a cancel is heard.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use futures::future::join_all;
use longshore_engine::{Engine, Home as EngineHome, Pace, Secrets, Submission};
use longshore_host::{EmbeddedAzure, Server};
use longshore_model::job::{JobDetail, JobState};
use longshore_tests::{home::Home, programs, service};

/// Tasks of the large job.
const TASKS: usize = 10_000;
/// Jobs of one task that are submitted at once.
const JOBS: usize = 1_000;
/// Commands that run at once.
const CLIENTS: usize = 100;

/// How much two programs hold now.
#[derive(Clone, Copy, Default)]
struct Held {
    mib: u64,
    files: usize,
}

impl Held {
    fn of(process: u32) -> Self {
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = resident.and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok());
        Self {
            mib: kib.unwrap_or_default() / 1024,
            files: fs::read_dir(format!("/proc/{process}/fd")).map_or(0, Iterator::count),
        }
    }

    fn or_more(self, other: Self) -> Self {
        Self {
            mib: self.mib.max(other.mib),
            files: self.files.max(other.files),
        }
    }
}

/// The most that the engine and the service held in the first, second and third part of a load.
#[derive(Default)]
struct Watched([(Held, Held); 3]);

impl Watched {
    fn look(&mut self, home: &Home, done: usize, of: usize) {
        let part = &mut self.0[(done * 3 / of).min(2)];
        part.0 = part.0.or_more(Held::of(std::process::id()));
        if let Some(process) = service::of(home) {
            part.1 = part.1.or_more(Held::of(process));
        }
    }

    fn cells(&self) -> String {
        let cell = |what: fn(&(Held, Held)) -> String| {
            self.0.iter().map(what).collect::<Vec<_>>().join(", ")
        };
        format!(
            "{} | {} | {} | {}",
            cell(|(engine, _)| engine.mib.to_string()),
            cell(|(engine, _)| engine.files.to_string()),
            cell(|(_, service)| service.mib.to_string()),
            cell(|(_, service)| service.files.to_string()),
        )
    }
}

/// Runs the loads and prints a row each.
pub fn print() {
    println!("Memory and descriptors are the most in the first, second and last third.\n");
    println!(
        "| load | wall | MiB of the engine | its descriptors | MiB of the service | its descriptors |"
    );
    println!("|---|--:|--:|--:|--:|--:|");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        one_job().await;
        many_jobs().await;
    });
    many_clients();
}

/// An installation whose service outlives every pause.
fn installation() -> Home {
    let home = Home::new();
    let mut warm = home.longshore();
    home.write("warm.sh", "true\n");
    warm.env("LONGSHORE_LOCAL_IDLE", "120")
        .args(["run", "warm.sh"]);
    assert!(warm.stdout(Stdio::null()).status().unwrap().success());
    home
}

async fn engine(home: &Home) -> Engine {
    let place = EngineHome::at(home.join("longshore"));
    let embedded = EmbeddedAzure::new(place.local_azure_dir(), Server::program(programs::cli()));
    let opened = Engine::open(
        place,
        Arc::new(embedded),
        Secrets::in_memory(),
        Pace::default(),
    );
    opened.await.unwrap()
}

fn scripts(home: &Home, number: usize) -> Vec<PathBuf> {
    (0..number)
        .map(|n| home.write(format!("load/{n:05}.sh"), format!("echo {n}\n")))
        .collect()
}

fn of(paths: Vec<PathBuf>) -> Submission {
    Submission {
        payloads: paths.into_iter().map(|path| (path, None)).collect(),
        ..Submission::default()
    }
}

async fn job(engine: &Engine, id: &str) -> JobDetail {
    engine.job(id).await.unwrap()
}

fn ended(job: &JobDetail) -> usize {
    let tasks = &job.summary.tasks;
    usize::try_from(tasks.succeeded + tasks.failed + tasks.cancelled).unwrap()
}

async fn one_job() {
    let home = installation();
    let engine = engine(&home).await;
    let paths = scripts(&home, TASKS);
    let begun = Instant::now();
    let id = engine.submit(of(paths.clone())).await.unwrap();
    let mut watched = Watched::default();
    loop {
        let now = job(&engine, &id).await;
        watched.look(&home, ended(&now), TASKS);
        if now.summary.state.ended() {
            assert_eq!(now.summary.state, JobState::Succeeded, "{now:?}");
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let wall = begun.elapsed().as_secs();
    println!(
        "| {TASKS} tasks in one job | {wall} s | {} |",
        watched.cells()
    );

    let id = engine.submit(of(paths)).await.unwrap();
    while ended(&job(&engine, &id).await) < TASKS / 20 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let begun = Instant::now();
    engine.cancel(&id).await.unwrap();
    let answered = begun.elapsed();
    engine.wait(&id).await.unwrap();
    println!(
        "| the same, cancelled after {} | answered in {} ms, over in {:.1} s | | | | |",
        TASKS / 20,
        answered.as_millis(),
        begun.elapsed().as_secs_f64()
    );
    engine.shut_down().await;
}

async fn many_jobs() {
    let home = installation();
    let engine = engine(&home).await;
    let begun = Instant::now();
    let submitting = scripts(&home, JOBS)
        .into_iter()
        .map(|path| engine.submit(of(vec![path])));
    let ids: Vec<String> = join_all(submitting)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let mut watched = Watched::default();
    let mut open = ids;
    while !open.is_empty() {
        let mut still = Vec::new();
        for id in open {
            let now = job(&engine, &id).await;
            match now.summary.state {
                JobState::Succeeded => {}
                JobState::Failed | JobState::Cancelled => panic!("{now:?}"),
                _ => still.push(id),
            }
        }
        open = still;
        watched.look(&home, JOBS - open.len(), JOBS);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let wall = begun.elapsed().as_secs();
    println!("| {JOBS} jobs at once | {wall} s | {} |", watched.cells());
    engine.shut_down().await;
}

fn many_clients() {
    let home = installation();
    let begun = Instant::now();
    let mut watched = Watched::default();
    let mut commands: Vec<_> = scripts(&home, CLIENTS)
        .into_iter()
        .map(|path| start(home.longshore(), &path))
        .collect();
    let mut done = 0;
    while !commands.is_empty() {
        commands.retain_mut(|command| match command.try_wait().unwrap() {
            Some(status) => {
                assert!(status.success(), "{status}");
                done += 1;
                false
            }
            None => true,
        });
        watched.look(&home, done, CLIENTS);
        std::thread::sleep(Duration::from_millis(100));
    }
    let wall = begun.elapsed().as_secs();
    println!(
        "| {CLIENTS} commands at once (the engine's columns are of this program) | {wall} s | {} |",
        watched.cells()
    );
}

fn start(mut command: Command, path: &std::path::Path) -> std::process::Child {
    command
        .arg("run")
        .arg(path)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().unwrap()
}
