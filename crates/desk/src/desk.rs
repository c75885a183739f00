//! The value that all verbs belong to.

use std::fmt;
use std::sync::Arc;

use model::{Clock, Ids, Moment};
use store::{Store, Tx};

use crate::gate::Gate;
use crate::just_said::JustSaid;
use crate::ledger::Signing;
use crate::password::Turns;
use crate::rush::Rush;
use crate::taking::{Ready, Subjects};
use crate::together::Together;
use crate::{Commented, Error, Limits};

/// Tries of a write whose rows others write at the same moment. Of those who meet, one gets through each
/// time; a conflict that is none of timing comes back unchanged, a few reads later.
const TRIES: u32 = 8;

/// A publication's desk: its store, its clock, its ids. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Desk {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<Ids>,
    pub(crate) limits: Limits,
    pub(crate) gate: Arc<Gate>,
    pub(crate) rush: Arc<Rush>,
    pub(crate) just_said: Arc<JustSaid>,
    pub(crate) together: Arc<Together<Ready, Result<Commented, Error>>>,
    pub(crate) subjects: Arc<Subjects>,
    pub(crate) turns: Arc<Turns>,
    pub(crate) signing: Option<Arc<Signing>>,
    pub(crate) mails_as: Option<Arc<str>>,
}

impl Desk {
    /// A desk over a store, with the limits of a public site.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Desk {
        let limits = Limits::default();
        Desk {
            store,
            ids: Arc::new(Ids::new(clock.clone())),
            limits,
            gate: Arc::new(Gate::new(&limits, clock.clone())),
            rush: Arc::new(Rush::new(limits.rush)),
            just_said: Arc::default(),
            together: Arc::default(),
            subjects: Arc::default(),
            turns: Arc::new(Turns::new(limits.hashes_at_once)),
            signing: None,
            mails_as: None,
            clock,
        }
    }

    /// The same desk with other limits; what it remembered of fast addresses is forgotten.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Desk {
        Desk {
            limits,
            gate: Arc::new(Gate::new(&limits, self.clock.clone())),
            rush: Arc::new(Rush::new(limits.rush)),
            turns: Arc::new(Turns::new(limits.hashes_at_once)),
            together: Arc::default(),
            ..self
        }
    }

    /// The same desk where letters can be sent, under this address; without one none are written.
    #[must_use]
    pub fn mailing_as(self, from: Option<&str>) -> Desk {
        // Whoever takes comments for others does so by his own limits and with his own letters.
        Desk { mails_as: from.map(Arc::from), together: Arc::default(), ..self }
    }

    /// The address letters come from; `None` where none are sent.
    pub fn mails_as(&self) -> Option<&str> {
        self.mails_as.as_deref()
    }

    /// The store, for reading.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The clock that all verbs go by.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Writes, and again after a conflict: then it sees what the other writer did, and either goes along
    /// with it or says what the conflict is. What was noted for the ledger is written with it, last.
    pub(crate) fn write<T>(&self, mut f: impl FnMut(&mut Tx) -> Result<T, Error>) -> Result<T, Error> {
        let mut once = || {
            self.store.write(|tx| {
                let value = f(tx)?;
                self.write_entries(tx)?;
                Ok(value)
            })
        };
        for _ in 1..TRIES {
            match once() {
                Err(Error::Conflict(_)) => {}
                done => return done,
            }
        }
        once()
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}
