//! Where a response sends a request next.
//!
//! By RFC 9110, section 15.4, as browsers do it. Whether the next host may be reached is not decided here: that is asked
//! for every host in the same way.

use crate::{
    Error, HeaderName, Method, Response,
    message::{self, Message},
};

/// Headers that go along to another host, because they only say which content is wanted or what the body is. Anything else
/// may be a key that the skill has for the first host alone.
const TO_ANY_HOST: [&str; 5] = ["accept", "accept-encoding", "accept-language", "content-type", "user-agent"];

impl Message {
    /// The request that a response asks for in the place of this one; nothing if it is the answer.
    pub(crate) fn redirected(&self, response: &Response) -> Result<Option<Self>, Error> {
        let is_read = matches!(self.method, Method::Get | Method::Head);
        let becomes_get = match response.status {
            301 | 302 => self.method == Method::Post,
            303 => !is_read,
            307 | 308 => false,
            _ => return Ok(None),
        };
        let Some(location) = response.header("location") else { return Ok(None) };
        // Whatever is wrong with it, it is no place where the skill may go.
        let url = self.url.join(location).map_err(|_unreadable| Error::NotAllowed)?;
        let url = message::checked(url).map_err(|_refused| Error::NotAllowed)?;
        let is_same_host = url.origin() == self.url.origin();
        let goes_along = |name: &HeaderName| {
            let about_body = name.as_str().starts_with("content-");
            (is_same_host || TO_ANY_HOST.contains(&name.as_str())) && !(becomes_get && about_body)
        };
        Ok(Some(Self {
            method: if becomes_get { Method::Get } else { self.method },
            url,
            headers: self.headers.iter().filter(|(name, _)| goes_along(name)).cloned().collect(),
            body: if becomes_get { Vec::new() } else { self.body.clone() },
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Header;

    fn message(method: Method) -> Message {
        let headers = [("accept", "a"), ("x-api-key", "b"), ("content-type", "c")];
        let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.to_owned())).to_vec();
        let body = if method == Method::Post { b"body".to_vec() } else { Vec::new() };
        Message { method, url: "https://a.example/b/c?d".parse().unwrap(), headers, body }
    }

    fn response(status: u16, location: &str) -> Response {
        let location = Header { name: "location".to_owned(), value: location.to_owned() };
        Response { status, headers: vec![location], body: Vec::new() }
    }

    fn next(method: Method, status: u16, location: &str) -> Option<Message> {
        message(method).redirected(&response(status, location)).unwrap()
    }

    #[test]
    fn a_location_is_read_from_where_the_request_was() {
        let url = |location| next(Method::Get, 302, location).unwrap().url.to_string();
        assert_eq!(url("e"), "https://a.example/b/e");
        assert_eq!(url("/e"), "https://a.example/e");
        assert_eq!(url("?e"), "https://a.example/b/c?e");
        assert_eq!(url("//e.example/f#g"), "https://e.example/f");
        assert_eq!(url("http://127.0.0.1/"), "http://127.0.0.1/");
    }

    #[test]
    fn methods_and_bodies_go_along_as_the_status_says() {
        use Method::{Delete, Get, Post};
        for (method, status, becomes) in [
            (Get, 301, Get),
            (Post, 301, Get),
            (Post, 302, Get),
            (Delete, 302, Delete),
            (Post, 303, Get),
            (Delete, 303, Get),
            (Method::Head, 303, Method::Head),
            (Post, 307, Post),
            (Post, 308, Post),
        ] {
            let next = next(method, status, "/e").unwrap();
            assert_eq!(next.method, becomes, "{method:?} {status}");
            assert_eq!(next.body.is_empty(), becomes != Post, "{method:?} {status}");
            let says_of_body = next.headers.iter().any(|(name, _)| name.as_str() == "content-type");
            assert_eq!(says_of_body, becomes == method, "{method:?} {status}");
        }
    }

    #[test]
    fn keys_stay_with_the_host_that_they_were_for() {
        let names = |location| {
            let next = next(Method::Get, 307, location).unwrap();
            next.headers.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names("/e"), ["accept", "x-api-key", "content-type"]);
        for other in ["https://e.example/", "https://a.example:8443/", "http://a.example/"] {
            assert_eq!(names(other), ["accept", "content-type"], "{other}");
        }
    }

    #[test]
    fn what_redirects_nowhere_is_the_answer() {
        for status in [200, 204, 300, 304, 305, 404, 500] {
            assert_eq!(next(Method::Get, status, "/e"), None, "{status}");
        }
        let nowhere = Response { status: 302, headers: Vec::new(), body: Vec::new() };
        assert_eq!(message(Method::Get).redirected(&nowhere), Ok(None));
    }

    #[test]
    fn a_location_that_is_none_is_not_followed() {
        for location in ["https://", "https://user@a.example/", "https://[", &"e".repeat(3_000)] {
            let response = response(302, location);
            assert_eq!(message(Method::Get).redirected(&response), Err(Error::NotAllowed), "{location}");
        }
    }
}
