//! What readers read most.

mod best;

use std::collections::{BTreeSet, HashMap, HashSet};

use model::popular::{Choice, EXCLUDED_LIMIT, KEPT, PINNED_LIMIT, language_first};
use model::{Actor, Change, Job, Moment, Permission, Post, PostId, Site, Teaser, Window};
use store::{Conn, Page, Tx, popular, posts, settings};

use crate::shown::PopularLists;
use crate::{Desk, Error, access};

/// Seconds from one ranking to the next.
const PACE: i64 = 60;

/// The setting that holds when the lists were last computed, in microseconds.
const RANKED: &str = "popular.ranked";

/// A popular list for a page, and what makes that page stale.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The posts, first the first.
    pub posts: Vec<Teaser>,
    /// What the list depends on.
    pub shows: Vec<Change>,
}

impl Desk {
    /// Computes the lists of all windows anew, and says whether readers will see a difference.
    ///
    /// # Errors
    /// The store's.
    pub fn rank_popular(&self) -> Result<bool, Error> {
        let now = self.now();
        self.write(|tx| {
            let before = PopularLists::now(tx)?;
            for window in Window::ALL {
                let ranked = ranked(tx, window, now)?;
                popular::replace(tx, window, &ranked)?;
            }
            settings::set(tx, RANKED, &now.micros().to_string())?;
            before.compare(tx)
        })
    }

    /// The popular posts of a window without the post being read, filled up with the newest.
    ///
    /// # Errors
    /// The store's.
    pub fn popular(&self, window: Window, len: u32, except: Option<PostId>) -> Result<Vec<Teaser>, Error> {
        self.store.read(|conn| {
            let mut posts = Ranked::read(conn, window, len, except)?.seen_by(None);
            posts.truncate(len as usize);
            Ok(posts)
        })
    }

    /// The list beside a page: the site's window and length, without the post that the page is about, those in its
    /// language first if the site so chooses.
    ///
    /// # Errors
    /// The store's.
    pub fn popular_beside(&self, site: &Site, post: Option<&Post>) -> Result<Beside, Error> {
        let (window, len) = (site.popular_window, site.popular_length);
        let ranked = self.store.read(|conn| Ranked::read(conn, window, len, post.map(|post| post.id)))?;
        let language = post.filter(|_| site.popular_language_first).map(|post| {
            let language = post.writing.language.as_ref().unwrap_or(&site.language);
            language.primary().to_owned()
        });
        let mut shows = Vec::new();
        // Nothing in that language: the list is everybody's, until that changes.
        if language.as_deref().is_none_or(|language| !ranked.has(site, language)) {
            shows.push(Change::Popular(window, None));
        }
        let mut posts = ranked.seen_by(language.as_deref().map(|language| (site, language)));
        posts.truncate(len as usize);
        shows.extend(language.map(|language| Change::Popular(window, Some(language))));
        Ok(Beside { posts, shows })
    }

    /// What was chosen for the popular lists: the pinned posts, the first first, and those kept out.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't work on everybody's posts.
    pub fn popular_choices(&self, actor: &Actor) -> Result<[Vec<Teaser>; 2], Error> {
        access::require(actor, Permission::WriteAny)?;
        self.store.read(|conn| {
            Ok([popular::chosen(conn, Choice::Pinned)?, popular::chosen(conn, Choice::Excluded)?])
        })
    }

    /// Pins a published post in front of those pinned before, keeps it out of the popular lists, or (`None`) lets it
    /// stand where its readers put it.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when no such post is out; [`Error::Conflict`] when too many were
    /// chosen.
    pub fn choose_popular(&self, actor: &Actor, id: PostId, choice: Option<Choice>) -> Result<(), Error> {
        access::require(actor, Permission::WriteAny)?;
        self.write(|tx| {
            let post = posts::by_id(tx, id)?.ok_or_else(|| Error::missing("post"))?;
            if choice.is_some() && post.published().is_none() {
                return Err(Error::Conflict("Only a post that is out can stand in the lists.".to_owned()));
            }
            let others = popular::choices(tx)?;
            let others =
                others.iter().filter(|(post, theirs)| *post != id && Some(*theirs) == choice).count();
            match choice {
                Some(Choice::Pinned) if others >= PINNED_LIMIT => {
                    let message = format!("{PINNED_LIMIT} posts are pinned already; release one first.");
                    return Err(Error::Conflict(message));
                }
                Some(Choice::Excluded) if others >= EXCLUDED_LIMIT => {
                    let message = format!("{EXCLUDED_LIMIT} posts are kept out already; release one first.");
                    return Err(Error::Conflict(message));
                }
                _ => {}
            }
            let before = PopularLists::now(tx)?;
            popular::choose(tx, id, choice, actor.account(), self.now())?;
            before.compare(tx)?;
            // Whoever was kept out has no place in the kept lists yet.
            self.rank_at_once(tx)
        })
    }

