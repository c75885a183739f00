//! One transaction's entries, written one by one.

use std::collections::{HashMap, HashSet};

use model::import::{Fate, Import, Original};
use model::{Actor, CommentId, Job, JobId, Moment, Permalink, Post, PostId, RevisionId, Site, Standing};
use store::old_pictures::PictureRole;
use store::posts::Tally;
use store::{
    Tx, credit_lines, imports, loose, old_pictures, posts, publications, redirects, revisions, search,
};

use super::Ground;
use super::ready::{Item, Ready, ReadyComment, ReadyPost, Written};
use super::threads::Thread;
use crate::publish::free_permalink;
use crate::shown::month;
use crate::{Desk, Error};

/// Numbers given to a path that is taken.
const NUMBERS: u32 = 1_000;

/// What became of one thing: the word it is counted under, its id there, its fate.
pub(super) type Outcome = (String, String, Fate);

/// One transaction's work.
pub(super) struct Batch<'a> {
    desk: &'a Desk,
    import: &'a Import,
    ground: &'a Ground,
    site: Site,
    now: Moment,
    remembered: &'a HashMap<i64, PostId>,
    posts: HashMap<i64, PostId>,
    /// Comments written in this transaction by their originals.
    comments: HashMap<i64, CommentId>,
    /// Posts whose threads are to be tied.
    loosened: HashSet<PostId>,
    tally: Tally,
    named: HashSet<String>,
    /// The entry at hand, by its number.
    at: usize,
    outcomes: Vec<(usize, Outcome)>,
}

impl<'a> Batch<'a> {
    pub(super) fn begun(
        desk: &'a Desk,
        import: &'a Import,
        ground: &'a Ground,
        site: Site,
        remembered: &'a HashMap<i64, PostId>,
    ) -> Self {
        Batch {
            desk,
            import,
            ground,
            site,
            now: desk.now(),
            remembered,
            posts: HashMap::new(),
            comments: HashMap::new(),
            loosened: HashSet::new(),
            tally: Tally::default(),
            named: HashSet::new(),
            at: 0,
            outcomes: Vec::new(),
        }
    }

    /// The posts that were written, by their originals; what is to be counted for lists; and what became of the
    /// entries, in their order.
    pub(super) fn done(mut self) -> (HashMap<i64, PostId>, Tally, Vec<Outcome>) {
        self.outcomes.sort_by_key(|(at, _)| *at);
        (self.posts, self.tally, self.outcomes.into_iter().map(|(_, outcome)| outcome).collect())
    }

    fn told(&mut self, item: &Item, fate: Fate) {
        self.outcomes.push((self.at, (item.counted.clone(), item.key.clone(), fate)));
    }

