//! What is put down of a request: where it went, and what came of it.
//!
//! Path, query, headers and body may hold what the driver said, so they are no part of it. Who keeps the record is not
//! known here.

use url::Url;

use crate::{Error, Method, Response, message::Message};

/// Keeps a record of what skills send.
pub trait RequestLog: Send + Sync {
    /// Puts down an attempt that is over. It is called in the middle of a skill's call, and as often as that call may send
    /// requests and follow redirections. A record that cannot be kept stops no request: unlike an act, a request changes
    /// nothing in the car, and goes nowhere that policy and driver did not open; and a full disk would otherwise silence
    /// every skill that asks the internet. Whoever keeps the record reports what is missing in it.
    fn put_down(&self, skill: &str, attempt: &Attempt);
}

/// A request to one host, or a redirection to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What was to be done.
    pub method: Method,
    /// The host with its port, "api.example.com:443"; empty if the URL has none.
    pub host: String,
    /// How it ended.
    pub end: End,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The host answered, with this status.
    Answered(u16),
    /// Nothing was sent: the host is not open to the call, or not by this scheme and port. Its name is what a skill or a
    /// stranger's redirection wrote, and may say anything.
    HostNotOpen,
    /// Nothing was sent: the host is not open by this method.
    MethodNotOpen,
    /// There is no answer. If nobody waited for it any more, it was too late.
    Failed(Error),
}

/// Stands in where nobody keeps a record.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unrecorded;

impl RequestLog for Unrecorded {
    fn put_down(&self, _skill: &str, _attempt: &Attempt) {}
}

impl End {
    /// How an attempt ended that got this.
    pub(crate) fn of(answer: &Result<Response, Error>) -> Self {
        answer.as_ref().map_or_else(|error| Self::Failed(error.clone()), |response| Self::Answered(response.status))
    }
}

impl Error {
    /// Why there is no response, in words that quote nothing of the request.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::NotAllowed => "it led where the skill may not go",
            Self::Invalid(_) => "it is no request",
            Self::TooLarge => "the response is too large",
            Self::TimedOut => "there was no answer in time",
            Self::Unreachable => "the host cannot be reached",
            Self::OverLimit => "there were too many requests",
            Self::Unavailable => "the car cannot send it",
        }
    }
}

/// An attempt that is not over yet. It is put down when it is dropped, and so also if the call ends while it waits.
pub(crate) struct UnderWay<'a> {
    log: &'a dyn RequestLog,
    skill: &'a str,
    attempt: Attempt,
}

impl<'a> UnderWay<'a> {
    /// An attempt that begins.
    pub(crate) fn new(log: &'a dyn RequestLog, skill: &'a str, message: &Message) -> Self {
        let Message { method, url, headers: _, body: _ } = message;
        let attempt = Attempt { method: *method, host: host(url), end: End::Failed(Error::TimedOut) };
        Self { log, skill, attempt }
    }

    /// It is over.
    pub(crate) fn ends(mut self, end: End) {
        self.attempt.end = end;
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.log.put_down(self.skill, &self.attempt);
    }
}

fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port_or_known_default().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
