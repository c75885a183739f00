//! Captures are private evidence. An editor may open one to readers, and close it again; what an outlet asks
//! not to be shown stays closed whoever asks.

use model::ledger::{Entry, ShownTo};
use model::{
    Account, Act, Actor, Capture, CaptureId, Change, Opening, OpeningId, Permission, PostId, Source,
};
use store::{Conn, accounts, captures, openings, posts, sources};

use crate::ledger::kept_as;
use crate::{Desk, Error, access, shown};

/// A capture with what is known around it, for those who work here.
#[derive(Clone, Debug)]
pub struct CaptureSheet {
    /// The capture.
    pub capture: Capture,
    /// Of what.
    pub source: Source,
    /// The first post made from it.
    pub post: Option<PostId>,
    /// Whether readers may see it now.
    pub standing: Act,
    /// Why it can't be opened, as a sentence; `None` when it can.
    pub barred: Option<String>,
    /// What was done to it, newest first, and by whom.
    pub history: Vec<(Opening, Option<Account>)>,
}

impl Desk {
    /// A capture of any source, for those who write.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when there is none of this id.
    pub fn capture_sheet(&self, actor: &Actor, id: CaptureId) -> Result<CaptureSheet, Error> {
        access::require(actor, Permission::Write)?;
        self.store.read(|conn| {
            let (capture, source) = with_source(conn, id)?;
            let facts = openings::of_capture(conn, id)?;
            let wish = openings::wish(conn, id)?;
            let standing = match (facts.first(), wish) {
                (Some(newest), None) => newest.act,
                _ => Act::Closed,
            };
            let barred = wish.map(|wish| refusal(&source, wish == id));
            let post = posts::of_source(conn, source.id)?;
            let people = accounts::list(conn)?;
            let who = |opening: &Opening| {
                people.iter().find(|account| Some(account.id) == opening.account).cloned()
            };
            let history = facts.into_iter().map(|fact| (fact.clone(), who(&fact))).collect();
            Ok(CaptureSheet { capture, source, post, standing, barred, history })
        })
    }

    /// Opens a capture to readers, or closes it. What is so already stays so.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who may not; [`Error::NotFound`]; [`Error::Conflict`] for opening what the
    /// outlet asked, with this capture or a later one, that nobody be shown.
    pub fn set_opening(&self, actor: &Actor, id: CaptureId, act: Act) -> Result<(), Error> {
        access::require(actor, Permission::Open)?;
        self.write(|tx| {
            let (capture, source) = with_source(tx, id)?;
            if act == Act::Opened
                && let Some(wish) = openings::wish(tx, id)?
            {
                return Err(Error::Conflict(refusal(&source, wish == id)));
            }
            let standing = openings::of_capture(tx, id)?.first().map_or(Act::Closed, |newest| newest.act);
            if standing == act {
                return Ok(());
            }
            let opening = Opening {
                id: OpeningId::from_raw(self.ids.next_raw()),
                capture: id,
                act,
                at: self.now(),
                account: actor.account(),
            };
            openings::add(tx, &opening)?;
            let shown_to = if act == Act::Opened { ShownTo::Readers } else { ShownTo::Desk };
            self.enter(tx, Entry::Opening { kept: kept_as(&capture), shown_to });
            tx.changed(Change::Capture(id));
            shown::of_source(tx, &source)
        })
    }

    /// A capture that readers may see; `None` for all others, whether they exist or not.
    ///
    /// # Errors
    /// The store's.
    pub fn opened_capture(&self, id: CaptureId) -> Result<Option<(Capture, Source)>, Error> {
        self.store.read(|conn| {
            let opened = openings::of_capture(conn, id)?.first().is_some_and(|o| o.act == Act::Opened);
            if !opened || openings::wish(conn, id)?.is_some() {
                return Ok(None);
            }
            with_source(conn, id).map(Some)
        })
    }
}

fn with_source(conn: &mut Conn, id: CaptureId) -> Result<(Capture, Source), Error> {
    let capture = captures::by_id(conn, id)?.ok_or_else(|| Error::missing("capture"))?;
    let source = sources::by_id(conn, capture.source)?.ok_or_else(|| Error::missing("source"))?;
    Ok((capture, source))
}

fn refusal(source: &Source, with_this: bool) -> String {
    let when = if with_this { "with this page" } else { "with a later version of this page" };
    format!(
        "{} asked, {when}, that no copy be shown (noarchive). The copy stays as evidence for those who work here.",
        source.host
    )
}
