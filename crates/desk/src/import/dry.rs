//! What an import would do, without doing it.

use std::collections::HashSet;

use model::import::Fate;

use store::imports::KnownOriginal;

use super::bring::TWICE;
use super::ready::{Item, Ready};

/// What a run that writes nothing remembers: which posts it met, and which addresses they would have.
#[derive(Debug, Default)]
pub(crate) struct Dry {
    met: HashSet<i64>,
    paths: HashSet<u64>,
}

impl Dry {
    /// What would become of entries. `known` says of each whether an earlier run brought it.
    pub(crate) fn look(
        &mut self,
        items: &[Item],
        known: &[Option<KnownOriginal>],
    ) -> Vec<(String, String, Fate)> {
        let mut outcomes = Vec::with_capacity(items.len());
        for (item, known) in items.iter().zip(known) {
            let mut tell =
                |counted: &str, key: &str, fate| outcomes.push((counted.to_owned(), key.to_owned(), fate));
            if known.is_some() {
                self.met.insert(item.id);
                tell(&item.counted, &item.key, Fate::Known);
                continue;
            }
            if !self.met.insert(item.id) {
                tell(&item.counted, &item.key, Fate::Dropped(TWICE.to_owned()));
                continue;
            }
            let changed =
                |changed: Vec<String>| if changed.is_empty() { Fate::Kept } else { Fate::Changed(changed) };
            let fate = match &item.ready {
                Ready::Post(ready) => {
                    let mut told = ready.changed.clone();
                    if let Some(path) = &ready.post.permalink
                        && !self.paths.insert(short(path.as_str()))
                    {
                        told.push("another post has its address: it has a number now".to_owned());
                    }
                    changed(told)
                }
                Ready::Comment(ready) if !self.met.contains(&ready.post) => {
                    Fate::Dropped("the post it was about is not here".to_owned())
                }
                Ready::Comment(ready) => changed(ready.changed.clone()),
                Ready::Label { changed: told, .. } => changed(told.clone()),
                Ready::Author => {
                    Fate::Changed(vec!["a name in bylines here: accounts are made by their owner".to_owned()])
                }
                Ready::Other { why } => Fate::Dropped(why.clone()),
                Ready::Site(old) => {
                    for (name, fate) in super::tie::site_fates(old) {
                        tell("setting", &name, fate);
                    }
                    continue;
                }
                Ready::Redirect(_) | Ready::Medium(_) => Fate::Kept,
            };
            tell(&item.counted, &item.key, fate);
        }
        outcomes
    }
}

fn short(path: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}
