//! Reading one answer: where it sends us, how long it asks us to wait, and its body to the end.

use std::time::Duration;

use bytes::Bytes;
use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, DATE, HeaderMap, LOCATION, RETRY_AFTER};
use url::Url;

use crate::body::{Body, Spoilt};
use crate::fetch::{host, reason};
use crate::{Exchange, Hop, Refusal};

/// The longest an outlet's `Retry-After` is believed.
const LONGEST_WAIT: Duration = Duration::from_secs(86_400);

/// How much of a body is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    /// A body that is larger is refused.
    Whole(usize),
    /// Of a body that is larger, this much is enough.
    Beginning(usize),
}

/// The addresses of a fetch: the one asked for, those that redirected, and the one that answered.
#[derive(Clone, Debug)]
pub(crate) struct Trail {
    pub(crate) first: Url,
    pub(crate) passed: Vec<Url>,
    pub(crate) here: Url,
    /// Where the first has moved for good, as far as every hop until there said so.
    pub(crate) moved: Option<Url>,
    /// What was exchanged so far; stays empty for what is not kept.
    pub(crate) hops: Vec<Hop>,
}

impl Trail {
    /// A trail that begins at an address.
    pub(crate) fn from(first: Url) -> Self {
        Trail { here: first.clone(), first, passed: Vec::new(), moved: None, hops: Vec::new() }
    }

    /// An exchange that ends here.
    pub(crate) fn exchange(self, response: &Response, body: Bytes) -> Exchange {
        Exchange {
            request_url: self.first.into(),
            final_url: self.here.into(),
            redirects: self.passed.into_iter().map(String::from).collect(),
            moved: self.moved.map(String::from),
            status: response.status().as_u16(),
            headers: headers_of(response.headers()),
            robots: None,
            body,
            hops: self.hops,
        }
    }

    /// Reads a successful answer to its end, or to its limit; with a hop, what was sent is kept in it.
    pub(crate) async fn take(
        mut self,
        mut response: Response,
        limit: Limit,
        hop: Option<Hop>,
    ) -> Result<Exchange, Refusal> {
        let status = response.status();
        let host = host(&self.here);
        if !status.is_success() {
            let wait = wait_of(response.headers());
            return Err(Refusal::Status { address: self.here.into(), status: status.as_u16(), wait });
        }
        let (most, announced) = match limit {
            Limit::Whole(most) => (most, response.content_length().unwrap_or_default()),
            Limit::Beginning(most) => (most, 0),
        };
        let too_large = || Refusal::TooLarge { host: host.clone(), limit: most };
        if announced > most as u64 {
            return Err(too_large());
        }
        let codings = response.headers().get_all(CONTENT_ENCODING).iter();
        let codings: Vec<&str> = codings.map(|value| value.to_str().unwrap_or("unreadable")).collect();
        let encoding = codings.join(", ");
        let Some(mut body) = Body::new(&encoding, most) else {
            return Err(Refusal::Encoding { host, encoding });
        };
        // What is sent as it is need not be held twice.
        let mut sent = (hop.is_some() && body.is_packed()).then(Vec::new);
        let spoilt = |spoilt: Spoilt| match spoilt {
            Spoilt::TooLarge => too_large(),
            Spoilt::Bomb => Refusal::Bomb { host: host.clone() },
            Spoilt::Damaged(error) => {
                Refusal::Broken { host: host.clone(), reason: format!("its {encoding} packing: {error}") }
            }
        };
        while let Some(chunk) = response.chunk().await.map_err(|error| reason(&self.here, &error))? {
            if let Some(sent) = &mut sent {
                sent.extend_from_slice(&chunk);
            }
            match (body.push(&chunk), limit) {
                (Ok(()), _) => {}
                (Err(Spoilt::TooLarge), Limit::Beginning(_)) => {
                    return Ok(self.exchange(&response, body.so_far().into()));
                }
                (Err(error), _) => return Err(spoilt(error)),
            }
        }
        let body = Bytes::from(body.finish().map_err(spoilt)?);
        let payload = sent.map_or_else(|| body.clone(), Bytes::from);
        self.hops.extend(hop.map(|hop| hop.with(payload)));
        Ok(self.exchange(&response, body))
    }
}

/// Where an answer sends us; `None` when it does not.
pub(crate) fn redirect_of(response: &Response) -> Option<String> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?;
    // Browsers accept a raw UTF-8 address here, and so do we: `to_str` would accept ASCII only.
    Some(String::from_utf8_lossy(location.as_bytes()).into_owned())
}

/// What `Retry-After` asks for (RFC 9110, section 10.2.3), at most a day. A date is read by the outlet's own
/// clock, which its `Date` tells: no clock of ours need agree with it.
fn wait_of(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let asked = text(RETRY_AFTER)?;
    let wait = if !asked.is_empty() && asked.bytes().all(|byte| byte.is_ascii_digit()) {
        asked.parse().map_or(LONGEST_WAIT, Duration::from_secs)
    } else {
        let at = httpdate::parse_http_date(asked).ok()?;
        let now = httpdate::parse_http_date(text(DATE)?).ok()?;
        at.duration_since(now).ok()?
    };
    Some(wait.min(LONGEST_WAIT))
}

fn headers_of(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect()
}
