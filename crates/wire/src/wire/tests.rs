//! What only a made-up resolver or certificate can show.

use std::io::{Read, Write};
use std::net::{IpAddr, TcpListener};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::*;
use crate::resolver::Found;

/// Names whose addresses change with every look-up; the last answer stays.
struct Turncoat(Mutex<Vec<IpAddr>>);

impl Turncoat {
    fn names(answers: &[&str]) -> Arc<dyn Names> {
        Arc::new(Turncoat(Mutex::new(answers.iter().rev().map(|ip| ip.parse().unwrap()).collect())))
    }
}

impl Names for Turncoat {
    fn addresses(&self, _host: &str, _port: u16) -> Found {
        let mut answers = self.0.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop() } else { answers.first().copied() };
        Box::pin(async move { Ok(answer.into_iter().collect()) })
    }
}

/// Answers every connection with one page, and counts them.
fn outlet() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let met = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&met);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            count.fetch_add(1, Ordering::SeqCst);
            drop(stream.read(&mut [0; 4096]));
            drop(stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n\n\n"));
        }
    });
    (address, met)
}

fn get(fetcher: &Fetcher, address: &str) -> Result<Answer, Refusal> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(fetcher.get(&Request::new(address, Accept::Page)))
}

#[test]
fn a_name_that_changes_its_mind_is_judged_at_every_connection() {
    let (address, met) = outlet();
    let config = Config { allow: vec![address], ..Config::default() };
    for turned in ["127.0.0.2", "169.254.169.254", "10.0.0.7", "::1", "fd00:ec2::254", "::ffff:7f00:1"] {
        let before = met.load(Ordering::SeqCst);
        let guard = Arc::new(Guard::new(config.allow.clone()));
        // The first look-up is for robots.txt, which is had; the second is for the page.
        let names = Turncoat::names(&["127.0.0.1", turned]);
        let fetcher = fetcher(config.clone(), guard, names, &[]).unwrap();
        let refusal = get(&fetcher, &format!("http://rebound.example:{}/", address.port())).unwrap_err();
        assert!(
            matches!(&refusal, Refusal::Private { host, address, .. }
                if host == "rebound.example" && address.to_string() == turned.replace("::ffff:7f00:1", "::ffff:127.0.0.1")),
            "{turned}: {refusal}"
        );
        assert_eq!(met.load(Ordering::SeqCst), before + 1, "{turned}");
    }
}

#[test]
fn an_answer_from_where_nobody_may_go_is_not_read() {
    let (address, met) = outlet();
    let config = Config { allow: vec![address], ..Config::default() };
    // A resolver that lets too much through: the address that answered is judged once more.
    let lax = Arc::new(Guard::new(vec![address]));
    let fetcher = fetcher(config, lax, Turncoat::names(&["127.0.0.1"]), &[]).unwrap();
    let port = address.port();
    let strict = Arc::new(Guard::new(vec![SocketAddr::new("127.0.0.9".parse().unwrap(), port)]));
    let fetcher = Fetcher { guard: strict, ..fetcher };
    let refusal = get(&fetcher, &format!("http://elsewhere.example:{port}/")).unwrap_err();
    assert!(matches!(&refusal, Refusal::Private { address, .. } if address.is_loopback()), "{refusal}");
    assert_eq!(met.load(Ordering::SeqCst), 1, "it was met, for robots.txt, and not believed");
}

type Reply = hyper::Response<Full<Bytes>>;

/// An outlet that speaks TLS, and HTTP/2 to those who can; its certificate is for `outlet.example`.
async fn secure(
    protocols: &[&str],
    answer: impl Fn(hyper::Request<Incoming>) -> Reply + Clone + Send + Sync + 'static,
) -> (SocketAddr, Certificate) {
    let pair = rcgen::generate_simple_self_signed(["outlet.example".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(pair.signing_key.serialize_der()).unwrap();
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![pair.cert.der().clone()], key)
        .unwrap();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, answer) = (acceptor.clone(), answer.clone());
            tokio::spawn(async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                let service = service_fn(move |request| {
                    let reply = answer(request);
                    async move { Ok::<_, std::convert::Infallible>(reply) }
                });
                let builder = auto::Builder::new(TokioExecutor::new());
                drop(builder.serve_connection(TokioIo::new(stream), service).await);
            });
        }
    });
    (address, Certificate::from_der(pair.cert.der()).unwrap())
}

