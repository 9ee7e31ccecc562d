//! From a URL to a connection: addresses are looked at, and one of them is connected to.

use std::{io, net::IpAddr, time::Duration};

use jumpseat_http::Addresses;
use rustls::pki_types::ServerName;
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::{TlsConnector, client::TlsStream};
use url::{Host, Url};

use crate::{
    Resolver,
    address::is_public,
    failure::Failure,
    limits::{ADDRESSES_MAX, CONNECT_MS_MAX},
};

/// Connects to the host of a URL, at an address that it may have.
///
/// One address that is not allowed is enough to refuse the host: a service of the internet has none inside a car, so that
/// somebody tries something.
pub(crate) async fn connect(resolver: &dyn Resolver, url: &Url, allowed: Addresses) -> Result<TcpStream, Failure> {
    let addresses = addresses(resolver, url).await.map_err(Failure::Lookup)?;
    let inside = addresses.iter().find(|address| allowed == Addresses::Public && !is_public(**address));
    if let Some(address) = inside {
        return Err(Failure::Inside(*address));
    }
    let port = url.port_or_known_default().unwrap_or_default();
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in addresses {
        match timeout(Duration::from_millis(CONNECT_MS_MAX), TcpStream::connect((address, port))).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => last = error,
            Err(elapsed) => last = elapsed.into(),
        }
    }
    Err(Failure::Connect(last))
}

/// The same over TLS, with the name of the host proven.
pub(crate) async fn secure(tls: &TlsConnector, url: &Url, stream: TcpStream) -> Result<TlsStream<TcpStream>, Failure> {
    let name = match url.host() {
        Some(Host::Domain(name)) => ServerName::try_from(name.to_owned()).map_err(io::Error::other),
        Some(Host::Ipv4(address)) => Ok(ServerName::from(IpAddr::from(address))),
        Some(Host::Ipv6(address)) => Ok(ServerName::from(IpAddr::from(address))),
        None => Err(io::Error::from(io::ErrorKind::InvalidInput)),
    };
    tls.connect(name.map_err(Failure::Connect)?, stream).await.map_err(Failure::Connect)
}

/// The addresses of a host. One that stands in the URL itself goes the same way as one that a name stands for.
async fn addresses(resolver: &dyn Resolver, url: &Url) -> io::Result<Vec<IpAddr>> {
    let mut addresses = match url.host() {
        Some(Host::Domain(name)) => resolver.addresses(name).await?,
        Some(Host::Ipv4(address)) => vec![address.into()],
        Some(Host::Ipv6(address)) => vec![address.into()],
        None => Vec::new(),
    };
    addresses.truncate(ADDRESSES_MAX);
    Ok(addresses)
}
