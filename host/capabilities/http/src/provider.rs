//! Who sends requests.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{Addresses, Error, Header, HeaderName, Method, Response, SecretSource};

/// Sends one request to one host.
///
/// The host has checked that the skill may send it, before it arrives here. A provider sees to what is only known on the
/// way: it connects to no address but those that [`Outgoing::addresses`] allows and that it looked at itself, proves the
/// name of an `https` host, and keeps to the limits of a response while it reads it. It follows no redirection, keeps no
/// cookies, decompresses nothing, and uses no proxy that a request could be led by.
///
/// A future that is dropped is no longer wanted, and its connection is closed: whoever waits bounds the time.
#[async_trait]
pub trait HttpProvider: Send + Sync {
    /// What the host answers, with all headers.
    async fn send(&self, request: Outgoing) -> Result<Response, Error>;
}

/// A request that may be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// What is to be done.
    pub method: Method,
    /// Where, without a fragment, a name or a password.
    pub url: Url,
    /// Headers with names in lower case, none of which is the host's own.
    pub headers: Vec<Header>,
    /// The body; empty for none.
    pub body: Vec<u8>,
    /// Addresses that the host may have.
    pub addresses: Addresses,
    /// Headers to add, whose values only the provider learns. A response that tells one of them is not passed on.
    pub secrets: BTreeMap<HeaderName, SecretSource>,
}

/// Stands in where nobody sends requests, or where an optional capability is denied.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unavailable;

#[async_trait]
impl HttpProvider for Unavailable {
    async fn send(&self, _request: Outgoing) -> Result<Response, Error> {
        Err(Error::Unavailable)
    }
}
