//! The run of an import: read, prepared and written at the same time, then tied up, then its pictures.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::iter;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Result, bail};
use carry::{Broken, Export, Package, Pass};
use desk::Desk;
use desk::import::{Ground, Helpers, Importer, Item, Load, PictureTold, pack};
use model::Actor;
use model::import::{Count, Entry, Import, ImportState, Noun, OldSite, Platform};
use model::old_address::original_picture;

use crate::clipping::{Scissors, reason};

/// Entries that are handed on together, and bytes after which fewer are.
const TOGETHER: usize = 1_024;
const TOGETHER_BYTES: usize = 1 << 19;
/// Lots that wait between two steps.
const WAITING: usize = 2;
/// Lots that are written in one transaction.
const WRITTEN: usize = 6;
/// Pictures fetched at one time: from hosts that each get one at a time anyway.
const AT_ONCE: usize = 4;
/// Pictures asked of the store at a time.
const PICTURES: u32 = 64;
/// Largest picture read from a package, in bytes.
const PICTURE_LIMIT: u64 = 64 << 20;
/// Pictures that a report names.
const LOST: u32 = 10_000;

/// Looks on while an import runs, and may end it between two steps.
pub trait Watcher {
    /// So many bytes of so many are read, in this pass.
    fn read(&mut self, _pass: Pass, _done: u64, _of: u64) {}
    /// So many pictures are looked after, of so many.
    fn pictures(&mut self, _done: u64, _of: u64) {}
    /// Whether to go on.
    fn go_on(&self) -> bool {
        true
    }
}

/// What a run works with.
pub struct Run<'a> {
    pub desk: &'a Desk,
    pub scissors: &'a Scissors,
    pub package: &'a Package,
    pub actor: &'a Actor,
}

/// Some entries on their way, with the number of bytes read when the last of them was.
struct Lot<T> {
    number: u64,
    entries: Vec<Result<T, Broken>>,
    read: u64,
    packed: Option<Vec<u8>>,
}

