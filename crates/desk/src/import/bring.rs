//! Prepared entries are written, some together.

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::sync::Arc;
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;
use model::import::{Fate, Import, ImportReport, Original};
use model::{
    Actor, Change, CommentId, Job, JobId, Moment, Permalink, Permission, Post, PostId, RevisionId, Site,
    Standing,
};
use store::old_pictures::PictureRole;
use store::posts::Tally;
use store::{
    Tx, comment_days, credit_lines, imports, loose, old_pictures, posts, publications, redirects, revisions,
    search, settings, sha256_hex,
};

use super::Ground;
use super::dry::Dry;
use super::ready::{Item, Ready, ReadyComment, ReadyPost, Written};
use super::threads::{Thread, threads};
use crate::publish::free_permalink;
use crate::shown::month;
use crate::{Desk, Error, access};

/// Numbers given to a path that is taken.
const NUMBERS: u32 = 1_000;
/// Posts remembered by their names there: some tens of megabytes.
const REMEMBERED: usize = 1_000_000;

/// Writes what an import brings, and counts it.
pub struct Importer {
    pub(super) desk: Desk,
    /// How it stands; its report grows.
    pub import: Import,
    pub(super) ground: Arc<Ground>,
    /// Entries that this run wrote, as long as they are all there is of this site.
    written: Option<HashSet<i64>>,
    /// Entries that are to be written in the next transaction.
    here: HashSet<i64>,
    /// Posts by their originals.
    posts: HashMap<i64, PostId>,
    pub(super) dry: Option<Dry>,
}

/// What can't be read at all is counted under this.
const UNREADABLE: &str = "unreadable";

/// Why an entry is not here that came twice.
pub(super) const TWICE: &str = "another entry of this id came before it";

/// What became of one thing: the word it is counted under, its id there, its fate.
type Outcome = (String, String, Fate);

impl Importer {
    /// An importer that writes, or one that only says what it would write.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but owners.
    pub fn new(
        desk: &Desk,
        actor: &Actor,
        import: Import,
        ground: Arc<Ground>,
        dry: bool,
    ) -> Result<Self, Error> {
        access::require(actor, Permission::Configure)?;
        let dry = dry.then(Dry::default);
        let is_new = !desk.store.read(|conn| imports::any_of(conn, ground.site()))?;
        let written = (is_new && dry.is_none()).then(HashSet::new);
        let mut importer = Importer {
            desk: desk.clone(),
            import,
            ground,
            written,
            here: HashSet::new(),
            posts: HashMap::new(),
            dry,
        };
        importer.import.site = importer.ground.site().to_owned();
        importer.import.report.dry_run = importer.dry.is_some();
        Ok(importer)
    }

    /// Writes entries in one transaction, those that are not here yet.
    ///
    /// # Errors
    /// The store's; then none of them is written.
    pub fn bring(&mut self, items: &[Item]) -> Result<(), Error> {
        self.bring_loads(vec![Load { items, packed: None }])
    }

    /// Writes several loads of entries in one transaction: the more come at once, the less often a page of an index is
    /// written, and the more threads are whole.
    ///
    /// # Errors
    /// As [`Importer::bring`].
    pub fn bring_loads(&mut self, loads: Vec<Load<'_>>) -> Result<(), Error> {
        let mut packs = Vec::with_capacity(loads.len());
        for Load { items, packed } in loads {
            let fresh = self.fresh(items)?;
            if fresh.is_empty() {
                continue;
            }
            let bytes = match packed.filter(|_| fresh.len() == items.len()) {
                Some(packed) => packed,
                None => pack(fresh.iter().copied())?,
            };
            packs.push(Pack {
                id: self.desk.ids.next_raw(),
                sha256: sha256_hex(&bytes),
                bytes,
                items: fresh,
            });
        }
        if !packs.is_empty() {
            self.bring_fresh(&packs)?;
        }
        if self.written.as_ref().is_some_and(|written| written.len() > REMEMBERED) {
            self.written = None;
        }
        Ok(())
    }

