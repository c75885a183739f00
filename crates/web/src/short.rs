//! The short way: a kept page is answered below hyper.
//!
//! Nearly all that a publication is asked for is a page that lies in memory, ready to be sent. hyper builds a
//! request and a map of headers for it, and writes a head line by line; that costs more than everything else
//! together (docs/speed.md has the profile). Here the bytes on the socket are read with the parser hyper uses
//! (`httparse`), and if they ask for a kept page, and for nothing unusual, one write answers with a head made when
//! the page was. Anything else ends the short way: the connection, with what was read of it, goes to hyper and stays
//! there, and hyper's answers to kept pages are the same to the byte (`courant/tests/binary/short.rs` compares them).
//!
//! **Deliberately absent.** Bodies, HTTP/1.0, `Connection: close`, upgrades, cookies, queries, odd or repeated
//! headers, errors of any kind: hyper's.

use std::cell::RefCell;
use std::io::{self, IoSlice, Write};
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use bytes::{Buf, Bytes};
use model::Moment;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use tower::ServiceExt;

use crate::app::App;
use crate::cache::Found;
use crate::encoding::Encoding;
use crate::kept::Kept;
use crate::reader::{Asked, PURPOSES, count};
use crate::session::From;
use crate::visits::Look;

/// Longest head read here, in bytes; a longer one is hyper's.
const HEAD: usize = 8 * 1024;
/// Most headers of a request; one with more is hyper's.
const HEADERS: usize = 48;
/// A client that asks for nothing for so long is let go.
const PATIENCE: Duration = Duration::from_secs(15);
/// A client that takes nothing for so long is let go.
const STUCK: Duration = Duration::from_secs(60);

/// Answers what can be answered the short way. `Some` when the rest is hyper's: what was read and not answered. `None`
/// when the connection is over.
pub async fn answer(
    app: &App,
    router: &Router,
    stream: &mut TcpStream,
    peer: IpAddr,
    stop: &mut watch::Receiver<()>,
) -> Option<Bytes> {
    let mut buffer = vec![0; HEAD].into_boxed_slice();
    let (mut from, mut to) = (0, 0);
    let mut is_busy = false;
    let mut patience = pin!(sleep(PATIENCE));
    let mut stopped = pin!(stop.changed());
    loop {
        let unread = &buffer[from..to];
        match Wish::read(unread, peer) {
            Wish::Unfinished if to - from < HEAD => {}
            Wish::Unfinished | Wish::Other => return Some(Bytes::copy_from_slice(unread)),
            Wish::Page { path, length, asked } => {
                let Some(page) = kept(app, router, path).await else {
                    return Some(Bytes::copy_from_slice(unread));
                };
                count(app, page.post, &asked);
                send(stream, &page, &asked, app.desk().clock().now()).await.ok()?;
                is_busy = true;
                from += length;
                if from < to {
                    continue;
                }
            }
        }
        // The rest of a request moves to the front, so that there is room for all of it.
        buffer.copy_within(from..to, 0);
        (from, to) = (0, to - from);
        tokio::select! {
            biased;
            read = stream.read(&mut buffer[to..]) => match read {
                Ok(more @ 1..) => to += more,
                _ => return None,
            },
            () = &mut patience => {
                if !is_busy {
                    return None;
                }
                is_busy = false;
                patience.as_mut().reset(Instant::now() + PATIENCE);
            }
            _ = &mut stopped => return None,
        }
    }
}

/// The page of a path that was kept before, made anew if it is stale: a page that changes all the time is no reason to
/// leave the short way. `None` for what nobody asked for yet.
async fn kept(app: &App, router: &Router, path: &str) -> Option<Arc<Kept>> {
    loop {
        match app.cache().find(path) {
            Found::Fresh(page) => return Some(page),
            Found::Stale => return again(router, path).await,
            // One that was stale when it came is the turn of whoever waited for it.
            Found::Coming => match app.cache().coming(path).await {
                Some(page) => return Some(page),
                None => continue,
            },
            Found::Nothing => return None,
        }
    }
}

/// A page that has gone stale, rendered by whoever renders it: the router is asked as if by nobody. It may have changed
/// once more by now, but not before it was asked for.
async fn again(router: &Router, path: &str) -> Option<Arc<Kept>> {
    let request = Request::get(path).body(Body::empty()).ok()?;
    let mut response = router.clone().oneshot(request).await.ok()?;
    response.extensions_mut().remove()
}