impl Run<'_> {
    /// Runs an import to its end, or until the watcher ends it: then its state says what is left to do.
    ///
    /// # Errors
    /// When the export is none of this system's, or the site can't be written.
    pub fn go(&self, mut import: Import, dry: bool, watcher: &mut dyn Watcher) -> Result<Import> {
        let export =
            carry::export(import.platform, self.package, &super::choices(&import)).map_err(|broken| {
                // What it says of the package as a whole it says of what a person named.
                let file = if broken.line == 0 { import.name.clone() } else { broken.file };
                Broken { file, ..broken }
            })?;
        let site = first_site(&*export)?;
        let language = self.desk.site()?.language;
        let helpers = Helpers { language: guess, original: original(import.platform) };
        let now = self.desk.clock().now();
        let ground = Arc::new(Ground::new(import.platform, &site, language, now, helpers));
        import.trouble = None;
        let mut importer = Importer::new(self.desk, self.actor, import, ground.clone(), dry)?;
        if importer.import.state != ImportState::Pictures {
            importer.import.state = ImportState::Reading;
            for skipped in self.package.skipped() {
                importer.unreadable(&skipped.name, &skipped.why);
            }
            for pass in [Pass::Posts, Pass::Comments] {
                if let Err(broken) = self.pass(&*export, pass, &ground, &mut importer, watcher)? {
                    importer.import.trouble = Some(format!(
                        "{broken} What came before this place is here and stays; when the file is whole, the same command brings the rest."
                    ));
                    importer.import.state = ImportState::Broken;
                    break;
                }
                if !watcher.go_on() {
                    return self.rest(importer, dry);
                }
            }
            importer.tie(&|| watcher.go_on())?;
            if !watcher.go_on() {
                return self.rest(importer, dry);
            }
        }
        if importer.import.state != ImportState::Broken {
            importer.import.state = ImportState::Pictures;
        }
        if !dry && !importer.import.choices.without_pictures && !self.pictures(&importer, watcher)? {
            return self.rest(importer, dry);
        }
        if importer.import.state == ImportState::Pictures {
            importer.import.state = ImportState::Done;
        }
        if !dry && !importer.import.choices.without_pictures {
            self.count_pictures(&mut importer)?;
        }
        self.rest(importer, dry)
    }

    fn rest(&self, importer: Importer, dry: bool) -> Result<Import> {
        if !dry {
            self.desk.note_import(&importer.import)?;
        }
        Ok(importer.import)
    }

    /// Pictures that could not be had, with the reasons.
    pub fn lost(&self, import: &Import) -> Result<Vec<(String, String)>> {
        Ok(self.desk.lost_pictures(import.id, LOST)?)
    }

    fn count_pictures(&self, importer: &mut Importer) -> Result<()> {
        let counts = importer.picture_counts()?;
        let report = &mut importer.import.report;
        let (kept, dropped) = (counts.kept, counts.lost + counts.wanted);
        if kept + dropped > 0 {
            let count = Count { found: kept + dropped, kept, dropped, ..Count::default() };
            report.counts.insert("picture".to_owned(), count);
        }
        if counts.lost > 0 {
            report.note(format!(
                "{} pictures could not be had: their texts keep the addresses, and readers see links. Run the import again to try once more.",
                counts.lost
            ));
        }
        Ok(())
    }

    /// One pass over the export: a thread reads, as many as there are cores prepare, this one writes.
    fn pass(
        &self,
        export: &dyn Export,
        pass: Pass,
        ground: &Arc<Ground>,
        importer: &mut Importer,
        watcher: &mut dyn Watcher,
    ) -> Result<Result<(), Broken>> {
        let size = export.size();
        let (raw, raws) = sync_channel::<Lot<Entry>>(WAITING);
        let (ready, readies) = sync_channel::<Lot<Item>>(WAITING);
        // Held by those who prepare alone: when they end, whoever still reads finds nobody and ends, too.
        let raws = Arc::new(Mutex::new(raws));
        thread::scope(|scope| {
            let reader = scope.spawn(move || read(export, pass, &raw));
            let hands = thread::available_parallelism().map_or(2, usize::from).clamp(1, 8);
            for _ in 0..hands {
                let (raws, ready, ground) = (raws.clone(), ready.clone(), ground.clone());
                scope.spawn(move || prepare(&raws, &ready, &ground));
            }
            drop((ready, raws));
            let written = write(&readies, importer, watcher, pass, size);
            drop(readies);
            written?;
            match reader.join() {
                Ok(end) => Ok(end),
                Err(_) => bail!(
                    "reading the export stopped unexpectedly; this is a fault of Courant's: please report it"
                ),
            }
        })
    }

    /// Fetches the pictures that are wanted, or takes them from the package. Whether all were looked after.
    fn pictures(&self, importer: &Importer, watcher: &mut dyn Watcher) -> Result<bool> {
        if importer.import.report.counts.contains_key("picture") {
            importer.want_pictures_again()?;
        }
        let all = importer.picture_counts()?;
        let (mut done, of) = (0, all.wanted);
        let mut after = String::new();
        let mut whole = true;
        'all: loop {
            let wanted = importer.wanted_pictures(&after, PICTURES)?;
            let Some(last) = wanted.last() else { break };
            after.clone_from(&last.address);
            for some in wanted.chunks(AT_ONCE) {
                if !watcher.go_on() {
                    whole = false;
                    break 'all;
                }
                let answers: Vec<_> = thread::scope(|scope| {
                    let asked: Vec<_> = some
                        .iter()
                        .map(|picture| {
                            scope.spawn(|| self.picture(importer, &picture.address, picture.file.as_deref()))
                        })
                        .collect();
                    asked.into_iter().map(thread::ScopedJoinHandle::join).collect()
                });
                for (picture, answer) in some.iter().zip(answers) {
                    let told = answer
                        .unwrap_or_else(|_| PictureTold::Lost("reading it stopped unexpectedly".to_owned()));
                    importer.picture(&picture.address, &told)?;
                    done += 1;
                }
                watcher.pictures(done, of);
            }
        }
        importer.place_pictures(&|| true)?;
        Ok(whole)
    }

    fn picture(&self, importer: &Importer, address: &str, file: Option<&str>) -> PictureTold {
        if let Some(file) = file {
            let mut bytes = Vec::new();
            let read = match self.package.read(file) {
                Ok(reader) => {
                    reader.take(PICTURE_LIMIT).read_to_end(&mut bytes).map_err(|error| error.to_string())
                }
                Err(broken) => Err(broken.what),
            };
            return match read.and_then(|_| {
                self.desk.add_media(self.actor, &bytes, address).map_err(|error| reason(&error))
            }) {
                Ok(media) => PictureTold::Kept(Box::new(media)),
                Err(why) => PictureTold::Lost(why),
            };
        }
        let mut lost = None;
        let also = || importer.as_shown(address).unwrap_or_default();
        for candidate in
            candidates(importer.import.platform, address).into_iter().chain(iter::once_with(also).flatten())
        {
            match self.scissors.bring_picture(self.actor, &candidate) {
                Ok(media) => return PictureTold::Kept(Box::new(media)),
                // What became of the original says most.
                Err(why) => lost = lost.or(Some(why)),
            }
        }
        PictureTold::Lost(lost.unwrap_or_else(|| "it has no address".to_owned()))
    }
}

/// What the export says of its site before its first post.
fn first_site(export: &dyn Export) -> Result<OldSite> {
    let mut site: Option<OldSite> = None;
    export.each(Pass::Posts, &mut |entry, _| {
        match entry.map(|entry| entry.noun) {
            Ok(Noun::Site(found)) => match &mut site {
                Some(known) => {
                    known.addresses.extend(found.addresses);
                    known.language = known.language.take().or(found.language);
                }
                None => site = Some(*found),
            },
            Ok(Noun::Post(_) | Noun::Comment(_)) => return ControlFlow::Break(()),
            _ => {}
        }
        ControlFlow::Continue(())
    })?;
    match site {
        Some(site) => Ok(site),
        None => bail!("the export does not say which site it is of; is it whole, and of this system?"),
    }
}

