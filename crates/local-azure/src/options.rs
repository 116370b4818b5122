//! How a service is to run.

use std::path::PathBuf;
use std::time::Duration;

use crate::faults;
use crate::limits::Limits;

/// A command that stands in for the entry point of an image, for tasks that have no command line of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageCommand {
    /// The image's name as tasks write it; `*` stands for anything but a slash, `**` for anything.
    pub image: String,
    /// The command line. No shell reads it.
    pub command: String,
}

/// What [`Service::start`](crate::Service::start) needs to know.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// Where keys, certificates, blobs and task folders live. Made (0700) when absent.
    pub data_dir: PathBuf,
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Stop after this long without a request or a running task. `None` serves until told to stop.
    pub idle_exit: Option<Duration>,
    /// Append a line for each request to this file.
    pub request_log: Option<PathBuf>,
    /// How many tasks the node runs at once; by default one a processor.
    pub slots: Option<usize>,
    /// The Python interpreter tasks get; by default the one found on `PATH`.
    pub python: Option<PathBuf>,
    /// The program, `docker` or `podman`, that tasks naming an image run with; by default they run as processes.
    pub container_engine: Option<PathBuf>,
    /// What runs in place of images that have an entry point of their own; the first that fits counts.
    pub images: Vec<ImageCommand>,
    /// The port on 127.0.0.1 of the proxy by which programs are redirected here; 0 takes any free one. By default there
    /// is none.
    pub redirect: Option<u16>,
    /// What a client may take of connections and time.
    pub limits: Limits,
    /// A file that says what is to go wrong, for tests; see `docs/local-azure.md`. By default the one that
    /// `LONGSHORE_LOCAL_FAULTS` names in the environment of this process, if any.
    pub faults: Option<PathBuf>,
}

impl Options {
    /// Serve `data_dir` on any free port until told to stop.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            port: 0,
            idle_exit: None,
            request_log: None,
            slots: None,
            python: None,
            container_engine: None,
            images: Vec::new(),
            redirect: None,
            limits: Limits::default(),
            faults: std::env::var_os(faults::VARIABLE).map(PathBuf::from),
        }
    }
}
