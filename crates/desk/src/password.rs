//! Passwords: what may be one, and Argon2id with a bound on how many are hashed at once.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use model::Problems;
use model::account::{NAME_LIMIT, PASSWORD_MAXIMUM, PASSWORD_MINIMUM};

use crate::Error;

/// Turns at hashing. Whoever finds none free waits, so that a crowd at the door can't take all memory.
#[derive(Debug)]
pub(crate) struct Turns {
    free: Mutex<usize>,
    freed: Condvar,
}

impl Turns {
    pub(crate) fn new(count: usize) -> Self {
        Turns { free: Mutex::new(count.max(1)), freed: Condvar::new() }
    }

    fn take<T>(&self, work: impl FnOnce() -> T) -> T {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self.freed.wait_while(free, |free| *free == 0).unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        drop(free);
        let _back = GiveBack(self);
        work()
    }

    /// The PHC string of a password.
    pub(crate) fn hash(&self, password: &str) -> Result<String, Error> {
        self.take(|| Argon2::default().hash_password(password.as_bytes()))
            .map(|hash: PasswordHash| hash.to_string())
            .map_err(|error| Error::Internal(format!("the password could not be hashed: {error}")))
    }

    /// Whether a password is the one of a PHC string. Without one it takes as long and says no: how long
    /// an answer takes must not tell which names exist.
    pub(crate) fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, Error> {
        if password.len() > PASSWORD_MAXIMUM {
            return Ok(false);
        }
        let Some(hash) = hash else { return self.hash(password).map(|_| false) };
        let hash = PasswordHash::new(hash)
            .map_err(|error| Error::Internal(format!("a stored password hash can't be read: {error}")))?;
        Ok(self.take(|| Argon2::default().verify_password(password.as_bytes(), &hash)).is_ok())
    }
}

struct GiveBack<'a>(&'a Turns);

impl Drop for GiveBack<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}

/// Notes what is wrong with a new password.
pub(crate) fn check(password: &str, problems: &mut Problems) {
    if password.chars().count() < PASSWORD_MINIMUM {
        problems.add(
            "password",
            format!("a password needs {PASSWORD_MINIMUM} characters or more; a sentence is easy to remember"),
        );
    } else if password.len() > PASSWORD_MAXIMUM {
        problems.add("password", format!("a password can have {PASSWORD_MAXIMUM} bytes"));
    }
}

/// An account's name as it is kept; notes what is wrong with it.
pub(crate) fn name(typed: &str, problems: &mut Problems) -> String {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > NAME_LIMIT || name.chars().any(char::is_control) {
        problems.add("name", format!("an account needs a name of 1 to {NAME_LIMIT} characters"));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_another_is_not() {
        let turns = Turns::new(1);
        let hash = turns.hash("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(turns.verify("correct horse", Some(&hash)).unwrap());
        assert!(!turns.verify("correct horsf", Some(&hash)).unwrap());
        assert!(!turns.verify("correct horse", None).unwrap());
        assert!(!turns.verify(&"x".repeat(1_001), Some(&hash)).unwrap());
        assert!(turns.verify("x", Some("not a hash")).is_err());
    }

    #[test]
    fn never_more_at_once_than_there_are_turns() {
        let turns = Turns::new(2);
        let (now, most) = (Mutex::new(0), Mutex::new(0));
        std::thread::scope(|threads| {
            for _ in 0..8 {
                threads.spawn(|| {
                    turns.take(|| {
                        let at_once = {
                            let mut now = now.lock().unwrap();
                            *now += 1;
                            *now
                        };
                        let mut most = most.lock().unwrap();
                        *most = at_once.max(*most);
                        drop(most);
                        std::thread::yield_now();
                        *now.lock().unwrap() -= 1;
                    });
                });
            }
        });
        assert!((1..=2).contains(&*most.lock().unwrap()));
        assert_eq!(*turns.free.lock().unwrap(), 2);
    }
}
