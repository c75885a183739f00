//! Two pieces that may be one story: found, shown, told apart.

use model::{
    Actor, Job, JobId, Likeness, Permission, PostId, Sketch, SourceId, Standing, address_key, sketch::ALIKE,
};
use store::{Tx, addresses, clippings, likenesses, posts, sketches, sources};

use crate::{Desk, Error, access};

/// Sources caught up with in one job.
const BATCH: u32 = 100;

impl Desk {
    /// Finds the posts whose texts are nearly that of a new one; the work of [`Job::Compare`]. The texts
    /// compared are those of the outlets, not what was made of them here.
    pub(crate) fn compare(&self, post: PostId) -> Result<(), Error> {
        let Some(sketch) = self.sketch_of(post)? else { return Ok(()) };
        // Kept first, in a transaction of its own: of two that are compared at the same moment, the later
        // one finds the other.
        match self.write(|tx| sketches::add(tx, post, &sketch).map_err(or_gone)) {
            Err(Error::Conflict(_)) => return Ok(()),
            kept => kept?,
        }
        self.write(|tx| {
            let mut near = sketches::near(tx, post, &sketch)?;
            near.sort_by_key(|(other, _)| *other);
            for (other, its) in near {
                let percent = sketch.likeness(&its);
                if percent >= ALIKE {
                    likenesses::add(tx, post, other, percent).map_err(or_gone)?;
                }
            }
            Ok(())
        })
    }

    fn sketch_of(&self, post: PostId) -> Result<Option<Sketch>, Error> {
        let kept = self.store.read(|conn| clippings::of_post(conn, post))?;
        Ok(kept.and_then(|(_, _, clipping)| markup::sketch(&clipping.text)))
    }

    /// Gives some sources their keys and the posts made of them their sketches, and promises to go on; the
    /// work of [`Job::CatchUp`]. They are not compared with one another: their editors have dealt with them.
    pub(crate) fn catch_up(&self, after: Option<SourceId>) -> Result<(), Error> {
        let some = self.store.read::<_, Error>(|conn| {
            let mut some = Vec::new();
            for source in sources::after(conn, after, BATCH)? {
                let post = posts::of_source(conn, source.id)?;
                some.push((source.id, address_key(&source.fields.url), post));
            }
            Ok(some)
        })?;
        let Some((last, ..)) = some.last().cloned() else { return Ok(()) };
        let mut drawn = Vec::new();
        for post in some.iter().filter_map(|(_, _, post)| *post) {
            drawn.extend(self.sketch_of(post)?.map(|sketch| (post, sketch)));
        }
        let mut keyed: Vec<_> = some.into_iter().map(|(source, key, _)| (key, source)).collect();
        keyed.sort();
        let now = self.now();
        self.write(|tx| {
            for (key, source) in &keyed {
                addresses::claim(tx, key, *source)?;
            }
            for (post, sketch) in &drawn {
                sketches::add(tx, *post, sketch).map_err(or_gone)?;
            }
            let id = JobId::from_raw(self.ids.next_raw());
            Ok(tx.enqueue(id, &Job::CatchUp { after: Some(last) }, now, now)?)
        })
    }

    /// What some pieces may be the same story as, most alike first, as far as this actor may see the other
    /// one: anything for those trusted with everyone's posts, else their own and what readers see.
    ///
    /// # Errors
    /// The store's.
    pub fn likenesses(&self, actor: &Actor, posts: &[PostId]) -> Result<Vec<Likeness>, Error> {
        if posts.is_empty() || !actor.may(Permission::Write) {
            return Ok(Vec::new());
        }
        let all = actor.may(Permission::WriteAny);
        let own = |likeness: &Likeness| likeness.author.is_some() && likeness.author == actor.account();
        let is_out = |likeness: &Likeness| matches!(likeness.standing, Standing::Published { .. });
        let mut found = self.store.read(|conn| likenesses::of_posts(conn, posts))?;
        found.retain(|likeness| all || own(likeness) || is_out(likeness));
        Ok(found)
    }

    /// Notes that a piece is another story than one it is like; neither is offered for the other again.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`] for other people's, unless trusted with them.
    pub fn tell_apart(&self, actor: &Actor, post: PostId, other: PostId) -> Result<(), Error> {
        access::require(actor, Permission::Write)?;
        let now = self.now();
        self.write(|tx: &mut Tx<'_>| {
            access::writing(tx, actor, post)?;
            likenesses::tell_apart(tx, post, other, actor.account(), now)?;
            Ok(())
        })
    }
}

/// A post that was removed a moment ago: another try no longer meets it.
fn or_gone(error: store::Error) -> Error {
    match error {
        store::Error::Reference => Error::Conflict("This post was removed just now.".to_owned()),
        other => other.into(),
    }
}
