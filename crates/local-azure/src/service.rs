//! The running service: its parts, listening, and stopping.

use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use crate::activity::Activity;
use crate::blob::Store;
use crate::ca::Authority;
use crate::connection::{self, Door};
use crate::faults::Faults;
use crate::front::Front;
use crate::instance::Instance;
use crate::keys::Keys;
use crate::node::{self, Node};
use crate::redirect::Proxy;
use crate::request_log::RequestLog;
use crate::state::State;
use crate::{Endpoint, Error, Options, batch, files, port};

/// The time requests under way have to end when the service is told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// A service that runs until it is told to stop, dropped, or idle for long enough.
#[derive(Debug)]
pub struct Service {
    endpoint: Endpoint,
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Service {
    /// Starts to serve `options.data_dir` and returns when clients can connect.
    ///
    /// # Errors
    /// See [`Error`]; a directory that is already served is [`Error::AlreadyRunning`].
    pub async fn start(options: Options) -> Result<Self, Error> {
        let now = OffsetDateTime::now_utc();
        files::private_dir(&options.data_dir)?;
        let instance = Instance::claim(&options.data_dir).await?;
        let data_dir =
            std::path::absolute(&options.data_dir).map_err(Error::file(&options.data_dir))?;

        let keys = Keys::load_or_create(&data_dir.join("keys.json"))?;
        let authority = Authority::load_or_create(&data_dir, now)?;
        let tls = TlsAcceptor::from(Arc::new(authority.server_config(now)?));
        let log = options
            .request_log
            .as_deref()
            .map(RequestLog::open)
            .transpose()?;
        let faults = Faults::follow(options.faults.as_deref())?;
        let blob = Store::open(&data_dir.join("blob")).await?;
        let (listener, port) = port::listen(options.port, &data_dir.join("port")).await?;

        let base_url = format!("https://127.0.0.1:{port}");
        let mut endpoint = Endpoint::new(&keys, &base_url, authority.certificate().to_owned());
        let proxy = match options.redirect {
            Some(port) => {
                let own_ca = authority.certificate();
                Some(Proxy::listen(port, &keys, &base_url, &data_dir, own_ca, now).await?)
            }
            None => None,
        };
        endpoint.redirect = proxy.as_ref().map(|proxy| proxy.redirect().clone());
        let (stop, stopping) = watch::channel(false);
        let activity = Activity::new();
        let slots = options.slots.unwrap_or_else(default_slots).max(1);
        let batch = batch::Store::open(&data_dir.join("batch.db"))?;
        let node = Node::open(node::Setup {
            data_dir,
            account_name: keys.batch_account_name.clone(),
            account_url: base_url.clone(),
            slots,
            python: options.python,
            container_engine: options.container_engine,
            images: options.images,
            redirect: endpoint.redirect.clone(),
            ca_cert: authority.certificate().to_owned(),
            keys: keys.clone(),
            store: batch.clone(),
            activity: activity.clone(),
            faults: faults.clone(),
        })?;
        let state = Arc::new(State {
            keys,
            base_url,
            blob,
            batch,
            node,
            slots,
            activity,
            stopping,
            faults,
        });
        let door = Arc::new(Door {
            tls,
            front: Arc::new(Front::new(&state, log)),
            limits: options.limits,
        });
        instance.announce(&endpoint)?;
        tracing::info!(base_url = state.base_url, "the local service is up");
        state.node.start();
        let running = tokio::spawn(async move {
            let mut redirected = JoinSet::new();
            if let Some(proxy) = proxy {
                redirected.spawn(proxy.serve(Arc::clone(&door.front)));
            }
            serve(listener, &door, &state, &instance, options.idle_exit).await;
            redirected.shutdown().await;
            state.node.stop().await;
            // Last, so that nobody serves the folder while this process may still write to it.
            drop(instance);
        });
        Ok(Self {
            endpoint,
            stop,
            running,
        })
    }

    /// How clients reach it.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Tells it to stop; requests under way get a few seconds to end. See [`stopped`](Self::stopped).
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Waits until it has stopped: by [`stop`](Self::stop), or for idleness.
    pub async fn stopped(self) {
        if let Err(error) = self.running.await
            && error.is_panic()
        {
            std::panic::resume_unwind(error.into_panic());
        }
    }
}

fn default_slots() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Accepts connections until told to stop or idle, then lets what is under way end.
async fn serve(
    listener: TcpListener,
    door: &Arc<Door>,
    state: &Arc<State>,
    instance: &Instance,
    idle_exit: Option<Duration>,
) {
    let (leave, leaving) = watch::channel(false);
    let mut connections = JoinSet::new();
    let places = Arc::new(Semaphore::new(door.limits.connections));
    loop {
        tokio::select! {
            () = state.stopped() => break,
            () = idle(state, idle_exit) => {
                tracing::info!("nothing to do: the local service leaves");
                break;
            }
            (stream, place) = accept(&listener, &places) => {
                let (door, leaving) = (Arc::clone(door), leaving.clone());
                connections.spawn(async move {
                    if let Err(error) = connection::serve(stream, &door, leaving).await {
                        tracing::debug!(error, "a connection ended early");
                    }
                    drop(place);
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
    // From here on nobody is sent here any more.
    instance.withdraw();
    drop(listener);
    // Those still open after the grace are cut off when `connections` goes.
    leave.send_replace(true);
    let all = async { while connections.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(GRACE, all).await;
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed, so there is always a permit to wait for.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, place),
            Err(error) => {
                // Out of file descriptors, or a client that left already: try again, but not in a spin.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Returns once nothing has been under way for `limit`; never without one.
async fn idle(state: &State, limit: Option<Duration>) {
    match limit {
        Some(limit) => state.activity.idle(limit).await,
        None => std::future::pending().await,
    }
}
