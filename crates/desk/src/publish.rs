//! Publication, now or at a set time.

use model::{Actor, Job, JobId, Moment, Permalink, Permission, Post, PostId, Site, Slug, Standing, Way};
use store::{Conn, Tx, posts, publications, search, settings};

use crate::compose::complete;
use crate::correct::Declared;
use crate::relating::name_pages;
use crate::shown::{PopularLists, month, post_and_lists};
use crate::{Desk, Error, access};

/// When a post comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At once, dated now.
    Now,
    /// At a moment. A future one is waited for; a past one publishes at once with that date.
    At(Moment),
}

/// Second and further posts of a slug in a month are numbered up to this.
const NUMBERS: u32 = 10_000;

impl Desk {
    /// Publishes a post or schedules it. A published post stays as it is; one that was out before comes
    /// back at its old address with its old date.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`]; [`Error::Invalid`] when headline or text is missing or
    /// the chosen slug is taken.
    pub fn publish(&self, actor: &Actor, id: PostId, when: When) -> Result<Post, Error> {
        access::require(actor, Permission::Write)?;
        self.write(|tx| {
            let post = access::held(tx, actor, id)?;
            self.publish_in(tx, actor, post, when)
        })
    }

    /// Publishes a post whose time has come; the work of [`Job::Publish`]. Anything else stays as it is.
    pub(crate) fn publish_scheduled(&self, id: PostId) -> Result<bool, Error> {
        self.write(|tx| {
            posts::lock(tx, id)?;
            let Some(post) = posts::by_id(tx, id)? else { return Ok(false) };
            match post.standing {
                Standing::Scheduled { at } if at <= self.now() => {
                    self.publish_in(tx, &Actor::System, post, When::At(at)).map(|_| true)
                }
                _ => Ok(false),
            }
        })
    }

    /// Publishes every scheduled post whose time has come, and says how many there were. Their jobs do
    /// the same one by one; this is for the first minute after a restart.
    ///
    /// # Errors
    /// The store's.
    pub fn publish_due(&self) -> Result<usize, Error> {
        let now = self.now();
        let mut published = 0;
        for id in self.store.read(|conn| posts::due(conn, now))? {
            published += usize::from(self.publish_scheduled(id)?);
        }
        Ok(published)
    }

    fn publish_in(&self, tx: &mut Tx, actor: &Actor, post: Post, when: When) -> Result<Post, Error> {
        let now = self.now();
        if post.published().is_some() {
            return Ok(post);
        }
        complete(&post.writing, &post.html)?;
        match when {
            When::At(at) if at > now => self.schedule(tx, actor, post, at),
            When::At(at) => self.put_out(tx, actor, post, at),
            When::Now => self.put_out(tx, actor, post, now),
        }
    }

    fn schedule(&self, tx: &mut Tx, actor: &Actor, mut post: Post, at: Moment) -> Result<Post, Error> {
        let now = self.now();
        if post.standing == (Standing::Scheduled { at }) {
            return Ok(post);
        }
        if post.permalink.is_some() {
            return Err(Error::Conflict(
                "This post was out before: readers find a note at its address, so it comes back at once or not yet. Publish it now, without a time."
                    .to_owned(),
            ));
        }
        let site = settings::site(tx)?;
        free_permalink(tx, actor, &post, &site, at)?;
        post.standing = Standing::Scheduled { at };
        post.modified = now;
        posts::update(tx, &post, "")?;
        publications::add(tx, post.id, actor.account(), at, "schedule", "")?;
        tx.enqueue(JobId::from_raw(self.ids.next_raw()), &Job::Publish { post: post.id }, at, now)?;
        Ok(post)
    }

    fn put_out(&self, tx: &mut Tx, actor: &Actor, mut post: Post, at: Moment) -> Result<Post, Error> {
        let now = self.now();
        let site = settings::site(tx)?;
        let before = PopularLists::now(tx)?;
        let first = first_published(tx, post.id)?;
        let at = first.unwrap_or(at);
        if post.permalink.is_none() {
            post.permalink = Some(free_permalink(tx, actor, &post, &site, at)?);
        }
        post.standing = Standing::Published { at };
        // What comes out with a date in the past has not changed since: readers must not see “updated”.
        post.modified = if first.is_some() { now } else { at };
        posts::update(tx, &post, &month(&site, &post))?;
        publications::add(tx, post.id, actor.account(), at, "publish", "")?;
        self.appear(tx, actor, &post, Declared { way: Way::Publication, note: String::new() })?;
        search::index(tx, post.id, &markup::terms(&post.writing.headline))?;
        post_and_lists(tx, &site, &post);
        before.compare(tx)?;
        self.watch_cited(tx, &post)?;
        name_pages(tx, &site, post.id)?;
        self.relate_soon(tx, post.id)?;
        self.rank_soon(tx)?;
        Ok(post)
    }
}

/// The date readers saw when a post first came out.
fn first_published(conn: &mut Conn, id: PostId) -> Result<Option<Moment>, Error> {
    let facts = publications::of_post(conn, id)?;
    Ok(facts.into_iter().filter(|fact| fact.kind == "publish").map(|fact| fact.at).min())
}

/// The address a post will have. A slug a person chose is theirs or refused; others get a number.
pub(crate) fn free_permalink(
    conn: &mut Conn,
    actor: &Actor,
    post: &Post,
    site: &Site,
    at: Moment,
) -> Result<Permalink, Error> {
    let date = at.date_in(&site.zone());
    let chosen = post.writing.slug.clone();
    let slug = match chosen.clone().or_else(|| Slug::of(&post.writing.headline)) {
        Some(slug) => slug,
        None => Slug::parse("post").map_err(Error::Internal)?,
    };
    let wanted = Permalink::dated(date, &slug);
    if !posts::permalink_taken(conn, &wanted, post.id)? {
        return Ok(wanted);
    }
    for number in 2..NUMBERS {
        let numbered = slug.numbered(number);
        let permalink = Permalink::dated(date, &numbered);
        if posts::permalink_taken(conn, &permalink, post.id)? {
            continue;
        }
        // Courant publishes a scheduled post when nobody is there to choose again.
        if chosen.is_some() && *actor != Actor::System {
            return Err(Error::field(
                "slug",
                format!("“{slug}” is taken by another post this month; try “{numbered}”"),
            ));
        }
        return Ok(permalink);
    }
    Err(Error::field(
        "slug",
        format!("too many posts are called “{slug}” this month; choose another address"),
    ))
}
