//! The chain by itself: numbers, hashes, signatures and keys, whether read from the database or from a file
//! that a site has given out.

use std::collections::BTreeMap;
use std::fmt;

use model::ledger::{BEGINNING, Entry, Line};
use serde::Deserialize;
use store::sha256_hex;

use super::key::{fingerprint, is_signed_by};
use super::timestamp;

/// Something that is not as it was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: a line, a row, a file.
    pub place: String,
    /// What is wrong there, in a sentence with what was expected and what was found.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// A line as the site gives it out, one JSON object each (`/ledger.jsonl`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Given {
    /// The exact line.
    pub line: String,
    /// Its SHA-256, in lower-case hex.
    pub hash: String,
    /// Its signature, base64.
    pub signature: Option<String>,
    /// An authority's token about its time (RFC 3161), base64.
    #[serde(default)]
    pub timestamp: Option<String>,
}

/// A key, and from which line on it signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The public key, base64.
    pub key: String,
    /// The line that enters it.
    pub from: i64,
    /// What the site said when the key before it was lost.
    pub lost: Option<String>,
}

/// A walk along the chain, one line after the other.
#[derive(Debug)]
pub struct Chain {
    number: i64,
    /// What the next line may name as the one before it: both where a line was changed and its hash was not.
    hashes: Vec<String>,
    terms: Vec<Term>,
    /// Lines from before the first key: it signs those too.
    early: Vec<(i64, Given)>,
    kinds: BTreeMap<String, u64>,
    stamped: Option<i64>,
    faults: Vec<Fault>,
}

impl Default for Chain {
    fn default() -> Self {
        Chain {
            number: 0,
            hashes: vec![BEGINNING.to_owned()],
            terms: Vec::new(),
            early: Vec::new(),
            kinds: BTreeMap::new(),
            stamped: None,
            faults: Vec::new(),
        }
    }
}

impl Chain {
    /// Goes one line further; answers with what the line says, if it can be read.
    pub fn step(&mut self, given: &Given) -> Option<Line> {
        let hash = sha256_hex(given.line.as_bytes());
        let place = self.number + 1;
        let read = serde_json::from_str::<Line>(&given.line);
        let number = match &read {
            Ok(line) => line.number,
            Err(error) => {
                self.fault(place, format!("it can't be read: {error}"));
                place
            }
        };
        if number != place {
            self.out_of_order(place, number);
        }
        if hash != given.hash {
            self.fault(number, format!("its bytes hash to {hash}, and its hash is given as {}", given.hash));
        }
        if let Ok(line) = &read
            && !self.hashes.contains(&line.prev)
        {
            let known = self.hashes.last().cloned().unwrap_or_default();
            let what = format!("it names {} as the line before it, which hashes to {known}", line.prev);
            self.fault(number, what);
        }
        if let Ok(Line { entry: Entry::Key { key, proof, lost }, prev, .. }) = &read {
            self.enter_key(number, key, proof, lost.as_deref(), prev, given);
        } else {
            self.check_signature(number, given);
        }
        self.check_timestamp(number, &hash, given);
        self.number = number;
        self.hashes = if hash == given.hash { vec![hash] } else { vec![given.hash.clone(), hash] };
        let line = read.ok()?;
        *self.kinds.entry(line.entry.kind().to_owned()).or_default() += 1;
        Some(line)
    }

    /// The number of the last line; 0 before the first.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// The hash of the last line.
    pub fn hash(&self) -> &str {
        self.hashes.last().map_or(BEGINNING, String::as_str)
    }

    /// The keys, in the order of their terms.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// How many lines there were of each kind.
    pub fn kinds(&self) -> &BTreeMap<String, u64> {
        &self.kinds
    }

    /// The last line that bears an authority's word on its time.
    pub fn stamped(&self) -> Option<i64> {
        self.stamped
    }

    /// What was found wrong so far, taken.
    pub fn take_faults(&mut self) -> Vec<Fault> {
        std::mem::take(&mut self.faults)
    }

    /// Notes something that is wrong with a line.
    pub(crate) fn fault(&mut self, number: i64, what: String) {
        self.faults.push(Fault { place: format!("line {number}"), what });
    }

    fn out_of_order(&mut self, expected: i64, number: i64) {
        let what = if number > expected + 1 {
            format!("it is missing, with all before line {number}")
        } else if number > expected {
            "it is missing".to_owned()
        } else {
            format!("line {number} stands in its place: the order was changed, or a line was entered twice")
        };
        self.fault(expected, what);
    }

    fn enter_key(
        &mut self,
        number: i64,
        key: &str,
        proof: &str,
        lost: Option<&str>,
        prev: &str,
        given: &Given,
    ) {
        if !is_signed_by(key, prev.as_bytes(), proof) {
            let what = format!("whoever entered the key {} did not show that they hold it", fingerprint(key));
            self.fault(number, what);
        }
        let term = Term { key: key.to_owned(), from: number, lost: lost.map(str::to_owned) };
        match (self.terms.last(), lost) {
            // The key before signs this line: it vouches for the next one.
            (Some(_), None) => {
                self.check_signature(number, given);
                self.terms.push(term);
            }
            _ => {
                self.terms.push(term);
                self.check_signature(number, given);
            }
        }
        for (number, given) in std::mem::take(&mut self.early) {
            self.check_signature(number, &given);
        }
    }

    fn check_signature(&mut self, number: i64, given: &Given) {
        let Some(term) = self.terms.last() else {
            self.early.push((number, given.clone()));
            return;
        };
        let key = fingerprint(&term.key);
        match &given.signature {
            None => self.fault(number, format!("it is not signed; the key {key} should have signed it")),
            Some(signature) if !is_signed_by(&term.key, given.line.as_bytes(), signature) => {
                self.fault(number, format!("its signature is not one of these bytes by the key {key}"));
            }
            Some(_) => {}
        }
    }

    fn check_timestamp(&mut self, number: i64, hash: &str, given: &Given) {
        let Some(token) = &given.timestamp else { return };
        match timestamp::of_token(token) {
            Ok(stamp) if stamp.hash == hash => self.stamped = Some(number),
            Ok(stamp) => {
                self.fault(number, format!("its timestamp is of other bytes: they hash to {}", stamp.hash));
            }
            Err(why) => self.fault(number, format!("its timestamp can't be read: {why}")),
        }
    }
}
