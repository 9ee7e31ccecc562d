//! One request and its response over a connection of their own.
//!
//! A connection is used once and closed: nothing that one skill does with it can reach another one's, and nothing is left
//! over when the future is dropped.

use std::pin::pin;

use futures::future::{Either, select};
use http_body_util::{BodyExt as _, Full};
use hyper::{
    body::{Body as _, Bytes, Incoming},
    client::conn::http1,
    header::{HOST, HeaderValue, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use jumpseat_http::{
    Header, Method, Outgoing, Response, is_value,
    limits::{RESPONSE_BYTES_MAX, RESPONSE_HEADERS_BYTES_MAX, RESPONSE_HEADERS_MAX},
};
use tokio::io::{AsyncRead, AsyncWrite};
use url::Url;

use crate::{failure::Failure, secrets::Added};

/// What servers are told where the skill does not say who it is.
const AGENT: HeaderValue = HeaderValue::from_static("jumpseat");

/// Sends a request and reads its response.
pub(crate) async fn exchange<Stream: AsyncRead + AsyncWrite + Unpin>(
    stream: Stream,
    request: hyper::Request<Full<Bytes>>,
) -> Result<Response, Failure> {
    let (mut sender, connection) = http1::Builder::new()
        .max_headers(RESPONSE_HEADERS_MAX)
        .max_buf_size(RESPONSE_HEADERS_BYTES_MAX)
        .handshake(TokioIo::new(stream))
        .await?;
    let response = async move { read(sender.send_request(request).await?).await };
    match select(pin!(response), pin!(connection)).await {
        Either::Left((response, _)) => response,
        // The connection is done once all has come in, and some of it may not have been taken out yet.
        Either::Right((_, response)) => response.await,
    }
}

/// The request as it goes over the wire.
pub(crate) fn written(request: &Outgoing, added: &[Added<'_>]) -> Result<hyper::Request<Full<Bytes>>, Failure> {
    let Outgoing { method, url, headers, body, .. } = request;
    let mut builder =
        hyper::Request::builder().method(written_method(*method)).uri(target(url)).header(HOST, host(url));
    for Header { name, value } in headers {
        builder = builder.header(name, value);
    }
    for Added { name, value } in added {
        let mut value = HeaderValue::from_str(value).map_err(hyper::http::Error::from)?;
        value.set_sensitive(true);
        builder = builder.header(name.as_str(), value);
    }
    let mut request = builder.body(Full::new(Bytes::from(body.clone())))?;
    request.headers_mut().entry(USER_AGENT).or_insert(AGENT);
    Ok(request)
}

const fn written_method(method: Method) -> hyper::Method {
    match method {
        Method::Get => hyper::Method::GET,
        Method::Head => hyper::Method::HEAD,
        Method::Post => hyper::Method::POST,
        Method::Put => hyper::Method::PUT,
        Method::Patch => hyper::Method::PATCH,
        Method::Delete => hyper::Method::DELETE,
    }
}

/// What is asked for at the host: path and query.
fn target(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Reads a response up to its limits and no further, whatever it says of its length.
async fn read(response: hyper::Response<Incoming>) -> Result<Response, Failure> {
    let (head, mut body) = response.into_parts();
    let bytes_max = u64::try_from(RESPONSE_BYTES_MAX).unwrap_or(u64::MAX);
    if body.size_hint().lower() > bytes_max {
        return Err(Failure::TooLarge);
    }
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        if bytes.len().saturating_add(data.len()) > RESPONSE_BYTES_MAX {
            return Err(Failure::TooLarge);
        }
        bytes.extend_from_slice(&data);
    }
    let readable = |(name, value): (&hyper::header::HeaderName, &HeaderValue)| {
        let value = value.to_str().ok().filter(|value| is_value(value))?;
        Some(Header { name: name.as_str().to_owned(), value: value.to_owned() })
    };
    let headers = head.headers.iter().filter_map(readable).collect();
    Ok(Response { status: head.status.as_u16(), headers, body: bytes })
}
