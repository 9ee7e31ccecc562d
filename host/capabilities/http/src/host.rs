//! The calls that a skill makes.

use std::{sync::Arc, time::Duration};

use tokio::time::timeout;
use wasmtime::component::{HasData, Linker};

use crate::{
    End, Error, HttpProvider, Reachable, Request, RequestLog, Response, Unrecorded,
    bindings::{self, jumpseat::http::client::Host},
    limits,
    message::Message,
    record::UnderWay,
};

/// What one skill call holds of this capability.
pub struct HttpCtx {
    provider: Arc<dyn HttpProvider>,
    reachable: Arc<Reachable>,
    calls_left: u32,
    /// For whom it is put down what was sent, and where.
    skill: Arc<str>,
    log: Arc<dyn RequestLog>,
}

impl HttpCtx {
    /// The capability for one call, with a full budget and with what this call may reach.
    pub fn new(provider: Arc<dyn HttpProvider>, reachable: Arc<Reachable>) -> Self {
        Self { provider, reachable, calls_left: limits::CALLS_MAX, skill: Arc::from(""), log: Arc::new(Unrecorded) }
    }

    /// The same, with a record of what this skill sends.
    #[must_use]
    pub fn recorded(self, skill: Arc<str>, log: Arc<dyn RequestLog>) -> Self {
        Self { skill, log, ..self }
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
            let attempt = UnderWay::new(self.log.as_ref(), &self.skill, &message);
            // Asked for every host on the way: what redirects decides no more than what a skill says.
            let Some(site) = self.reachable.site(&message.url) else {
                attempt.ends(End::HostNotOpen);
                return Err(Error::NotAllowed);
            };
            if !site.methods.contains(&message.method) {
                attempt.ends(End::MethodNotOpen);
                return Err(Error::NotAllowed);
            }
            let answer = self.provider.send(message.to(site)).await;
            attempt.ends(End::of(&answer));
            let response = answer?;
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
