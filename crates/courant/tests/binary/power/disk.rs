//! A disk that forgets: what a file system owes a program after the power has failed, and nothing more.
//!
//! Kept for certain is only what a sync that has returned was asked for after it was written: a file's bytes and
//! length by the file's sync, a name (made, moved, removed) by the sync of its folder. Of everything else any part may
//! have reached the disk and any part not, in any order, writes also in single sectors.

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};

use trial::large::Dice;

use super::trace::{Call, Step, Trace};

/// Which syncs a disk takes for nothing, to see whether that is noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deaf {
    No,
    /// To those of files.
    Files,
    /// To those of folders.
    Folders,
}

/// What survives of that which was not synced.
#[derive(Clone, Debug)]
pub enum Luck {
    /// Nothing.
    None,
    /// All of it.
    All,
    /// Each sector and each name with so many chances of a hundred.
    Some { often: u64, sector: usize, dice: Dice },
}

impl Luck {
    fn survives(&mut self) -> bool {
        match self {
            Luck::None => false,
            Luck::All => true,
            Luck::Some { often, dice, .. } => dice.roll() % 100 < *often,
        }
    }

    fn sector(&self) -> usize {
        match self {
            Luck::Some { sector, .. } => *sector,
            Luck::None | Luck::All => usize::MAX,
        }
    }
}

type NodeId = usize;

enum Node {
    File { kept: Vec<u8>, pending: Vec<Pending<Change>>, length: u64 },
    Folder { kept: BTreeMap<String, NodeId>, pending: Vec<Pending<Naming>>, now: BTreeMap<String, NodeId> },
}

/// Something that is not synced; by the number of its call, and whether that has returned.
struct Pending<T> {
    call: usize,
    done: bool,
    what: T,
}

enum Change {
    Bytes { at: u64, bytes: Vec<u8> },
    Length(u64),
}

/// Names that change together, or not at all: a name, and what it stands for from now on.
type Naming = Vec<(String, Option<NodeId>)>;

#[derive(Clone, Copy)]
struct Handle {
    node: NodeId,
    at: u64,
    append: bool,
}

/// Files below one folder, as they are and as a power cut would leave them.
pub struct Disk {
    root: PathBuf,
    nodes: Vec<Node>,
    handles: HashMap<i32, Handle>,
    /// Of a sync under way: which calls it will have made sure of.
    syncing: HashMap<usize, (NodeId, Vec<usize>)>,
    deaf: Deaf,
    /// The names of files that were written through memory, unseen.
    pub mapped: Vec<String>,
    /// How often each file was written to.
    writes: HashMap<NodeId, usize>,
}

/// What a power cut leaves: files and their bytes, `None` for a folder.
pub type Left = BTreeMap<PathBuf, Option<Vec<u8>>>;

impl Disk {
    /// An empty disk; `root` is there, and safe.
    pub fn new(root: &Path, deaf: Deaf) -> Disk {
        let folder = Node::Folder { kept: BTreeMap::new(), pending: Vec::new(), now: BTreeMap::new() };
        Disk {
            root: root.to_owned(),
            nodes: vec![folder],
            handles: HashMap::new(),
            syncing: HashMap::new(),
            deaf,
            mapped: Vec::new(),
            writes: HashMap::new(),
        }
    }

    /// How often a file below the root was written to, so far.
    pub fn writes_to(&self, path: &str) -> usize {
        let node = self.find(None, &self.root.join(path));
        node.and_then(|node| self.writes.get(&node)).copied().unwrap_or(0)
    }

    /// The process has ended: its descriptors are gone, what it wrote is not.
    pub fn process_ends(&mut self) {
        self.handles.clear();
        self.syncing.clear();
        for node in &mut self.nodes {
            // A call in which it was killed may have been made or not; the system knows, we take it for made.
            match node {
                Node::File { pending, .. } => pending.iter_mut().for_each(|one| one.done = true),
                Node::Folder { pending, .. } => pending.iter_mut().for_each(|one| one.done = true),
            }
        }
    }

    /// Whether a step is the end of a sync that something of ours hangs on.
    pub fn is_sync(&self, step: &Step) -> bool {
        matches!(step, Step::Done(call, 0) if self.syncing.contains_key(call))
    }

