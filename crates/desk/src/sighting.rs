//! What a look at a cited address has shown, and what follows from it.

use markup::Words;
use markup::quotation::{Located, Searchable, quotations};
use model::ledger::Entry;
use model::watch::pace;
use model::{
    Alert, AlertId, AlertKind, Capture, CaptureId, Cause, Change, CitedAs, Found, How, Moment, Post, PostId,
    QuotationKind, Site, Sketch, SourceNote, Validators, Watch, WatchId, WatchState,
};
use store::impossible::{self, ImpossibleAnswer};
use store::{Conn, Tx, alerts, captures, citations, clippings, posts, sources, watches};

use crate::file::NewLook;
use crate::{Desk, Error, FiledPage};

/// Posts that are told of what became of one address.
const CITING: u32 = 1_000;
/// Longest detail of an alert, in characters.
const DETAIL: usize = 600;
/// Fewest words of a post's paragraph that can be missed at its source.
const FEWEST: usize = 3;
/// Most paragraphs of a post that are looked for.
const PASSAGES: usize = 400;
/// Seconds for which it is remembered how a host answers at an address that can't exist.
const WEEK: i64 = 7 * 86_400;

/// What is known of a cited address before a look.
#[derive(Clone, Debug)]
pub struct Known {
    /// The watch.
    pub watch: Watch,
    /// The text that was there at the last look.
    pub text: Option<String>,
    /// Where no look has read a text yet, the newest capture of the source that was fetched: what a look shows
    /// is compared with that.
    pub capture: Option<Capture>,
}

/// A page that is there.
#[derive(Clone, Debug)]
pub struct SeenPage {
    /// The page of a source whose text is another than was known, to be kept; `None` for the same text, and for
    /// what is only linked to.
    pub page: Option<FiledPage>,
    /// Its article's plain text; empty where nothing can be read, as of a picture.
    pub text: String,
    /// That text in a few numbers.
    pub sketch: Option<Sketch>,
    /// What to send with the next request.
    pub validators: Validators,
    /// Where the address has moved for good.
    pub moved: Option<String>,
    /// The text of [`Known::capture`], read again.
    pub before: Option<String>,
}

/// What a look has shown.
#[derive(Clone, Debug)]
pub enum Sighting {
    /// The outlet says that nothing has changed.
    Unchanged {
        /// Where the address has moved for good.
        moved: Option<String>,
    },
    /// The page is there.
    There(Box<SeenPage>),
    /// It is not, or can't be looked at.
    Nothing {
        /// Why.
        cause: Cause,
        /// The same in a sentence.
        why: String,
        /// Seconds for which the outlet asks us to stay away.
        wait: Option<i64>,
    },
}

impl Sighting {
    /// Where the address has moved for good, if anywhere; nothing is known of it while the page is not there.
    fn moved(&self) -> Option<&Option<String>> {
        match self {
            Sighting::Unchanged { moved } => Some(moved),
            Sighting::There(seen) => Some(&seen.moved),
            Sighting::Nothing { .. } => None,
        }
    }
}

/// What a look says of the text, worked out before anything is written.
struct Compared {
    found: Found,
    /// The text that the look before had left.
    last: Option<String>,
    /// The newly seen text's file.
    text: Option<String>,
    /// The file of the text when it was quoted.
    quoted: Option<String>,
    /// Of each post, the words that no longer stand there.
    lost: Vec<(PostId, Vec<String>)>,
}

impl Desk {
    /// What is known of a cited address that is to be looked at; `None` when it is not any more.
    ///
    /// # Errors
    /// The store's.
    pub fn known_of(&self, id: WatchId) -> Result<Option<Known>, Error> {
        let found = self.store.read(|conn| {
            let Some(watch) = watches::by_id(conn, id)?.filter(|watch| watch.stopped.is_none()) else {
                return Ok(None);
            };
            if citations::newest(conn, id)?.is_none() {
                return Ok(None);
            }
            let capture = match watch.source {
                Some(source) if watch.text.is_none() => fetched(conn, source)?,
                _ => None,
            };
            Ok::<_, Error>(Some((watch, capture)))
        })?;
        let Some((watch, capture)) = found else { return Ok(None) };
        let text = self.text_of(watch.text.as_deref())?;
        Ok(Some(Known { watch, text, capture }))
    }