fn read(export: &dyn Export, pass: Pass, out: &SyncSender<Lot<Entry>>) -> Result<(), Broken> {
    let (mut lot, mut bytes, mut number, mut last) = (Vec::new(), 0, 0, 0);
    let mut met = Met::default();
    let mut send = |entries: Vec<Result<Entry, Broken>>, read| {
        let sent = out.send(Lot { number, entries, read, packed: None });
        number += 1;
        sent.is_ok()
    };
    let end = export.each(pass, &mut |entry, read| {
        last = read;
        bytes += entry.as_ref().map_or(0, |entry| entry.raw.len());
        lot.push(entry.map(|entry| met.told_apart(entry)));
        if lot.len() >= TOGETHER || bytes >= TOGETHER_BYTES {
            bytes = 0;
            if !send(std::mem::take(&mut lot), read) {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    });
    send(lot, last);
    end
}

/// Posts that were met, by their ids: exports that people put together by hand have two of one.
#[derive(Default)]
struct Met {
    posts: HashMap<u64, Vec<u64>>,
}

impl Met {
    /// Gives a post whose id another one has a name of its own. The very same post again keeps its id, and is known.
    fn told_apart(&mut self, mut entry: Entry) -> Entry {
        let Noun::Post(post) = &mut entry.noun else { return entry };
        let words = short(&entry.raw);
        let same = self.posts.entry(short(&post.key)).or_default();
        let number = same.iter().position(|known| *known == words).unwrap_or_else(|| {
            same.push(words);
            same.len() - 1
        });
        if number > 0 {
            post.key = format!("{}+{}", post.key, number + 1);
            post.changed.push(
                "another post has its id in the export: comments of both stand under the first".to_owned(),
            );
        }
        entry
    }
}

fn short(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn prepare(raws: &Mutex<Receiver<Lot<Entry>>>, out: &SyncSender<Lot<Item>>, ground: &Ground) {
    loop {
        let lot = raws.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(lot) = lot else { return };
        let entries: Vec<_> =
            lot.entries.into_iter().map(|entry| entry.map(|entry| ground.prepare(entry))).collect();
        let packed = pack(entries.iter().filter_map(|entry| entry.as_ref().ok())).ok();
        if out.send(Lot { number: lot.number, entries, read: lot.read, packed }).is_err() {
            return;
        }
    }
}

/// Writes lots in the order in which they were read, some together.
fn write(
    lots: &Receiver<Lot<Item>>,
    importer: &mut Importer,
    watcher: &mut dyn Watcher,
    pass: Pass,
    size: u64,
) -> Result<()> {
    let mut early: BTreeMap<u64, Lot<Item>> = BTreeMap::new();
    let mut next = 0;
    let mut gathered = Vec::with_capacity(WRITTEN);
    let mut read = 0;
    loop {
        let lot = lots.recv().ok();
        let is_over = lot.is_none();
        early.extend(lot.map(|lot| (lot.number, lot)));
        while let Some(lot) = early.remove(&next) {
            next += 1;
            let mut items = Vec::with_capacity(lot.entries.len());
            for entry in lot.entries {
                match entry {
                    Ok(item) => items.push(item),
                    Err(broken) => {
                        let place = format!("{}, line {}", broken.file, broken.line);
                        importer.unreadable(&place, &broken.what);
                    }
                }
            }
            gathered.push((items, lot.packed));
            read = lot.read;
            if gathered.len() == WRITTEN {
                bring(importer, &mut gathered)?;
                watcher.read(pass, read, size);
                if !watcher.go_on() {
                    return Ok(());
                }
            }
        }
        if is_over {
            bring(importer, &mut gathered)?;
            watcher.read(pass, read, size);
            return Ok(());
        }
    }
}

fn bring(importer: &mut Importer, gathered: &mut Vec<(Vec<Item>, Option<Vec<u8>>)>) -> Result<()> {
    let loads =
        gathered.iter_mut().map(|(items, packed)| Load { items: items.as_slice(), packed: packed.take() });
    importer.bring_loads(loads.collect())?;
    gathered.clear();
    Ok(())
}

fn guess(text: &str) -> Option<String> {
    clip::language_of(text, None)
}

fn original(platform: Platform) -> fn(&str) -> String {
    match platform {
        Platform::Blogger => |address| {
            carry::blogger::original_size(address).into_iter().next().unwrap_or_else(|| address.to_owned())
        },
        Platform::WordPress | Platform::Ghost => original_picture,
    }
}

/// Addresses to ask for a picture, by that of its original size, which is asked first.
fn candidates(platform: Platform, address: &str) -> Vec<String> {
    let mut all = vec![address.to_owned()];
    if platform == Platform::Blogger {
        all.extend(carry::blogger::original_size(address).into_iter().filter(|other| other != address));
    }
    all
}
