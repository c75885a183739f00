//! Word to a cache in front of the site that pages have changed.
//!
//! As with letters, the guard of fetches does not stand here: the address comes from whoever runs this installation,
//! never from a reader or an outlet, and is very often an inner one.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Client, Method, StatusCode, redirect, retry};
use tokio::runtime;
use url::Url;

/// Longest wait for an answer, the connection included.
const PATIENCE: Duration = Duration::from_secs(5);

/// How a cache is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speech {
    /// `PURGE` to the address, with the keys in the header `Surrogate-Key`: Varnish with our VCL, and whatever else is
    /// taught it.
    Purge,
    /// `POST` as Fastly wants it.
    Fastly,
    /// A list of tags as Cloudflare wants it.
    Cloudflare,
}

/// Why no purge can be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum PurgeSetup {
    /// Not an address of a cache.
    #[error("“{0}” is not the address of a cache; write one like http://127.0.0.1:6082")]
    Address(String),
    /// What proves who we are can't stand in a header.
    #[error("the token for the cache holds characters that can't be sent")]
    Token,
    /// The HTTP client refuses its configuration, or the system gives no event queue.
    #[error("purges can't be sent: {0}")]
    Client(String),
}

/// Why a purge was not taken: one sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PurgeError(String);

/// The way to one cache. Blocks while it sends; for plain threads only.
#[derive(Debug)]
pub struct Purger {
    client: Client,
    runtime: runtime::Runtime,
    address: Url,
    speech: Speech,
    token: Option<HeaderValue>,
}

impl Purger {
    /// A way to the cache at an address. Its host tells how it is spoken to. Opens nothing yet.
    ///
    /// # Errors
    /// [`PurgeSetup`], with no token in it.
    pub fn new(address: &str, token: Option<&str>) -> Result<Purger, PurgeSetup> {
        let url = Url::parse(address.trim()).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let url = url.ok_or_else(|| PurgeSetup::Address(address.trim().to_owned()))?;
        let speech = match url.host_str() {
            Some("api.fastly.com") => Speech::Fastly,
            Some("api.cloudflare.com") => Speech::Cloudflare,
            _ => Speech::Purge,
        };
        Purger::speaking(speech, url, token)
    }

    fn speaking(speech: Speech, address: Url, token: Option<&str>) -> Result<Purger, PurgeSetup> {
        let token = token.map(|token| match speech {
            Speech::Fastly => HeaderValue::from_str(token),
            Speech::Purge | Speech::Cloudflare => HeaderValue::from_str(&format!("Bearer {token}")),
        });
        let mut token = token.transpose().map_err(|_| PurgeSetup::Token)?;
        if let Some(token) = &mut token {
            token.set_sensitive(true);
        }
        let failed = |error: &dyn std::error::Error| PurgeSetup::Client(error.to_string());
        let client = Client::builder()
            .timeout(PATIENCE)
            // A purge is meant for this address and no other.
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .no_proxy()
            .build()
            .map_err(|error| failed(&error))?;
        let runtime =
            runtime::Builder::new_current_thread().enable_all().build().map_err(|error| failed(&error))?;
        Ok(Purger { client, runtime, address, speech, token })
    }

    /// How the cache is spoken to.
    pub fn speech(&self) -> Speech {
        self.speech
    }

    /// Where it is: scheme, host and port, nothing secret.
    pub fn place(&self) -> String {
        self.address.origin().ascii_serialization()
    }

    /// The address as it may be shown, without a password.
    pub fn address(&self) -> String {
        let mut shown = self.address.clone();
        // An address with a host takes both.
        let _ = shown.set_password(None);
        shown.to_string()
    }

    /// The most keys of one purge.
    pub fn most(&self) -> usize {
        match self.speech {
            // Together they stay below what one line of a header may hold.
            Speech::Purge => 64,
            Speech::Fastly => 256,
            Speech::Cloudflare => 30,
        }
    }

