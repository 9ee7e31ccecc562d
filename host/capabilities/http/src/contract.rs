//! What every provider keeps to. Providers call [`check`] in their own tests.

use std::collections::BTreeMap;

use url::Url;

use crate::{Addresses, Error, Header, HttpProvider, Method, Outgoing, Response, SecretSource, header, limits};

/// Places that no request may reach that was not allowed any address.
const INSIDE: [&str; 8] = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://169.254.169.254/",
    "http://[fe80::1]/",
];

/// Checks a provider that reaches a URL, whatever address it stands for, and is told none of the secrets that are asked for
/// here.
///
/// # Panics
///
/// When a rule is broken; the message names the rule.
pub async fn check(provider: &dyn HttpProvider, url: &str) {
    let request = |url: &str, addresses| Outgoing {
        method: Method::Get,
        url: Url::parse(url).expect("a URL"),
        headers: Vec::new(),
        body: Vec::new(),
        addresses,
        secrets: BTreeMap::new(),
    };
    let Response { status, headers, body } =
        provider.send(request(url, Addresses::Any)).await.expect("the URL is answered");
    assert!((200..600).contains(&status), "a response is final: {status}");
    assert!(body.len() <= limits::RESPONSE_BYTES_MAX, "a body keeps to its limit: {}", body.len());
    assert!(headers.len() <= limits::RESPONSE_HEADERS_MAX, "there are not more headers than allowed");
    for Header { name, value } in &headers {
        assert!(!name.is_empty() && *name == name.to_ascii_lowercase(), "names are in lower case: {name:?}");
        assert!(header::is_value(value), "a value is visible: {name}: {value:?}");
    }
    for inside in INSIDE {
        let answer = provider.send(request(inside, Addresses::Public)).await;
        assert_eq!(answer, Err(Error::NotAllowed), "{inside} is not reached");
    }
    let unknown = ("x-key".parse().expect("a name"), SecretSource::Env("UNKNOWN".to_owned()));
    let lacking = Outgoing { secrets: [unknown].into(), ..request(url, Addresses::Any) };
    assert_eq!(provider.send(lacking).await, Err(Error::Unavailable), "nothing is sent without what must be added");
}
