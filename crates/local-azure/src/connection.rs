//! One connection: its handshake, its requests, and its end.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::net::TcpStream;
use tokio::sync::{Notify, watch};
use tokio_rustls::TlsAcceptor;

use crate::activity::Activity;
use crate::front::Front;
use crate::limits::Limits;
use crate::paced::Paced;

/// The most an HTTP/2 request's head may take, in bytes.
const MAX_HEAD: u32 = 64 * 1024;
/// The most an HTTP/1 connection reads ahead, which also bounds a head.
const READ_BUFFER: usize = 512 * 1024;
/// The time a client with nothing under way has to close a connection that it was told to close.
const GOODBYE: Duration = Duration::from_secs(1);

/// What every connection is served by.
pub(crate) struct Door {
    pub(crate) tls: TlsAcceptor,
    pub(crate) front: Arc<Front>,
    pub(crate) limits: Limits,
}

/// Serves a connection until its client closes it, it has had nothing to do for too long, or the service is `leaving`.
pub(crate) async fn serve(
    stream: TcpStream,
    door: &Door,
    mut leaving: watch::Receiver<bool>,
) -> Result<(), String> {
    let limits = door.limits;
    // Small answers must not wait for the acknowledgement of the last one.
    stream
        .set_nodelay(true)
        .map_err(|error| error.to_string())?;
    let stream = tokio::time::timeout(limits.handshake, door.tls.accept(stream))
        .await
        .map_err(|_| "no TLS handshake in time".to_owned())?
        .map_err(|error| error.to_string())?;
    let cut = Arc::new(Notify::new());
    let activity = Activity::new();
    let service = service_fn(|request: hyper::Request<Incoming>| {
        let (front, cut) = (Arc::clone(&door.front), Arc::clone(&cut));
        let busy = activity.begin();
        async move {
            let request = request.map(|body| Body::new(Paced::new(body, limits.pause)));
            let Some(response) = front.answer(request).await else {
                cut.notify_one();
                return std::future::pending().await;
            };
            // It is under way until the last of its body has been taken.
            Ok::<_, Infallible>(response.map(|body| {
                Body::new(body.map_frame(move |frame| {
                    let _under_way = &busy;
                    frame
                }))
            }))
        }
    });
    let builder = protocols(limits);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        ended = connection.as_mut() => return ended.map_err(|error| error.to_string()),
        () = cut.notified() => return Err("cut off as a fault asks for".to_owned()),
        () = activity.idle(limits.idle) => {}
        // An error means that whoever could say so is gone, which says the same.
        _ = leaving.wait_for(|leaving| *leaving) => {}
    }
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        ended = connection.as_mut() => ended.map_err(|error| error.to_string()),
        () = cut.notified() => Err("cut off as a fault asks for".to_owned()),
        () = async { tokio::time::sleep(GOODBYE).await; activity.idle(GOODBYE).await } => {
            Err("kept open with nothing to do".to_owned())
        }
    }
}

fn protocols(limits: Limits) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.idle)
        .max_buf_size(READ_BUFFER);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.idle)
        .max_header_list_size(MAX_HEAD)
        .initial_stream_window_size(1024 * 1024)
        .initial_connection_window_size(8 * 1024 * 1024);
    builder
}
