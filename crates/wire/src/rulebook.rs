//! What outlets say in their `robots.txt`, remembered for a while.

use std::sync::Arc;
use std::time::Duration;

use model::Robots;
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
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
        let mut options = OptionsBuilder::new();
        // One shard: several would each hold a part of the bytes only, and no long file.
        options.shards(1).estimated_items_capacity(OUTLETS).weight_capacity(BYTES);
        let options = options.build().expect("both capacities are given");
        let kept =
            Cache::with_options(options, Weight, DefaultHashBuilder::default(), DefaultLifecycle::default());
        Rulebook { kept }
    }

    /// Asks whether an address may be fetched, at this moment. `fetch` gets the file, if it is not known; several who ask
    /// for one outlet at once wait for one answer.
    ///
    /// # Errors
    /// [`Refusal::Robots`], [`Refusal::RobotsUnknown`], or why the outlet could not be reached at all.
    pub(crate) async fn leave(
        &self,
        url: &Url,
        now: Instant,
        fetch: impl Future<Output = Result<Exchange, Refusal>>,
    ) -> Result<Leave, Refusal> {
        let origin = url.origin().ascii_serialization();
        self.kept.remove_if(&origin, |kept| kept.until <= now);
        let fresh = async {
            let said = match fetch.await {
                // Our own line was full: that says nothing about the outlet.
                Err(refusal @ (Refusal::Busy { .. } | Refusal::Stopped)) => return Err(refusal),
                answer => understood(answer),
            };
            let time = if matches!(said, Said::Unknown(_)) { IN_DOUBT } else { BELIEVED };
            Ok(Kept { said: Arc::new(said), until: now + time })
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// Asks at a moment; whether there was leave, and whether the outlet was asked.
    fn ask(book: &Rulebook, host: &str, now: Instant, answer: Result<&str, Refusal>) -> (bool, bool) {
        let asked = Cell::new(false);
        let fetch = async {
            asked.set(true);
            answer.map(|body| Exchange {
                request_url: String::new(),
                final_url: String::new(),
                redirects: Vec::new(),
                moved: None,
                status: 200,
                headers: Vec::new(),
                robots: None,
                body: body.to_owned().into(),
                hops: Vec::new(),
            })
        };
        let url = Url::parse(&format!("https://{host}/x")).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let leave = runtime.block_on(book.leave(&url, now, fetch));
        (leave.is_ok(), asked.get())
    }

    const OPEN: Result<&str, Refusal> = Ok("User-agent: *\nDisallow: /y");
    const SHUT: Result<&str, Refusal> = Ok("User-agent: *\nDisallow: /");

    fn after(began: Instant, seconds: u64) -> Instant {
        began + Duration::from_secs(seconds)
    }

    #[test]
    fn what_an_outlet_said_is_believed_for_hours_and_then_asked_again() {
        let (book, began) = (Rulebook::new(), Instant::now());
        assert_eq!(ask(&book, "a.example", began, OPEN), (true, true));
        assert_eq!(ask(&book, "a.example", after(began, 6 * 3600 - 1), SHUT), (true, false));
        assert_eq!(ask(&book, "a.example", after(began, 6 * 3600), SHUT), (false, true));
        assert_eq!(ask(&book, "a.example", after(began, 6 * 3600 + 1), OPEN), (false, false));
    }

    #[test]
    fn an_outlet_that_could_not_say_is_asked_again_soon_and_our_own_crowd_says_nothing() {
        let (book, began) = (Rulebook::new(), Instant::now());
        let fault = || Err(Refusal::Status { address: String::new(), status: 503, wait: None });
        assert_eq!(ask(&book, "a.example", began, fault()), (false, true));
        assert_eq!(ask(&book, "a.example", after(began, 3), OPEN), (false, false));
        assert_eq!(ask(&book, "a.example", after(began, 4), OPEN), (true, true));
        assert_eq!(ask(&book, "b.example", began, Err(Refusal::Stopped)), (false, true));
        assert_eq!(ask(&book, "b.example", began, OPEN), (true, true));
    }

    #[test]
    fn outlets_are_forgotten_before_they_fill_the_memory() {
        let (book, began) = (Rulebook::new(), Instant::now());
        let long = format!("User-agent: *\n{}", "Disallow: /folder\n".repeat(5_000));
        for number in 0..100 {
            assert_eq!(ask(&book, &format!("{number}.example"), began, Ok(&long)), (true, true));
        }
        assert!(book.kept.weight() <= BYTES && book.kept.len() > 1, "{} kept", book.kept.len());
        for number in 0..3_000 {
            ask(&book, &format!("small-{number}.example"), began, OPEN);
        }
        assert!(book.kept.len() <= OUTLETS, "{} kept", book.kept.len());
    }
}
