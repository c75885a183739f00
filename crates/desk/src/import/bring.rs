//! Prepared entries are written, some together.

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::sync::Arc;
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;
use model::import::{Fate, Import, ImportReport, Original};
use model::{Actor, Change, Permission, PostId};
use store::{comment_days, imports, settings, sha256_hex};

use super::Ground;
use super::batch::{Batch, Outcome};
use super::dry::Dry;
use super::ready::{Item, Ready};
use super::threads::threads;
use crate::{Desk, Error, access};

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
                let mut batch =
                    Batch::begun(&desk, &self.import, &self.ground, settings::site(tx)?, &self.posts);
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
                    batch.one(tx, *at, items[*at], threads[*at].as_ref(), &mut originals[*at])?;
                }
                // Their names are hashes: in their order each page of the table is met once.
                originals.sort_unstable_by_key(|original| original.id);
                for original in &originals {
                    imports::add_original(tx, original)?;
                }
                let (posts, tally, outcomes) = batch.done();
                tally.write(tx)?;
                // Comments have come to days that are over.
                comment_days::forget_all(tx)?;
                tx.changed(Change::Site);
                // The report is written with what it tells of: whenever the run is cut off, it is right.
                let mut import = Import { changed: desk.now(), ..self.import.clone() };
                items.iter().for_each(|item| note_facts(&mut import.report, item));
                enter(&mut import.report, outcomes);
                imports::update(tx, &import)?;
                if let Some(files) = files.take() {
                    let stopped = |_| Error::Internal("keeping a file stopped unexpectedly".to_owned());
                    files.join().map_err(stopped)??;
                }
                Ok((import, posts))
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