fn reply(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Reply {
    let mut reply = hyper::Response::builder().status(status);
    for (name, value) in headers {
        reply = reply.header(*name, *value);
    }
    reply.body(Full::new(body.into())).unwrap()
}

/// A fetcher that trusts an outlet and finds it under its name.
fn trusting(address: SocketAddr, trusted: &[Certificate]) -> Fetcher {
    let config = Config { allow: vec![address], ..Config::default() };
    let guard = Arc::new(Guard::new(config.allow.clone()));
    fetcher(config, guard, Turncoat::names(&["127.0.0.1"]), trusted).unwrap()
}

fn run<T>(test: impl Future<Output = T>) -> T {
    runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test)
}

#[test]
fn an_outlet_that_speaks_http2_is_read_in_it_and_others_as_they_can() {
    run(async {
        for (protocols, version) in
            [(&["h2", "http/1.1"][..], "HTTP/2.0"), (&["http/1.1"][..], "HTTP/1.1"), (&[][..], "HTTP/1.1")]
        {
            let (address, certificate) = secure(protocols, |request| match request.uri().path() {
                "/robots.txt" => reply(404, &[], ""),
                "/moved" => reply(301, &[("location", "/page")], ""),
                _ => reply(200, &[("x-robots-tag", "noarchive")], format!("{:?}", request.version())),
            })
            .await;
            let fetcher = trusting(address, &[certificate]);
            let url = format!("https://outlet.example:{}/moved", address.port());
            let Ok(Answer::Fresh(exchange)) = fetcher.get(&Request::new(url, Accept::Page)).await else {
                panic!("{version}: nothing came");
            };
            assert_eq!(exchange.body.as_ref(), version.as_bytes());
            assert!(exchange.final_url.ends_with("/page"));
            assert_eq!(exchange.header("x-robots-tag"), Some("noarchive"));
        }
    });
}

#[test]
fn a_certificate_that_nobody_vouches_for_or_for_another_name_is_not_trusted() {
    run(async {
        let (address, certificate) = secure(&["h2"], |_| reply(200, &[], "secret")).await;
        let (_, other) = secure(&["h2"], |_| reply(200, &[], "")).await;
        for (name, trusted) in [("outlet.example", other), ("elsewhere.example", certificate)] {
            let fetcher = trusting(address, &[trusted]);
            let url = format!("https://{name}:{}/", address.port());
            let refusal = fetcher.get(&Request::new(url, Accept::Page)).await.unwrap_err();
            assert!(matches!(refusal, Refusal::Tls { .. }), "{name}: {refusal}");
        }
    });
}

#[test]
fn limits_hold_in_http2_too() {
    run(async {
        let flood = "y".repeat(1_000_000);
        let (address, certificate) = secure(&["h2"], move |request| match request.uri().path() {
            "/flood" => reply(200, &[("x-flood", flood.as_str())], "page"),
            "/large" => reply(200, &[], vec![b'x'; 11 << 20]),
            "/inside" => reply(302, &[("location", "http://169.254.169.254/")], ""),
            _ => reply(404, &[], ""),
        })
        .await;
        let fetcher = trusting(address, &[certificate]);
        let get = async |path: &str| {
            let url = format!("https://outlet.example:{}{path}", address.port());
            fetcher.get(&Request::new(url, Accept::Page)).await.unwrap_err()
        };
        assert!(matches!(get("/flood").await, Refusal::Broken { .. }), "{}", get("/flood").await);
        assert!(matches!(get("/large").await, Refusal::TooLarge { .. }));
        assert!(matches!(get("/inside").await, Refusal::Private { .. }));
    });
}
