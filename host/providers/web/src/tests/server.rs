//! Hosts for tests: servers on this machine that say what they are told to, and a resolver that names them.

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    net::IpAddr,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use jumpseat_http::{Addresses, Method, Outgoing, SecretSource};
use rustls::RootCertStore;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::{Resolver, Secrets, WebClient};

pub(crate) const TOKEN: &str = "Bearer 2YotnFZFEjr1zCsicMWpAA";

/// Answers each lookup with the next list of addresses, and the last one from then on.
pub(crate) struct Names(Mutex<VecDeque<Vec<IpAddr>>>);

impl Names {
    pub(crate) fn of(answers: &[&[&str]]) -> Arc<Self> {
        let parse = |addresses: &&[&str]| addresses.iter().map(|address| address.parse().unwrap()).collect();
        Arc::new(Self(Mutex::new(answers.iter().map(parse).collect())))
    }
}

#[async_trait]
impl Resolver for Names {
    async fn addresses(&self, _host: &str) -> io::Result<Vec<IpAddr>> {
        let mut answers = self.0.lock().unwrap();
        let next = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        next.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}

/// A client to which every name is this machine, and that knows one secret.
pub(crate) fn client() -> WebClient {
    client_with(Names::of(&[&["127.0.0.1"]]), RootCertStore::empty())
}

pub(crate) fn client_with(resolver: Arc<dyn Resolver>, roots: RootCertStore) -> WebClient {
    let mut secrets = Secrets::default();
    secrets.insert(SecretSource::Env("TOKEN".to_owned()), TOKEN.to_owned()).unwrap();
    WebClient::trusting(roots, resolver, secrets).unwrap()
}

/// A request that may reach any address.
pub(crate) fn get(url: &str) -> Outgoing {
    Outgoing {
        method: Method::Get,
        url: url.parse().unwrap(),
        headers: Vec::new(),
        body: Vec::new(),
        addresses: Addresses::Any,
        secrets: BTreeMap::new(),
    }
}

/// A server that answers every connection with the same bytes and closes it.
pub(crate) struct Server {
    pub(crate) port: u16,
    /// The requests that arrived, each with its head and as much of its body as it announced.
    pub(crate) requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn answering(response: impl Into<Vec<u8>>) -> Self {
        let response = response.into();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read_request(&mut stream).await;
                seen.lock().unwrap().push(request);
                // A client that has seen enough closes the connection.
                stream.write_all(&response).await.ok();
            }
        });
        Self { port, requests }
    }

    /// A URL of this server under a name.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://a.example:{}{path}", self.port)
    }

    pub(crate) fn only_request(&self) -> String {
        let requests = self.requests.lock().unwrap();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests[0].clone()
    }
}

/// Reads a request up to the end of its body.
pub(crate) async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0_usize) {
                return text;
            }
        }
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return text;
        }
    }
}
