//! What outlets say in their `robots.txt`, remembered for a while.

use std::sync::Arc;
use std::time::Duration;

use model::Robots;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tokio::time::Instant;
use url::Url;

use crate::fetch::host;
use crate::robots::Rules;
use crate::{Exchange, Refusal};

/// How long a file, or that there is none, is believed. The standard allows a day (RFC 9309, section 2.4);
/// an outlet that changes its mind should not wait that long.
const BELIEVED: Duration = Duration::from_secs(6 * 3600);

/// How long a file that could not be read is not asked for again: less than the shortest back-off of a job,
/// which is there to look again.
const IN_DOUBT: Duration = Duration::from_secs(4);

/// Outlets remembered.
const OUTLETS: usize = 1024;

/// Bytes of their rules remembered, all together.
const BYTES: u64 = 16 * 1024 * 1024;

/// The files of the outlets met lately.
pub(crate) struct Rulebook {
    kept: Cache<String, Kept, Weight>,
}

#[derive(Clone)]
struct Kept {
    said: Arc<Said>,
    until: Instant,
}

enum Said {
    Rules(Rules),
    Absent(Option<u16>),
    /// It could not be read.
    Unknown(Refusal),
}

#[derive(Clone)]
struct Weight;

impl Weighter<String, Kept> for Weight {
    fn weight(&self, origin: &String, kept: &Kept) -> u64 {
        let rules = match kept.said.as_ref() {
            Said::Rules(rules) => rules.weight(),
            _ => 0,
        };
        // An outlet without rules weighs so much that not more than so many are kept.
        (rules + origin.len() as u64).max(BYTES / OUTLETS as u64)
    }
}

/// Leave to fetch an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leave {
    /// Why.
    pub(crate) robots: Robots,
    /// The pause the outlet asks for between two requests.
    pub(crate) delay: Option<Duration>,
}

impl Rulebook {
    pub(crate) fn new() -> Self {
        Rulebook { kept: Cache::with_weighter(OUTLETS, BYTES, Weight) }
    }

    /// Asks whether an address may be fetched. `fetch` gets the file, if it is not known; several who ask
    /// for one outlet at once wait for one answer.
    ///
    /// # Errors
    /// [`Refusal::Robots`], [`Refusal::RobotsUnknown`], or why the outlet could not be reached at all.
    pub(crate) async fn leave(
        &self,
        url: &Url,
        fetch: impl Future<Output = Result<Exchange, Refusal>>,
    ) -> Result<Leave, Refusal> {
        let origin = url.origin().ascii_serialization();
        let now = Instant::now();
        self.kept.remove_if(&origin, |kept| kept.until <= now);
        let fresh = async {
            let said = match fetch.await {
                // Our own line was full: that says nothing about the outlet.
                Err(refusal @ (Refusal::Busy { .. } | Refusal::Stopped)) => return Err(refusal),
                answer => understood(answer),
            };
            let time = if matches!(said, Said::Unknown(_)) { IN_DOUBT } else { BELIEVED };
            Ok(Kept { said: Arc::new(said), until: Instant::now() + time })
        };
        let kept = self.kept.get_or_insert_async(&origin, fresh).await?;
        judged(&kept.said, url)
    }
}

/// What an answer, or none, means (section 2.3.1).
fn understood(answer: Result<Exchange, Refusal>) -> Said {
    match answer {
        Ok(exchange) => Said::Rules(Rules::parse(&exchange.body)),
        // 429 asks for time, and has been sent by outlets that forbid more than they could say then.
        Err(Refusal::Status { status: status @ 400..=499, .. }) if status != 429 => {
            Said::Absent(Some(status))
        }
        Err(
            Refusal::Status { status: 300..=399, .. }
            | Refusal::TooManyRedirects { .. }
            | Refusal::RedirectLoop { .. },
        ) => Said::Absent(None),
        Err(refusal) => Said::Unknown(refusal),
    }
}

fn judged(said: &Said, url: &Url) -> Result<Leave, Refusal> {
    let host = host(url);
    match said {
        Said::Absent(status) => Ok(Leave { robots: Robots::Absent { status: *status }, delay: None }),
        Said::Rules(rules) => match rules.judge(url) {
            None => Ok(Leave { robots: Robots::Silent, delay: rules.delay }),
            Some(rule) if rule.allows => {
                let robots = Robots::Allowed { line: rule.line, rule: rule.shown.clone() };
                Ok(Leave { robots, delay: rules.delay })
            }
            Some(rule) => Err(Refusal::Robots { host, line: rule.line, rule: rule.shown.clone() }),
        },
        Said::Unknown(why) => Err(match why {
            // The page would fail in the same way: that is what a person can do something about.
            Refusal::Private { host: of, .. }
            | Refusal::LocalName { host: of }
            | Refusal::Port { host: of, .. }
            | Refusal::Dns { host: of }
            | Refusal::Connect { host: of, .. }
            | Refusal::Tls { host: of, .. }
            | Refusal::NoRoots { host: of }
                if *of == host =>
            {
                why.clone()
            }
            _ => Refusal::RobotsUnknown { host, why: Box::new(why.clone()) },
        }),
    }
}