    /// Takes in what a look has shown: how the address stands, a new capture if the text of a source has
    /// changed, what a person should hear, and when the next look is. Answers with what is news.
    ///
    /// # Errors
    /// The store's; [`Error::Conflict`] when another look was taken in meanwhile.
    pub fn take_in(&self, known: &Known, sighting: &Sighting) -> Result<Vec<AlertKind>, Error> {
        let now = self.now();
        let compared = self.compare_sighting(known, sighting)?;
        let captured = match sighting {
            Sighting::There(seen) if matches!(compared.found, Found::AsQuoted | Found::Different) => {
                seen.page.as_ref()
            }
            Sighting::There(seen) if known.capture.is_none() && known.watch.text.is_none() => {
                seen.page.as_ref()
            }
            _ => None,
        };
        let look = captured.map(NewLook::of);
        if let Some(look) = &look {
            look.files(self)?;
        }
        self.write(|tx| {
            let Some(mut watch) = watches::by_id(tx, known.watch.id)? else { return Ok(Vec::new()) };
            if (watch.looked, &watch.text) != (known.watch.looked, &known.watch.text) {
                return Err(Error::Conflict("Another look at this address ended just now.".to_owned()));
            }
            let before = watch.clone();
            let mut wait = None;
            match sighting {
                Sighting::Unchanged { .. } => {}
                Sighting::There(seen) => {
                    watch.validators = seen.validators.clone();
                    watch.sketch = seen.sketch;
                    watch.quoted.clone_from(&compared.quoted);
                    watch.text.clone_from(&compared.text);
                    watch.capture = known.capture.as_ref().map(|capture| capture.id).or(watch.capture);
                    if let Some(look) = &look {
                        watch.capture = Some(self.capture_of_look(tx, &watch, look)?);
                    }
                }
                Sighting::Nothing { wait: asked, .. } => wait = *asked,
            }
            let mut news = watch.see(compared.found, now);
            if let Sighting::Nothing { why, .. } = sighting {
                watch.trouble = Some(markup::cut(why, DETAIL));
            }
            if let Some(moved) = sighting.moved() {
                if moved.is_some() && *moved != watch.moved {
                    news.push(AlertKind::Moved);
                }
                watch.moved.clone_from(moved);
            }
            if matches!(compared.found, Found::AsQuoted | Found::Different) {
                self.keep_lost(tx, watch.id, &compared.lost)?;
            }
            if compared.found == Found::Different && compared.lost.iter().any(|(_, words)| !words.is_empty())
            {
                for kind in news.iter_mut().filter(|kind| **kind == AlertKind::Changed) {
                    *kind = AlertKind::Quoted;
                }
            }
            let is_cited = citations::newest(tx, watch.id)?.is_some() && watch.stopped.is_none();
            watch.next_look = is_cited.then(|| pace::next_look(&watch, now, wait));
            watches::save(tx, &watch)?;
            for kind in &news {
                self.raise(tx, *kind, &before, &watch, &compared, now)?;
            }
            self.tell_pages(tx, &before, &watch)?;
            self.enter_verdict(tx, &before, &watch)?;
            self.look_at_sources_soon(tx)?;
            Ok(news)
        })
    }

    /// Looks at an address only after so many seconds: for now it is we who can't look.
    ///
    /// # Errors
    /// The store's.
    pub fn put_off_look(&self, id: WatchId, seconds: i64) -> Result<(), Error> {
        let at = self.now().plus_seconds(seconds);
        self.write(|tx| {
            watches::look_at(tx, id, Some(at))?;
            self.look_at_sources_soon(tx)
        })
    }