    /// Writes one entry, that of a number.
    ///
    /// # Errors
    /// The store's.
    pub(super) fn one(
        &mut self,
        tx: &mut Tx,
        at: usize,
        item: &Item,
        thread: Option<&Thread>,
        original: &mut Original,
    ) -> Result<(), Error> {
        self.at = at;
        match &item.ready {
            Ready::Post(ready) => {
                let (post, changed) = self.post(tx, ready)?;
                original.noun = Some(post.raw());
                original.language.clone_from(&ready.guessed);
                self.posts.insert(item.id, post);
                self.told(item, fate(changed));
            }
            Ready::Comment(ready) => {
                let Some(post) = self.post_of(tx, ready.post)? else {
                    self.told(item, Fate::Dropped("the post it was about is not here".to_owned()));
                    return Ok(());
                };
                let comment = self.comment(tx, (item.id, ready), post, thread, original)?;
                original.noun = Some(comment.raw());
                self.comments.insert(item.id, comment);
                self.told(item, fate(ready.changed.clone()));
            }
            Ready::Site(old) => {
                let told = super::tie::settle_site(tx, &mut self.site, old)?;
                let at = self.at;
                self.outcomes
                    .extend(told.into_iter().map(|(name, fate)| (at, ("setting".to_owned(), name, fate))));
            }
            Ready::Label { slug, paths, changed } => {
                if let Some(slug) = slug {
                    for path in paths {
                        let target = format!("/labels/{}", model::permalink::percent_encode_path(slug));
                        redirects::to_address(tx, path.trim_end_matches('/'), &target, self.now)?;
                    }
                }
                self.told(item, fate(changed.clone()));
            }
            Ready::Redirect(redirect) => {
                let to = self.ground.own_path(&redirect.to).unwrap_or_else(|| redirect.to.clone());
                let from = redirect.from.trim_end_matches('/');
                let good = from.starts_with('/')
                    && from.len() <= 2_000
                    && (to.starts_with('/') || to.starts_with("http"));
                if good {
                    let to =
                        if to.starts_with('/') { model::permalink::percent_encode_path(&to) } else { to };
                    redirects::to_address(tx, from, &to, self.now)?;
                    self.told(item, Fate::Kept);
                } else {
                    self.told(
                        item,
                        Fate::Dropped("it does not lead from a path to a path or web address".to_owned()),
                    );
                }
            }
            Ready::Medium(medium) => {
                let mut any = false;
                for address in &medium.addresses {
                    let address = self.ground.original(address);
                    if medium.file.is_some() || is_picture(&address) {
                        old_pictures::want(tx, self.import.id, &address, medium.file.as_deref())?;
                        any = true;
                    }
                    if let Some(file) = &medium.file {
                        old_pictures::in_package(tx, &address, file)?;
                    }
                }
                if medium.addresses.is_empty()
                    && let Some(file) = &medium.file
                {
                    old_pictures::want(tx, self.import.id, &format!("package:{file}"), Some(file))?;
                    any = true;
                }
                let parent = match &medium.post {
                    Some(key) => self.post_of(tx, self.ground.post_id(key))?,
                    None => None,
                };
                if let Some(parent) = parent {
                    for path in &medium.paths {
                        redirects::to_post(tx, path.trim_end_matches('/'), parent, self.now)?;
                    }
                }
                let why =
                    || vec!["it is no picture: it stays where it is, and links to it lead there".to_owned()];
                self.told(item, if any { Fate::Kept } else { Fate::Changed(why()) });
            }
            Ready::Author => {
                let why = "a name in bylines here: accounts are made by their owner".to_owned();
                self.told(item, Fate::Changed(vec![why]));
            }
            Ready::Other { why } => self.told(item, Fate::Dropped(why.clone())),
        }
        Ok(())
    }

    fn post(&mut self, tx: &mut Tx, ready: &ReadyPost) -> Result<(PostId, Vec<String>), Error> {
        let mut changed = ready.changed.clone();
        let mut post = Post { id: self.desk.new_post(), author: self.import.by, ..ready.post.clone() };
        let at = ready.published.unwrap_or(self.now);
        post.permalink = match post.permalink.take() {
            Some(wanted) => Some(self.free(tx, wanted, post.id, &mut changed)?),
            None if !matches!(post.standing, Standing::Draft) => {
                Some(free_permalink(tx, &Actor::System, &post, &self.site, at)?)
            }
            None => None,
        };
        if let Some(permalink) = &post.permalink {
            // What a person may still choose is the tail of a dated path; an old one is promised whole.
            post.writing.slug = post.writing.slug.take().filter(|slug| slug.as_str() == permalink.tail());
        }
        let month = month(&self.site, &post);
        let remade;
        let written = match &ready.written {
            Some(written) if post.writing.slug == ready.post.writing.slug => written,
            _ => {
                remade = Written::of(&post)?;
                &remade
            }
        };
        posts::insert_written(tx, &post, &month, written.kept.clone(), &mut self.tally, &mut self.named)?;
        revisions::add_first(tx, RevisionId::from_raw(self.desk.ids.next_raw()), &post, &written.kept)?;
        match post.standing {
            Standing::Published { at } => {
                publications::add(tx, post.id, post.author, at, "publish", "")?;
                self.desk.appear_new(tx, post.author, &post, written.print.clone())?;
                search::index_new(tx, post.id, &ready.terms)?;
            }
            Standing::Scheduled { at } => {
                publications::add(tx, post.id, post.author, at, "schedule", "")?;
                let job = JobId::from_raw(self.desk.ids.next_raw());
                tx.enqueue(job, &Job::Publish { post: post.id }, at, self.now)?;
            }
            Standing::Draft | Standing::Retracted { .. } => {}
        }
        for path in &ready.old_paths {
            let path = path.trim_end_matches('/');
            if !path.is_empty() && post.permalink.as_ref().is_none_or(|known| known.as_str() != path) {
                redirects::to_post(tx, path, post.id, self.now)?;
            }
        }
        let lead = ready.lead.iter().map(|address| (address, PictureRole::Lead));
        for (address, role) in ready.pictures.iter().map(|address| (address, PictureRole::Text)).chain(lead) {
            old_pictures::want(tx, self.import.id, address, None)?;
            old_pictures::used(tx, address, post.id, role)?;
        }
        for (path, address) in &ready.links {
            loose::loose_link(tx, post.id, path, address)?;
        }
        if let Some(line) = ready.credit.as_ref().and_then(|credit| super::credit::line_of(post.id, credit)) {
            credit_lines::add(tx, &line, self.now)?;
        }
        Ok((post.id, changed))
    }

