//! What is left when everything has ended: nothing that no job needs, here and at the service.

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File},
    path::{Path, PathBuf},
};

use longshore_azure::{Azure, ListQuery, Tuning};
use longshore_batch_api::job::JobState;
use pretty_assertions::assert_eq;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use crate::{local, service};

use super::Yard;

/// Files of the bundled runner that a container has for a script.
const RUNNER_FILES: usize = 3;

impl Yard {
    /// Looks at everything at once, and prints what was done. To be called when all jobs have been judged.
    pub fn sweep(&mut self) {
        let jobs = self.ended_jobs();
        self.call_service();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(self.look_at_service(&jobs));
        self.look_at_its_disk();
        let data = self.home.join("longshore/data");
        for path in files(&data.join("locks")) {
            // A program that is killed between a job's end and its own leaves the file, which goes with the job.
            let lock = File::open(&path).unwrap();
            assert!(lock.try_lock().is_ok(), "{} is held", path.display());
        }
        let mut parts = files(&data.join("jobs"));
        parts.retain(|path| path.extension().is_some_and(|ending| ending == "part"));
        assert_eq!(parts, [] as [PathBuf; 0]);
        assert_eq!(service::tasks_of(&self.home), [] as [u32; 0]);
        let tally = self.tally;
        eprintln!(
            "{} kills ({} of the command, {} of the service, {} of the app), {} full disks, {} jobs with {} tasks",
            tally.kills(),
            tally.command,
            tally.service,
            tally.app,
            tally.full_disks,
            tally.jobs,
            tally.tasks
        );
    }

    /// The jobs of the history and how many tasks each has, all of which have ended.
    fn ended_jobs(&self) -> HashMap<String, u64> {
        let listed = self
            .run(&["jobs", "--json", "--limit", "1000000"])
            .expect(0)
            .json();
        let jobs = listed["jobs"].as_array().unwrap();
        let ended = ["succeeded", "failed", "cancelled"];
        let open: Vec<&Value> = jobs
            .iter()
            .filter(|job| !ended.contains(&job["state"].as_str().unwrap()))
            .collect();
        assert_eq!(open, [] as [&Value; 0]);
        jobs.iter()
            .map(|job| {
                let tasks = job["tasks"]["total"].as_u64().unwrap();
                (job["id"].as_str().unwrap().to_owned(), tasks)
            })
            .collect()
    }

    /// No Batch job is active, and no container and no blob is there that no job needs.
    async fn look_at_service(&self, jobs: &HashMap<String, u64>) {
        let endpoint = fs::read(self.azure().join("endpoint.json")).unwrap();
        let connection = local::connection(&serde_json::from_slice(&endpoint).unwrap());
        let azure = Azure::connect(&connection, Tuning::default()).unwrap();
        let there = azure.batch().list_jobs(&ListQuery::default()).unwrap();
        for job in there.collect().await.unwrap() {
            assert_eq!(job.state, Some(JobState::Completed), "{}", job.id);
            assert!(jobs.contains_key(&job.id), "no history knows {}", job.id);
        }
        for container in azure.blob().own_containers("").await.unwrap() {
            let name = container.name;
            let tasks = jobs.get(&name);
            let tasks = *tasks.unwrap_or_else(|| panic!("no history knows the container {name}"));
            let blobs = azure.blob().list(&name, "").unwrap().collect().await;
            let mut folders: HashMap<String, usize> = HashMap::new();
            for blob in blobs.unwrap() {
                let (folder, _) = blob.name.split_once('/').unwrap();
                *folders.entry(folder.to_owned()).or_default() += 1;
            }
            assert!(folders.remove("runner") <= Some(RUNNER_FILES), "{name}");
            // Each task of ours has a content of its own.
            assert!(
                folders.remove("staged").unwrap_or_default() as u64 <= tasks,
                "{name}"
            );
            folders.remove("tasks");
            assert_eq!(folders, HashMap::new(), "{name}");
        }
    }

    /// The service keeps no content that no blob has, and has each that one needs.
    fn look_at_its_disk(&mut self) {
        // Started anew after a kill, it clears away what was being received.
        self.kill_service_uncounted();
        self.call_service();
        if let Some(process) = service::of(&self.home) {
            service::end(process);
        }
        let blob = self.azure().join("blob");
        assert_eq!(files(&blob.join("incoming")), [] as [PathBuf; 0]);
        let there: HashSet<String> = files(&blob.join("content"))
            .iter()
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .collect();
        let path = blob.join("blob.sqlite");
        let records = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let names = |sql: &str| -> HashSet<String> {
            let mut statement = records.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.map(|row| row.unwrap()).collect()
        };
        assert_eq!(
            there,
            names("SELECT file FROM segments JOIN blobs ON blobs.id = segments.blob")
        );
        assert_eq!(names("SELECT file FROM staged"), HashSet::new());
    }

    fn azure(&self) -> PathBuf {
        self.home.join("longshore/data/local-azure")
    }
}

/// The files below a folder, which need not be there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found
}
