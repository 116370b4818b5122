//! Which port the service listens on.

use std::io;
use std::net::Ipv4Addr;
use std::path::Path;

use tokio::net::TcpListener;

use crate::{Error, files};

/// Listens on `port` of 127.0.0.1, or for 0 on a free one: that of the last time, kept in `remembered`, if nobody
/// has it now. Tasks that wait in the account name their files by URLs with the port in them, and must still find
/// those files after a restart.
pub(crate) async fn listen(port: u16, remembered: &Path) -> Result<(TcpListener, u16), Error> {
    let listener = match (port, last(remembered)?) {
        (0, Some(last)) => match bind(last).await {
            Ok(listener) => listener,
            Err(_) => bind(0).await?,
        },
        _ => bind(port).await?,
    };
    let taken = listener
        .local_addr()
        .map_err(|source| Error::Listen { port, source })?
        .port();
    files::write_private(remembered, taken.to_string().as_bytes())?;
    Ok((listener, taken))
}

/// Listens on `port` of 127.0.0.1; 0 takes a free one.
pub(crate) async fn bind(port: u16) -> Result<TcpListener, Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => Error::PortTaken { port },
            _ => Error::Listen { port, source },
        })
}

/// The port of the last time. A file that holds no number is as good as none.
fn last(remembered: &Path) -> Result<Option<u16>, Error> {
    let content = files::read_if_present(remembered)?;
    Ok(content
        .and_then(|content| String::from_utf8(content).ok())
        .and_then(|text| text.trim().parse().ok()))
}
