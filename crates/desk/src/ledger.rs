//! What the site does enters its ledger: with the deed, in one transaction, signed.

mod chain;
mod earlier;
mod holdings;
mod key;
mod timestamp;
mod verify;

use std::sync::{Arc, PoisonError, RwLock};

use model::ledger::{Entry, Kept, Late, Line, Print, canonical};
use model::{Capture, Change, Job, Moment, Post, Writing};
use serde_json::json;
use store::ledger::{Head, Timestamp, Written};
use store::{Conn, Tx, captures, ledger, quotations, revisions, sha256_hex};

use crate::{Desk, Error};

pub use chain::{Chain, Fault, Given, Term};
pub use key::{LedgerKey, fingerprint, public_pem};
pub use verify::Verified;

/// Lines signed in one transaction of those that were waiting for a key.
const BATCH: u32 = 500;

/// Longest statement about a lost key, in characters.
const STATEMENT_LIMIT: usize = 500;

/// A question for an authority.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The line it is about.
    pub number: i64,
    /// What to send it (RFC 3161 TimeStampReq, DER).
    pub question: Vec<u8>,
}

/// The bytes of a SHA-256 in hex.
fn digest(hex: &str) -> Option<[u8; 32]> {
    let pairs = (0..32).map(|at| u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok());
    pairs.collect::<Option<Vec<u8>>>()?.try_into().ok()
}

/// How a desk comes by its signing key: given the public key whose turn it is, or none while the ledger has not
/// begun, answers with the pair, or with a sentence on why it can't.
type Load = dyn Fn(Option<&str>) -> Result<LedgerKey, String> + Send + Sync;

/// The signing key, fetched when it is first needed and again when another one's turn has come.
pub(crate) struct Signing {
    load: Box<Load>,
    key: RwLock<Option<Arc<LedgerKey>>>,
}

impl Signing {
    fn key(&self, wanted: Option<&str>) -> Result<Arc<LedgerKey>, Error> {
        let fits = |key: &LedgerKey| wanted.is_none_or(|wanted| wanted == key.public());
        let known = self.key.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(key) = known.filter(|key| fits(key)) {
            return Ok(key);
        }
        let key = Arc::new((self.load)(wanted).map_err(Error::Unavailable)?);
        if !fits(&key) {
            return Err(Error::Unavailable(format!(
                "the ledger is signed with the key {}, and this program holds {}",
                fingerprint(wanted.unwrap_or_default()),
                fingerprint(key.public()),
            )));
        }
        *self.key.write().unwrap_or_else(PoisonError::into_inner) = Some(key.clone());
        Ok(key)
    }
}

impl Desk {
    /// The same desk with a signing key, which `load` finds: it is given the public key whose turn it is,
    /// or `None` while the ledger has not begun, and is asked again after a change of keys. A desk without
    /// one writes its lines unsigned, and the next desk that has one signs them.
    #[must_use]
    pub fn signing(
        self,
        load: impl Fn(Option<&str>) -> Result<LedgerKey, String> + Send + Sync + 'static,
    ) -> Desk {
        Desk { signing: Some(Arc::new(Signing { load: Box::new(load), key: RwLock::new(None) })), ..self }
    }

