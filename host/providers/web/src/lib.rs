//! Requests over the internet: a provider of the capability `http`.
//!
//! It speaks HTTP/1.1, over TLS by rustls, on a connection for each request. It asks for the addresses of a host itself,
//! looks at all of them, and connects to one that it looked at: nobody resolves a name a second time in between. It knows no
//! proxy, no cookies, no redirections and no compression.
//!
//! It deliberately does not know which hosts a skill may reach, nor where secrets are kept: it is given both.
//!
//! ```
//! use jumpseat_http::SecretSource;
//! use jumpseat_web::{Secrets, WebClient};
//!
//! # fn client() -> Result<(), Box<dyn std::error::Error>> {
//! let mut secrets = Secrets::default();
//! secrets.insert(SecretSource::Env("ACME_TOKEN".to_owned()), "Bearer 2YotnFZFEjr1zCsicMWpAA".to_owned())?;
//! let client = WebClient::new(secrets)?;
//! # drop(client);
//! # Ok(())
//! # }
//! ```

mod address;
mod client;
mod connection;
mod exchange;
mod failure;
pub mod limits;
mod resolver;
mod secrets;
#[cfg(test)]
mod tests;

pub use client::WebClient;
pub use resolver::{Resolver, SystemResolver};
pub use secrets::{NoSecret, Secrets};
