//! The speed limit on comments: in memory, per address, by the desk's own clock.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::ops::Add;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use governor::clock::{Clock as Pace, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use model::comment::network_around;
use model::{Clock, Moment};

use crate::{Error, Limits};

/// Most senders remembered of each kind. When more than this are at it at once, all are forgotten: who sends then is
/// let through, and held with the others if it is a rush.
const REMEMBERED: usize = 10_000;

type Keyed = RateLimiter<IpAddr, DashMapStateStore<IpAddr>, Pacer, NoOpMiddleware<Tick>>;

/// Lets an address through, or says when to come back.
pub(crate) struct Gate {
    addresses: Option<Bounded>,
    networks: Option<Bounded>,
    /// Until when those who were turned away last would be turned away again. What it says is never an answer, only a
    /// reason to look first.
    shut: Mutex<HashMap<IpAddr, Moment>>,
    clock: Arc<dyn Clock>,
}

impl Gate {
    pub(crate) fn new(limits: &Limits, clock: Arc<dyn Clock>) -> Self {
        Gate {
            addresses: Bounded::new(limits.comment_seconds, limits.comment_burst, clock.clone()),
            networks: Bounded::new(limits.network_seconds, limits.network_burst, clock.clone()),
            shut: Mutex::default(),
            clock,
        }
    }

    /// Whether an address, or the network around it, was turned away and would be now.
    pub(crate) fn is_shut(&self, from: IpAddr) -> bool {
        let shut = self.shut.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        [neighbourhood(from), district(from)]
            .iter()
            .any(|key| shut.get(key).is_some_and(|until| *until > now))
    }

    fn shut(&self, key: IpAddr, seconds: u64) {
        let now = self.clock.now();
        let mut shut = self.shut.lock().unwrap_or_else(PoisonError::into_inner);
        if shut.len() >= REMEMBERED {
            shut.retain(|_, until| *until > now);
        }
        if shut.len() < REMEMBERED {
            shut.insert(key, now.plus_seconds(i64::try_from(seconds).unwrap_or(0)));
        }
    }

    /// Counts one comment of an address, and of the network around it.
    pub(crate) fn pass(&self, from: IpAddr) -> Result<(), Error> {
        let busy = |wait: u64, whose: &str| Error::Busy {
            message: format!(
                "{whose}: please wait {wait} seconds before your next comment. What you wrote is not lost."
            ),
            retry_after: wait,
        };
        if let Some(addresses) = &self.addresses {
            addresses.check(neighbourhood(from)).map_err(|wait| {
                self.shut(neighbourhood(from), wait);
                busy(wait, "That was quick")
            })?;
        }
        if let Some(networks) = &self.networks {
            networks.check(district(from)).map_err(|wait| {
                self.shut(district(from), wait);
                busy(wait, "Many comments are coming from where you are")
            })?;
        }
        Ok(())
    }
}

/// A limiter that never remembers more than so many senders.
struct Bounded {
    quota: Quota,
    clock: Arc<dyn Clock>,
    limiter: RwLock<Keyed>,
}

impl Bounded {
    /// `None` when there is no limit.
    fn new(seconds: u32, burst: u32, clock: Arc<dyn Clock>) -> Option<Self> {
        let quota = Quota::with_period(Duration::from_secs(u64::from(seconds)))?;
        let quota = quota.allow_burst(NonZeroU32::new(burst)?);
        let limiter = RwLock::new(Bounded::fresh(quota, clock.clone()));
        Some(Bounded { quota, clock, limiter })
    }

    fn fresh(quota: Quota, clock: Arc<dyn Clock>) -> Keyed {
        RateLimiter::new(quota, DashMapStateStore::default(), Pacer(clock))
    }

    /// Counts one; or the seconds to wait.
    fn check(&self, key: IpAddr) -> Result<(), u64> {
        let mut limiter = self.limiter.read().unwrap_or_else(PoisonError::into_inner);
        if limiter.len() >= REMEMBERED {
            drop(limiter);
            self.trim();
            limiter = self.limiter.read().unwrap_or_else(PoisonError::into_inner);
        }
        limiter.check_key(&key).map_err(|until| until.wait_time_from(limiter.clock().now()).as_secs().max(1))
    }

    /// Forgets those that have been quiet; all when hardly one has.
    fn trim(&self) {
        let mut limiter = self.limiter.write().unwrap_or_else(PoisonError::into_inner);
        if limiter.len() < REMEMBERED {
            return;
        }
        limiter.retain_recent();
        if limiter.len() > REMEMBERED / 2 {
            *limiter = Bounded::fresh(self.quota, self.clock.clone());
        }
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate")
    }
}

