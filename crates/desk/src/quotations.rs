//! What a piece quotes, looked for in the captures of its source.

use markup::quotation::{Located, Quoted, Searchable, differ_in_language, quotations as quoted};
use model::quotation::QUOTATIONS;
use model::{
    Actor, Capture, CaptureId, CapturedText, Finding, Job, JobId, Language, Permission, Post, PostId,
    Quotation, QuotationKind, RawWriting, Share, SourceFields, SourceId, Stand,
};
use store::{Conn, Tx, captures, clippings, jobs, posts, quotations, settings, sources};

use crate::{Desk, Error, access};

/// Captures of a source whose texts are searched, newest first; those with the same text count as one.
const SEARCHED: usize = 8;
/// Posts of one source that are looked at again when it is captured, newest first.
const LOOKED_AT_AGAIN: u32 = 20;

/// What a revision quotes, with the captures it stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quoting {
    /// In the order of the text; [`QUOTATIONS`] at most.
    pub quotations: Vec<Quotation>,
    /// How much of the source's article the piece carries; `None` without a source, or without its text.
    pub share: Option<Share>,
    /// The captures named by those.
    pub captures: Vec<Capture>,
    /// How many looks at the source are kept, a hundred at most.
    pub looks: usize,
}

/// A text that quotes.
struct Text<'a> {
    html: &'a str,
    /// `None` for the site's.
    language: Option<Language>,
    /// The source it credits, if that is known.
    source: Option<SourceId>,
}

/// What was read from a capture.
struct Captured {
    id: CaptureId,
    texts: Vec<(CapturedText, String)>,
    language: Option<Language>,
}

impl Desk {
    /// What a revision of a piece quotes, and what was found of it.
    ///
    /// # Errors
    /// As [`Desk::post`].
    pub fn quotations_of(&self, actor: &Actor, id: PostId, revision: i64) -> Result<Quoting, Error> {
        self.store.read(|conn| {
            let post = access::writing(conn, actor, id)?;
            let found = quotations::of_revision(conn, id, revision)?;
            let share = quotations::share(conn, id, revision)?;
            quoting(conn, post.source.as_ref().map(|source| source.id), found, share)
        })
    }

    /// What a text quotes of the source it credits, and what is found of it, before it is saved; `None` when
    /// it credits none. `html` is the text as readers would see it.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write.
    pub fn quotations_in(
        &self,
        actor: &Actor,
        raw: &RawWriting,
        html: &str,
    ) -> Result<Option<Quoting>, Error> {
        access::require(actor, Permission::Write)?;
        let named = SourceFields { url: raw.source_url.clone(), ..SourceFields::default() };
        let Ok(named) = named.checked() else { return Ok(None) };
        self.store.read(|conn| {
            let source = sources::by_url(conn, &named.url)?.map(|source| source.id);
            let text = Text { html, language: Language::parse(&raw.language).ok(), source };
            let (found, share) = self.look_for_quotations(conn, &text, PostId::from_raw(0), 0)?;
            quoting(conn, source, found, share).map(Some)
        })
    }

    /// How many quotations of each finding the revisions of a piece have.
    ///
    /// # Errors
    /// As [`Desk::post`].
    pub fn quotations_told(&self, actor: &Actor, id: PostId) -> Result<Vec<(i64, Finding, i64)>, Error> {
        self.store.read(|conn| {
            access::writing(conn, actor, id)?;
            Ok(quotations::told(conn, id)?)
        })
    }

    /// What somebody should have seen before a piece comes out: quotations, marked as such, of which nothing
    /// stands at the source. They forbid nothing: the source may have said it elsewhere.
    ///
    /// # Errors
    /// As [`Desk::post`].
    pub fn doubtful(&self, actor: &Actor, id: PostId) -> Result<Vec<Quotation>, Error> {
        let mut found = self.store.read(|conn| {
            access::writing(conn, actor, id)?;
            Ok::<_, Error>(quotations::of_post(conn, id)?)
        })?;
        found.retain(|quotation| {
            quotation.finding == Finding::Absent && quotation.kind != QuotationKind::Possible
        });
        Ok(found)
    }

