//! Hosts that prove their names, and hosts that cannot.

use std::sync::Arc;

use jumpseat_http::{Error, HttpProvider as _};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::{RootCertStore, ServerConfig, crypto::ring, pki_types::PrivatePkcs8KeyDer};
use tokio::{io::AsyncWriteExt as _, net::TcpListener};
use tokio_rustls::TlsAcceptor;

use super::server::{Names, client_with, get, read_request};

/// An authority, and a server that proves with its help to be `a.example`.
async fn server() -> (RootCertStore, u16) {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new([]).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = authority.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(["a.example".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that does not believe the name ends the handshake.
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            read_request(&mut stream).await;
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await.ok();
            stream.shutdown().await.ok();
        }
    });
    let mut roots = RootCertStore::empty();
    roots.add(certificate.der().clone()).unwrap();
    (roots, port)
}

#[tokio::test]
async fn a_host_is_who_a_trusted_authority_says_it_is() {
    let (roots, port) = server().await;
    let client = client_with(Names::of(&[&["127.0.0.1"]]), roots);
    let answer = client.send(get(&format!("https://a.example:{port}/"))).await;
    assert_eq!(answer.unwrap().body, b"ok");
    for other in ["b.example", "a.example.evil.example", "127.0.0.1"] {
        let answer = client.send(get(&format!("https://{other}:{port}/"))).await;
        assert_eq!(answer, Err(Error::Unreachable), "{other}");
    }
}

#[tokio::test]
async fn a_host_that_only_says_so_itself_is_not_believed() {
    let (_, port) = server().await;
    let (others, _) = server().await;
    for roots in [others, RootCertStore::empty()] {
        let client = client_with(Names::of(&[&["127.0.0.1"]]), roots);
        assert_eq!(client.send(get(&format!("https://a.example:{port}/"))).await, Err(Error::Unreachable));
    }
}
