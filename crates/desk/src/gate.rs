//! The speed limit on comments: in memory, per address, by the desk's own clock.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::ops::Add;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock as Pace, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use model::Clock;

use crate::{Error, Limits};

/// Addresses remembered before those that have been quiet are dropped.
const REMEMBERED: usize = 10_000;

type Keyed = RateLimiter<IpAddr, DashMapStateStore<IpAddr>, Pacer, NoOpMiddleware<Tick>>;

/// Lets an address through, or says when to come back.
pub(crate) struct Gate(Option<Keyed>);

impl Gate {
    pub(crate) fn new(limits: &Limits, clock: Arc<dyn Clock>) -> Self {
        let quota = Quota::with_period(Duration::from_secs(u64::from(limits.comment_seconds)));
        let burst = NonZeroU32::new(limits.comment_burst);
        Gate(quota.zip(burst).map(|(quota, burst)| {
            RateLimiter::new(quota.allow_burst(burst), DashMapStateStore::default(), Pacer(clock))
        }))
    }

    /// Counts one comment of an address.
    pub(crate) fn pass(&self, from: IpAddr) -> Result<(), Error> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        if limiter.len() > REMEMBERED {
            limiter.retain_recent();
        }
        limiter.check_key(&neighbourhood(from)).map_err(|until| {
            let wait = until.wait_time_from(limiter.clock().now()).as_secs().max(1);
            Error::Busy {
                message: format!(
                    "That was quick: please wait {wait} seconds before your next comment. What you wrote is not lost."
                ),
                retry_after: wait,
            }
        })
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
    fn a_customer_is_one_sender() {
        let of = |text: &str| neighbourhood(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:2"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