    /// What a host showed within the last week at an address that can't exist; `None` when it has to be asked.
    ///
    /// # Errors
    /// The store's.
    pub fn impossible_answer(&self, host: &str) -> Result<Option<ImpossibleAnswer>, Error> {
        let since = self.now().plus_seconds(-WEEK);
        let known = self.store.read(|conn| impossible::of_host(conn, host))?;
        Ok(known.filter(|answer| answer.asked > since))
    }

    /// Keeps what a host shows at an address that can't exist: the address that answered and the beginning of
    /// its text; `None` where it says that there is nothing.
    ///
    /// # Errors
    /// The store's.
    pub fn keep_impossible_answer(&self, host: &str, page: Option<(String, String)>) -> Result<(), Error> {
        let answer = ImpossibleAnswer { asked: self.now(), page };
        self.write(|tx| Ok(impossible::keep(tx, host, &answer)?))
    }

    /// Looks for the words of a post that its source no longer has, after the post was changed.
    pub(crate) fn look_for_lost(&self, tx: &mut Tx, post: &Post, watch: &Watch) -> Result<(), Error> {
        let lost = match (self.text_of(watch.quoted.as_deref())?, self.text_of(watch.text.as_deref())?) {
            (Some(quoted), Some(text)) if watch.changed.is_some() => {
                lost(&post.html, &[quoted.as_str()], &text)
            }
            _ => Vec::new(),
        };
        Ok(citations::replace_lost(tx, post.id, watch.id, &lost)?)
    }

    fn compare_sighting(&self, known: &Known, sighting: &Sighting) -> Result<Compared, Error> {
        let watch = &known.watch;
        let unread = |found| Compared {
            found,
            last: None,
            text: watch.text.clone(),
            quoted: watch.quoted.clone(),
            lost: Vec::new(),
        };
        let seen = match sighting {
            Sighting::Unchanged { .. } => return Ok(unread(Found::Same)),
            Sighting::Nothing { cause, .. } => return Ok(unread(Found::Nothing(*cause))),
            Sighting::There(seen) => seen,
        };
        if watch.source.is_none() {
            return Ok(unread(Found::Same));
        }
        let put = |text: &str| self.store.files().put(text.as_bytes());
        let now = Words::of(&seen.text);
        // What a capture from before the watch says is what was quoted.
        let known_text = known.text.as_ref().or(seen.before.as_ref());
        let Some(last) = known_text.filter(|text| !text.trim().is_empty()) else {
            let text = Some(put(&seen.text)?);
            return Ok(Compared {
                found: Found::Same,
                last: None,
                quoted: text.clone(),
                text,
                lost: Vec::new(),
            });
        };
        let last_name = match &watch.text {
            Some(name) if known.text.is_some() => name.clone(),
            _ => put(last)?,
        };
        let quoted_name = watch.quoted.clone().unwrap_or_else(|| last_name.clone());
        let before = Words::of(last);
        if now.says_the_same(&before) {
            let text = Some(last_name);
            return Ok(Compared {
                found: Found::Same,
                last: text.clone(),
                text,
                quoted: Some(quoted_name),
                lost: Vec::new(),
            });
        }
        let quoted = self.text_of(Some(&quoted_name))?.unwrap_or_else(|| last.clone());
        let found = if now.says_the_same(&Words::of(&quoted)) { Found::AsQuoted } else { Found::Different };
        let lost = match found {
            Found::Different => self.lost_of(watch.id, &[quoted.as_str(), last.as_str()], &seen.text)?,
            _ => Vec::new(),
        };
        let text = Some(put(&seen.text)?);
        Ok(Compared { found, last: Some(last_name), text, quoted: Some(quoted_name), lost })
    }

