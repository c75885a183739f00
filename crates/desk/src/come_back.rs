//! A site comes back from an export: into an empty place, as one deed.

use model::{Change, Job, JobId};
use store::leave::{Back, Counts};
use store::{Tx, accounts, audit, digests, posts, search};

use crate::{Desk, Error, digest};

/// Posts whose headlines are made findable in one go.
const AT_ONCE: u32 = 500;

impl Desk {
    /// Takes in what an export holds, which `bring` hands over row by row. All of it is written in one transaction: when
    /// anything is wrong, nothing is. What others are derived from is there at once; what takes time (related posts,
    /// smaller copies of pictures, sketches, the popular lists) is promised in the same transaction, and so is the
    /// publication of scheduled posts.
    ///
    /// # Errors
    /// Those of `bring`; [`store::Error::Schema`] when there is a site already; [`store::Error::Reference`] when a row
    /// names one that did not come along.
    pub fn come_back<E: From<store::Error> + From<Error>>(
        &self,
        bring: impl FnOnce(&mut Back<'_, '_>) -> Result<(), E>,
    ) -> Result<Counts, E> {
        self.store.write(|tx| {
            let mut back = Back::begin(tx)?;
            bring(&mut back)?;
            let counts = back.finish()?;
            self.make_findable(tx)?;
            self.promise_what_follows(tx)?;
            tx.changed(Change::Site);
            Ok(counts)
        })
    }

    fn make_findable(&self, tx: &mut Tx) -> Result<(), Error> {
        let mut last = None;
        loop {
            let some = posts::published_after(tx, last, AT_ONCE)?;
            let Some(newest) = some.last() else { return Ok(()) };
            last = Some(*newest);
            for id in some {
                if let Some(post) = posts::by_id(tx, id)? {
                    search::index(tx, id, &markup::terms(&post.writing.headline))?;
                }
            }
        }
    }

    fn promise_what_follows(&self, tx: &mut Tx) -> Result<(), Error> {
        let now = self.now();
        let id = || JobId::from_raw(self.ids.next_raw());
        for (post, at) in posts::scheduled(tx)? {
            tx.enqueue(id(), &Job::Publish { post }, at, now)?;
        }
        let mut after = i64::MIN;
        loop {
            let some = audit::media(tx, after)?;
            let Some(last) = some.last() else { break };
            after = last.id;
            for row in &some {
                tx.enqueue(id(), &Job::Render { media: model::MediaId::from_raw(row.id) }, now, now)?;
            }
        }
        for account in accounts::list(tx)? {
            if let Some(next) = digests::of(tx, account.id)?.and_then(|chosen| chosen.next) {
                self.promise(tx, &digest::key(account.id), &Job::Digest { account: account.id }, next)?;
            }
        }
        tx.enqueue(id(), &Job::CatchUp { after: None }, now, now)?;
        let all = Job::RelatePosts { after: None };
        self.promise(tx, all.name(), &all, now)?;
        self.rank_soon(tx)
    }
}
