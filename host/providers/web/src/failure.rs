//! Why a request has no response, as the log tells it. A skill learns less.

use std::{io, net::IpAddr};

use jumpseat_http::Error;

/// Why a request has no response.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// It cannot be written as HTTP.
    #[error("the request cannot be written: {0}")]
    Request(#[from] hyper::http::Error),
    /// Something that it must have is not known.
    #[error("a secret that the policy adds is not known")]
    SecretMissing,
    /// Nobody knows the host.
    #[error("the host has no address: {0}")]
    Lookup(io::Error),
    /// The host lies where the request may not go.
    #[error("the host has the address {0}, which is not public")]
    Inside(IpAddr),
    /// No connection was made.
    #[error("no connection: {0}")]
    Connect(io::Error),
    /// The connection ended, or what came over it is no HTTP.
    #[error("no response: {0}")]
    Http(#[from] hyper::Error),
    /// The response is over a limit.
    #[error("the response is too large")]
    TooLarge,
    /// The response tells a secret.
    #[error("the response tells the header {0}, which the policy added")]
    SecretTold(String),
}

impl Failure {
    /// What the skill learns.
    pub(crate) fn error(&self) -> Error {
        match self {
            Self::Request(_) => Error::Invalid("the URL cannot be sent".to_owned()),
            Self::SecretMissing => Error::Unavailable,
            Self::Inside(_) | Self::SecretTold(_) => Error::NotAllowed,
            Self::TooLarge => Error::TooLarge,
            Self::Lookup(_) | Self::Connect(_) | Self::Http(_) => Error::Unreachable,
        }
    }
}