/// What stands for one sender: an IPv4 address, or the /64 that an IPv6 customer is given.
pub(crate) fn neighbourhood(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

/// What stands for the network around a sender: its first address.
fn district(from: IpAddr) -> IpAddr {
    network_around(from).addr()
}

/// The desk's clock as the limiter reads it.
struct Pacer(Arc<dyn Clock>);

impl Pace for Pacer {
    type Instant = Tick;

    fn now(&self) -> Tick {
        Tick(self.0.now().micros())
    }
}

/// Microseconds. Differences saturate: a clock that jumps by centuries must not stop anyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tick(i64);

fn micros(nanos: Nanos) -> u64 {
    nanos.as_u64() / 1_000
}

impl Add<Nanos> for Tick {
    type Output = Tick;

    fn add(self, nanos: Nanos) -> Tick {
        Tick(self.0.saturating_add_unsigned(micros(nanos)))
    }
}

impl Reference for Tick {
    fn duration_since(&self, earlier: Self) -> Nanos {
        let micros = u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0);
        // Half the range is left free: the limiter adds a few minutes to it.
        Nanos::from(micros.saturating_mul(1_000).min(u64::MAX / 2))
    }

    fn saturating_sub(&self, duration: Nanos) -> Self {
        Tick(self.0.saturating_sub_unsigned(micros(duration)))
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;
    use model::{ManualClock, Moment};

    #[test]
    fn five_at_once_then_one_in_twenty_seconds() {
        let clock = Arc::new(ManualClock::at(Moment::from_micros(-7)));
        let gate = Gate::new(&Limits::default(), clock.clone());
        let from: IpAddr = "192.0.2.1".parse().unwrap();
        for _ in 0..5 {
            gate.pass(from).unwrap();
        }
        let Err(Error::Busy { retry_after, .. }) = gate.pass(from) else { panic!("the sixth was let in") };
        assert!((19..=20).contains(&retry_after), "{retry_after}");
        gate.pass("192.0.2.2".parse().unwrap()).unwrap();
        clock.advance_seconds(20);
        gate.pass(from).unwrap();
        assert!(gate.pass(from).is_err());
    }

    #[test]
    fn who_was_turned_away_is_looked_at_first_until_he_may_come_again() {
        let clock = Arc::new(ManualClock::at(Moment::from_micros(0)));
        let gate = Gate::new(&Limits::default(), clock.clone());
        let from: IpAddr = "192.0.2.1".parse().unwrap();
        for _ in 0..5 {
            gate.pass(from).unwrap();
            assert!(!gate.is_shut(from));
        }
        assert!(gate.pass(from).is_err() && gate.is_shut(from));
        assert!(!gate.is_shut("192.0.2.2".parse().unwrap()), "his neighbour was not turned away");
        clock.advance_seconds(20);
        assert!(!gate.is_shut(from));
    }

    #[test]
    fn a_clock_that_jumps_stops_nobody() {
        let clock = Arc::new(ManualClock::at(Moment::from_micros(i64::MIN)));
        let gate = Gate::new(&Limits::default(), clock.clone());
        let from: IpAddr = "::1".parse().unwrap();
        gate.pass(from).unwrap();
        clock.set(Moment::from_micros(i64::MAX));
        gate.pass(from).unwrap();
        clock.set(Moment::from_micros(0));
        assert!(gate.pass("2001:db8::1".parse().unwrap()).is_ok());
    }

    #[test]
    fn a_network_has_a_wider_allowance_of_its_own() {
        let clock = Arc::new(ManualClock::at(Moment::from_micros(0)));
        let gate = Gate::new(&Limits::default(), clock.clone());
        let from = |last: u32| IpAddr::V4(Ipv4Addr::from_bits(0xc000_0200 + last));
        let passed = (1..=200).filter(|last| gate.pass(from(*last)).is_ok()).count();
        assert_eq!(passed, Limits::default().network_burst as usize);
        gate.pass(from(0x100)).expect("a neighbour is not meant");
        assert_eq!(
            district("2001:db8:1::".parse().unwrap()),
            district("2001:db8:1:ffff::1".parse().unwrap())
        );
        assert_ne!(district("2001:db8:1::".parse().unwrap()), district("2001:db8:2::".parse().unwrap()));
    }

    #[test]
    fn what_is_remembered_is_bounded_however_many_come() {
        let clock = Arc::new(ManualClock::at(Moment::from_micros(0)));
        let gate = Gate::new(&Limits::default(), clock.clone());
        for number in 0..3 * REMEMBERED as u32 {
            gate.pass(IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + number * 0x101))).unwrap();
        }
        for kind in [&gate.addresses, &gate.networks].into_iter().flatten() {
            assert!(kind.limiter.read().unwrap().len() <= REMEMBERED);
        }
    }

    #[test]
    fn a_customer_is_one_sender() {
        let of = |text: &str| neighbourhood(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:2"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
