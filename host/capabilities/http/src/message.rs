//! A request of a skill, once it is known to be one.

use url::Url;

use crate::{
    Error, Header, HeaderName, Method, Outgoing, Request, Site, header,
    limits::{HEADERS_BYTES_MAX, HEADERS_MAX, REQUEST_BYTES_MAX, URL_BYTES_MAX},
};

/// A request that can be sent, if its host is reachable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) body: Vec<u8>,
}

impl Message {
    /// Looks at a request. Everything in it is the skill's.
    pub(crate) fn of(request: Request) -> Result<Self, Error> {
        let Request { method, url, headers, body } = request;
        if url.len() > URL_BYTES_MAX || body.len() > REQUEST_BYTES_MAX {
            return Err(Error::TooLarge);
        }
        if !body.is_empty() && matches!(method, Method::Get | Method::Head) {
            return Err(invalid(format!("{} has no body", method.name())));
        }
        // The parser drops line breaks and takes a backslash for a slash. A text with such characters reads in two ways.
        if url.bytes().any(|byte| byte <= b' ' || byte == b'\\' || byte == 0x7f) {
            return Err(invalid("the URL holds a space, a control character or a backslash"));
        }
        let url = Url::parse(&url).map_err(|error| invalid(format!("the URL cannot be read: {error}")))?;
        Ok(Self { method, url: checked(url)?, headers: checked_headers(headers)?, body })
    }

    /// The request as it is sent to a host. What the car adds takes the place of what the skill says.
    pub(crate) fn to(&self, site: &Site) -> Outgoing {
        let own = self.headers.iter().filter(|(name, _)| !site.secrets.contains_key(name));
        Outgoing {
            method: self.method,
            url: self.url.clone(),
            headers: own.map(|(name, value)| Header { name: name.to_string(), value: value.clone() }).collect(),
            body: self.body.clone(),
            addresses: site.addresses,
            secrets: site.secrets.clone(),
        }
    }
}

/// A URL as it is sent. One that names a user is refused: the part before the "@" looks like a host to whoever reads it.
pub(crate) fn checked(mut url: Url) -> Result<Url, Error> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("a name or a password stands in the URL"));
    }
    url.set_fragment(None);
    // Escapes make it longer than it was written.
    if url.as_str().len() > URL_BYTES_MAX { Err(Error::TooLarge) } else { Ok(url) }
}

fn checked_headers(headers: Vec<Header>) -> Result<Vec<(HeaderName, String)>, Error> {
    let bytes: usize = headers.iter().map(|header| header.name.len().saturating_add(header.value.len())).sum();
    if headers.len() > HEADERS_MAX || bytes > HEADERS_BYTES_MAX {
        return Err(Error::TooLarge);
    }
    let check = |Header { name, value }: Header| {
        let name: HeaderName = name.parse().map_err(|error: crate::HeaderNameError| invalid(error.to_string()))?;
        if header::is_value(&value) {
            Ok((name, value))
        } else {
            Err(invalid(format!("the header {name} has a value with other than visible ASCII characters")))
        }
    };
    headers.into_iter().map(check).collect()
}

fn invalid(why: impl Into<String>) -> Error {
    Error::Invalid(why.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::SecretSource;

    fn get(url: &str) -> Request {
        Request { method: Method::Get, url: url.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    fn with_header(name: &str, value: &str) -> Request {
        let header = Header { name: name.to_owned(), value: value.to_owned() };
        Request { headers: vec![header], ..get("https://a.example/") }
    }

    /// Why a request is none.
    fn refused(request: Request) -> String {
        match Message::of(request) {
            Err(Error::Invalid(why)) => why,
            other => panic!("expected an invalid request, got {other:?}"),
        }
    }

    #[test]
    fn a_url_reads_in_one_way_only() {
        for url in [
            "https://a.example/\r\nhost: evil.example",
            "https://a.exa\tmple/",
            "https://a.example/ b",
            "https:\\\\a.example\\b",
            "https://a.example\\@evil.example/",
            " https://a.example/",
        ] {
            let why = refused(get(url));
            assert_eq!(why, "the URL holds a space, a control character or a backslash", "{url:?}");
        }
        for url in ["", "a.example", "/path", "https://", "https://a:b:c/", "https://xn--a/", "https://[::1"] {
            assert!(refused(get(url)).starts_with("the URL cannot be read"), "{url:?}");
        }
    }

    #[test]
    fn nobody_logs_in_by_url() {
        for url in ["https://api.example@evil.example/", "https://a:b@a.example/", "https://:b@a.example/"] {
            assert_eq!(refused(get(url)), "a name or a password stands in the URL", "{url}");
        }
    }

    #[test]
    fn a_fragment_stays_in_the_car() {
        assert_eq!(Message::of(get("https://a.example/b?c#d")).unwrap().url.as_str(), "https://a.example/b?c");
    }

    #[test]
    fn a_header_cannot_hide_another_one() {
        let why = refused(with_header("accept", "a\r\nauthorization: b"));
        assert_eq!(why, "the header accept has a value with other than visible ASCII characters");
        assert!(refused(with_header("accept\r\nx", "a")).contains("is no name of a header"));
        assert!(refused(with_header("Host", "evil.example")).contains("set by nobody but the host"));
    }

    #[test]
    fn what_is_too_large_is_not_sent() {
        let long = |bytes: usize| format!("https://a.example/{}", "b".repeat(bytes - 18));
        assert!(Message::of(get(&long(URL_BYTES_MAX))).is_ok());
        let header = Header { name: "a".to_owned(), value: "b".to_owned() };
        let large = Header { name: "a".to_owned(), value: "b".repeat(HEADERS_BYTES_MAX) };
        let post = |body: usize| Request { method: Method::Post, body: vec![0; body], ..get("https://a.example/") };
        assert!(Message::of(post(REQUEST_BYTES_MAX)).is_ok());
        for request in [
            get(&long(URL_BYTES_MAX + 1)),
            get(&long(URL_BYTES_MAX - 2).replace("bb", "灯")),
            Request { headers: vec![header; HEADERS_MAX + 1], ..get("https://a.example/") },
            Request { headers: vec![large], ..get("https://a.example/") },
            post(REQUEST_BYTES_MAX + 1),
        ] {
            assert_eq!(Message::of(request), Err(Error::TooLarge));
        }
    }

    #[test]
    fn reading_has_no_body() {
        let request = Request { body: vec![0], ..get("https://a.example/") };
        assert_eq!(refused(request), "get has no body");
    }

    #[test]
    fn what_the_car_adds_takes_the_place_of_what_the_skill_says() {
        let message = Message::of(with_header("Authorization", "mine")).unwrap();
        let secrets = [("authorization".parse().unwrap(), SecretSource::Env("TOKEN".to_owned()))].into();
        let outgoing = message.to(&Site { secrets, ..Site::default() });
        assert_eq!((outgoing.headers.len(), outgoing.secrets.len()), (0, 1));
        let outgoing = message.to(&Site::default());
        assert_eq!((outgoing.headers[0].value.as_str(), outgoing.secrets.len()), ("mine", 0));
    }

    proptest! {
        #[test]
        fn any_request_is_a_message_or_an_error(
            url in "\\PC{0,40}|https://[a-z@:/?#\\[\\]%.]{0,40}",
            name in "\\PC{0,8}|[a-z]{1,8}",
            value in "\\PC{0,8}|[ -~]{0,8}",
        ) {
            let request = Request { url, ..with_header(&name, &value) };
            if let Ok(message) = Message::of(request) {
                prop_assert_eq!(message.url.username(), "");
                prop_assert!(message.url.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
            }
        }
    }
}
