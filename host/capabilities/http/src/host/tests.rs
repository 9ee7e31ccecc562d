use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;

use super::*;
use crate::{Header, Method, Outgoing, Scheme, SecretSource, Site};

/// Hosts that redirect and answer, and remember what reached them.
#[derive(Default)]
struct Web {
    /// From URLs to what they redirect to, or to nothing if they never answer; others answer.
    redirects: BTreeMap<&'static str, Option<&'static str>>,
    sent: Mutex<Vec<Outgoing>>,
    is_waited_for: AtomicBool,
}

/// Is set while somebody waits.
struct Waiting<'a>(&'a AtomicBool);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

#[async_trait]
impl HttpProvider for Web {
    async fn send(&self, request: Outgoing) -> Result<Response, Error> {
        let redirect = self.redirects.get(request.url.as_str()).copied();
        self.sent.lock().unwrap().push(request);
        let (status, location) = match redirect {
            None => (200, None),
            Some(Some(location)) => (307, Some(location)),
            Some(None) => {
                self.is_waited_for.store(true, Ordering::SeqCst);
                let _waiting = Waiting(&self.is_waited_for);
                std::future::pending().await
            }
        };
        let headers = location.map(|value| Header { name: "location".to_owned(), value: value.to_owned() });
        Ok(Response { status, headers: headers.into_iter().collect(), body: b"here".to_vec() })
    }
}

impl Web {
    fn with(redirects: impl IntoIterator<Item = (&'static str, Option<&'static str>)>) -> Arc<Self> {
        Arc::new(Self { redirects: redirects.into_iter().collect(), ..Self::default() })
    }

    /// The URLs that were asked for since this was last asked.
    fn asked(&self) -> Vec<String> {
        self.sent.lock().unwrap().drain(..).map(|request| request.url.to_string()).collect()
    }
}

fn token() -> BTreeMap<crate::HeaderName, SecretSource> {
    [("authorization".parse().unwrap(), SecretSource::Env("TOKEN".to_owned()))].into()
}

fn reachable() -> Arc<Reachable> {
    let sites = [
        ("a.example", Site { secrets: token(), ..Site::default() }),
        ("b.example", Site { methods: [Method::Get, Method::Post].into(), ..Site::default() }),
        ("plain.example", Site { scheme: Scheme::Http, ..Site::default() }),
    ];
    Arc::new(Reachable::new(sites.map(|(host, site)| (host.parse().unwrap(), site))))
}

fn http(web: &Arc<Web>) -> HttpCtx {
    HttpCtx::new(web.clone(), reachable())
}

fn request(method: Method, url: &str) -> Request {
    Request { method, url: url.to_owned(), headers: Vec::new(), body: Vec::new() }
}

async fn get(web: &Arc<Web>, url: &str) -> Result<Response, Error> {
    http(web).request(request(Method::Get, url)).await
}

#[tokio::test]
async fn without_permission_nothing_is_sent() {
    let web = Web::with([]);
    let mut http = HttpCtx::new(web.clone(), Arc::default());
    assert_eq!(http.request(request(Method::Get, "https://a.example/")).await, Err(Error::NotAllowed));
    assert_eq!(get(&web, "https://c.example/").await, Err(Error::NotAllowed));
    assert_eq!(web.asked(), [""; 0]);
}

#[tokio::test]
async fn what_is_permitted_is_sent_by_the_methods_that_are() {
    let web = Web::with([]);
    for (method, url, allowed) in [
        (Method::Get, "https://a.example/", true),
        (Method::Post, "https://a.example/", false),
        (Method::Post, "https://b.example/", true),
        (Method::Delete, "https://b.example/", false),
        (Method::Get, "http://b.example/", false),
        (Method::Get, "http://plain.example/", true),
    ] {
        let response = http(&web).request(request(method, url)).await;
        assert_eq!(response.is_ok(), allowed, "{method:?} {url}: {response:?}");
        assert_eq!(web.asked().len(), usize::from(allowed), "{method:?} {url}");
    }
}

#[tokio::test]
async fn secrets_go_to_their_own_host_and_no_further() {
    let web = Web::with([("https://a.example/", Some("https://b.example/"))]);
    assert_eq!(get(&web, "https://a.example/").await.unwrap().body, b"here");
    let sent = web.sent.lock().unwrap();
    let secrets: Vec<_> = sent.iter().map(|request| (request.url.as_str(), request.secrets.len())).collect();
    assert_eq!(secrets, [("https://a.example/", 1), ("https://b.example/", 0)]);
}

#[tokio::test]
async fn a_redirection_leads_only_where_the_skill_may_go_itself() {
    for to in [
        "https://c.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data/",
        "http://a.example/",
        "https://a.example:8443/",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ] {
        let web = Web::with([("https://b.example/", Some(to))]);
        assert_eq!(get(&web, "https://b.example/").await, Err(Error::NotAllowed), "{to}");
        assert_eq!(web.asked(), ["https://b.example/"], "{to}");
    }
}

#[tokio::test]
async fn a_redirection_does_not_widen_the_methods() {
    let web = Web::with([("https://b.example/", Some("https://a.example/"))]);
    assert_eq!(http(&web).request(request(Method::Post, "https://b.example/")).await, Err(Error::NotAllowed));
    assert_eq!(web.asked(), ["https://b.example/"]);
}

#[tokio::test]
async fn redirections_in_a_circle_end() {
    let (a, b) = ("https://a.example/", "https://b.example/");
    let web = Web::with([(a, Some(b)), (b, Some(a))]);
    assert_eq!(get(&web, a).await, Err(Error::Unreachable));
    assert_eq!(web.asked().len(), 1 + limits::REDIRECTS_MAX);
}

#[tokio::test(start_paused = true)]
async fn a_host_that_never_answers_is_left_behind() {
    let (a, b) = ("https://a.example/", "https://b.example/");
    let web = Web::with([(a, Some(b)), (b, None)]);
    let started = tokio::time::Instant::now();
    assert_eq!(get(&web, a).await, Err(Error::TimedOut));
    assert_eq!(started.elapsed(), Duration::from_millis(limits::TIME_MS_MAX));
    assert!(!web.is_waited_for.load(Ordering::SeqCst), "nothing of the request goes on");
    assert_eq!(web.asked(), [a, b]);
}

#[tokio::test]
async fn a_call_of_a_skill_sends_so_many_requests() {
    let web = Web::with([]);
    let mut http = http(&web);
    for _ in 0..limits::CALLS_MAX {
        assert!(http.request(request(Method::Get, "https://a.example/")).await.is_ok());
    }
    assert_eq!(http.request(request(Method::Get, "https://a.example/")).await, Err(Error::OverLimit));
    assert_eq!(web.asked().len(), limits::CALLS_MAX as usize);
}
