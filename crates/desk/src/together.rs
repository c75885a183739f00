//! Calls that come at the same moment, answered together.
//!
//! Who comes while nobody works leads: he takes himself and all who have come meanwhile, does the work for all, gives
//! each the answer, and calls the first of those who have come since to lead in turn. So nobody waits longer than for the
//! work that is being done and the next; the more come at once, the more share what a piece of work costs.
//!
//! Every call that waits has a thread that waits, so no more wait than there are threads to answer requests.
//!
//! Nobody is forgotten: leading ends in [`Lead`]'s `Drop`, on every path, a panic's too. Those whose leader panicked are
//! told that they have no answer.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A place where calls meet, and what comes of each.
pub(crate) struct Together<C, A> {
    queue: Mutex<Queue<C, A>>,
}

struct Queue<C, A> {
    waiting: VecDeque<(C, Arc<Seat<A>>)>,
    /// Whether somebody leads. If nobody does, nobody waits.
    led: bool,
}

/// Where one waits.
struct Seat<A> {
    turn: Mutex<Turn<A>>,
    called: Condvar,
}

enum Turn<A> {
    Waits,
    Leads,
    Has(A),
    Lost,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind these locks is whole at every moment.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<A> Seat<A> {
    fn call(&self, turn: Turn<A>) {
        *locked(&self.turn) = turn;
        self.called.notify_one();
    }

    fn wait(&self) -> Turn<A> {
        let turn = locked(&self.turn);
        let waits = |turn: &mut Turn<A>| matches!(turn, Turn::Waits);
        let mut turn = self.called.wait_while(turn, waits).unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut turn, Turn::Lost)
    }
}

/// Somebody's turn to lead, with the seats of those he works for.
struct Lead<'a, C, A> {
    together: &'a Together<C, A>,
    seats: Vec<Arc<Seat<A>>>,
    answers: Vec<A>,
}

impl<C, A> Default for Together<C, A> {
    fn default() -> Self {
        Together { queue: Mutex::new(Queue { waiting: VecDeque::new(), led: false }) }
    }
}

impl<C, A> Together<C, A> {
    /// Has a call answered by `work`, which gets at most so many calls at once and answers them in their order. `None`
    /// when whoever did the work panicked.
    pub(crate) fn answer(&self, call: C, most: usize, work: impl FnOnce(Vec<C>) -> Vec<A>) -> Option<A> {
        let seat = Arc::new(Seat { turn: Mutex::new(Turn::Waits), called: Condvar::new() });
        let mut queue = locked(&self.queue);
        queue.waiting.push_back((call, seat.clone()));
        let first = !std::mem::replace(&mut queue.led, true);
        drop(queue);
        let called = if first { Turn::Leads } else { seat.wait() };
        match called {
            Turn::Has(answer) => return Some(answer),
            Turn::Leads => {}
            Turn::Waits | Turn::Lost => return None,
        }
        let (calls, seats): (Vec<C>, Vec<_>) = {
            let mut queue = locked(&self.queue);
            let many = queue.waiting.len().min(most.max(1));
            queue.waiting.drain(..many).unzip()
        };
        let mut lead = Lead { together: self, seats, answers: Vec::new() };
        lead.answers = work(calls);
        drop(lead);
        // Who leads is the first of those he takes.
        match seat.wait() {
            Turn::Has(answer) => Some(answer),
            _ => None,
        }
    }
}

impl<C, A> Drop for Lead<'_, C, A> {
    fn drop(&mut self) {
        // The next one first, so that his work begins while these are woken.
        let mut queue = locked(&self.together.queue);
        let next = queue.waiting.front().map(|(_, seat)| seat.clone());
        queue.led = next.is_some();
        drop(queue);
        if let Some(next) = next {
            next.call(Turn::Leads);
        }
        let answers = std::mem::take(&mut self.answers).into_iter().map(Turn::Has);
        let answers = answers.chain(std::iter::repeat_with(|| Turn::Lost));
        for (seat, answer) in self.seats.iter().zip(answers) {
            seat.call(answer);
        }
    }
}

impl<C, A> fmt::Debug for Together<C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Together")
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    fn until_waiting(together: &Together<u32, u32>, many: usize) {
        while locked(&together.queue).waiting.len() < many {
            thread::yield_now();
        }
    }

    fn until_led(together: &Together<u32, u32>) {
        while !locked(&together.queue).led {
            thread::yield_now();
        }
    }

    #[test]
    fn those_who_come_while_one_works_are_answered_together_and_no_more_than_so_many() {
        let together = Together::default();
        let works = AtomicUsize::new(0);
        let work = |calls: Vec<u32>| {
            works.fetch_add(1, Ordering::SeqCst);
            assert!(calls.len() <= 4);
            if calls == [0] {
                until_waiting(&together, 8);
            }
            calls.iter().map(|call| call * 10).collect()
        };
        thread::scope(|scope| {
            scope.spawn(|| assert_eq!(together.answer(0, 4, work), Some(0)));
            until_led(&together);
            for call in 1..=8 {
                let (together, work) = (&together, &work);
                scope.spawn(move || assert_eq!(together.answer(call, 4, work), Some(call * 10)));
            }
        });
        assert_eq!(works.load(Ordering::SeqCst), 3, "one alone, then twice four");
        assert!(!locked(&together.queue).led);
    }

    #[test]
    fn a_leader_who_panics_leaves_no_one_waiting() {
        let together = Together::default();
        thread::scope(|scope| {
            let alone = scope.spawn(|| {
                together.answer(0, 4, |calls| {
                    until_waiting(&together, 3);
                    calls
                })
            });
            until_led(&together);
            let others: Vec<_> = (1..=3)
                .map(|call| {
                    let together = &together;
                    scope.spawn(move || {
                        catch_unwind(AssertUnwindSafe(|| {
                            together.answer(call, 4, |_| std::panic::resume_unwind(Box::new("a bug")))
                        }))
                    })
                })
                .collect();
            assert_eq!(alone.join().unwrap(), Some(0));
            let ended: Vec<_> = others.into_iter().map(|other| other.join().unwrap()).collect();
            assert_eq!(ended.iter().filter(|end| end.is_err()).count(), 1);
            assert_eq!(ended.iter().filter(|end| matches!(end, Ok(None))).count(), 2);
        });
        assert_eq!(together.answer(9, 4, |calls| calls), Some(9));
    }
}
