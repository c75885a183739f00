//! Who saw what when, and whether that can be: a page may be new or just as new, and never old.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Facts that a page may show, each a number that only grows.
pub const FACTS: usize = 6;

/// How far each fact has come, as somebody knows it; `None` of a fact that a page does not show.
pub type Version = [Option<u32>; FACTS];

/// Something that took from one moment to another.
#[derive(Clone, Debug)]
pub struct Event {
    pub begun: u64,
    pub ended: u64,
    pub what: What,
}

#[derive(Clone, Debug)]
pub enum What {
    /// A fact was brought to a number, and that was acknowledged at the end.
    Written { fact: usize, to: u32 },
    /// Somebody was given a page, which showed that.
    Read { reader: usize, page: String, shown: Version },
}

/// Events of many threads, by one clock that counts moments.
#[derive(Default)]
pub struct History {
    clock: AtomicU64,
    events: Mutex<Vec<Event>>,
}

impl History {
    /// This moment; no other is the same.
    pub fn now(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::SeqCst)
    }

    /// Notes what began then and has just ended.
    pub fn note(&self, begun: u64, what: What) {
        let event = Event { begun, ended: self.now(), what };
        self.events.lock().unwrap().push(event);
    }

    pub fn into_events(self) -> Vec<Event> {
        self.events.into_inner().unwrap()
    }
}

/// Looks through a history. Every page given must show
///
/// 1. whatever was acknowledged, to anyone, before it was asked for;
/// 2. nothing older than any page, this or another, showed to anyone who had it before this one was asked for;
/// 3. nothing that nobody had begun to write by then.
///
/// # Errors
/// The first event against these rules.
pub fn check(events: &[Event]) -> Result<(), String> {
    // Beginnings and ends in their order: what has ended by then is what a page must show at least.
    let mut moments: Vec<(u64, bool, &Event)> =
        events.iter().flat_map(|event| [(event.begun, false, event), (event.ended, true, event)]).collect();
    moments.sort_by_key(|(at, ..)| *at);
    let mut acknowledged = [0; FACTS];
    let mut begun = [0; FACTS];
    let mut answered: (Version, usize) = ([None; FACTS], usize::MAX);
    let mut owed: HashMap<u64, (Version, Version, usize)> = HashMap::new();
    for (_, is_end, event) in moments {
        match &event.what {
            What::Written { fact, to } if is_end => acknowledged[*fact] = (*to).max(acknowledged[*fact]),
            What::Written { fact, to } => begun[*fact] = (*to).max(begun[*fact]),
            What::Read { .. } if !is_end => {
                owed.insert(event.begun, (acknowledged.map(Some), answered.0, answered.1));
            }
            What::Read { reader, page, shown } => {
                let (least, seen, by) = owed[&event.begun];
                for fact in 0..FACTS {
                    let Some(is) = shown[fact] else { continue };
                    let fault = |why: String| {
                        Err(format!(
                            "reader {reader} was given {page} with fact {fact} at {is}, moments {} to {}: {why}",
                            event.begun, event.ended
                        ))
                    };
                    if Some(is) < least[fact] {
                        return fault(format!("{} was acknowledged before", least[fact].unwrap_or(0)));
                    }
                    if Some(is) < seen[fact] {
                        return fault(format!("reader {by} had been given {}", seen[fact].unwrap_or(0)));
                    }
                    if is > begun[fact] {
                        return fault(format!("no more than {} was ever written", begun[fact]));
                    }
                }
                let (known, by) = &mut answered;
                for fact in 0..FACTS {
                    if shown[fact] > known[fact] {
                        known[fact] = shown[fact];
                        *by = *reader;
                    }
                }
            }
        }
    }
    Ok(())
}

fn written(begun: u64, ended: u64, to: u32) -> Event {
    Event { begun, ended, what: What::Written { fact: 0, to } }
}

fn read(begun: u64, ended: u64, reader: usize, page: &str, first: u32) -> Event {
    let shown = [Some(first), None, None, None, None, None];
    Event { begun, ended, what: What::Read { reader, page: page.into(), shown } }
}

#[test]
fn what_is_written_meanwhile_may_be_shown_or_not() {
    for shown in [1, 2] {
        let events = [written(0, 1, 1), written(2, 5, 2), read(3, 4, 0, "/a", shown), read(6, 7, 0, "/a", 2)];
        assert_eq!(check(&events), Ok(()));
    }
    // Two at a time: neither is after the other.
    let events = [written(0, 9, 1), read(1, 4, 0, "/a", 1), read(2, 3, 1, "/a", 0)];
    assert_eq!(check(&events), Ok(()));
}

#[test]
fn a_history_that_cannot_be_is_found_out() {
    let cases = [
        ("was acknowledged before", vec![written(0, 1, 1), read(2, 3, 0, "/a", 0)]),
        ("reader 0 had been given 1", vec![written(0, 9, 1), read(1, 2, 0, "/a", 1), read(3, 4, 0, "/a", 0)]),
        ("reader 0 had been given 1", vec![written(0, 9, 1), read(1, 2, 0, "/a", 1), read(3, 4, 1, "/b", 0)]),
        ("reader 1 had been given 1", vec![written(0, 9, 1), read(1, 2, 1, "/a", 1), read(3, 4, 0, "/a", 0)]),
        ("no more than 1 was ever written", vec![written(0, 1, 1), read(2, 3, 0, "/a", 2)]),
        ("no more than 0 was ever written", vec![read(0, 1, 0, "/a", 1), written(2, 3, 1)]),
    ];
    for (why, events) in cases {
        let said = check(&events).unwrap_err();
        assert!(said.contains(why), "{said}");
    }
}
