//! A changed text.

use model::{Actor, Moment, Permission, Post, PostId, RawWriting, SourceId, Standing, Writing};
use store::{Tx, posts, search, settings, sources};

use crate::compose::{complete, compose, compose_alone};
use crate::correct::{Declared, is_said};
use crate::relating::{is_as_near, is_shown_alike, name_pages};
use crate::shown::{PopularLists, month, post_and_lists};
use crate::{Desk, Error, access, shown};

impl Desk {
    /// Saves a text as a new revision. Nothing happens when nothing has changed. A published post changes in
    /// place when nobody reads the change as text, or when it is a slip put right soon after publication;
    /// for more see [`Desk::correct`]. `base_revision` is the revision the writer began with.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`] per field, about `correction` when
    /// readers must be told; [`Error::Conflict`] when someone saved a newer revision since.
    pub fn save(
        &self,
        actor: &Actor,
        id: PostId,
        raw: &RawWriting,
        base_revision: Option<i64>,
    ) -> Result<Post, Error> {
        self.save_as(actor, id, raw, base_revision, None)
    }

    pub(crate) fn save_as(
        &self,
        actor: &Actor,
        id: PostId,
        raw: &RawWriting,
        base_revision: Option<i64>,
        note: Option<&str>,
    ) -> Result<Post, Error> {
        access::require(actor, Permission::Write)?;
        self.write(|tx| {
            let old = access::held(tx, actor, id)?;
            let writing = keep_what_forms_omit(&old, raw.checked()?)?;
            if note.is_some() && old.published().is_none() {
                return Err(Error::field(
                    "correction",
                    "only a text that is out can be corrected; this one changes freely, without a note",
                ));
            }
            if writing == old.writing {
                return match note {
                    Some(note) if !is_said(tx, &old, note)? => Err(Error::field(
                        "correction",
                        "nothing has changed in the text, so there is nothing to correct",
                    )),
                    _ => Ok(old),
                };
            }
            if base_revision.is_some_and(|base| base < old.revision) {
                return Err(newer(old.revision));
            }
            let declared = if old.published().is_some() {
                complete(&writing, &compose_alone(&writing).html)?;
                self.declare(tx, &old, &writing, note)?
            } else {
                Declared::upkeep()
            };
            self.rewrite(tx, actor, &old, writing, declared)
        })
    }

    /// Writes a changed text over the old one, as its next revision; of a published one readers see it from
    /// then on, in the way that is declared.
    pub(crate) fn rewrite(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        old: &Post,
        writing: Writing,
        declared: Declared,
    ) -> Result<Post, Error> {
        self.rewrite_as_of(tx, actor, old, writing, declared, self.now())
    }

    /// The same, as if it had been done at a moment: what puts a text brought from elsewhere right here is no change
    /// that readers must be told of.
    pub(crate) fn rewrite_as_of(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        old: &Post,
        writing: Writing,
        declared: Declared,
        modified: Moment,
    ) -> Result<Post, Error> {
        let post = self.rewrite_unwatched(tx, actor, old, writing, (declared, modified))?;
        if post.permalink.is_some() {
            self.watch_cited(tx, &post)?;
        }
        Ok(post)
    }

    /// The same of a post whose cited addresses somebody has promised to bring under watch afterwards.
    pub(crate) fn rewrite_unwatched(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        old: &Post,
        writing: Writing,
        (declared, modified): (Declared, Moment),
    ) -> Result<Post, Error> {
        let now = self.now();
        let mut post = Post { writing, revision: old.revision + 1, modified, ..old.clone() };
        post.source = match post.writing.source.take() {
            Some(fields) if old.source.as_ref().is_some_and(|known| known.fields.url == fields.url) => {
                let source = sources::upsert(tx, SourceId::from_raw(self.ids.next_raw()), &fields, now)?;
                if old.source.as_ref().is_some_and(|known| known.fields != source.fields) {
                    // Other posts credit it too.
                    shown::of_source(tx, &source)?;
                }
                Some(source)
            }
            Some(fields) => Some(self.cite(tx, fields)?),
            None => None,
        };
        post.writing.source = post.source.as_ref().map(|source| source.fields.clone());
        let composed = compose(tx, &post.writing)?;
        (post.html, post.excerpt) = (composed.html, composed.excerpt);
        if matches!(post.standing, Standing::Published { .. } | Standing::Scheduled { .. }) {
            complete(&post.writing, &post.html)?;
        }
        let site = settings::site(tx)?;
        let public = post.permalink.is_some();
        // Lists are put together and compared only for what they show of a post.
        let listed = public && is_listed_otherwise(old, &post);
        let before = if listed { Some(PopularLists::now(tx)?) } else { None };
        posts::update(tx, &post, &month(&site, &post))?;
        self.revise(tx, actor, &post)?;
        if post.published().is_some() {
            self.appear(tx, actor, &post, declared)?;
        }
        if post.published().is_some() && post.writing.headline != old.writing.headline {
            search::index(tx, post.id, &markup::terms(&post.writing.headline))?;
        }
        if public {
            post_and_lists(tx, &site, old);
            post_and_lists(tx, &site, &post);
            if let Some(before) = before {
                before.compare(tx)?;
            }
        }
        if post.published().is_some() {
            if !is_shown_alike(&old.writing, &post.writing) {
                name_pages(tx, &site, post.id)?;
            }
            if !is_as_near(&old.writing, &post.writing) {
                self.relate_soon(tx, post.id)?;
            }
        }
        Ok(post)
    }
}

/// Whether lists show a post otherwise, or in another place, than before.
fn is_listed_otherwise(old: &Post, new: &Post) -> bool {
    let (before, after) = (&old.writing, &new.writing);
    (&old.standing, &old.permalink, &old.excerpt) != (&new.standing, &new.permalink, &new.excerpt)
        || (&before.headline, &before.language, before.kind) != (&after.headline, &after.language, after.kind)
}

fn newer(revision: i64) -> Error {
    Error::Conflict(format!(
        "Someone saved revision {revision} of this post since you began. Nothing you wrote is lost: compare it with the newer text, then save again."
    ))
}

/// Forms carry the source's address and outlet but not its headline; an empty slug means the one there is.
fn keep_what_forms_omit(old: &Post, mut writing: Writing) -> Result<Writing, Error> {
    if let (Some(new), Some(known)) = (&mut writing.source, &old.writing.source)
        && new.url == known.url
    {
        if new.headline.is_empty() {
            new.headline = known.headline.clone();
        }
        new.language = known.language.clone().or(new.language.take());
    }
    if let Some(permalink) = &old.permalink {
        let promised = |slug: &str| {
            slug == permalink.tail() || old.writing.slug.as_ref().is_some_and(|known| known.as_str() == slug)
        };
        match &writing.slug {
            Some(slug) if !promised(slug.as_str()) => {
                return Err(Error::field(
                    "slug",
                    format!(
                        "the address {} was promised to readers when the post came out; it can't change",
                        permalink.as_str()
                    ),
                ));
            }
            _ => writing.slug = old.writing.slug.clone(),
        }
    }
    Ok(writing)
}
