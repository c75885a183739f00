//! One fetch: leave, turn, hops, and what its failures mean.

use std::error::Error as _;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    USER_AGENT,
};
use reqwest::{Method, RequestBuilder, Response};
use tokio::time::{Instant, timeout};
use url::Url;

use crate::agent::Agent;
use crate::answer::{Limit, Trail, redirect_of};
use crate::body::CODINGS;
use crate::clients::Clients;
use crate::hop::request_head;
use crate::pace::{Lane, Pace};
use crate::rulebook::{Leave, Rulebook};
use crate::wire::Config;
use crate::{Accept, Answer, Exchange, Guard, Hop, Refusal, Request, robots};

/// The most bytes read of the answer to a form: a program wants the status, and a person one sentence.
const FORM_ANSWER: usize = 64 * 1024;

/// The longest time for one `robots.txt`; a page waits for it.
const ROBOTS_TIME: Duration = Duration::from_secs(10);

/// Everything a fetch needs; shared by all of them.
pub(crate) struct Fetcher {
    pub(crate) config: Config,
    pub(crate) guard: Arc<Guard>,
    pub(crate) clients: Clients,
    pub(crate) agent: Agent,
    pub(crate) pace: Pace,
    pub(crate) rulebook: Rulebook,
}

/// How one kind of fetch goes about it.
struct Manner<'a> {
    accept: &'static str,
    agent: &'a HeaderValue,
    lane: Lane,
    /// Whether `robots.txt` is asked, and pauses are made.
    asks: bool,
    etag: Option<&'a str>,
    last_modified: Option<&'a str>,
    limit: Limit,
    /// Whether what is exchanged is kept as it was sent.
    keeps: bool,
    /// The time for everything, standing in line aside.
    time: Duration,
}

enum Step {
    Further { location: String, for_good: bool, hop: Option<Hop> },
    Arrived(Answer),
}

impl Fetcher {
    /// Fetches what a request asks for.
    pub(crate) async fn get(&self, request: &Request) -> Result<Answer, Refusal> {
        let is_picture = request.accept == Accept::Image;
        let manner = Manner {
            accept: request.accept.header(),
            agent: self.agent.of(request.accept),
            lane: if is_picture { Lane::Pictures } else { Lane::Text },
            asks: !is_picture,
            etag: request.etag.as_deref(),
            last_modified: request.last_modified.as_deref(),
            limit: Limit::Whole(self.config.max_bytes.min(request.accept.most())),
            keeps: request.accept.is_kept(),
            time: self.config.total_timeout,
        };
        self.follow(self.guard.address(&request.address)?, &manner).await
    }

    /// Sends something to one address, from where no redirect is followed.
    pub(crate) async fn post(
        &self,
        address: &str,
        mime: &'static str,
        body: Vec<u8>,
    ) -> Result<Exchange, Refusal> {
        let url = self.guard.address(address)?;
        let turn = self.pace.turn(line(&url), Lane::Text, None).await?;
        let sent = async {
            let asked = self.request(Method::POST, &url, self.agent.form(), "*/*")?;
            let asked = asked.body(body).header(CONTENT_TYPE, mime);
            let (response, _) = self.send(&url, asked, false).await?;
            let limit = Limit::Whole(FORM_ANSWER.min(self.config.max_bytes));
            Trail::from(url.clone()).take(response, limit, None).await
        };
        let time = self.config.total_timeout;
        let answer = timeout(time, sent).await.map_err(|_| late(&url, time))?;
        drop(turn);
        answer
    }

    async fn follow(&self, first: Url, manner: &Manner<'_>) -> Result<Answer, Refusal> {
        let mut trail = Trail::from(first);
        let mut met: Vec<String> = Vec::new();
        let mut left = manner.time;
        loop {
            let leave = if manner.asks { Some(self.leave(&trail.here).await?) } else { None };
            let name = line(&trail.here).to_owned();
            // The hops of one fetch belong together: only the first at a host waits for those before it.
            let paused = manner.asks && !met.contains(&name);
            let pause = paused.then(|| self.pause(&trail.here, leave.as_ref()));
            let turn = self.pace.turn(&name, manner.lane, pause).await?;
            let began = Instant::now();
            let step = timeout(left, self.step(&trail, manner)).await;
            left = left.saturating_sub(began.elapsed());
            drop(turn);
            let (location, for_good, hop) = match step.map_err(|_| late(&trail.first, manner.time))?? {
                Step::Arrived(answer) => return Ok(with_leave(answer, leave)),
                Step::Further { location, for_good, hop } => (location, for_good, hop),
            };
            met.push(name);
            trail.hops.extend(hop);
            let next = self.guard.redirect(&trail.here, &location)?;
            let so_far = trail.moved.as_ref().unwrap_or(&trail.first) == &trail.here;
            if for_good && so_far {
                trail.moved = Some(next.clone());
            }
            trail.passed.push(std::mem::replace(&mut trail.here, next));
            if trail.passed.contains(&trail.here) {
                return Err(Refusal::RedirectLoop { address: trail.here.into() });
            }
            if trail.passed.len() > self.config.redirects {
                let limit = self.config.redirects;
                return Err(Refusal::TooManyRedirects { host: host(&trail.first), limit });
            }
        }
    }

