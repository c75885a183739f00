//! The system's clock: the only place that reads it.

use std::time::{SystemTime, UNIX_EPOCH};

use model::{Clock, Moment};

/// Reads the system's time.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock everyone else is handed")]
    fn now(&self) -> Moment {
        let now = SystemTime::now();
        let micros = match now.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_micros()).unwrap_or(i64::MAX),
            // A machine without a battery may wake up before 1970.
            Err(before) => i64::try_from(before.duration().as_micros()).map_or(i64::MIN, |micros| -micros),
        };
        Moment::from_micros(micros)
    }
}