    /// Tells the cache to forget what carries one of these keys, and waits until it says that it has.
    ///
    /// # Errors
    /// [`PurgeError`]: nobody knows then what it has forgotten.
    pub fn purge(&self, keys: &[String]) -> Result<(), PurgeError> {
        let method = match self.speech {
            Speech::Purge => Method::from_bytes(b"PURGE").unwrap_or(Method::POST),
            Speech::Fastly | Speech::Cloudflare => Method::POST,
        };
        let mut request = self.client.request(method, self.address.clone());
        if let Some(token) = &self.token {
            let name = match self.speech {
                Speech::Fastly => HeaderName::from_static("fastly-key"),
                Speech::Purge | Speech::Cloudflare => AUTHORIZATION,
            };
            request = request.header(name, token.clone());
        }
        request = match self.speech {
            Speech::Purge | Speech::Fastly => request.header("surrogate-key", keys.join(" ")),
            Speech::Cloudflare => {
                let body = serde_json::json!({ "tags": keys }).to_string();
                request.header(CONTENT_TYPE, "application/json").body(body)
            }
        };
        let place = self.place();
        self.runtime.block_on(async {
            let answer = request.send().await;
            let answer =
                answer.map_err(|error| PurgeError(format!("{place} did not answer: {}", whole(&error))))?;
            match answer.status() {
                status if status.is_success() => Ok(()),
                status @ (StatusCode::UNAUTHORIZED
                | StatusCode::FORBIDDEN
                | StatusCode::METHOD_NOT_ALLOWED) => {
                    Err(PurgeError(format!("{place} does not take purges from here ({status})")))
                }
                status => Err(PurgeError(format!("{place} answered {status}"))),
            }
        })
    }
}

/// An error with what stands behind it.
fn whole(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        said = format!("{said}: {cause}");
        source = cause.source();
    }
    said
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;

    /// What a cache hears that is told of two keys, and what comes of its answer.
    fn told(speech: Speech, answer: &'static str) -> (String, Result<(), PurgeError>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/there", listener.local_addr().unwrap());
        let heard = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut heard = String::new();
            let mut bytes = [0; 4096];
            while !heard.ends_with("\r\n\r\n") && !heard.ends_with('}') {
                let read = stream.read(&mut bytes).unwrap();
                heard.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
            }
            let answer = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).unwrap();
            heard.to_lowercase()
        });
        let purger = Purger::speaking(speech, Url::parse(&address).unwrap(), Some("s3cret")).unwrap();
        let done = purger.purge(&["post:1".to_owned(), "newest".to_owned()]);
        (heard.join().unwrap(), done)
    }

    #[test]
    fn each_cache_is_spoken_to_in_its_own_way() {
        let (heard, done) = told(Speech::Purge, "200 Purged");
        assert!(heard.starts_with("purge /there http/1.1\r\n"), "{heard}");
        assert!(heard.contains("surrogate-key: post:1 newest\r\n"), "{heard}");
        assert!(heard.contains("authorization: bearer s3cret\r\n"), "{heard}");
        assert_eq!(done, Ok(()));
        let (heard, _) = told(Speech::Fastly, "200 OK");
        assert!(heard.starts_with("post /there http/1.1\r\n"), "{heard}");
        assert!(heard.contains("surrogate-key: post:1 newest\r\n"), "{heard}");
        assert!(heard.contains("fastly-key: s3cret\r\n"), "{heard}");
        let (heard, _) = told(Speech::Cloudflare, "200 OK");
        assert!(heard.ends_with(r#"{"tags":["post:1","newest"]}"#), "{heard}");
        assert!(heard.contains("authorization: bearer s3cret\r\n"), "{heard}");
    }

    #[test]
    fn what_is_not_taken_is_said_without_the_token() {
        for (answer, word) in [
            ("403 Forbidden", "does not take purges"),
            ("503 Backend fetch failed", "answered 503"),
            ("302 Found\r\nLocation: http://127.0.0.1:1/", "answered 302"),
        ] {
            let (_, done) = told(Speech::Purge, answer);
            let said = done.unwrap_err().to_string();
            assert!(
                said.contains(word) && said.contains("http://127.0.0.1:") && !said.contains("s3cret"),
                "{said}"
            );
        }
        let nobody = Purger::new("http://127.0.0.1:1/", None).unwrap().purge(&["site".to_owned()]);
        assert!(nobody.unwrap_err().to_string().contains("did not answer"));
    }

    #[test]
    fn what_is_no_cache_is_named() {
        for address in ["", "127.0.0.1:6082", "ftp://a.example", "http://"] {
            assert!(matches!(Purger::new(address, None), Err(PurgeSetup::Address(_))), "{address}");
        }
        assert!(matches!(Purger::new("http://a.example", Some("a\nb")), Err(PurgeSetup::Token)));
        let speech = |address: &str| Purger::new(address, None).unwrap().speech();
        assert_eq!(speech("https://api.fastly.com/service/X/purge"), Speech::Fastly);
        assert_eq!(speech("https://api.cloudflare.com/client/v4/zones/X/purge_cache"), Speech::Cloudflare);
        assert_eq!(speech("http://127.0.0.1:6082"), Speech::Purge);
    }
}
