//! A new draft.

use model::{
    Actor, ClippingId, Permission, Post, PostId, RawWriting, Revision, RevisionId, Source, SourceFields,
    SourceId, Standing, Writing, address_key,
};
use store::{Tx, addresses, clippings, posts, revisions, sources};

use crate::compose::compose;
use crate::{Desk, Error, access};

impl Desk {
    /// Makes a draft of what a person wrote.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write, [`Error::Invalid`] per field.
    pub fn create(&self, actor: &Actor, raw: &RawWriting) -> Result<Post, Error> {
        access::require(actor, Permission::Write)?;
        let writing = raw.checked()?;
        self.write(|tx| self.draft(tx, actor, self.new_post(), writing.clone(), None))
    }

    /// Makes a draft that remembers the clipping it quotes.
    ///
    /// # Errors
    /// As [`Desk::create`]; also [`Error::Invalid`] for a clipping that does not exist.
    pub fn create_from(&self, actor: &Actor, raw: &RawWriting, clipping: ClippingId) -> Result<Post, Error> {
        access::require(actor, Permission::Write)?;
        let writing = raw.checked()?;
        self.write(|tx| {
            if clippings::by_id(tx, clipping)?.is_none() {
                return Err(Error::field("clipping", "there is no such clipping"));
            }
            self.draft(tx, actor, self.new_post(), writing.clone(), Some(clipping))
        })
    }

    /// Writes the rows of a draft and its first revision.
    pub(crate) fn draft(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: PostId,
        mut writing: Writing,
        clipping: Option<ClippingId>,
    ) -> Result<Post, Error> {
        let now = self.now();
        let source = match writing.source.take() {
            Some(fields) => Some(self.cite(tx, fields)?),
            None => None,
        };
        writing.source = source.as_ref().map(|source| source.fields.clone());
        let composed = compose(tx, &writing)?;
        let post = Post {
            id,
            author: actor.account(),
            writing,
            html: composed.html,
            excerpt: composed.excerpt,
            standing: Standing::Draft,
            permalink: None,
            source,
            clipping,
            revision: 1,
            created: now,
            modified: now,
        };
        posts::insert(tx, &post, "")?;
        self.revise(tx, actor, &post)?;
        Ok(post)
    }

    pub(crate) fn new_post(&self) -> PostId {
        PostId::from_raw(self.ids.next_raw())
    }

    /// [`Desk::credit`], and the address leads to it from now on.
    pub(crate) fn cite(&self, tx: &mut Tx, fields: SourceFields) -> Result<Source, Error> {
        let source = self.credit(tx, fields)?;
        addresses::claim(tx, &address_key(&source.fields.url), source.id)?;
        Ok(source)
    }

    /// The stored source of an address that a post newly credits. What the post leaves out stays as it is
    /// known: one address is one source, and other posts may credit it.
    pub(crate) fn credit(&self, tx: &mut Tx, mut fields: SourceFields) -> Result<Source, Error> {
        if let Some(Source { fields: known, host, .. }) = sources::by_url(tx, &fields.url)? {
            if fields.outlet == host {
                fields.outlet = known.outlet;
            }
            if fields.byline.is_empty() {
                fields.byline = known.byline;
            }
            if fields.headline.is_empty() {
                fields.headline = known.headline;
            }
            if fields.licence.is_empty() {
                fields.licence = known.licence;
            }
            fields.published = fields.published.or(known.published);
            fields.language = known.language.or(fields.language);
        }
        Ok(sources::upsert(tx, SourceId::from_raw(self.ids.next_raw()), &fields, self.now())?)
    }

    /// Keeps the present text of a post as its revision of that number, with what it quotes.
    pub(crate) fn revise(&self, tx: &mut Tx, actor: &Actor, post: &Post) -> Result<(), Error> {
        revisions::add(
            tx,
            &Revision {
                id: RevisionId::from_raw(self.ids.next_raw()),
                post: post.id,
                number: post.revision,
                writing: post.writing.clone(),
                author: actor.account(),
                at: post.modified,
            },
        )?;
        self.note_quotations(tx, post)
    }
}
