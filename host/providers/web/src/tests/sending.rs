//! What is sent, and what is read of what comes back.

use jumpseat_http::{Error, Header, HttpProvider as _, Method, Outgoing, SecretSource, contract, limits};

use super::server::{Names, Server, TOKEN, client, client_with, get};

fn with_token(url: &str) -> Outgoing {
    let secrets = [("authorization".parse().unwrap(), SecretSource::Env("TOKEN".to_owned()))].into();
    Outgoing { secrets, ..get(url) }
}

fn response(headers: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{headers}\r\n{body}")
}

#[tokio::test]
async fn the_client_keeps_to_the_contract() {
    let server =
        Server::answering(response("content-type: text/plain\r\nX-ODD: \u{e9}\r\ncontent-length: 2\r\n", "ok")).await;
    contract::check(&client(), &server.url("/")).await;
    // A name whose addresses lie inside is refused as the addresses themselves are.
    let system = client_with(std::sync::Arc::new(crate::SystemResolver::default()), rustls::RootCertStore::empty());
    contract::check(&system, &format!("http://localhost:{}/", server.port)).await;
}

#[tokio::test]
async fn a_request_says_what_it_must_and_no_more() {
    let server = Server::answering(response("content-length: 2\r\netag: \"a\"\r\n", "ok")).await;
    let header = Header { name: "accept".to_owned(), value: "text/plain".to_owned() };
    let request = Outgoing {
        method: Method::Post,
        headers: vec![header],
        body: b"body".to_vec(),
        ..with_token(&server.url("/a%20b?c=d"))
    };
    let answer = client().send(request).await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"ok".as_slice()));
    assert_eq!(answer.headers[1], Header { name: "etag".to_owned(), value: "\"a\"".to_owned() });
    let expected = format!(
        "POST /a%20b?c=d HTTP/1.1\r\nhost: a.example:{}\r\naccept: text/plain\r\nauthorization: {TOKEN}\r\n\
        user-agent: jumpseat\r\ncontent-length: 4\r\n\r\nbody",
        server.port
    );
    assert_eq!(server.only_request(), expected);
}

#[tokio::test]
async fn a_body_is_read_up_to_its_limit_whether_it_says_its_length_or_not() {
    let body = |bytes: usize| "x".repeat(bytes);
    let most = limits::RESPONSE_BYTES_MAX;
    let chunked = |bytes: usize| {
        let chunks = format!("10000\r\n{}\r\n", body(65_536)).repeat(bytes / 65_536);
        response("transfer-encoding: chunked\r\n", &format!("{chunks}0\r\n\r\n"))
    };
    for (response, length) in [
        (response(&format!("content-length: {most}\r\n"), &body(most)), Ok(most)),
        (response(&format!("content-length: {}\r\n", most + 1), ""), Err(Error::TooLarge)),
        (response("content-length: 9999999999999999999\r\n", ""), Err(Error::TooLarge)),
        (response("connection: close\r\n", &body(most)), Ok(most)),
        (response("connection: close\r\n", &body(most + 1)), Err(Error::TooLarge)),
        (chunked(most), Ok(most)),
        (chunked(most + 65_536), Err(Error::TooLarge)),
    ] {
        let start = response.chars().take(60).collect::<String>();
        let server = Server::answering(response).await;
        let answer = client().send(get(&server.url("/"))).await;
        assert_eq!(answer.map(|response| response.body.len()), length, "{start}");
    }
}

#[tokio::test]
async fn nothing_is_decompressed() {
    let server = Server::answering(response("content-encoding: gzip\r\ncontent-length: 3\r\n", "\u{1f}\u{8}\0")).await;
    assert_eq!(client().send(get(&server.url("/"))).await.unwrap().body, b"\x1f\x08\0");
}

#[tokio::test]
async fn headers_beyond_their_limits_end_the_request() {
    let many = "a: b\r\n".repeat(limits::RESPONSE_HEADERS_MAX + 1);
    let long = format!("a: {}\r\n", "b".repeat(2 * limits::RESPONSE_HEADERS_BYTES_MAX));
    for headers in [many, long] {
        let server = Server::answering(response(&headers, "")).await;
        assert_eq!(client().send(get(&server.url("/"))).await, Err(Error::Unreachable));
    }
}

#[tokio::test]
async fn a_host_that_speaks_no_http_or_breaks_off_is_unreachable() {
    for response in
        ["", "SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", "HTTP/1.1 999999\r\n\r\n"]
    {
        let server = Server::answering(response).await;
        assert_eq!(client().send(get(&server.url("/"))).await, Err(Error::Unreachable), "{response:?}");
    }
    let nobody = client_with(Names::of(&[]), rustls::RootCertStore::empty());
    assert_eq!(nobody.send(get("http://a.example/")).await, Err(Error::Unreachable));
}

#[tokio::test]
async fn a_response_that_tells_the_secret_is_not_passed_on() {
    let secret = TOKEN.strip_prefix("Bearer ").unwrap();
    for (headers, body) in [
        ("content-length: 33\r\n".to_owned(), format!("{{\"token\": \"{secret}\"}}")),
        (format!("x-echo: {TOKEN}\r\ncontent-length: 0\r\n"), String::new()),
        (format!("location: https://b.example/?{secret}\r\ncontent-length: 0\r\n"), String::new()),
    ] {
        let server = Server::answering(response(&headers, &body)).await;
        assert_eq!(client().send(with_token(&server.url("/"))).await, Err(Error::NotAllowed), "{headers}");
        assert!(server.only_request().contains(TOKEN));
        assert!(client().send(get(&server.url("/"))).await.is_ok(), "it is no secret to whom it was not given");
    }
}

#[tokio::test]
async fn an_address_that_does_not_answer_is_left_for_the_next_one() {
    let server = Server::answering(response("content-length: 2\r\n", "ok")).await;
    // Nobody listens at the first, which is a loopback address too.
    let names = Names::of(&[&["127.0.0.77", "127.0.0.1"]]);
    let answer = client_with(names, rustls::RootCertStore::empty()).send(get(&server.url("/"))).await;
    assert_eq!(answer.unwrap().body, b"ok");
}
