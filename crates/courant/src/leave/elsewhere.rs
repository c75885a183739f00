//! `courant export --format wxr|blogger`: a site told in the words of systems that people go to.

use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use carry::out::{Atom, Blog, Piece, Remark, Teller, Wxr, source_line};
use clap::ValueEnum;
use model::rendition::hash_of;
use model::{AccountId, Actor, Clock, CommentId, CommentMode, MediaId, Post, PostId, Site};
use store::{Conn, comments, media, posts, settings};

use crate::beside::Beside;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::parts;

/// Rows read in one go.
const AT_ONCE: u32 = 200;
/// Labels told at the beginning; those of a post are told with it, however many there are.
const LABELS: u32 = 10_000;

/// Whose words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Tongue {
    /// Everything, in files of our own
    Courant,
    /// One file for WordPress and what imports from it (WXR 1.2)
    Wxr,
    /// One file for Blogger (its Atom backup)
    Blogger,
}

/// What was told.
#[derive(Debug, Default)]
struct Told {
    posts: u64,
    comments: u64,
    /// Comments for which the format has no word.
    untold: u64,
    pictures: u64,
}

/// Writes the file, beside its place until it is whole.
///
/// # Errors
/// When the site can't be read or the file can't be written; then what was there before stays.
pub fn export(config: &Config, to: &Path, tongue: Tongue, private: bool) -> Result<ExitCode> {
    let desk = parts::desk(config)?;
    let origin = config.address.clone().unwrap_or_else(|| format!("http://{}", config.listen));
    let authors: HashMap<AccountId, String> =
        desk.accounts(&Actor::System)?.into_iter().map(|account| (account.id, account.name)).collect();
    let made = Beside::file(to, 0o600).and_then(|(beside, file)| {
        let mut out = BufWriter::with_capacity(1 << 18, file);
        let told = {
            let mut teller: Box<dyn Teller + '_> = match tongue {
                Tongue::Blogger => Box::new(Atom::new(&mut out)),
                Tongue::Courant | Tongue::Wxr => Box::new(Wxr::new(&mut out)),
            };
            let tale = Tale { origin: &origin, authors: &authors, private };
            desk.store().read(|conn| tale.tell(conn, &mut *teller))?
        };
        beside.take_place(&out.into_inner().map_err(|error| error.into_error())?)?;
        Ok(told)
    });
    let told = made.with_context(|| format!("nothing was exported to {}", to.display()))?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{}: {} posts, {} comments, {} pictures by their addresses",
        to.display(),
        told.posts,
        told.comments,
        told.pictures
    )?;
    if told.untold > 0 {
        writeln!(
            out,
            "{} comments are not in it: this format has room only for those that readers see. The plain export has all.",
            told.untold
        )?;
    }
    writeln!(
        out,
        "Pictures are fetched from {origin} by whoever imports it: keep the site up until then. Revisions, corrections, \
         captures and the ledger have no place in this format; they are in the plain export."
    )?;
    Ok(ExitCode::SUCCESS)
}

struct Tale<'a> {
    origin: &'a str,
    authors: &'a HashMap<AccountId, String>,
    private: bool,
}

impl Tale<'_> {
    fn tell(&self, conn: &mut Conn, teller: &mut dyn Teller) -> Result<Told> {
        let site = settings::site(conn)?;
        let mut names: Vec<String> = self.authors.values().cloned().collect();
        names.sort();
        let labels = posts::labels(conn, LABELS)?.into_iter().map(|(label, _)| label).collect();
        teller.begin(&Blog {
            name: site.name.clone(),
            tagline: site.tagline.clone(),
            origin: self.origin.to_owned(),
            language: site.language.to_string(),
            zone: site.zone(),
            authors: names,
            labels,
            now: SystemClock.now(),
        })?;
        let mut told = Told::default();
        // Numbers of pictures, posts and comments are of one row, as WordPress counts pictures and posts.
        let mut number = 0;
        let mut last: Option<MediaId> = None;
        loop {
            let some = media::after(conn, last, AT_ONCE)?;
            let Some(newest) = some.last() else { break };
            last = Some(newest.id);
            for picture in &some {
                number += 1;
                teller.picture(number, picture)?;
                told.pictures += 1;
            }
        }
        let mut last: Option<PostId> = None;
        loop {
            let ids = posts::after(conn, last, AT_ONCE)?;
            let Some(newest) = ids.last() else { break };
            last = Some(*newest);
            for id in ids {
                if let Some(post) = posts::by_id(conn, id)? {
                    number += 1;
                    number = self.post(conn, teller, &site, &post, number, &mut told)?;
                }
            }
        }
        teller.finish()?;
        Ok(told)
    }

    /// Tells one post with its comments; the last number that was given.
    fn post(
        &self,
        conn: &mut Conn,
        teller: &mut dyn Teller,
        site: &Site,
        post: &Post,
        number: i64,
        told: &mut Told,
    ) -> Result<i64> {
        let language = post.writing.language.as_ref().unwrap_or(&site.language);
        let path = post.permalink.as_ref().map(|permalink| permalink.encoded()).unwrap_or_default();
        let mut html = pages::absolute(&post.html, self.origin, &format!("{}{path}", self.origin));
        if let Some(source) = &post.source {
            html.push_str(&source_line(&source.fields, language.as_str()));
        }
        let author = post.author.and_then(|author| self.authors.get(&author));
        let mode = site.comments_on(
            post.writing.comments,
            post.published().unwrap_or(post.created),
            SystemClock.now(),
        );
        let piece = Piece {
            number,
            post,
            html: &html,
            author: author.map_or("", String::as_str),
            lead: lead(conn, post)?,
            takes_comments: mode.0 != CommentMode::Off,
        };
        teller.piece(&piece)?;
        told.posts += 1;
        // An answer may stand before what it answers: it gives that its number.
        let mut numbers: HashMap<CommentId, i64> = HashMap::new();
        let mut next = number;
        let mut of = |id: CommentId| {
            *numbers.entry(id).or_insert_with(|| {
                next += 1;
                next
            })
        };
        let mut last: Option<CommentId> = None;
        loop {
            let mut some = comments::of_post(conn, post.id, last, AT_ONCE)?;
            let Some(newest) = some.last() else { break };
            last = Some(newest.id);
            for comment in &mut some {
                if !self.private {
                    comment.email = None;
                }
                let remark = Remark { number: of(comment.id), parent: comment.parent.map(&mut of), comment };
                if teller.remark(&piece, &remark)? {
                    told.comments += 1;
                } else {
                    told.untold += 1;
                }
            }
        }
        teller.end_piece()?;
        Ok(next)
    }
}

/// The number of the picture that stands for a post: its place among all, counted from one.
fn lead(conn: &mut Conn, post: &Post) -> Result<Option<i64>> {
    let Some(sha256) = post.writing.lead_image.as_deref().and_then(hash_of) else { return Ok(None) };
    let Some(picture) = media::by_sha(conn, sha256)? else { return Ok(None) };
    Ok(Some(media::place(conn, picture.id)?))
}