    /// Takes one step; what was said to somebody else, if it was that.
    ///
    /// # Panics
    /// At a call that changes a file of ours in a way this disk has no notion of.
    pub fn take<'a>(&mut self, trace: &'a Trace, step: &Step) -> Option<&'a [u8]> {
        match step {
            Step::Begun(call) => self.begin(*call, &trace.calls[*call]),
            Step::Done(call, answer) => {
                self.finish(*call, &trace.calls[*call], *answer);
                None
            }
        }
    }

    fn begin<'a>(&mut self, number: usize, call: &'a Call) -> Option<&'a [u8]> {
        match call {
            Call::Close { fd } => drop(self.handles.remove(fd)),
            Call::Write { fd, at, bytes } => {
                let Some(handle) = self.handles.get_mut(fd) else { return Some(bytes) };
                let Node::File { pending, length, .. } = &mut self.nodes[handle.node] else { return None };
                let at = at.unwrap_or_else(|| {
                    let at = if handle.append { *length } else { handle.at };
                    handle.at = at + bytes.len() as u64;
                    at
                });
                *length = (*length).max(at + bytes.len() as u64);
                *self.writes.entry(handle.node).or_default() += 1;
                let what = Change::Bytes { at, bytes: bytes.clone() };
                pending.push(Pending { call: number, done: false, what });
            }
            Call::Send { bytes, .. } => return Some(bytes),
            Call::Truncate { fd, length } => {
                if let Some(handle) = self.handles.get(fd) {
                    self.cut(handle.node, number, *length, false);
                }
            }
            Call::Sync { fd } => {
                if let Some(handle) = self.handles.get(fd) {
                    let done = match &self.nodes[handle.node] {
                        Node::File { pending, .. } => of_done(pending),
                        Node::Folder { pending, .. } => of_done(pending),
                    };
                    self.syncing.insert(number, (handle.node, done));
                }
            }
            Call::Strange { name, fds, path } => {
                let ours = fds.iter().any(|fd| self.handles.contains_key(fd))
                    || path.as_ref().is_some_and(|path| path.starts_with(&self.root));
                assert!(!ours, "{name} on {path:?} {fds:?} is not known here; teach it to the disk");
            }
            Call::Open { .. }
            | Call::Copy { .. }
            | Call::Seek { .. }
            | Call::MakeFolder { .. }
            | Call::Rename { .. }
            | Call::Link { .. }
            | Call::Remove { .. }
            | Call::Map { .. } => {}
        }
        None
    }

    fn finish(&mut self, number: usize, call: &Call, answer: i64) {
        if answer < 0 {
            for node in &mut self.nodes {
                if let Node::File { pending, .. } = node {
                    pending.retain(|one| one.call != number);
                }
            }
            self.syncing.remove(&number);
            return;
        }
        match call {
            Call::Open { base, path, create, empty, append, nameless } => {
                let node = if *nameless {
                    self.find(*base, path).map(|_| self.empty_file())
                } else {
                    self.opened(number, *base, path, *create)
                };
                let Some(node) = node else { return };
                if *empty && matches!(self.nodes[node], Node::File { length: 1.., .. }) {
                    self.cut(node, number, 0, true);
                }
                self.handles.insert(answer as i32, Handle { node, at: 0, append: *append });
            }
            Call::Copy { fd } => {
                if let Some(handle) = self.handles.get(fd).copied() {
                    self.handles.insert(answer as i32, handle);
                } else {
                    self.handles.remove(&(answer as i32));
                }
            }
            Call::Seek { fd } => {
                if let Some(handle) = self.handles.get_mut(fd) {
                    handle.at = answer as u64;
                }
            }
            Call::Write { bytes, .. } => {
                for node in &mut self.nodes {
                    let Node::File { pending, .. } = node else { continue };
                    for one in pending.iter_mut().filter(|one| one.call == number) {
                        one.done = true;
                        assert_eq!(answer, bytes.len() as i64, "a write to a file that stopped half way");
                    }
                }
            }
            Call::Truncate { .. } => {
                for node in &mut self.nodes {
                    let Node::File { pending, .. } = node else { continue };
                    pending.iter_mut().filter(|one| one.call == number).for_each(|one| one.done = true);
                }
            }
            Call::Sync { .. } => self.synced(number),
            Call::MakeFolder { base, path } => {
                if let Some((parent, name)) = self.parent(*base, path) {
                    self.nodes.push(Node::Folder {
                        kept: BTreeMap::new(),
                        pending: Vec::new(),
                        now: BTreeMap::new(),
                    });
                    let made = self.nodes.len() - 1;
                    self.name(number, parent, vec![(name, Some(made))]);
                }
            }
            Call::Rename { from_base, from, to_base, to } => {
                let (old, new) = (self.parent(*from_base, from), self.parent(*to_base, to));
                let moved = self.find(*from_base, from);
                match (old, new, moved) {
                    (Some((old, was)), Some((new, is)), Some(moved)) if old == new => {
                        self.name(number, old, vec![(was, None), (is, Some(moved))]);
                    }
                    // From one folder to another: each has its own part of it to sync, and one may come without the other.
                    (Some((old, was)), Some((new, is)), Some(moved)) => {
                        self.name(number, new, vec![(is, Some(moved))]);
                        self.name(number, old, vec![(was, None)]);
                    }
                    (None, None, _) => {}
                    _ => panic!("{} was moved in or out, or was not there", from.display()),
                }
            }
            Call::Link { from_base, from, to_base, to } => {
                if let Some((parent, name)) = self.parent(*to_base, to) {
                    let linked = self.find(*from_base, from);
                    assert!(linked.is_some(), "a link to {} outside", from.display());
                    self.name(number, parent, vec![(name, linked)]);
                }
            }
            Call::Remove { base, path } => {
                if let Some((parent, name)) = self.parent(*base, path) {
                    self.name(number, parent, vec![(name, None)]);
                }
            }
            Call::Map { fd } => {
                if let Some(handle) = self.handles.get(fd) {
                    let name = self.name_of(handle.node);
                    if !self.mapped.contains(&name) {
                        self.mapped.push(name);
                    }
                }
            }
            Call::Close { .. } | Call::Send { .. } | Call::Strange { .. } => {}
        }
    }

    fn empty_file(&mut self) -> NodeId {
        self.nodes.push(Node::File { kept: Vec::new(), pending: Vec::new(), length: 0 });
        self.nodes.len() - 1
    }

    fn opened(&mut self, call: usize, base: Option<i32>, path: &Path, create: bool) -> Option<NodeId> {
        if let Some(found) = self.find(base, path) {
            return Some(found);
        }
        let (parent, name) = self.parent(base, path)?;
        assert!(create, "{} was opened and was never made", path.display());
        let made = self.empty_file();
        self.name(call, parent, vec![(name, Some(made))]);
        Some(made)
    }

    fn cut(&mut self, node: NodeId, call: usize, to: u64, done: bool) {
        if let Node::File { pending, length, .. } = &mut self.nodes[node] {
            *length = to;
            pending.push(Pending { call, done, what: Change::Length(to) });
        }
    }

    fn name(&mut self, call: usize, folder: NodeId, names: Naming) {
        if let Node::Folder { pending, now, .. } = &mut self.nodes[folder] {
            apply_names(now, &names);
            pending.push(Pending { call, done: true, what: names });
        }
    }

    fn synced(&mut self, number: usize) {
        let Some((node, sure)) = self.syncing.remove(&number) else { return };
        match &mut self.nodes[node] {
            Node::File { kept, pending, .. } if self.deaf != Deaf::Files => {
                for one in pending.extract_if(.., |one| sure.contains(&one.call)) {
                    apply(kept, &one.what);
                }
            }
            Node::Folder { kept, pending, .. } if self.deaf != Deaf::Folders => {
                for one in pending.extract_if(.., |one| sure.contains(&one.call)) {
                    apply_names(kept, &one.what);
                }
            }
            Node::File { .. } | Node::Folder { .. } => {}
        }
    }

    /// Where a path leads, `None` when it is not ours or not there.
    fn find(&self, base: Option<i32>, path: &Path) -> Option<NodeId> {
        let (mut at, rest) = self.start(base, path)?;
        for part in rest.components() {
            let Component::Normal(name) = part else { continue };
            let Node::Folder { now, .. } = &self.nodes[at] else { return None };
            at = *now.get(&*name.to_string_lossy())?;
        }
        Some(at)
    }

    /// The folder that a path names something in, and the name.
    fn parent(&self, base: Option<i32>, path: &Path) -> Option<(NodeId, String)> {
        let (_, rest) = self.start(base, path)?;
        let name = rest.file_name()?.to_string_lossy().into_owned();
        let folder = self.find(base, path.parent()?);
        Some((folder.unwrap_or_else(|| panic!("{} is in no folder", path.display())), name))
    }

    fn start<'a>(&self, base: Option<i32>, path: &'a Path) -> Option<(NodeId, &'a Path)> {
        if path.is_absolute() {
            return Some((0, path.strip_prefix(&self.root).ok()?));
        }
        let handle = self.handles.get(&base?)?;
        Some((handle.node, path))
    }

    fn name_of(&self, wanted: NodeId) -> String {
        let mut names = self.nodes.iter().filter_map(|node| match node {
            Node::Folder { now, .. } => now.iter().find(|(_, node)| **node == wanted).map(|(name, _)| name),
            Node::File { .. } => None,
        });
        names.next_back().cloned().unwrap_or_default()
    }

    /// What is there when the power fails now.
    pub fn cut_now(&self, mut luck: Luck) -> Left {
        let mut left = Left::new();
        self.leave(0, Path::new(""), &mut luck, &mut left);
        left
    }

    fn leave(&self, node: NodeId, at: &Path, luck: &mut Luck, left: &mut Left) {
        match &self.nodes[node] {
            Node::Folder { kept, pending, .. } => {
                let mut names = kept.clone();
                for one in pending {
                    if luck.survives() {
                        apply_names(&mut names, &one.what);
                    }
                }
                left.insert(at.to_owned(), None);
                for (name, node) in names {
                    self.leave(node, &at.join(name), luck, left);
                }
            }
            Node::File { kept, pending, .. } => {
                let mut bytes = kept.clone();
                for one in pending {
                    match &one.what {
                        Change::Length(_) if !luck.survives() => {}
                        Change::Length(_) => apply(&mut bytes, &one.what),
                        Change::Bytes { at, bytes: all } => {
                            let mut from = 0;
                            while from < all.len() {
                                // Sectors lie where the file's places say, not where a write begins.
                                let here = *at as usize + from;
                                let sector = luck.sector();
                                let to = (from + (sector - here % sector)).min(all.len());
                                if luck.survives() {
                                    put(&mut bytes, here, &all[from..to]);
                                }
                                from = to;
                            }
                        }
                    }
                }
                left.insert(at.to_owned(), Some(bytes));
            }
        }
    }
}

