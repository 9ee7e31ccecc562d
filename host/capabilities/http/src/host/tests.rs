use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;

use super::*;
use crate::{Attempt, Header, Method, Outgoing, Scheme, SecretSource, Site};

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

/// Keeps what is put down.
#[derive(Default)]
struct Lines(Mutex<Vec<String>>);

impl RequestLog for Lines {
    fn put_down(&self, skill: &str, attempt: &Attempt) {
        let Attempt { method, host, end } = attempt;
        self.0.lock().unwrap().push(format!("{skill} {} {host} {end:?}", method.name()));
    }
}

impl Lines {
    /// What was put down since this was last asked.
    fn taken(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
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

#[tokio::test(start_paused = true)]
async fn every_attempt_is_put_down_with_its_host_and_end_and_nothing_that_a_driver_said() {
    let web = Web::with([
        ("https://a.example/home?q=said", Some("https://b.example/said")),
        ("https://b.example/said", Some("https://said.evil.example/")),
        ("http://plain.example/said", None),
    ]);
    let lines = Arc::new(Lines::default());
    let ask = async |method, url| {
        let mut http = http(&web).recorded(Arc::from("weather"), lines.clone());
        let answered = http.request(request(method, url)).await.is_ok();
        format!("{answered}: {}", lines.taken().join(", "))
    };
    insta::assert_snapshot!(ask(Method::Get, "https://b.example:443/other?said#said").await, @"true: weather get b.example:443 Answered(200)");
    insta::assert_snapshot!(ask(Method::Get, "https://a.example/home?q=said").await, @"false: weather get a.example:443 Answered(307), weather get b.example:443 Answered(307), weather get said.evil.example:443 HostNotOpen");
    insta::assert_snapshot!(ask(Method::Delete, "https://b.example/said").await, @"false: weather delete b.example:443 MethodNotOpen");
    insta::assert_snapshot!(ask(Method::Get, "http://plain.example/said").await, @"false: weather get plain.example:80 Failed(Error::TimedOut)");
    insta::assert_snapshot!(ask(Method::Get, "data:said").await, @"false: weather get  HostNotOpen");
    insta::assert_snapshot!(ask(Method::Get, "no request").await, @"false: ");
}

#[tokio::test]
async fn a_request_that_is_waited_for_when_the_call_ends_is_put_down() {
    let web = Web::with([("https://b.example/", None)]);
    let lines = Arc::new(Lines::default());
    let mut http = http(&web).recorded(Arc::from("weather"), lines.clone());
    let mut waits = Box::pin(http.request(request(Method::Get, "https://b.example/")));
    assert!(futures::poll!(&mut waits).is_pending());
    assert_eq!(lines.taken(), [""; 0]);
    drop(waits);
    assert_eq!(lines.taken(), ["weather get b.example:443 Failed(Error::TimedOut)"]);
}

#[tokio::test]
async fn no_more_is_put_down_than_a_call_may_send() {
    let web = Web::with([]);
    let lines = Arc::new(Lines::default());
    let mut http = http(&web).recorded(Arc::from("weather"), lines.clone());
    for _ in 0..3 * limits::CALLS_MAX {
        assert!(http.request(request(Method::Get, "https://closed.example/")).await.is_err());
    }
    assert_eq!(lines.taken().len(), limits::CALLS_MAX as usize);
}
