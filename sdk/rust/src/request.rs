//! Requests that most skills make.

use crate::http::{Header, Method, Request};

impl Request {
    /// A request to read a URL.
    pub fn get(url: impl Into<String>) -> Self {
        Self { method: Method::Get, url: url.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// A request that hands JSON over to a URL.
    pub fn post_json(url: impl Into<String>, json: impl Into<Vec<u8>>) -> Self {
        let request = Self { method: Method::Post, body: json.into(), ..Self::get(url) };
        request.header("content-type", "application/json")
    }

    /// The same request with one more header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push(Header { name: name.into(), value: value.into() });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_says_what_its_body_is() {
        let request = Request::post_json("https://api.example.com/", "{}").header("accept", "text/plain");
        let headers: Vec<_> = request.headers.iter().map(|header| (&*header.name, &*header.value)).collect();
        assert_eq!(headers, [("content-type", "application/json"), ("accept", "text/plain")]);
        assert_eq!((request.method, request.body.as_slice()), (Method::Post, b"{}".as_slice()));
        assert_eq!(Request::get("https://api.example.com/").body, b"");
    }
}