    /// The path a post wants, or one with a number when another post has it.
    fn free(
        &self,
        tx: &mut Tx,
        wanted: Permalink,
        id: PostId,
        changed: &mut Vec<String>,
    ) -> Result<Permalink, Error> {
        if !posts::permalink_taken(tx, &wanted, id)? {
            return Ok(wanted);
        }
        let path = wanted.as_str();
        let (stem, ending) = match path.rsplit_once('.').filter(|(_, ending)| !ending.contains('/')) {
            Some((stem, ending)) => (stem, format!(".{ending}")),
            None => (path, String::new()),
        };
        for number in 2..NUMBERS {
            let numbered =
                Permalink::parse(&model::permalink::percent_encode_path(&format!("{stem}-{number}{ending}")))
                    .map_err(Error::Internal)?;
            if !posts::permalink_taken(tx, &numbered, id)? {
                changed.push("another post has its address: it has a number now".to_owned());
                return Ok(numbered);
            }
        }
        Err(Error::Conflict(format!("{NUMBERS} posts want the address {path}")))
    }

    fn post_of(&self, tx: &mut Tx, original: i64) -> Result<Option<PostId>, Error> {
        if let Some(post) = self.posts.get(&original) {
            return Ok(Some(*post));
        }
        if let Some(known) = self.remembered.get(&original) {
            return Ok(Some(*known));
        }
        let noun = imports::known(tx, original)?.and_then(|known| known.noun).map(PostId::from_raw);
        match noun {
            // Thrown away since.
            Some(post) if posts::by_id(tx, post)?.is_none() => Ok(None),
            found => Ok(found),
        }
    }

    fn comment(
        &mut self,
        tx: &mut Tx,
        (own, ready): (i64, &ReadyComment),
        post: PostId,
        thread: Option<&Thread>,
        original: &mut Original,
    ) -> Result<CommentId, Error> {
        let id = CommentId::from_raw(self.desk.ids.next_raw());
        let alone = Thread { parent: None, root: own, answers: 0, worth: 0, thread_at: None, is_loose: true };
        let thread = thread.unwrap_or(&alone);
        let here = |original: i64| self.comments.get(&original).copied();
        let mut parent = thread.parent.and_then(here);
        let root = here(thread.root).unwrap_or(id);
        if thread.is_loose {
            if let (None, Some(sought)) = (parent, ready.parent) {
                parent = imports::known(tx, sought)?.and_then(|known| known.noun).map(CommentId::from_raw);
                original.parent = ready.parent.filter(|_| parent.is_none());
            }
            if self.loosened.insert(post) {
                loose::loosen(tx, post)?;
            }
        }
        let comment =
            model::Comment { id, post, parent, root, answers: thread.answers, ..ready.comment.clone() };
        loose::bring(tx, &comment, thread.thread_at, thread.worth)?;
        Ok(id)
    }
}

fn fate(changed: Vec<String>) -> Fate {
    if changed.is_empty() { Fate::Kept } else { Fate::Changed(changed) }
}

/// Whether an address ends like a picture's.
fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp"].iter().any(|ending| path.ends_with(ending))
}
