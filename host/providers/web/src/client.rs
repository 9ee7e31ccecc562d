//! The client.

use std::sync::Arc;

use async_trait::async_trait;
use jumpseat_http::{Error, Header, HttpProvider, Outgoing, Response};
use rustls::{ClientConfig, RootCertStore, client::Resumption, crypto::ring};
use tokio::sync::Semaphore;
use tokio_rustls::TlsConnector;

use crate::{
    Resolver, Secrets, SystemResolver, connection,
    exchange::{exchange, written},
    failure::Failure,
    limits::REQUESTS_AT_ONCE_MAX,
    secrets::Added,
};

/// Sends requests over the internet.
pub struct WebClient {
    resolver: Arc<dyn Resolver>,
    tls: TlsConnector,
    secrets: Secrets,
    requests: Semaphore,
}

impl WebClient {
    /// A client that asks the system for addresses, trusts the authorities that Mozilla trusts, and adds these secrets where
    /// it is told to.
    pub fn new(secrets: Secrets) -> Result<Self, rustls::Error> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        Self::trusting(roots, Arc::new(SystemResolver::default()), secrets)
    }

    /// The same with other authorities and another resolver.
    pub fn trusting(
        roots: RootCertStore,
        resolver: Arc<dyn Resolver>,
        secrets: Secrets,
    ) -> Result<Self, rustls::Error> {
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        // A ticket from the last time would tell a host that two skills sit in one car.
        config.resumption = Resumption::disabled();
        let requests = Semaphore::new(REQUESTS_AT_ONCE_MAX);
        Ok(Self { resolver, tls: TlsConnector::from(Arc::new(config)), secrets, requests })
    }

    async fn answer(&self, request: &Outgoing) -> Result<Response, Failure> {
        let url = &request.url;
        let added = self.secrets.headers(&request.secrets).ok_or(Failure::SecretMissing)?;
        let stream = connection::connect(self.resolver.as_ref(), url, request.addresses).await?;
        let request = written(request, &added)?;
        let response = match url.scheme() {
            "https" => exchange(connection::secure(&self.tls, url, stream).await?, request).await?,
            _ => exchange(stream, request).await?,
        };
        match added.iter().find(|added| tells(&response, added)) {
            Some(told) => Err(Failure::SecretTold(told.name.to_string())),
            None => Ok(response),
        }
    }
}

#[async_trait]
impl HttpProvider for WebClient {
    async fn send(&self, request: Outgoing) -> Result<Response, Error> {
        let _permit = self.requests.acquire().await.map_err(|_closed| Error::Unavailable)?;
        self.answer(&request).await.map_err(|failure| {
            let host = request.url.host_str();
            tracing::debug!(host, %failure, "a request of a skill has no response");
            failure.error()
        })
    }
}

fn tells(response: &Response, added: &Added<'_>) -> bool {
    let in_header =
        |Header { name, value }: &Header| added.is_told_by(value.as_bytes()) || added.is_told_by(name.as_bytes());
    added.is_told_by(&response.body) || response.headers.iter().any(in_header)
}
