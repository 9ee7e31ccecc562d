//! The calls that a skill makes.

use std::{sync::Arc, time::Duration};

use tokio::time::timeout;
use wasmtime::component::{HasData, Linker};

use crate::{
    Error, HttpProvider, Reachable, Request, Response,
    bindings::{self, jumpseat::http::client::Host},
    limits,
    message::Message,
};

/// What one skill call holds of this capability.
pub struct HttpCtx {
    provider: Arc<dyn HttpProvider>,
    reachable: Arc<Reachable>,
    calls_left: u32,
}

impl HttpCtx {
    /// The capability for one call, with a full budget and with what this call may reach.
    pub fn new(provider: Arc<dyn HttpProvider>, reachable: Arc<Reachable>) -> Self {
        Self { provider, reachable, calls_left: limits::CALLS_MAX }
    }

    /// Sends a request of a skill and follows redirections. The time is that of all of it: a host that answers slowly, byte
    /// by byte or redirection by redirection, has no more of it than one that never answers.
    pub async fn request(&mut self, request: Request) -> Result<Response, Error> {
        self.calls_left = self.calls_left.checked_sub(1).ok_or(Error::OverLimit)?;
        let message = Message::of(request)?;
        let time = Duration::from_millis(limits::TIME_MS_MAX);
        timeout(time, self.exchange(message)).await.unwrap_or(Err(Error::TimedOut))
    }

    async fn exchange(&self, mut message: Message) -> Result<Response, Error> {
        for _ in 0..=limits::REDIRECTS_MAX {
            // Asked for every host on the way: what redirects decides no more than what a skill says.
            let site = self.reachable.site(&message.url).ok_or(Error::NotAllowed)?;
            if !site.methods.contains(&message.method) {
                return Err(Error::NotAllowed);
            }
            let response = self.provider.send(message.to(site)).await?;
            match message.redirected(&response)? {
                Some(next) => message = next,
                None => return response.shown(),
            }
        }
        Err(Error::Unreachable)
    }
}

/// Implemented by the state of a store that offers this capability.
pub trait HttpView {
    /// The context of the running call.
    fn http(&mut self) -> &mut HttpCtx;
}

/// Names the capability to the linker.
pub struct Http;

impl HasData for Http {
    type Data<'a> = &'a mut HttpCtx;
}

/// Links the capability.
pub fn add_to_linker<T: HttpView + Send + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    bindings::Imports::add_to_linker::<T, Http>(linker, T::http)
}

impl Host for HttpCtx {
    async fn send(&mut self, request: Request) -> wasmtime::Result<Result<Response, Error>> {
        Ok(self.request(request).await)
    }
}

jumpseat_relay::relay! {
    Host for HttpCtx {
        send(request: Request) -> Result<Response, Error>;
    }
}

#[cfg(test)]
mod tests;