    /// Promises to fetch the source of a piece and keep it, so that its quotations can be looked for; `None`
    /// when it credits none. A second wish finds the first.
    ///
    /// # Errors
    /// As [`Desk::save`].
    pub fn request_capture(&self, actor: &Actor, id: PostId) -> Result<Option<JobId>, Error> {
        access::require(actor, Permission::Clip)?;
        self.write(|tx| {
            let Some(source) = access::held(tx, actor, id)?.source else { return Ok(None) };
            let (job, now) = (JobId::from_raw(self.ids.next_raw()), self.now());
            let key = format!("capture {}", source.id);
            let wish = Job::Capture { source: source.id, url: source.fields.url, account: actor.account() };
            if jobs::enqueue_unique(tx, &key, job, &wish, now, now)? {
                return Ok(Some(job));
            }
            Ok(jobs::by_key(tx, &key)?.map(|record| record.id))
        })
    }

    /// Writes what the newest revision of a piece quotes, and what was found of it.
    pub(crate) fn note_quotations(&self, tx: &mut Tx, post: &Post) -> Result<(), Error> {
        let (mut found, mut share) = (Vec::new(), None);
        if let Some(source) = &post.source {
            let language = post.writing.language.clone();
            let text = Text { html: &post.html, language, source: Some(source.id) };
            (found, share) = self.look_for_quotations(tx, &text, post.id, post.revision)?;
        }
        Ok(quotations::replace(tx, post.id, post.revision, &found, share.as_ref())?)
    }

    /// Looks again for what the pieces made from a source quote, now that there is another capture of it.
    pub(crate) fn look_again(&self, tx: &mut Tx, source: SourceId) -> Result<(), Error> {
        for id in posts::citing(tx, source, LOOKED_AT_AGAIN)? {
            if let Some(post) = posts::by_id(tx, id)? {
                self.note_quotations(tx, &post)?;
            }
        }
        Ok(())
    }

    /// What a text quotes of its source, and what is found of it.
    fn look_for_quotations(
        &self,
        conn: &mut Conn,
        text: &Text<'_>,
        post: PostId,
        revision: i64,
    ) -> Result<(Vec<Quotation>, Option<Share>), Error> {
        let mut marked = quoted(text.html);
        marked.truncate(QUOTATIONS);
        let captured = match text.source {
            Some(source) => self.captured(conn, source)?,
            None => Vec::new(),
        };
        let (stands, share) = search(&marked, &captured, text.html);
        let own = match &text.language {
            Some(language) => language.clone(),
            None => settings::site(conn)?.language,
        };
        let found = marked.into_iter().zip(stands).zip(0..).map(|((quoted, stand), position)| {
            let language = quoted.language.as_ref().unwrap_or(&own);
            let (finding, stand) = match stand {
                Some((finding, stand)) => (finding, Some(stand)),
                None if captured.is_empty() => (Finding::Unchecked, None),
                None if is_foreign(&quoted.text, language, &captured) => (Finding::Translated, None),
                None => (Finding::Absent, None),
            };
            Quotation { post, revision, position, kind: quoted.kind, quote: quoted.text, finding, stand }
        });
        Ok((found.collect(), share))
    }

    /// The texts of the newest captures of a source that have one.
    fn captured(&self, conn: &mut Conn, source: SourceId) -> Result<Vec<Captured>, Error> {
        let mut all: Vec<Captured> = Vec::new();
        for capture in captures::of_source(conn, source)? {
            let captured = self.texts_of(conn, &capture)?;
            let is_known = all.iter().any(|known| known.texts == captured.texts);
            if !is_known && captured.texts.iter().any(|(_, text)| !text.trim().is_empty()) {
                all.push(captured);
            }
            if all.len() == SEARCHED {
                break;
            }
        }
        Ok(all)
    }