    /// Of each post that has this as its source, the words that no longer stand there.
    fn lost_of(&self, id: WatchId, before: &[&str], now: &str) -> Result<Vec<(PostId, Vec<String>)>, Error> {
        let citing = self.store.read(|conn| citing(conn, id))?;
        let mut all = Vec::new();
        for post in citing {
            if let Some(post) = self.store.read(|conn| posts::by_id(conn, post))? {
                all.push((post.id, lost(&post.html, before, now)));
            }
        }
        Ok(all)
    }

    fn keep_lost(&self, tx: &mut Tx, id: WatchId, lost: &[(PostId, Vec<String>)]) -> Result<(), Error> {
        for post in citing(tx, id)? {
            let words = lost.iter().find(|(of, _)| *of == post).map_or(&[][..], |(_, words)| words);
            citations::replace_lost(tx, post, id, words)?;
        }
        Ok(())
    }

    /// Keeps the page that a look has shown with the other captures of its source.
    fn capture_of_look(&self, tx: &mut Tx, watch: &Watch, look: &NewLook) -> Result<CaptureId, Error> {
        let source = watch.source.ok_or_else(|| Error::missing("source"))?;
        let source = sources::by_id(tx, source)?.ok_or_else(|| Error::missing("source"))?;
        self.capture_once(tx, &source, look)?;
        let kept = captures::of_source(tx, source.id)?;
        let kept = kept.iter().find(|capture| look.is_of(capture));
        kept.map(|capture| capture.id).ok_or_else(|| Error::missing("capture"))
    }

    /// Writes an alert, and settles those that it makes pointless. Good news after an alert that nobody had
    /// dealt with is only noted: there is nothing left to do.
    fn raise(
        &self,
        tx: &mut Tx,
        kind: AlertKind,
        before: &Watch,
        watch: &Watch,
        compared: &Compared,
        now: Moment,
    ) -> Result<(), Error> {
        let mut settled = false;
        for open in alerts::open_of_watch(tx, watch.id)? {
            if kind.settles().contains(&open.kind) {
                settled |= alerts::deal(tx, open.id, None, now)?;
            }
        }
        let is_change = matches!(kind, AlertKind::Quoted | AlertKind::Changed | AlertKind::Restored);
        let detail = match kind {
            AlertKind::Gone | AlertKind::Barred => watch.trouble.clone().unwrap_or_default(),
            AlertKind::Moved => watch.moved.clone().unwrap_or_default(),
            AlertKind::Quoted => {
                let words = compared.lost.iter().flat_map(|(_, words)| words);
                words.take(3).cloned().collect::<Vec<_>>().join(" … ")
            }
            AlertKind::Changed | AlertKind::Restored | AlertKind::Returned => String::new(),
        };
        let alert = Alert {
            id: AlertId::from_raw(self.ids.next_raw()),
            watch: watch.id,
            kind,
            at: now,
            detail: markup::cut(&detail, DETAIL),
            before: before.capture.filter(|_| is_change),
            after: watch.capture.filter(|_| is_change),
            text_before: compared.last.clone().filter(|_| is_change),
            text_after: compared.text.clone().filter(|_| is_change),
            dealt: (kind.mends() && settled).then_some(now),
            dealt_by: None,
        };
        Ok(alerts::add(tx, &alert)?)
    }

    /// Enters into the ledger how the sources of published posts stand, when that is otherwise than before. That
    /// one is there at the first look is no news, and that we can't look says nothing of it.
    fn enter_verdict(&self, tx: &mut Tx, before: &Watch, watch: &Watch) -> Result<(), Error> {
        let is_news = before.state != watch.state
            && match watch.state {
                WatchState::Changed | WatchState::Gone => true,
                WatchState::Alive => before.state != WatchState::Unseen,
                WatchState::Unseen | WatchState::Barred => false,
            };
        if !is_news {
            return Ok(());
        }
        for post in citing(tx, watch.id)? {
            let capture = watch.capture.filter(|_| watch.state != WatchState::Gone);
            let (source, state) = (watch.address.clone(), watch.state.as_str().to_owned());
            self.enter(tx, Entry::SourceVerdict { post, source, state, capture });
        }
        Ok(())
    }