    /// Those of some entries that are to be written; what becomes of the others is told.
    fn fresh<'i>(&mut self, items: &'i [Item]) -> Result<Vec<&'i Item>, Error> {
        let known = match &self.written {
            // Nothing of this site was here when the run began: what is here now, it wrote itself.
            Some(_) => vec![None; items.len()],
            None => self.desk.store.read(|conn| {
                items
                    .iter()
                    .map(|item| imports::known(conn, item.id))
                    .collect::<Result<Vec<_>, store::Error>>()
            })?,
        };
        let report = &mut self.import.report;
        if let Some(dry) = &mut self.dry {
            for item in items {
                note_facts(report, item);
            }
            enter(report, dry.look(items, &known));
            return Ok(Vec::new());
        }
        let mut fresh: Vec<&Item> =
            items.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|(item, _)| item).collect();
        // The same entry twice: the first counts.
        let met = self.written.as_mut().unwrap_or(&mut self.here);
        fresh.retain(|item| {
            let is_new = met.insert(item.id);
            if !is_new {
                note_facts(report, item);
                report.enter(&item.counted, &item.key, &Fate::Dropped(TWICE.to_owned()));
            }
            is_new
        });
        for (item, known) in items.iter().zip(&known) {
            let Some(known) = known else { continue };
            if let (Ready::Post(_), Some(noun)) = (&item.ready, known.noun) {
                remember(&mut self.posts, item.id, PostId::from_raw(noun));
            }
            // What this import brought before it was cut off stands in its report already.
            if known.import == self.import.id {
                continue;
            }
            if known.digest != item.digest {
                report.note(
                    "Some entries say something else than when they were brought over first; what is here stays as it is.",
                );
            }
            note_facts(report, item);
            report.enter(&item.counted, &item.key, &Fate::Known);
        }
        Ok(fresh)
    }

    /// Counts what can't be read, once.
    pub fn unreadable(&mut self, place: &str, why: &str) {
        let known = self.import.report.told.iter().any(|told| told.kind == UNREADABLE && told.id == place);
        if !known {
            self.import.report.enter(UNREADABLE, place, &Fate::Dropped(why.to_owned()));
        }
    }

    fn bring_fresh(&mut self, packs: &[Pack<'_>]) -> Result<(), Error> {
        let items: Vec<&Item> = packs.iter().flat_map(|pack| pack.items.iter().copied()).collect();
        let (threads, order) = threads(&items);
        let desk = self.desk.clone();
        let (import, new) = thread::scope(|scope| {
            // The files reach the disk while the rows are written that speak of them, and before those do.
            let files = desk.store.files();
            let mut files =
                Some(scope.spawn(|| packs.iter().try_for_each(|pack| files.put(&pack.bytes).map(drop))));
            desk.write(|tx| {
                let mut batch = Batch {
                    desk: &desk,
                    import: &self.import,
                    ground: &self.ground,
                    site: settings::site(tx)?,
                    now: desk.now(),
                    remembered: &self.posts,
                    posts: HashMap::new(),
                    comments: HashMap::new(),
                    loosened: HashSet::new(),
                    tally: Tally::default(),
                    named: HashSet::new(),
                    at: 0,
                    outcomes: Vec::with_capacity(items.len()),
                };
                let mut originals = Vec::with_capacity(items.len());
                for pack in packs {
                    imports::add_pack(tx, pack.id, self.import.id, &pack.sha256)?;
                    let mut starts = 0;
                    for item in &pack.items {
                        originals.push(original_of(item, pack.id, starts));
                        starts += size_of(item);
                    }
                }
                for at in &order {
                    batch.at = *at;
                    batch.one(tx, items[*at], threads[*at].as_ref(), &mut originals[*at])?;
                }
                // Their names are hashes: in their order each page of the table is met once.
                originals.sort_unstable_by_key(|original| original.id);
                for original in &originals {
                    imports::add_original(tx, original)?;
                }
                std::mem::take(&mut batch.tally).write(tx)?;
                // Comments have come to days that are over.
                comment_days::forget_all(tx)?;
                tx.changed(Change::Site);
                // The report is written with what it tells of: whenever the run is cut off, it is right.
                let mut import = Import { changed: desk.now(), ..self.import.clone() };
                items.iter().for_each(|item| note_facts(&mut import.report, item));
                enter(&mut import.report, batch.outcomes());
                imports::update(tx, &import)?;
                if let Some(files) = files.take() {
                    let stopped = |_| Error::Internal("keeping a file stopped unexpectedly".to_owned());
                    files.join().map_err(stopped)??;
                }
                Ok((import, batch.posts))
            })
        })?;
        self.import = import;
        for (original, post) in new {
            remember(&mut self.posts, original, post);
        }
        // What is written is known from now on.
        self.here.clear();
        Ok(())
    }
}

