//! Requests to the hosts that a skill names: the host side of `jumpseat:http`.
//!
//! Between a skill and a host stand, in this order:
//!
//! 1. the limits, and a strict reading of the request: nothing in it can be taken for something else on the way;
//! 2. [`Reachable`]: the hosts that this call may reach, each with methods, scheme and addresses. By default none. It is
//!    asked again for every redirection;
//! 3. the provider, which alone learns the addresses of a host, and connects to none that it may not.
//!
//! What was tried and what came of it is told to a [`RequestLog`], request by request and redirection by redirection.
//!
//! Headers that the car adds are named here by where their values are kept ([`SecretSource`]); the values never are.
//!
//! The crate deliberately knows no other capability, no policy file and no way to send anything.
//!
//! ```
//! use std::sync::Arc;
//!
//! use jumpseat_http::{Http, HttpCtx, HttpView, Reachable, Site, Unavailable};
//! use wasmtime::component::Linker;
//!
//! struct State(HttpCtx);
//!
//! impl HttpView for State {
//!     fn http(&mut self) -> &mut HttpCtx {
//!         &mut self.0
//!     }
//! }
//!
//! # fn link(linker: &mut Linker<State>) -> Result<(), Box<dyn std::error::Error>> {
//! jumpseat_http::add_to_linker(linker)?;
//! let reachable = Reachable::new([("api.example.com".parse()?, Site::default())]);
//! let state = State(HttpCtx::new(Arc::new(Unavailable), Arc::new(reachable)));
//! # drop(state);
//! # Ok(())
//! # }
//! ```

mod bindings;
pub mod contract;
mod header;
mod host;
pub mod limits;
mod message;
mod method;
mod provider;
mod reachable;
mod record;
mod redirect;
mod response;

pub use bindings::jumpseat::http::client::{Error, Header, Method, Request, Response};
pub use header::{HeaderName, HeaderNameError, is_value};
pub use host::{Http, HttpCtx, HttpView, add_relay_to_linker, add_to_linker};
pub use provider::{HttpProvider, Outgoing, Unavailable};
pub use reachable::{Addresses, Reachable, Scheme, SecretSource, Site};
pub use record::{Attempt, End, RequestLog, Unrecorded};

/// The interface that this crate serves, as a component names it in its imports.
pub const INTERFACE: &str = "jumpseat:http/client@0.1.0";
