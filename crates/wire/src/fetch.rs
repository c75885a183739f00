//! One fetch: the hops, the answer, and what its failures mean.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::io;
use std::sync::Arc;

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LOCATION,
};
use reqwest::{Client, RequestBuilder, Response};
use url::{Url, form_urlencoded};

use crate::body::{Body, CODINGS};
use crate::wire::Config;
use crate::{Answer, Exchange, Guard, Refusal, Request};

/// The most bytes read of the answer to a form: a program wants the status, and a person one sentence.
const FORM_ANSWER: usize = 64 * 1024;

/// Everything a fetch needs; shared by all of them.
pub(crate) struct Fetcher {
    pub(crate) config: Config,
    pub(crate) guard: Arc<Guard>,
    /// One client for each port that may be reached (see [`crate::resolver::Resolver`]).
    pub(crate) clients: BTreeMap<u16, Client>,
    /// Whether there are root certificates to trust.
    pub(crate) roots: bool,
}

impl Fetcher {
    /// Fetches within the time for everything together.
    pub(crate) async fn get(&self, request: &Request) -> Result<Answer, Refusal> {
        let first = self.guard.address(&request.address)?;
        let late = self.late(&first);
        tokio::time::timeout(self.config.total_timeout, self.follow(first, request))
            .await
            .map_err(|_| late)?
    }

    /// Sends a form to one address, from where no redirect is followed.
    pub(crate) async fn post(&self, address: &str, fields: &[(String, String)]) -> Result<Exchange, Refusal> {
        let url = self.guard.address(address)?;
        let late = self.late(&url);
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let exchange = async {
            let asked = self.client(&url)?.post(url.clone()).body(body);
            let asked = asked.header(ACCEPT, "*/*").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            let response = self.send(&url, asked).await?;
            let limit = FORM_ANSWER.min(self.config.max_bytes);
            self.take(response, limit, url.clone(), url, Vec::new()).await
        };
        tokio::time::timeout(self.config.total_timeout, exchange).await.map_err(|_| late)?
    }

    fn late(&self, url: &Url) -> Refusal {
        let seconds = self.config.total_timeout.as_millis().div_ceil(1000);
        Refusal::Timeout { host: host(url), seconds: seconds.try_into().unwrap_or(u64::MAX) }
    }

    async fn follow(&self, first: Url, request: &Request) -> Result<Answer, Refusal> {
        let mut here = first.clone();
        let mut passed: Vec<Url> = Vec::new();
        loop {
            let asked = self.client(&here)?.get(here.clone()).header(ACCEPT, request.accept.header());
            let asked = known(asked, IF_NONE_MATCH, request.etag.as_deref());
            let asked = known(asked, IF_MODIFIED_SINCE, request.last_modified.as_deref());
            let response = self.send(&here, asked).await?;
            if response.status().as_u16() == 304 && request.is_conditional() {
                return Ok(Answer::Unchanged(exchange(&response, Vec::new(), first, here, passed)));
            }
            let Some(location) = redirect_of(&response) else {
                let limit = self.config.max_bytes;
                return self.take(response, limit, first, here, passed).await.map(Answer::Fresh);
            };
            let next = self.guard.redirect(&here, &location)?;
            passed.push(here);
            if passed.contains(&next) {
                return Err(Refusal::RedirectLoop { address: next.into() });
            }
            if passed.len() > self.config.redirects {
                let limit = self.config.redirects;
                return Err(Refusal::TooManyRedirects { host: host(&first), limit });
            }
            here = next;
        }
    }

    fn client(&self, url: &Url) -> Result<&Client, Refusal> {
        if url.scheme() == "https" && !self.roots {
            return Err(Refusal::NoRoots { host: host(url) });
        }
        let port = url.port_or_known_default().unwrap_or_default();
        self.clients.get(&port).ok_or_else(|| Refusal::Port { host: host(url), port })
    }