fn of_done<T>(pending: &[Pending<T>]) -> Vec<usize> {
    pending.iter().filter(|one| one.done).map(|one| one.call).collect()
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Length(length) => bytes.resize(*length as usize, 0),
        Change::Bytes { at, bytes: new } => put(bytes, *at as usize, new),
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    if bytes.len() < at + new.len() {
        bytes.resize(at + new.len(), 0);
    }
    bytes[at..at + new.len()].copy_from_slice(new);
}

fn apply_names(names: &mut BTreeMap<String, NodeId>, change: &Naming) {
    for (name, node) in change {
        match node {
            Some(node) => drop(names.insert(name.clone(), *node)),
            None => drop(names.remove(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::trace::written;
    use super::*;

    /// Plays a trace in which `@x` stands for the text x; what is left of it with no luck, as text.
    fn left(lines: &str, deaf: Deaf, luck: Luck) -> Vec<(String, String)> {
        let mut text = String::new();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words = line.split(' ').map(|word| match word.split_once('@') {
                Some((before, rest)) => {
                    let end = rest.find([',', ')']).unwrap_or(rest.len());
                    format!("{before}\"{}\"{}", written(&rest[..end]), &rest[end..])
                }
                None => word.to_owned(),
            });
            text.push_str(&words.collect::<Vec<_>>().join(" "));
            text.push('\n');
        }
        let trace = Trace::read(&text);
        let mut disk = Disk::new(Path::new("/d"), deaf);
        for step in &trace.steps {
            disk.take(&trace, step);
        }
        let shown = |bytes: Option<Vec<u8>>| {
            bytes.map_or_else(|| "/".to_owned(), |bytes| String::from_utf8_lossy(&bytes).replace('\0', "_"))
        };
        let left = disk.cut_now(luck);
        left.into_iter().skip(1).map(|(path, bytes)| (path.display().to_string(), shown(bytes))).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    /// A file `a` that is kept with its name; what follows is at stake.
    const KEPT: &str = "
        1 openat(AT_FDCWD, @/d, O_RDONLY) = 3
        1 openat(AT_FDCWD, @/d/a, O_RDWR|O_CREAT, 0644) = 4
        1 write(4, @first, 5) = 5
        1 fsync(4) = 0
        1 fsync(3) = 0
    ";

    #[test]
    fn only_what_was_synced_is_kept_for_certain() {
        let more = format!(
            "{KEPT}
            1 write(4, @+second, 7) = 7
            1 openat(AT_FDCWD, @/d/b, O_RDWR|O_CREAT, 0644) = 5
            1 write(5, @new, 3) = 3
            1 fsync(5) = 0"
        );
        assert_eq!(left(&more, Deaf::No, Luck::None), pairs(&[("a", "first")]), "b has no name yet");
        let named = format!("{more}\n1 fsync(3) = 0");
        assert_eq!(left(&named, Deaf::No, Luck::None), pairs(&[("a", "first"), ("b", "new")]));
        let all = format!("{named}\n1 fdatasync(4) = 0");
        assert_eq!(left(&all, Deaf::No, Luck::None), pairs(&[("a", "first+second"), ("b", "new")]));
        assert_eq!(left(&more, Deaf::No, Luck::All), left(&all, Deaf::No, Luck::None));
        assert_eq!(left(&all, Deaf::Files, Luck::None), pairs(&[("a", ""), ("b", "")]));
        assert_eq!(left(&all, Deaf::Folders, Luck::None), []);
    }

    #[test]
    fn a_sync_is_sure_only_of_what_was_over_before_it_began() {
        let race = format!(
            "{KEPT}
            1 pwrite64(4, @x, 1, 5) = 1
            2 pwrite64(4, @y, 1, 6 <unfinished ...>
            1 fsync(4 <unfinished ...>
            2 <... pwrite64 resumed>) = 1
            3 pwrite64(4, @z, 1, 7) = 1
            1 <... fsync resumed>) = 0"
        );
        assert_eq!(left(&race, Deaf::No, Luck::None), pairs(&[("a", "firstx")]));
        let failed = race.replace("fsync resumed>) = 0", "fsync resumed>) = -1 EIO (Input/output error)");
        assert_eq!(left(&failed, Deaf::No, Luck::None), pairs(&[("a", "first")]));
    }

    #[test]
    fn a_rename_is_there_whole_or_not_at_all_and_a_length_is_at_stake_like_bytes() {
        let moved = format!("{KEPT}\n1 rename(@/d/a, @/d/b) = 0");
        assert_eq!(left(&moved, Deaf::No, Luck::None), pairs(&[("a", "first")]));
        assert_eq!(left(&moved, Deaf::No, Luck::All), pairs(&[("b", "first")]));
        let removed = format!("{KEPT}\n1 unlink(@/d/a) = 0\n1 ftruncate(4, 2) = 0\n1 fsync(4) = 0");
        assert_eq!(left(&removed, Deaf::No, Luck::None), pairs(&[("a", "fi")]));
        let folders = format!(
            "{KEPT}\n1 mkdir(@/d/f, 0777) = 0\n1 openat(AT_FDCWD, @/d/f/c, O_RDWR|O_CREAT, 0644) = 6\n\
             1 openat(AT_FDCWD, @/d/f, O_RDONLY) = 7\n1 fsync(7) = 0"
        );
        assert_eq!(left(&folders, Deaf::No, Luck::None), pairs(&[("a", "first")]), "f is not in d yet");
        let named = format!("{folders}\n1 fsync(3) = 0");
        assert_eq!(left(&named, Deaf::No, Luck::None), pairs(&[("a", "first"), ("f", "/"), ("f/c", "")]));
    }

    #[test]
    fn a_write_is_torn_at_sectors_of_the_file() {
        let long = "x".repeat(1200);
        let torn = format!("{KEPT}\n1 pwrite64(4, @{long}, 1200, 100) = 1200");
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..60 {
            let luck = Luck::Some { often: 50, sector: 512, dice: Dice::new(seed) };
            let text = left(&torn, Deaf::No, luck).remove(0).1;
            let sectors = [(100, 512), (512, 1024), (1024, 1300)];
            let there = sectors.map(|(from, to)| text.get(from..to).is_some_and(|part| part.contains('x')));
            for ((from, to), there) in sectors.into_iter().zip(there) {
                assert!(!there || text[from..to] == long[..to - from], "a sector is whole or not there");
            }
            seen.insert(there);
        }
        assert_eq!(seen.len(), 8, "every choice of three sectors occurs");
    }
}
