//! Who knows the addresses of a host.

use std::{
    io,
    net::{IpAddr, ToSocketAddrs as _},
    sync::Arc,
};

use async_trait::async_trait;
use tokio::sync::Semaphore;

use crate::limits::{ADDRESSES_MAX, LOOKUPS_AT_ONCE_MAX};

/// Knows the addresses of hosts. What it answers is looked at before anything is connected to, and nothing is resolved
/// again after that: a name that stands for another address a moment later gains nothing by it.
#[async_trait]
pub trait Resolver: Send + Sync {
    /// The addresses of a host, the best first.
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The resolver of the system.
pub struct SystemResolver {
    lookups: Arc<Semaphore>,
}

impl Default for SystemResolver {
    fn default() -> Self {
        Self { lookups: Arc::new(Semaphore::new(LOOKUPS_AT_ONCE_MAX)) }
    }
}

#[async_trait]
impl Resolver for SystemResolver {
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let permit = Arc::clone(&self.lookups).acquire_owned().await.map_err(io::Error::other)?;
        let host = host.to_owned();
        let lookup = move || {
            // Whoever asked may be gone; the thread is not before the system answers.
            let _permit = permit;
            let addresses = (host.as_str(), 0).to_socket_addrs()?;
            Ok(addresses.map(|address| address.ip()).take(ADDRESSES_MAX).collect())
        };
        tokio::task::spawn_blocking(lookup).await.map_err(io::Error::other)?
    }
}
