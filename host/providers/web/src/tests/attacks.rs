//! Hosts that would lead a skill into the car, or hold it up.

use std::sync::Arc;

use jumpseat_http::{
    Addresses, Error, HttpCtx, HttpProvider as _, Method, Outgoing, Reachable, Request, Scheme, Site,
    limits::TIME_MS_MAX,
};
use rustls::RootCertStore;
use tokio::{
    io::AsyncWriteExt as _,
    net::TcpListener,
    time::{Duration, Instant, sleep},
};

use super::server::{Names, Server, client, client_with, get, read_request};

fn at_public_addresses(url: &str) -> Outgoing {
    Outgoing { addresses: Addresses::Public, ..get(url) }
}

/// A skill that may reach these hosts without TLS, the named one at any address.
fn skill(client: crate::WebClient, port: u16, inside: &str) -> HttpCtx {
    let site = |addresses| Site { scheme: Scheme::Http, addresses, ..Site::default() };
    let sites = [("a.example", Addresses::Any), (inside, Addresses::Public)];
    let sites = sites.map(|(host, addresses)| (format!("{host}:{port}").parse().unwrap(), site(addresses)));
    HttpCtx::new(Arc::new(client), Arc::new(Reachable::new(sites)))
}

fn request(url: String) -> Request {
    Request { method: Method::Get, url, headers: Vec::new(), body: Vec::new() }
}

#[tokio::test(start_paused = true)]
async fn dns_rebinding_reaches_nothing_inside() {
    let server = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    // The first answer is for whoever looks at the name, the second for whoever asks again to connect to it. The first is
    // of the public internet and belonged to the 6bone: nobody is there any more.
    let client = client_with(Names::of(&[&["3ffe::1"], &["127.0.0.1"]]), RootCertStore::empty());
    let request = || at_public_addresses(&server.url("/"));
    assert_eq!(client.send(request()).await, Err(Error::Unreachable), "only what was looked at is connected to");
    assert_eq!(client.send(request()).await, Err(Error::NotAllowed), "the next request looks again");
    assert_eq!(server.requests.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn a_name_with_one_address_inside_is_refused_whole() {
    let server = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    for inside in ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3", "fd00::1", "169.254.169.254"] {
        let client = client_with(Names::of(&[&["8.8.8.8", inside]]), RootCertStore::empty());
        assert_eq!(client.send(at_public_addresses(&server.url("/"))).await, Err(Error::NotAllowed), "{inside}");
    }
    assert_eq!(server.requests.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn an_address_in_a_url_is_looked_at_however_it_is_written() {
    let server = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    for host in ["127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0"] {
        let url = format!("http://{host}:{}/", server.port);
        assert_eq!(client().send(at_public_addresses(&url)).await, Err(Error::NotAllowed), "{host}");
    }
    assert_eq!(server.requests.lock().unwrap().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_redirection_to_a_private_address_is_not_followed() {
    let inside = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    for host in ["b.example", "127.0.0.1", "[::1]", "localhost"] {
        let to = format!("HTTP/1.1 302 Found\r\nlocation: http://{host}:{}/\r\ncontent-length: 0\r\n\r\n", inside.port);
        let outside = Server::answering(to).await;
        // The skill may even reach the second name, but every name stands for this machine.
        let site = |addresses| Site { scheme: Scheme::Http, addresses, ..Site::default() };
        let sites = [("a.example", outside.port, Addresses::Any), ("b.example", inside.port, Addresses::Public)];
        let sites = sites.map(|(host, port, addresses)| (format!("{host}:{port}").parse().unwrap(), site(addresses)));
        let mut skill = HttpCtx::new(Arc::new(client()), Arc::new(Reachable::new(sites)));
        assert_eq!(skill.request(request(outside.url("/"))).await, Err(Error::NotAllowed), "{host}");
        assert_eq!(outside.requests.lock().unwrap().len(), 1);
    }
    assert_eq!(inside.requests.lock().unwrap().len(), 0);
}

/// A server that sends a byte of its body again and again, each long before anybody loses patience with it.
async fn dripping() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            read_request(&mut stream).await;
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n").await.ok();
            while stream.write_all(b"x").await.is_ok() {
                sleep(Duration::from_millis(TIME_MS_MAX / 20)).await;
            }
        }
    });
    port
}

#[tokio::test(start_paused = true)]
async fn a_slow_drip_has_no_more_time_than_silence() {
    let port = dripping().await;
    let mut skill = skill(client(), port, "b.example");
    let started = Instant::now();
    assert_eq!(skill.request(request(format!("http://a.example:{port}/"))).await, Err(Error::TimedOut));
    assert_eq!(started.elapsed(), Duration::from_millis(TIME_MS_MAX));
}

#[tokio::test]
async fn a_request_that_nobody_waits_for_is_gone() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client();
    let url = format!("http://a.example:{}/", listener.local_addr().unwrap().port());
    let sending = client.send(get(&url));
    // The server ends the race once it has the whole request; the client's side is dropped then.
    let mut stream = tokio::select! {
        answer = sending => panic!("nobody answered, but {answer:?}"),
        accepted = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            read_request(&mut stream).await;
            stream
        } => accepted,
    };
    assert_eq!(read_request(&mut stream).await, "", "the connection is closed");
}