    fn texts_of(&self, conn: &mut Conn, capture: &Capture) -> Result<Captured, Error> {
        let read = clippings::of_capture(conn, capture.id)?.map(|(_, _, clipping)| clipping);
        let language = read.as_ref().and_then(|clipping| Language::parse(clipping.language.as_deref()?).ok());
        let kept = self.capture_text(capture)?;
        // Of a capture from before texts were kept, what its clipping says is left.
        let article = kept.article.or_else(|| read.map(|clipping| clipping.text));
        let page = kept.page.filter(|page| article.as_ref() != Some(page));
        let article = article.map(|text| (CapturedText::Article, text));
        let texts = article.into_iter().chain(page.map(|text| (CapturedText::Page, text))).collect();
        Ok(Captured { id: capture.id, texts, language })
    }
}

fn quoting(
    conn: &mut Conn,
    source: Option<SourceId>,
    found: Vec<Quotation>,
    share: Option<Share>,
) -> Result<Quoting, Error> {
    let mut named: Vec<CaptureId> =
        found.iter().filter_map(|quotation| Some(quotation.stand.as_ref()?.capture)).collect();
    named.extend(share.as_ref().map(|share| share.capture));
    named.sort();
    named.dedup();
    let mut captures = Vec::new();
    for id in named {
        captures.extend(captures::by_id(conn, id)?);
    }
    let looks = match source {
        Some(source) => captures::of_source(conn, source)?.len(),
        None => 0,
    };
    Ok(Quoting { quotations: found, share, captures, looks })
}

/// Where each quotation stands: letter by letter in the newest capture that has it so, else with changes in the
/// newest that has it so; and the share of the capture of which the text carries most.
fn search(
    marked: &[Quoted],
    captured: &[Captured],
    html: &str,
) -> (Vec<Option<(Finding, Stand)>>, Option<Share>) {
    let quotes: Vec<&str> = marked.iter().map(|quoted| quoted.text.as_str()).collect();
    let mut stands: Vec<Option<(Finding, Stand)>> = vec![None; quotes.len()];
    let mut best: Option<Share> = None;
    let own_text = markup::plain_text(html);
    for capture in captured {
        for (text, content) in &capture.texts {
            let searchable = Searchable::of(content);
            let located = searchable.locate(&quotes);
            if *text == CapturedText::Article {
                let passages = located.iter().zip(marked).filter_map(|(located, quoted)| match located {
                    Located::Found(passage) | Located::Changed { passage, .. } => {
                        // What the source itself quotes is not quoted of the source.
                        let is_own = quoted.kind != QuotationKind::Possible || !ends_open(&passage.prefix);
                        is_own.then_some(passage)
                    }
                    Located::NotFound => None,
                });
                let quoted = searchable.quoted(passages);
                let carried = searchable.carried(&own_text).max(quoted);
                if best.as_ref().is_none_or(|best| carried > best.carried) {
                    best = Some(Share { capture: capture.id, quoted, carried });
                }
            }
            for (stand, located) in stands.iter_mut().zip(located) {
                let (finding, passage) = match located {
                    Located::Found(passage) => (Finding::Found, passage),
                    Located::Changed { passage, .. } => (Finding::Changed, passage),
                    Located::NotFound => continue,
                };
                let is_better = match stand {
                    None => true,
                    Some((Finding::Found, _)) => false,
                    Some(_) => finding == Finding::Found,
                };
                if is_better {
                    *stand = Some((finding, Stand { capture: capture.id, text: *text, passage }));
                }
            }
        }
    }
    (stands, best)
}

/// Whether a text ends with a quotation mark that opens.
fn ends_open(before: &str) -> bool {
    before.trim_end().ends_with(['“', '„', '«', '»', '"', '”', '「', '『', '‘'])
}

/// Whether a quotation can't stand in any of the captures because it is in another language: by what it shows,
/// else by what the piece and the source say of themselves.
fn is_foreign(quote: &str, language: &Language, captured: &[Captured]) -> bool {
    captured.iter().all(|captured| {
        let shown = captured.texts.iter().find_map(|(_, text)| differ_in_language(quote, text));
        let labelled = captured.language.as_ref().is_some_and(|its| its.primary() != language.primary());
        shown.unwrap_or(labelled)
    })
}