    /// Sends one request to an address the guard has let through, and judges where it went.
    async fn send(&self, url: &Url, asked: RequestBuilder) -> Result<Response, Refusal> {
        let asked = asked.header(ACCEPT_ENCODING, CODINGS);
        let response = asked.send().await.map_err(|error| self.reason(url, &error))?;
        match response.remote_addr() {
            Some(reached) => self.guard.connection(&host(url), reached)?,
            None => {
                return Err(Refusal::Broken { host: host(url), reason: "it came from no address".into() });
            }
        }
        Ok(response)
    }

    /// Reads a successful answer to its end.
    async fn take(
        &self,
        mut response: Response,
        limit: usize,
        first: Url,
        here: Url,
        passed: Vec<Url>,
    ) -> Result<Exchange, Refusal> {
        let status = response.status().as_u16();
        if !response.status().is_success() {
            return Err(Refusal::Status { address: here.into(), status });
        }
        let too_large = || Refusal::TooLarge { host: host(&here), limit };
        if response.content_length().is_some_and(|length| length > limit as u64) {
            return Err(too_large());
        }
        let codings: Vec<&str> = response
            .headers()
            .get_all(CONTENT_ENCODING)
            .iter()
            .map(|value| value.to_str().unwrap_or("unreadable"))
            .collect();
        let encoding = codings.join(", ");
        let Some(mut body) = Body::new(&encoding, limit) else {
            return Err(Refusal::Encoding { host: host(&here), encoding });
        };
        let unpack = |error: io::Error| match error.kind() {
            io::ErrorKind::FileTooLarge => too_large(),
            _ => Refusal::Broken { host: host(&here), reason: format!("its {encoding} packing: {error}") },
        };
        let mut received = 0;
        while let Some(chunk) = response.chunk().await.map_err(|error| self.reason(&here, &error))? {
            received += chunk.len();
            body.push(&chunk).map_err(unpack)?;
        }
        let body = body.finish(received).map_err(unpack)?;
        Ok(exchange(&response, body, first, here, passed))
    }

    /// What a failed request means for the person who asked.
    fn reason(&self, url: &Url, error: &reqwest::Error) -> Refusal {
        let host = host(url);
        let mut deepest = error.to_string();
        let mut told = None;
        let mut cause = error.source();
        while let Some(inner) = cause {
            if let Some(refusal) = inner.downcast_ref::<Refusal>() {
                return refusal.clone();
            }
            if let Some(system) = inner.downcast_ref::<io::Error>() {
                told = told.or(Some(system.kind()));
            }
            deepest = inner.to_string();
            cause = inner.source();
        }
        if error.is_timeout() {
            let seconds = self.config.connect_timeout.as_millis().div_ceil(1000);
            return Refusal::Timeout { host, seconds: seconds.try_into().unwrap_or(u64::MAX) };
        }
        if !error.is_connect() {
            return Refusal::Broken { host, reason: deepest };
        }
        match told {
            // A failed handshake has no kind of its own; a failed connection always has one of the system's.
            Some(io::ErrorKind::Other | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof)
                if url.scheme() == "https" =>
            {
                Refusal::Tls { host, reason: deepest }
            }
            _ => Refusal::Connect { host, reason: deepest },
        }
    }
}

fn exchange(response: &Response, body: Vec<u8>, first: Url, here: Url, passed: Vec<Url>) -> Exchange {
    Exchange {
        request_url: first.into(),
        final_url: here.into(),
        redirects: passed.into_iter().map(String::from).collect(),
        status: response.status().as_u16(),
        headers: headers_of(response),
        body: body.into(),
    }
}

/// Adds what is known of the copy at hand. What cannot stand in a header came from no outlet: without it,
/// everything is sent.
fn known(asked: RequestBuilder, name: HeaderName, value: Option<&str>) -> RequestBuilder {
    match value.map(HeaderValue::from_str) {
        Some(Ok(value)) => asked.header(name, value),
        _ => asked,
    }
}

/// Where an answer sends us; `None` when it does not.
fn redirect_of(response: &Response) -> Option<String> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?;
    // Browsers accept a raw UTF-8 address here, and so do we: `to_str` would accept ASCII only.
    Some(String::from_utf8_lossy(location.as_bytes()).into_owned())
}

fn headers_of(response: &Response) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    response.headers().iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect()
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}
