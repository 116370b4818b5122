//! An installation of its own with a service of its own, both gone with the test.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use longshore_engine::{
    Connection, Credential, Engine, Home, LocalEndpoint, Pace, Secrets, Submission, ThisComputer,
    Url,
};
use longshore_local_azure::{Options, Service};
use longshore_model::{
    Report,
    job::JobDetail,
    task::{TaskQuery, TaskRow},
};

pub struct Place {
    folder: tempfile::TempDir,
    service: Service,
}

struct Known(LocalEndpoint);

#[async_trait::async_trait]
impl ThisComputer for Known {
    async fn endpoint(&self) -> Result<LocalEndpoint, Report> {
        Ok(self.0.clone())
    }
}

impl Place {
    pub async fn new() -> Self {
        let python = shared_python().await;
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("azure")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&python, folder.path().join("azure/python")).unwrap();
        Self::at(folder).await
    }

    async fn at(folder: tempfile::TempDir) -> Self {
        let mut options = Options::new(folder.path().join("azure"));
        options.request_log = Some(folder.path().join("requests.log"));
        options.slots = Some(4);
        options.faults = Some(folder.path().join("faults.json"));
        let service = Service::start(options).await.unwrap();
        Self { folder, service }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// An engine of this installation. A second one is what the next start of the program would be.
    pub async fn engine(&self) -> Engine {
        self.engine_with(Arc::new(Known(self.endpoint()))).await
    }

    /// The same, which asks `this_computer` where the service is.
    pub async fn engine_with(&self, this_computer: Arc<dyn ThisComputer>) -> Engine {
        self.engine_paced(this_computer, Pace::default()).await
    }

    /// The same as [`engine`](Self::engine), which looks at the pool of tasks that wait much sooner than others.
    pub async fn impatient_engine(&self) -> Engine {
        let pace = Pace {
            look_at_pool_after: std::time::Duration::from_millis(300),
            ..Pace::default()
        };
        self.engine_paced(Arc::new(Known(self.endpoint())), pace)
            .await
    }

    /// The same as [`engine`](Self::engine), of another pace.
    pub async fn engine_of_pace(&self, pace: Pace) -> Engine {
        self.engine_paced(Arc::new(Known(self.endpoint())), pace)
            .await
    }

    async fn engine_paced(&self, this_computer: Arc<dyn ThisComputer>, pace: Pace) -> Engine {
        let home = Home::at(self.path().join("home"));
        Engine::open(home, this_computer, Secrets::in_memory(), pace)
            .await
            .unwrap()
    }

    /// Says what the service gets wrong from now on: see `docs/local-azure.md`.
    pub fn tell(&self, plan: &serde_json::Value) {
        let path = self.path().join("faults.json");
        // Never half a file: it is read at any moment.
        std::fs::write(path.with_extension("new"), plan.to_string()).unwrap();
        std::fs::rename(path.with_extension("new"), path).unwrap();
    }

    fn endpoint(&self) -> LocalEndpoint {
        let endpoint = self.service.endpoint();
        LocalEndpoint {
            connection: Connection {
                authority: Some(Url::parse(&endpoint.authority).unwrap()),
                credential: Credential::ClientSecret {
                    tenant_id: endpoint.tenant_id.clone(),
                    client_id: endpoint.client_id.clone(),
                    secret: endpoint.client_secret.clone(),
                },
                batch_url: Url::parse(&endpoint.batch_account_url).unwrap(),
                batch_audience: "https://batch.core.windows.net/".into(),
                blob_endpoint: Url::parse(&endpoint.blob_endpoint).unwrap(),
                storage_account: endpoint.storage_account_name.clone(),
                ca_pem: Some(std::fs::read(&endpoint.ca_cert).unwrap()),
            },
            pool_id: endpoint.pool_id.clone(),
        }
    }

    pub fn payload(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join("payloads").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Lines `METHOD path?query status` of the service's log.
    pub fn requests(&self) -> Vec<String> {
        let log = std::fs::read_to_string(self.path().join("requests.log")).unwrap();
        log.lines()
            .map(|line| line.split_once(' ').unwrap().1.to_owned())
            .collect()
    }

    /// What is left of a job at the service: whether there is a Batch job, and a container.
    pub fn containers(&self) -> Vec<String> {
        let mut found = Vec::new();
        collect(&self.path().join("azure/blob"), &mut found);
        found
    }
}

/// The Python environment that a service makes for its tasks takes longer than all else: it is made by the first test
/// that needs it, in a service of its own, and lent to the others.
async fn shared_python() -> PathBuf {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (kept, lock) = (
        tmp.join("python"),
        std::fs::File::create(tmp.join("python.lock")).unwrap(),
    );
    let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock))
        .await
        .unwrap()
        .unwrap();
    if !kept.exists() {
        let maker = Place::at(tempfile::tempdir_in(tmp).unwrap()).await;
        let engine = maker.engine().await;
        let job = run(&engine, of(&[&maker.payload("first.sh", "exit 0\n")])).await;
        assert!(job.summary.state.ended(), "{job:#?}");
        std::fs::rename(maker.path().join("azure/python"), &kept).unwrap();
    }
    drop(lock);
    kept
}

fn collect(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("longshore-") {
            found.push(name);
        } else if entry.path().is_dir() {
            collect(&entry.path(), found);
        }
    }
}

pub fn of(payloads: &[&Path]) -> Submission {
    Submission {
        payloads: payloads
            .iter()
            .map(|path| (path.to_path_buf(), None))
            .collect(),
        ..Submission::default()
    }
}

pub async fn run(engine: &Engine, submission: Submission) -> JobDetail {
    let id = engine.submit(submission).await.unwrap();
    engine.wait(&id).await.unwrap()
}

pub async fn tasks(engine: &Engine, job: &JobDetail) -> Vec<TaskRow> {
    let query = TaskQuery {
        job: job.summary.id.clone(),
        limit: 10_000,
        ..TaskQuery::default()
    };
    engine.tasks(query).await.unwrap().tasks
}