    /// Names the pages on which readers see how this source stands, when what they see has changed: the state,
    /// or the day of the last look.
    fn tell_pages(&self, tx: &mut Tx, before: &Watch, watch: &Watch) -> Result<(), Error> {
        let shown = |watch: &Watch| {
            (watch.state, watch.since, watch.changed, watch.text.clone(), watch.looked.map(Moment::day))
        };
        if shown(before) == shown(watch) {
            return Ok(());
        }
        for post in citing(tx, watch.id)? {
            tx.changed(Change::Post(post));
        }
        // An outlet's record counts how its pages stand.
        if before.state != watch.state
            && let Some(source) = watch.source
            && let Some(source) = sources::by_id(tx, source)?
        {
            tx.changed(Change::Host(source.host));
        }
        Ok(())
    }

    /// What readers of a post are told of its source, where the site so chooses.
    ///
    /// # Errors
    /// The store's.
    pub fn source_note(&self, site: &Site, post: &Post) -> Result<Option<SourceNote>, Error> {
        let Some(source) = post.source.as_ref().filter(|_| site.source_notes) else { return Ok(None) };
        self.store.read(|conn| {
            let Some(watch) = watches::of_source(conn, source.id)? else { return Ok(None) };
            let lost = citations::lost_of_post(conn, post.id)?.len();
            if watch.note(lost, None).is_none() {
                return Ok(None);
            }
            let read = match post.clipping {
                Some(clipping) => clippings::capture(conn, clipping)?,
                None => None,
            };
            let ours = match read {
                Some(capture) => captures::by_id(conn, capture)?.map(|capture| capture.at),
                None => None,
            };
            Ok(watch.note(lost, ours))
        })
    }

    /// A kept text; `None` when it is not among the files any more.
    pub(crate) fn text_of(&self, name: Option<&str>) -> Result<Option<String>, Error> {
        let Some(name) = name else { return Ok(None) };
        let bytes = self.store.files().get(name)?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// The newest capture of a source that we fetched: what a browser showed may hold what we are never given.
fn fetched(conn: &mut Conn, source: model::SourceId) -> Result<Option<Capture>, Error> {
    let all = captures::of_source(conn, source)?;
    Ok(all.into_iter().find(|capture| capture.how == How::Fetched))
}

/// The posts that have this address as their source.
fn citing(conn: &mut Conn, id: WatchId) -> Result<Vec<PostId>, Error> {
    let all = citations::of_watch(conn, id, CITING)?.into_iter();
    Ok(all.filter(|citation| citation.cited_as == CitedAs::Source).map(|citation| citation.post).collect())
}

/// The paragraphs and quotations of a post that stood at its source before and stand there no longer.
fn lost(html: &str, before: &[&str], now: &str) -> Vec<String> {
    let within = quotations(html).into_iter().filter(|quoted| quoted.kind != QuotationKind::Block);
    let passages: Vec<String> = markup::paragraphs(html)
        .into_iter()
        .chain(within.map(|quoted| quoted.text))
        .filter(|passage| Words::of(passage).len() >= FEWEST)
        .take(PASSAGES)
        .collect();
    let sought: Vec<&str> = passages.iter().map(String::as_str).collect();
    let stands = |text: &str| -> Vec<bool> {
        let located = Searchable::of(text).locate(&sought).into_iter();
        located.map(|located| matches!(located, Located::Found(_))).collect()
    };
    let before: Vec<Vec<bool>> = before.iter().map(|text| stands(text)).collect();
    let now = stands(now);
    let mut lost: Vec<String> = Vec::new();
    for (at, passage) in passages.iter().enumerate() {
        let stood = before.iter().any(|stood| stood.get(at) == Some(&true));
        // What is quoted within a paragraph is not said twice.
        if stood && now.get(at) == Some(&false) && !lost.iter().any(|whole| whole.contains(passage.as_str()))
        {
            lost.push(passage.clone());
        }
    }
    lost
}