/// What the bytes that came ask for.
enum Wish<'a> {
    /// Not known before more has come.
    Unfinished,
    /// Something that is not answered here.
    Other,
    /// A page, if it is kept; `length` is that of the request.
    Page { path: &'a str, length: usize, asked: Asked<'a> },
}

impl<'a> Wish<'a> {
    fn read(bytes: &'a [u8], peer: IpAddr) -> Self {
        if !b"GET ".starts_with(&bytes[..bytes.len().min(4)])
            && !b"HEAD ".starts_with(&bytes[..bytes.len().min(5)])
        {
            return Wish::Other;
        }
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        let length = match request.parse(bytes) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) => return Wish::Unfinished,
            Err(_) => return Wish::Other,
        };
        let (Some(method), Some(path), Some(1)) = (request.method, request.path, request.version) else {
            return Wish::Other;
        };
        if !path.starts_with('/') || path.contains(['?', '#']) {
            return Wish::Other;
        }
        match Lines::read(request.headers) {
            Some(lines) => Wish::Page { path, length, asked: lines.asked(method == "HEAD", peer) },
            None => Wish::Other,
        }
    }
}

/// The header lines that matter.
#[derive(Default)]
struct Lines<'a> {
    host: Option<&'a str>,
    accept_encoding: Option<&'a str>,
    if_none_match: Option<&'a str>,
    agent: Option<&'a str>,
    referrer: Option<&'a str>,
    forwarded: Option<&'a str>,
    purposes: [Option<&'a str>; PURPOSES.len()],
    range: bool,
}

impl<'a> Lines<'a> {
    /// `None` when there is one that is not for us, or twice.
    fn read(headers: &[httparse::Header<'a>]) -> Option<Self> {
        let mut lines = Lines::default();
        for header in headers {
            let is = |name: &str| header.name.eq_ignore_ascii_case(name);
            let place = match header.name.len() {
                4 if is("host") => &mut lines.host,
                5 if is("range") => {
                    lines.range = true;
                    continue;
                }
                5 if is(PURPOSES[2]) => &mut lines.purposes[2],
                6 if is("cookie") || is("expect") => return None,
                7 if is("referer") => &mut lines.referrer,
                7 if is("upgrade") => return None,
                7 if is(PURPOSES[1]) => &mut lines.purposes[1],
                10 if is("user-agent") => &mut lines.agent,
                10 if is("connection") => match header.value.eq_ignore_ascii_case(b"keep-alive") {
                    true => continue,
                    false => return None,
                },
                11 if is(PURPOSES[0]) => &mut lines.purposes[0],
                13 if is("if-none-match") => &mut lines.if_none_match,
                14 if is("content-length") => return None,
                15 if is("accept-encoding") => &mut lines.accept_encoding,
                15 if is("x-forwarded-for") => &mut lines.forwarded,
                17 if is("transfer-encoding") => return None,
                _ => continue,
            };
            // hyper knows what to make of a header that comes twice, or in other letters.
            let value = std::str::from_utf8(header.value).ok().filter(|value| value.is_ascii())?;
            if place.replace(value).is_some() {
                return None;
            }
        }
        lines.host.is_some().then_some(lines)
    }

    fn asked(&self, is_head: bool, peer: IpAddr) -> Asked<'a> {
        Asked {
            is_head,
            accept_encoding: self.accept_encoding.unwrap_or_default(),
            if_none_match: self.if_none_match.unwrap_or_default(),
            look: Look {
                from: From::behind(peer, self.forwarded).0,
                agent: self.agent.unwrap_or_default(),
                purpose: self.purposes.iter().flatten().find(|p| !p.is_empty()).copied().unwrap_or_default(),
                range: self.range,
                signed_in: false,
                referrer: self.referrer.unwrap_or_default(),
            },
        }
    }
}

/// Writes the answer, in one piece if the socket takes it.
async fn send(stream: &mut TcpStream, page: &Kept, asked: &Asked<'_>, now: Moment) -> io::Result<()> {
    let variant = page.variant(Encoding::choose(asked.accept_encoding));
    let (head, body) = match (variant.is_known(asked.if_none_match), asked.is_head) {
        (true, _) => (&variant.unchanged_head, &[][..]),
        (false, true) => (&variant.head, &[][..]),
        (false, false) => (&variant.head, &variant.body[..]),
    };
    let date = date(now);
    let mut rest = Buf::chain(Buf::chain(&head[..], &date[..]), body);
    let mut pieces = [IoSlice::new(&[]); 3];
    let count = rest.chunks_vectored(&mut pieces);
    match stream.try_write_vectored(&pieces[..count]) {
        Ok(written) => rest.advance(written),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
        Err(error) => return Err(error),
    }
    while rest.has_remaining() {
        timeout(STUCK, stream.write_buf(&mut rest)).await??;
    }
    Ok(())
}