    /// Promises a ranking: at once, or a minute after the last.
    pub(crate) fn rank_soon(&self, tx: &mut Tx) -> Result<(), Error> {
        let now = self.now();
        let last = settings::get(tx, RANKED)?.and_then(|micros| micros.parse().ok()).map(Moment::from_micros);
        // A last ranking in the future is a clock that was set back: don't wait for it to come round.
        let due = last.filter(|last| *last <= now).map_or(now, |last| last.plus_seconds(PACE).max(now));
        self.rank_when(tx, due)
    }

    fn rank_at_once(&self, tx: &mut Tx) -> Result<(), Error> {
        self.rank_when(tx, self.now())
    }

    fn rank_when(&self, tx: &mut Tx, due: Moment) -> Result<(), Error> {
        self.promise(tx, Job::RankPopular.name(), &Job::RankPopular, due)
    }
}

fn ranked(conn: &mut Conn, window: Window, now: Moment) -> Result<Vec<(PostId, i64)>, Error> {
    let kept_out: HashSet<PostId> = popular::choices(conn)?
        .into_iter()
        .filter_map(|(post, choice)| (choice == Choice::Excluded).then_some(post))
        .collect();
    let mut scores = best::of(conn, window, now.day(), &kept_out)?;
    let ids: Vec<PostId> = scores.iter().map(|(id, _)| *id).collect();
    let out: HashMap<PostId, Moment> =
        posts::teasers(conn, &ids)?.into_iter().map(|teaser| (teaser.id, teaser.published)).collect();
    scores.retain(|(id, _)| out.contains_key(id));
    scores.sort_by_key(|(id, score)| std::cmp::Reverse((*score, out.get(id).copied(), *id)));
    scores.truncate(KEPT as usize);
    Ok(scores)
}

/// A window's list before it is cut to its length: the pinned posts, and behind them those that readers made
/// popular, filled up with the newest.
pub(crate) struct Ranked {
    pinned: Vec<Teaser>,
    others: Vec<Teaser>,
}

impl Ranked {
    pub(crate) fn read(
        conn: &mut Conn,
        window: Window,
        len: u32,
        except: Option<PostId>,
    ) -> Result<Self, Error> {
        let mut pinned = popular::chosen(conn, Choice::Pinned)?;
        let mut others = popular::list(conn, window, KEPT)?;
        pinned.retain(|teaser| Some(teaser.id) != except);
        others.retain(|teaser| Some(teaser.id) != except);
        let wanted = (len as usize).saturating_sub(pinned.len());
        if others.len() < wanted {
            // At worst the newest posts are those that are in the list already, the one being read, and all that
            // were chosen.
            let chosen: HashSet<PostId> = popular::choices(conn)?.into_iter().map(|(post, _)| post).collect();
            let limit = len.saturating_mul(2).saturating_add(1 + chosen.len() as u32);
            for teaser in posts::newest(conn, Page { before: None, limit })? {
                if others.len() < wanted
                    && Some(teaser.id) != except
                    && !chosen.contains(&teaser.id)
                    && others.iter().all(|known| known.id != teaser.id)
                {
                    others.push(teaser);
                }
            }
        }
        Ok(Ranked { pinned, others })
    }

    /// The languages of the posts behind the pinned ones.
    pub(crate) fn languages(&self, site: &Site) -> BTreeSet<String> {
        self.others.iter().map(|teaser| of(site, teaser).to_owned()).collect()
    }

    fn has(&self, site: &Site, language: &str) -> bool {
        self.others.iter().any(|teaser| of(site, teaser) == language)
    }

    /// The list in the order in which a page in a language shows it.
    pub(crate) fn seen_by(&self, language: Option<(&Site, &str)>) -> Vec<Teaser> {
        let others = self.others.clone();
        let others = match language {
            Some((site, language)) => language_first(others, |teaser| of(site, teaser) == language),
            None => others,
        };
        self.pinned.iter().cloned().chain(others).collect()
    }
}

/// The first part of a post's language.
fn of<'a>(site: &'a Site, teaser: &'a Teaser) -> &'a str {
    teaser.language.as_ref().unwrap_or(&site.language).primary()
}