    /// Begins the ledger with this desk's key if it has none yet, and signs what waits for it. Doing it twice
    /// is doing it once.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when this desk's key is not the one whose turn it is, or can't be had: says
    /// which, and what to do.
    pub fn begin_ledger(&self) -> Result<(), Error> {
        let Some(signing) = &self.signing else { return Ok(()) };
        let head = self.store.read(ledger::head)?;
        signing.key(head.key.as_deref())?;
        if head.key.is_none() {
            self.write(|tx| {
                let mut head = ledger::lock(tx)?;
                self.begin(tx, &mut head)?;
                Ok(ledger::set_head(tx, &head)?)
            })?;
            // Another process may have begun it at the same moment, with a key of its own.
            signing.key(self.store.read(ledger::head)?.key.as_deref())?;
        }
        while !self.store.read(|conn| ledger::unsigned(conn, 1))?.is_empty() {
            self.write(|tx| {
                let head = ledger::lock(tx)?;
                let key = signing.key(head.key.as_deref())?;
                for line in ledger::unsigned(tx, BATCH)? {
                    ledger::sign(tx, line.number, &sign(&key, &line.line)?)?;
                }
                tx.changed(Change::Ledger);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Whether this desk holds the key that signs the next line; also when the ledger has not begun, or this
    /// desk signs nothing.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it does not, in a sentence that says which key it holds and what to do.
    pub fn check_key(&self) -> Result<(), Error> {
        let head = self.store.read(ledger::head)?;
        if let (Some(signing), Some(key)) = (&self.signing, &head.key) {
            signing.key(Some(key))?;
        }
        Ok(())
    }

    /// The keys of the ledger, in the order of their terms.
    ///
    /// # Errors
    /// When the database can't be read, or a key's line can't.
    pub fn ledger_keys(&self) -> Result<Vec<Term>, Error> {
        let lines = self.store.read(|conn| ledger::of_kind(conn, "key", u32::MAX))?;
        let mut terms = Vec::new();
        for line in lines {
            if let Line { number: from, entry: Entry::Key { key, lost, .. }, .. } = line.read()? {
                terms.push(Term { key, from, lost });
            }
        }
        Ok(terms)
    }

    /// Enters a new key, which signs from the next line on. The key before signs its entry and thereby vouches
    /// for it. If that one is gone, `lost` says so to everybody who reads the ledger, and the new key signs.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the key before can't be had and nobody said that it is lost;
    /// [`Error::Conflict`] when this key signs already; [`Error::Invalid`] for an overlong statement.
    pub fn rotate_key(&self, new: &LedgerKey, lost: Option<&str>) -> Result<i64, Error> {
        let lost = lost.map(|said| said.split_whitespace().collect::<Vec<_>>().join(" "));
        if lost.as_ref().is_some_and(|said| said.is_empty() || said.chars().count() > STATEMENT_LIMIT) {
            let message =
                format!("say in 1 to {STATEMENT_LIMIT} characters what became of the key; readers see it");
            return Err(Error::field("lost", message));
        }
        self.write(|tx| {
            let mut head = ledger::lock(tx)?;
            if head.key.as_deref() == Some(new.public()) {
                return Err(Error::Conflict("This key signs the ledger already.".to_owned()));
            }
            match (&head.key, &self.signing, &lost) {
                (Some(key), Some(signing), None) => {
                    let before = signing.key(Some(key))?;
                    self.change_key(tx, &mut head, new, &before, None)?;
                }
                (_, _, lost) => self.change_key(tx, &mut head, new, new, lost.clone())?,
            }
            ledger::set_head(tx, &head)?;
            Ok(head.number)
        })
    }

    /// Keeps an authority's answer about the newest line it was asked about: what it says must be about that
    /// line.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the answer can't be read, or is about other bytes.
    pub fn keep_timestamp(&self, asked: &Asked, authority: &str, answer: &[u8]) -> Result<Moment, Error> {
        let (token, stamp) = timestamp::answer(answer, &asked.question).map_err(Error::Conflict)?;
        let kept = Timestamp { number: asked.number, at: stamp.at, authority: authority.to_owned(), token };
        self.write(|tx| {
            ledger::add_timestamp(tx, &kept)?;
            tx.changed(Change::Ledger);
            Ok(())
        })?;
        Ok(stamp.at)
    }

    /// What to ask an authority: about the newest line, unless it was asked about that one or there is none.
    ///
    /// # Errors
    /// The store's.
    pub fn ask_timestamp(&self) -> Result<Option<Asked>, Error> {
        let (head, newest) = self
            .store
            .read::<_, Error>(|conn| Ok((ledger::head(conn)?, ledger::timestamps(conn, i64::MAX, 1)?)))?;
        if head.number == 0 || newest.first().is_some_and(|stamp| stamp.number >= head.number) {
            return Ok(None);
        }
        let digest =
            digest(&head.hash).ok_or_else(|| Error::Internal("the head's hash is no SHA-256".into()))?;
        let mut nonce = [0; 8];
        // A failing random source leaves a nonce that repeats; the hash still ties the answer to the line.
        let _ = getrandom::fill(&mut nonce);
        Ok(Some(Asked { number: head.number, question: timestamp::question(digest, nonce) }))
    }

    /// Promises to ask an authority for the time of the newest line, `seconds` from now; once, however often it
    /// is promised.
    ///
    /// # Errors
    /// The store's.
    pub fn stamp_in(&self, seconds: i64) -> Result<(), Error> {
        let at = self.now().plus_seconds(seconds);
        self.write(|tx| self.promise(tx, Job::Stamp.name(), &Job::Stamp, at))
    }

    /// Notes something for the ledger, in the transaction in which it happens. The line is written and
    /// signed at the transaction's end: what enters it together stands there in this order. Only inside
    /// `Desk::write`.
    pub(crate) fn enter(&self, tx: &mut Tx, entry: Entry) {
        tx.enter(entry);
    }

    /// Enters that a look at a source was kept.
    pub(crate) fn enter_capture(
        &self,
        tx: &mut Tx,
        capture: &Capture,
        late: Option<Late>,
    ) -> Result<(), Error> {
        let (size, captured, record) = (capture.size, capture.at, record(capture)?);
        self.enter(tx, Entry::Capture { kept: kept_as(capture), size, record, captured, late });
        Ok(())
    }

    /// Enters that a post stands before its readers as it is now: published, or changed without a note.
    pub(crate) fn enter_publication(
        &self,
        tx: &mut Tx,
        post: &Post,
        late: Option<Late>,
    ) -> Result<(), Error> {
        let kept = match &post.source {
            Some(source) => captures::of_source(tx, source.id)?,
            None => Vec::new(),
        };
        let said = Said {
            captures: kept.iter().rev().map(kept_as).collect(),
            quotations: found_of_quotations(tx, post)?,
            late,
        };
        let print = print(tx, post)?;
        self.enter(tx, publication(post, print, said)?);
        Ok(())
    }

    /// Enters that a post that is new stands before its readers; what it hashes to is known, and neither its source nor
    /// what it quotes has been looked at.
    pub(crate) fn enter_new(&self, tx: &mut Tx, post: &Post, print: Print) -> Result<(), Error> {
        self.enter(tx, publication(post, print, Said::default())?);
        Ok(())
    }

    /// Writes what the transaction noted: its last act, because the head stays locked until it ends.
    pub(crate) fn write_entries(&self, tx: &mut Tx) -> Result<(), Error> {
        let entries = tx.take_entries();
        if entries.is_empty() {
            return Ok(());
        }
        let mut head = ledger::lock(tx)?;
        if head.key.is_none() {
            self.begin(tx, &mut head)?;
        }
        let key = match &self.signing {
            Some(signing) => Some(signing.key(head.key.as_deref())?),
            None => None,
        };
        for entry in entries {
            self.append(tx, &mut head, entry, key.as_deref())?;
        }
        ledger::set_head(tx, &head)?;
        tx.changed(Change::Ledger);
        Ok(())
    }

    /// Enters the first key.
    fn begin(&self, tx: &mut Tx, head: &mut Head) -> Result<(), Error> {
        let Some(signing) = &self.signing else { return Ok(()) };
        if head.key.is_some() {
            return Ok(());
        }
        let key = signing.key(None)?;
        self.change_key(tx, head, &key, &key, None)
    }

    /// Enters that `key` signs from here on; the line is signed by `by`.
    fn change_key(
        &self,
        tx: &mut Tx,
        head: &mut Head,
        key: &LedgerKey,
        by: &LedgerKey,
        lost: Option<String>,
    ) -> Result<(), Error> {
        let proof = sign(key, &head.hash)?;
        let entry = Entry::Key { key: key.public().to_owned(), proof, lost };
        self.append(tx, head, entry, Some(by))?;
        head.key = Some(key.public().to_owned());
        tx.changed(Change::Ledger);
        Ok(())
    }

    fn append(
        &self,
        tx: &mut Tx,
        head: &mut Head,
        entry: Entry,
        key: Option<&LedgerKey>,
    ) -> Result<(), Error> {
        let line = Line { number: head.number + 1, at: self.now(), prev: head.hash.clone(), entry };
        let text = canonical(&line).map_err(Error::Internal)?;
        let written = Written {
            number: line.number,
            kind: line.entry.kind().to_owned(),
            post: line.entry.post(),
            capture: line.entry.capture(),
            hash: sha256_hex(text.as_bytes()),
            signature: key.map(|key| sign(key, &text)).transpose()?,
            line: text,
        };
        ledger::add(tx, &written)?;
        (head.number, head.hash) = (written.number, written.hash);
        Ok(())
    }
}

/// What a line says of a publication besides the post itself.
#[derive(Default)]
struct Said {
    captures: Vec<Kept>,
    quotations: Option<String>,
    late: Option<Late>,
}

fn publication(post: &Post, print: Print, said: Said) -> Result<Entry, Error> {
    let (Some(permalink), Some(published)) = (post.permalink.clone(), post.published()) else {
        return Err(Error::Internal(format!("post {} enters the ledger before it is published", post.id)));
    };
    Ok(Entry::Publication {
        post: post.id,
        permalink,
        published,
        print,
        source: post.source.as_ref().map(|source| source.fields.url.clone()),
        captures: said.captures,
        quotations: said.quotations,
        late: said.late,
    })
}

fn sign(key: &LedgerKey, text: &str) -> Result<String, Error> {
    key.sign(text.as_bytes()).map_err(Error::Internal)
}

/// What a post's present text hashes to, its newest revision being written already: a source's name may be
/// mended later, with another post, and the revision stays as it is.
pub(crate) fn print(conn: &mut Conn, post: &Post) -> Result<Print, Error> {
    let revision = revisions::by_number(conn, post.id, post.revision)?.ok_or_else(|| {
        Error::Internal(format!("revision {} of post {} is not here", post.revision, post.id))
    })?;
    print_of(post, &revision.writing)
}

/// The same of a post whose newest revision says what it says itself.
pub(crate) fn print_of(post: &Post, writing: &Writing) -> Result<Print, Error> {
    let writing = canonical(writing).map_err(Error::Internal)?;
    Ok(Print {
        revision: post.revision,
        writing: sha256_hex(writing.as_bytes()),
        html: sha256_hex(post.html.as_bytes()),
        excerpt: sha256_hex(post.excerpt.as_bytes()),
    })
}

/// The hash of what was found by now of a post's quotations; `None` for a post without any.
fn found_of_quotations(conn: &mut Conn, post: &Post) -> Result<Option<String>, Error> {
    let found = quotations::of_revision(conn, post.id, post.revision)?;
    if found.is_empty() {
        return Ok(None);
    }
    Ok(Some(sha256_hex(canonical(&found).map_err(Error::Internal)?.as_bytes())))
}

/// The hash of what is known of a look besides its bytes. Named one by one: what captures may have later is not
/// to change what these were entered as.
pub(crate) fn record(capture: &Capture) -> Result<String, Error> {
    let known = json!({
        "source": capture.source,
        "how": capture.how,
        "at": capture.at,
        "final_url": capture.final_url,
        "status": capture.status,
        "headers": capture.headers,
        "robots": capture.robots,
        "noarchive": capture.noarchive,
        "article": capture.article,
        "page_text": capture.page_text,
    });
    Ok(sha256_hex(canonical(&known).map_err(Error::Internal)?.as_bytes()))
}

/// A capture as the ledger names it.
pub(crate) fn kept_as(capture: &Capture) -> Kept {
    Kept { capture: capture.id, sha256: capture.sha256.clone(), warc: capture.warc.clone() }
}
