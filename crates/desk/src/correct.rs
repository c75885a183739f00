//! A published text changes: silently when that is allowed, else with a public note.

use model::correction::{Way, check_note};
use model::ledger::Print;
use model::{
    AccountId, Actor, Change, Edition, EditionId, Entry, Extent, Moment, Post, PostId, RawWriting, Site,
    Standing, Writing,
};
use store::{Conn, Tx, corrections, editions, revisions, settings, sha256_hex};

use crate::ledger::print;
use crate::wording::Wording;
use crate::{Desk, Error, access};

/// Seconds in a minute.
const MINUTE: i64 = 60;

/// How a published text is to change, and what readers are told.
pub(crate) struct Declared {
    pub(crate) way: Way,
    pub(crate) note: String,
}

impl Declared {
    /// A change that nobody reads as text.
    pub(crate) fn upkeep() -> Self {
        Declared { way: Way::Upkeep, note: String::new() }
    }
}

impl Desk {
    /// Saves a published text with a public note on what was wrong. Saying the same twice says it once.
    ///
    /// # Errors
    /// As [`Desk::save`]; also [`Error::Invalid`] about `correction` for a note that is empty or too long,
    /// for a text that has not changed, and for a piece that is not out.
    pub fn correct(
        &self,
        actor: &Actor,
        id: PostId,
        raw: &RawWriting,
        base_revision: Option<i64>,
        note: &str,
    ) -> Result<Post, Error> {
        self.save_as(actor, id, raw, base_revision, Some(note))
    }

    /// When the time ends, or ended, in which slips in a published post may be put right in silence; `None`
    /// for a piece that is not out, and where the site has no such time.
    ///
    /// # Errors
    /// As [`Desk::post`].
    pub fn typo_window(&self, actor: &Actor, id: PostId) -> Result<Option<Moment>, Error> {
        self.store.read(|conn| {
            let post = access::writing(conn, actor, id)?;
            if post.published().is_none() {
                return Ok(None);
            }
            let site = settings::site(conn)?;
            Ok(window_end(&site, &editions::of_post(conn, id)?))
        })
    }

    /// In what way a published text may change to another; refused when readers must be told and nobody
    /// says anything.
    pub(crate) fn declare(
        &self,
        conn: &mut Conn,
        old: &Post,
        writing: &Writing,
        note: Option<&str>,
    ) -> Result<Declared, Error> {
        if let Some(note) = note {
            let note = check_note(note).map_err(|message| Error::field("correction", message))?;
            return Ok(Declared { way: Way::Correction, note });
        }
        let next = Wording::of(writing);
        let why = match Wording::of(&old.writing).extent(&next) {
            Extent::Nothing => return Ok(Declared::upkeep()),
            Extent::Large(telling) => telling.to_string(),
            Extent::Small => {
                let site = settings::site(conn)?;
                let editions = editions::of_post(conn, old.id)?;
                match window_end(&site, &editions) {
                    None => "on this site every change is told".to_owned(),
                    Some(end) if end <= self.now() => format!(
                        "it is small, but slips are put right in silence only within {} minutes of publication",
                        site.typo_minutes
                    ),
                    Some(_) => {
                        match declared_wording(conn, old.id, &editions)?.map(|told| told.extent(&next)) {
                            Some(Extent::Large(telling)) => {
                                format!("together with what was put right before, {telling}")
                            }
                            _ => return Ok(Declared { way: Way::Typo, note: String::new() }),
                        }
                    }
                }
            }
        };
        Err(Error::field(
            "correction",
            format!("readers have seen this text, so please say in a note what was wrong: {why}"),
        ))
    }

    /// Writes down what readers see of a post from now on, in the ledger too, and tells the public list when it
    /// concerns that.
    pub(crate) fn appear(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        post: &Post,
        declared: Declared,
    ) -> Result<(), Error> {
        let Declared { way, note } = declared;
        let (by, editions) = (actor.account(), editions::of_post(tx, post.id)?);
        let edition = Edition {
            id: EditionId::from_raw(self.ids.next_raw()),
            post: post.id,
            // A retraction stands for as long as the post's standing is of that moment.
            at: match post.standing {
                Standing::Retracted { at, .. } => at,
                _ => self.now(),
            },
            way,
            before: editions.last().and_then(|last| last.revision),
            revision: (way != Way::Retraction).then_some(post.revision),
            note,
            by,
        };
        editions::add(tx, &edition)?;
        let note = sha256_hex(edition.note.as_bytes());
        match (way, edition.before) {
            (Way::Correction, Some(from)) => {
                let source = post.source.as_ref().map(|source| source.fields.url.clone());
                let print = print(tx, post)?;
                self.enter(tx, Entry::Correction { post: post.id, from, print, note, source });
            }
            (Way::Retraction, _) => {
                self.enter(tx, Entry::Retraction { post: post.id, reason: note, late: None });
            }
            _ => self.enter_publication(tx, post, None)?,
        }
        // The list shows the headline of every post that it names.
        if editions.iter().chain([&edition]).any(|edition| edition.correction().is_some()) {
            tx.changed(Change::Corrections);
        }
        Ok(())
    }

    /// The same of a post that is new and out, of which is known what it hashes to.
    pub(crate) fn appear_new(
        &self,
        tx: &mut Tx,
        by: Option<AccountId>,
        post: &Post,
        print: Print,
    ) -> Result<(), Error> {
        let edition = Edition {
            id: EditionId::from_raw(self.ids.next_raw()),
            post: post.id,
            at: self.now(),
            way: Way::Publication,
            before: None,
            revision: Some(post.revision),
            note: String::new(),
            by,
        };
        editions::add(tx, &edition)?;
        self.enter_new(tx, post, print)
    }
}

/// Whether a note was just given, so that giving it again changes nothing.
pub(crate) fn is_said(conn: &mut Conn, post: &Post, note: &str) -> Result<bool, Error> {
    let Ok(note) = check_note(note) else { return Ok(false) };
    let last = corrections::of_post(conn, post.id)?.pop();
    let seen = editions::of_post(conn, post.id)?.pop().and_then(|edition| edition.revision);
    Ok(seen == Some(post.revision) && last.is_some_and(|last| !last.is_retraction() && last.note == note))
}

/// When the typo window of a post ends: so many minutes after it first came out.
fn window_end(site: &Site, editions: &[Edition]) -> Option<Moment> {
    let out = editions.iter().find(|edition| edition.way == Way::Publication)?.at;
    (site.typo_minutes > 0).then(|| out.plus_seconds(i64::from(site.typo_minutes) * MINUTE))
}

/// The text that readers were last told of: as published, or as corrected. Slips put right since then are
/// counted together.
fn declared_wording(conn: &mut Conn, post: PostId, editions: &[Edition]) -> Result<Option<Wording>, Error> {
    let told = editions.iter().rev().find(|e| matches!(e.way, Way::Publication | Way::Correction));
    let Some(number) = told.and_then(|edition| edition.revision) else { return Ok(None) };
    Ok(revisions::by_number(conn, post, number)?.map(|revision| Wording::of(&revision.writing)))
}