/// Entries that come together, with what they say word by word packed already ([`pack`]) if somebody had time for it.
pub struct Load<'a> {
    /// The entries.
    pub items: &'a [Item],
    /// What they say, packed.
    pub packed: Option<Vec<u8>>,
}

/// Entries to be written, with the file of what they say.
struct Pack<'a> {
    id: i64,
    sha256: String,
    bytes: Vec<u8>,
    items: Vec<&'a Item>,
}

fn size_of(item: &Item) -> i64 {
    i64::try_from(item.raw.len()).unwrap_or(i64::MAX)
}

fn original_of(item: &Item, pack: i64, starts: i64) -> Original {
    Original {
        id: item.id,
        pack,
        starts,
        size: size_of(item),
        kind: item.kind.to_owned(),
        key: item.key.clone(),
        digest: item.digest,
        noun: None,
        parent: None,
        language: None,
    }
}

/// What entries say word by word, one behind the other, packed (gzip).
///
/// # Errors
/// None that memory allows.
pub fn pack<'a>(items: impl IntoIterator<Item = &'a Item>) -> Result<Vec<u8>, Error> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    for item in items {
        packed.write_all(item.raw.as_bytes()).map_err(|error| Error::Internal(error.to_string()))?;
    }
    packed.finish().map_err(|error| Error::Internal(error.to_string()))
}

/// One transaction's work.
struct Batch<'a> {
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

impl Batch<'_> {
    fn told(&mut self, item: &Item, fate: Fate) {
        self.outcomes.push((self.at, (item.counted.clone(), item.key.clone(), fate)));
    }

    /// What became of the entries, in their order.
    fn outcomes(&mut self) -> Vec<Outcome> {
        let mut outcomes = std::mem::take(&mut self.outcomes);
        outcomes.sort_by_key(|(at, _)| *at);
        outcomes.into_iter().map(|(_, outcome)| outcome).collect()
    }

    fn one(
        &mut self,
        tx: &mut Tx,
        item: &Item,
        thread: Option<&Thread>,
        original: &mut Original,
    ) -> Result<(), Error> {
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

fn remember(posts: &mut HashMap<i64, PostId>, original: i64, post: PostId) {
    if posts.len() < REMEMBERED {
        posts.insert(original, post);
    }
}

fn note_facts(report: &mut ImportReport, item: &Item) {
    report.unknown(&item.unknown);
    item.private.iter().for_each(|what| report.private(what));
}

fn enter(report: &mut ImportReport, outcomes: Vec<Outcome>) {
    for (counted, key, fate) in outcomes {
        report.enter(&counted, &key, &fate);
    }
}

fn fate(changed: Vec<String>) -> Fate {
    if changed.is_empty() { Fate::Kept } else { Fate::Changed(changed) }
}

/// Whether an address ends like a picture's.
pub(super) fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp"].iter().any(|ending| path.ends_with(ending))
}