    /// One hop, its body included if it is the last.
    async fn step(&self, trail: &Trail, manner: &Manner<'_>) -> Result<Step, Refusal> {
        let asked = self.request(Method::GET, &trail.here, manner.agent, manner.accept)?;
        let asked = known(asked, IF_NONE_MATCH, manner.etag);
        let asked = known(asked, IF_MODIFIED_SINCE, manner.last_modified);
        let (response, hop) = self.send(&trail.here, asked, manner.keeps).await?;
        let conditional = manner.etag.is_some() || manner.last_modified.is_some();
        if response.status().as_u16() == 304 && conditional {
            let mut trail = trail.clone();
            trail.hops.extend(hop.map(|hop| hop.with(Bytes::new())));
            let exchange = trail.exchange(&response, Bytes::new());
            return Ok(Step::Arrived(Answer::Unchanged(exchange)));
        }
        if let Some(location) = redirect_of(&response) {
            let for_good = matches!(response.status().as_u16(), 301 | 308);
            return Ok(Step::Further { location, for_good, hop });
        }
        let exchange = trail.clone().take(response, manner.limit, hop).await?;
        Ok(Step::Arrived(Answer::Fresh(exchange)))
    }

    /// Asks the outlet's `robots.txt`, which is fetched like anything else if it is not known.
    async fn leave(&self, url: &Url) -> Result<Leave, Refusal> {
        let mut file = url.clone();
        file.set_path("/robots.txt");
        file.set_query(None);
        let manner = Manner {
            accept: "text/plain, */*;q=0.1",
            agent: self.agent.robots(),
            lane: Lane::Text,
            asks: false,
            etag: None,
            last_modified: None,
            limit: Limit::Beginning(robots::LONGEST),
            keeps: false,
            time: self.config.total_timeout.min(ROBOTS_TIME),
        };
        let fetch = async {
            match Box::pin(self.follow(file.clone(), &manner)).await? {
                Answer::Fresh(exchange) | Answer::Unchanged(exchange) => Ok(exchange),
            }
        };
        self.rulebook.leave(url, Instant::now(), fetch).await
    }

    /// The pause behind a request: ours, or the outlet's if it asks for more. What the operator listed is
    /// the operator's own, and only slows us down by asking.
    fn pause(&self, url: &Url, leave: Option<&Leave>) -> Duration {
        let ours = if self.guard.is_listed(url) { Duration::ZERO } else { self.config.pause };
        ours.max(leave.and_then(|leave| leave.delay).unwrap_or_default())
    }

    fn request(
        &self,
        method: Method,
        url: &Url,
        agent: &HeaderValue,
        accept: &'static str,
    ) -> Result<RequestBuilder, Refusal> {
        let asked = self.clients.for_url(url)?.request(method, url.clone());
        Ok(asked.header(USER_AGENT, agent).header(ACCEPT, accept).header(ACCEPT_ENCODING, CODINGS))
    }

    /// Sends one request to an address the guard has let through, and judges where it went. The answer comes
    /// with what was exchanged so far, if that is kept.
    async fn send(
        &self,
        url: &Url,
        asked: RequestBuilder,
        keeps: bool,
    ) -> Result<(Response, Option<Hop>), Refusal> {
        let (client, request) = asked.build_split();
        let request = request.map_err(|error| reason(url, &error))?;
        let head = keeps.then(|| request_head(&request));
        let response = client.execute(request).await.map_err(|error| match error.is_timeout() {
            true => late(url, self.config.connect_timeout),
            false => reason(url, &error),
        })?;
        match response.remote_addr() {
            Some(reached) => self.guard.connection(&host(url), reached)?,
            None => {
                return Err(Refusal::Broken { host: host(url), reason: "it came from no address".into() });
            }
        }
        let hop = head.map(|head| Hop::unread(url, head, &response));
        Ok((response, hop))
    }
}

/// What a failed request means for the person who asked.
pub(crate) fn reason(url: &Url, error: &reqwest::Error) -> Refusal {
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

fn late(url: &Url, time: Duration) -> Refusal {
    let seconds = time.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX);
    Refusal::Timeout { host: host(url), seconds }
}

fn with_leave(answer: Answer, leave: Option<Leave>) -> Answer {
    let robots = leave.map(|leave| leave.robots);
    match answer {
        Answer::Fresh(exchange) => Answer::Fresh(Exchange { robots, ..exchange }),
        Answer::Unchanged(exchange) => Answer::Unchanged(Exchange { robots, ..exchange }),
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

/// The line to stand in: one for each host, however its name ends.
fn line(url: &Url) -> &str {
    url.host_str().unwrap_or_default().trim_end_matches('.')
}

/// The host of an address, as refusals name it.
pub(crate) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}