/// The line `Date` and the empty one that ends a head.
const DATE: usize = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n".len();

/// A head's last lines (RFC 9110, 6.6.1), written once a second by each thread.
fn date(now: Moment) -> [u8; DATE] {
    thread_local!(static WRITTEN: RefCell<(u64, [u8; DATE])> = const { RefCell::new((u64::MAX, [b' '; DATE])) });
    let second = u64::try_from(now.seconds()).unwrap_or_default();
    WRITTEN.with_borrow_mut(|(of, line)| {
        if *of != second {
            let time = httpdate::HttpDate::from(UNIX_EPOCH + Duration::from_secs(second));
            // It is as long as every date is.
            let _ = write!(&mut line[..], "date: {time}\r\n\r\n");
            *of = second;
        }
        *line
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn head(lines: &str) -> String {
        format!("GET /2026/11/x HTTP/1.1\r\nHost: a.example\r\n{lines}\r\n")
    }

    #[test]
    fn a_reader_is_read_as_hyper_would() {
        let text = head(
            "User-Agent: Mozilla/5.0\r\nACCEPT-encoding: gzip, br\r\nIf-None-Match: \"x\"\r\nReferer: https://b.example/\r\nX-Forwarded-For: 192.0.2.1, 192.0.2.2\r\nPurpose: prefetch\r\nRange: bytes=0-1\r\nConnection: keep-alive\r\n",
        );
        let Wish::Page { path, length, asked } = Wish::read(text.as_bytes(), PEER) else {
            panic!("not read")
        };
        assert_eq!((path, length, asked.is_head), ("/2026/11/x", text.len(), false));
        assert_eq!((asked.accept_encoding, asked.if_none_match), ("gzip, br", "\"x\""));
        let look = asked.look;
        assert_eq!(
            (look.agent, look.purpose, look.referrer),
            ("Mozilla/5.0", "prefetch", "https://b.example/")
        );
        assert!(look.range && !look.signed_in);
        assert_eq!(look.from.to_string(), "192.0.2.2");
        let Wish::Page { asked, .. } = Wish::read(text.as_bytes(), IpAddr::from([198, 51, 100, 1])) else {
            panic!("not read")
        };
        assert_eq!(asked.look.from.to_string(), "198.51.100.1", "only a proxy on this machine is believed");
    }

    #[test]
    fn what_is_unusual_is_not_for_us_and_what_is_cut_is_waited_for() {
        let whole = head("Accept: */*\r\n");
        for end in 0..whole.len() {
            assert!(matches!(Wish::read(&whole.as_bytes()[..end], PEER), Wish::Unfinished), "{end}");
        }
        for lines in [
            "Cookie: a=b\r\n",
            "Connection: close\r\n",
            "Connection: Upgrade\r\nUpgrade: websocket\r\n",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\n",
            "Accept-Encoding: br\r\nAccept-Encoding: gzip\r\n",
            "Host: other.example\r\n",
            "User-Agent: Ζ\r\n",
            " folded: x\r\n",
        ] {
            assert!(matches!(Wish::read(head(lines).as_bytes(), PEER), Wish::Other), "{lines}");
        }
        for request in [
            "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET /x?y=1 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
            "G\0T / HTTP/1.1\r\n",
            "\x16\x03\x01",
        ] {
            assert!(matches!(Wish::read(request.as_bytes(), PEER), Wish::Other), "{request:?}");
        }
    }

    #[test]
    fn the_date_is_as_long_as_it_should_be() {
        for seconds in [784_111_777, 0, 1_900_000_000] {
            let line = date(Moment::from_micros(seconds * 1_000_000));
            let text = std::str::from_utf8(&line).unwrap();
            assert!(text.starts_with("date: ") && text.ends_with(" GMT\r\n\r\n"), "{text:?}");
        }
        assert!(
            date(Moment::from_micros(784_111_777_000_000))
                .starts_with(b"date: Sun, 06 Nov 1994 08:49:37 GMT")
        );
    }
}
