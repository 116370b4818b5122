//! A TLS server that records what it is asked and answers as a test says. Tokens it gives by itself.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::Request,
    response::Response,
    serve::Listener,
};
use futures::{StreamExt as _, stream};
use http::{HeaderMap, Method, StatusCode};
use longshore_azure::{Azure, Connection, Credential, Tuning};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, rustls, server::TlsStream};
use url::Url;

pub const TOKEN: &str = "a-token";
pub const SECRET: &str = "a-secret-nobody-may-see";

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: Method,
    /// Decoded.
    pub path: String,
    pub query: HashMap<String, String>,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Asked {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn query(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }
}

/// What a test answers.
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Bytes,
    comes: Comes,
    foreign: bool,
}

/// How an answer comes.
enum Comes {
    Whole,
    /// Half of it, then the connection breaks.
    Broken,
    /// Never.
    Never,
    /// Byte by byte, with this pause before each.
    Slowly(Duration),
    /// Its body over and over, without an end.
    Endlessly,
}

pub fn answer(status: u16) -> Answer {
    Answer {
        status,
        headers: Vec::new(),
        body: Bytes::new(),
        comes: Comes::Whole,
        foreign: false,
    }
}

impl Answer {
    pub fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// An error of the Batch service.
    pub fn batch_error(self, code: &str) -> Self {
        let body = format!(
            r#"{{"code":"{code}","message":{{"lang":"en-US","value":"Said by the stub.\nRequestId:1\nTime:2"}},"values":[{{"key":"Reason","value":"test"}}]}}"#
        );
        self.header("request-id", "stub-1").body(body)
    }

    /// Half of the body comes, then the connection breaks.
    pub fn broken(mut self) -> Self {
        self.comes = Comes::Broken;
        self
    }

    /// It does not come for as long as anybody waits.
    pub fn never(mut self) -> Self {
        self.comes = Comes::Never;
        self
    }

    /// It comes byte by byte.
    pub fn slowly(mut self, pause: Duration) -> Self {
        self.comes = Comes::Slowly(pause);
        self
    }

    /// It has no end.
    pub fn endless(mut self) -> Self {
        self.comes = Comes::Endlessly;
        self
    }

    /// It bears no name of a request, as what something in between says.
    pub fn foreign(mut self) -> Self {
        self.foreign = true;
        self
    }

    fn into_response(mut self) -> Response {
        for name in ["request-id", "x-ms-request-id"] {
            if !self.foreign && !self.headers.iter().any(|(given, _)| *given == name) {
                self.headers.push((name, "stub-0".into()));
            }
        }
        let mut response = Response::builder().status(StatusCode::from_u16(self.status).unwrap());
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        let body = self.body;
        let body = match self.comes {
            Comes::Whole | Comes::Never => body.into(),
            Comes::Broken => {
                response = response.header("content-length", body.len());
                let half = body.slice(..body.len() / 2);
                let breaks = [Ok(half), Err(std::io::Error::other("broken"))];
                Body::from_stream(stream::iter(breaks))
            }
            Comes::Slowly(pause) => {
                Body::from_stream(stream::iter(body.to_vec()).then(move |byte| async move {
                    tokio::time::sleep(pause).await;
                    Ok::<_, std::io::Error>(vec![byte])
                }))
            }
            Comes::Endlessly => {
                let again = stream::repeat(body).map(Ok::<_, std::io::Error>);
                Body::from_stream(again)
            }
        };
        response.body(body).unwrap()
    }
}

type Answers = dyn Fn(&Asked) -> Answer + Send + Sync;

/// A running stub; ends with the test.
pub struct Stub {
    pub url: Url,
    pub ca_pem: Vec<u8>,
    asked: Arc<Mutex<Vec<Asked>>>,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Stub {
    /// Serves `answers`; requests for tokens get [`TOKEN`] and are recorded like the others.
    pub async fn start(answers: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        Self::start_raw(move |asked| {
            if asked.path.ends_with("/oauth2/v2.0/token") {
                let body = format!(r#"{{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"{TOKEN}"}}"#);
                return answer(200).header("content-type", "application/json").body(body);
            }
            answers(asked)
        })
        .await
    }

    /// Serves `answers` for requests of tokens too.
    pub async fn start_raw(answers: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let issued =
            rcgen::generate_simple_self_signed(["localhost".into(), "127.0.0.1".into()]).unwrap();
        let key =
            rustls::pki_types::PrivateKeyDer::try_from(issued.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![issued.cert.der().clone()], key)
            .unwrap();
        let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("https://{}", tcp.local_addr().unwrap())).unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let record = asked.clone();
        let answers: Arc<Answers> = Arc::new(answers);
        let router = Router::new().fallback(move |request: Request| {
            let (answers, record) = (answers.clone(), record.clone());
            async move {
                let asked = read(request).await;
                record.lock().unwrap().push(asked.clone());
                let answer = answers(&asked);
                if matches!(answer.comes, Comes::Never) {
                    std::future::pending::<()>().await;
                }
                answer.into_response()
            }
        });
        let listener = Tls {
            tcp,
            acceptor: TlsAcceptor::from(Arc::new(config)),
        };
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            url,
            ca_pem: issued.cert.pem().into_bytes(),
            asked,
            server,
        }
    }

    pub fn connection(&self) -> Connection {
        Connection {
            authority: Some(self.url.clone()),
            credential: Credential::ClientSecret {
                tenant_id: "tenant".into(),
                client_id: "client".into(),
                secret: SECRET.into(),
            },
            batch_url: self.url.clone(),
            batch_audience: "https://batch.core.windows.net/".into(),
            blob_endpoint: self.url.join("/account").unwrap(),
            storage_account: "account".into(),
            ca_pem: Some(self.ca_pem.clone()),
        }
    }

    pub fn azure(&self) -> Azure {
        Azure::connect(&self.connection(), quick()).unwrap()
    }

    /// What was asked so far, requests for tokens left out.
    pub fn asked(&self) -> Vec<Asked> {
        let mut asked = self.everything_asked();
        asked.retain(|asked| !asked.path.ends_with("/token"));
        asked
    }

    pub fn everything_asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

/// Patience and sizes that make a test quick: three retries, blocks of 1 KiB.
pub fn quick() -> Tuning {
    Tuning {
        retries: 3,
        first_delay: Duration::from_millis(2),
        longest_delay: Duration::from_millis(10),
        block_size: 1024,
        ..Tuning::default()
    }
}

/// A single try.
pub fn once() -> Tuning {
    Tuning {
        retries: 0,
        connect_timeout: Duration::from_secs(5),
        stall_timeout: Duration::from_secs(10),
        ..Tuning::default()
    }
}

async fn read(request: Request) -> Asked {
    let (parts, body) = request.into_parts();
    let url = Url::parse(&format!("https://stub{}", parts.uri)).unwrap();
    Asked {
        method: parts.method,
        path: url.path().replace("%2F", "/"),
        query: url.query_pairs().into_owned().collect(),
        headers: parts.headers,
        body: to_bytes(body, usize::MAX).await.unwrap(),
    }
}

struct Tls {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = self.tcp.accept().await.unwrap();
            // A client that does not trust us breaks off here.
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.tcp.local_addr()
    }
}
