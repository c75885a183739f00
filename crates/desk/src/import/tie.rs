//! What can be done only when everything has been read: threads, links within the old site; and the site's settings.

use std::collections::HashMap;

use model::import::{Fate, OldSite};
use model::{Change, Job, Language, PostId, Site};
use store::{Tx, loose, posts, settings};

use super::Importer;
use crate::correct::Declared;
use crate::{Desk, Error};

/// Posts whose threads are put together in one transaction.
const THREADS: u32 = 100;
/// Links looked after in one transaction.
const LINKS: u32 = 2_000;

impl Importer {
    /// Puts threads together, looks where links within the old site lead, and promises what is done about published
    /// posts: related ones, cited addresses, the popular lists. `go_on` is asked between transactions; when it says no,
    /// the rest is done by the next run.
    ///
    /// # Errors
    /// The store's.
    pub fn tie(&mut self, go_on: &dyn Fn() -> bool) -> Result<(), Error> {
        if self.dry.is_some() {
            return Ok(());
        }
        while go_on() {
            let lost = self.desk.write(|tx| {
                let found = loose::threads(tx, THREADS)?;
                let mut lost = 0;
                for post in &found {
                    lost += loose::tie_threads(tx, *post)?;
                }
                // All that was brought comes to be seen anew, so one notice does for all of them.
                tx.changed(Change::Site);
                Ok((!found.is_empty()).then_some(lost))
            })?;
            let Some(lost) = lost else { break };
            if lost > 0 {
                self.import.report.note("Some comments answer others that are not in the export; they begin threads of their own.");
            }
        }
        let mut after: (Option<PostId>, String) = (None, String::new());
        while go_on() {
            let found = self.desk.store.read(|conn| loose::links(conn, (after.0, &after.1), LINKS))?;
            let Some(last) = found.last() else { break };
            // A post's links are looked after together: the last one's may go on behind the limit.
            let whole = if found.len() < LINKS as usize { None } else { Some(last.0) };
            let mut by_post: Vec<(PostId, Vec<(String, String)>)> = Vec::new();
            for (post, path, address) in found.iter().cloned() {
                match by_post.last_mut() {
                    Some((known, links)) if *known == post => links.push((path, address)),
                    _ => by_post.push((post, vec![(path, address)])),
                }
            }
            if by_post.len() > 1 {
                by_post.retain(|(post, _)| Some(*post) != whole);
            }
            let tied =
                by_post.iter().filter_map(|(post, links)| Some((*post, links.last()?.0.clone()))).next_back();
            self.desk.write(|tx| {
                for (post, links) in &by_post {
                    self.desk.tie_links(tx, *post, links)?;
                }
                Ok(())
            })?;
            let Some((post, _)) = tied else { break };
            after = (Some(post), String::from(char::MAX));
        }
        if !go_on() {
            return Ok(());
        }
        self.desk.write(|tx| {
            for job in [Job::WatchPosts { after: None }, Job::RelatePosts { after: None }] {
                self.desk.promise(tx, job.name(), &job, self.desk.now())?;
            }
            tx.changed(Change::Site);
            self.desk.rank_soon(tx)
        })
    }
}

impl Desk {
    /// Gives links within the old site that lead nowhere here the address they had, and those that lead to a post its
    /// own path.
    fn tie_links(&self, tx: &mut Tx, id: PostId, links: &[(String, String)]) -> Result<(), Error> {
        let mut other: HashMap<String, String> = HashMap::new();
        for (path, address) in links {
            match self.lead_in(tx, path)? {
                Some(there) if there == encoded(path) => {}
                Some(there) => drop(other.insert(encoded(path), there)),
                None => drop(other.insert(encoded(path), address.clone())),
            }
        }
        loose::tied_links(tx, id)?;
        if other.is_empty() {
            return Ok(());
        }
        let Some(old) = posts::by_id(tx, id)? else { return Ok(()) };
        let body = markup::rewrite_addresses(&old.writing.body, &mut |place, address| {
            if place != markup::AddressOf::Link {
                return None;
            }
            let (path, fragment) = match address.split_once('#') {
                Some((path, fragment)) => (path, Some(fragment)),
                None => (address, None),
            };
            let there = other.get(path)?;
            Some(match fragment {
                Some(fragment) => format!("{there}#{fragment}"),
                None => there.clone(),
            })
        })
        .into_owned();
        if body == old.writing.body {
            return Ok(());
        }
        // Upkeep that nobody reads as text; what it cites comes under watch with that of all others, when all is tied.
        let as_of = (Declared::upkeep(), old.modified);
        let writing = model::Writing { body, ..old.writing.clone() };
        self.rewrite_unwatched(tx, &model::Actor::System, &old, writing, as_of).map(drop)
    }
}

/// A path with its query as it stands in a body.
fn encoded(path: &str) -> String {
    super::ground::encode(path)
}

/// Takes over settings that nobody has decided about here, and says of each what became of it.
pub(super) fn settle_site(tx: &mut Tx, site: &mut Site, old: &OldSite) -> Result<Vec<(String, Fate)>, Error> {
    let before = site.clone();
    let told = take_over(site, old, true);
    if *site != before {
        match site.clone().checked() {
            Ok(checked) => {
                settings::save_site(tx, &checked)?;
                *site = checked;
                tx.changed(Change::Site);
            }
            Err(_) => *site = before,
        }
    }
    Ok(told)
}

/// The same without writing.
pub(super) fn site_fates(old: &OldSite) -> Vec<(String, Fate)> {
    take_over(&mut Site::default(), old, true)
}

fn take_over(site: &mut Site, old: &OldSite, write: bool) -> Vec<(String, Fate)> {
    let new = Site::default();
    let mut told = Vec::new();
    let mut say = |name: &str, taken: bool| {
        let fate = if taken {
            Fate::Kept
        } else {
            Fate::Dropped("this site has a setting of its own already, or can't have this one".to_owned())
        };
        told.push((name.to_owned(), fate));
    };
    macro_rules! take {
        ($name:literal, $field:ident, $value:expr) => {
            if let Some(value) = $value {
                let free = site.$field == new.$field || site.$field == value;
                if free && write {
                    site.$field = value;
                }
                say($name, free);
            }
        };
    }
    let text = |text: &str, limit: usize| {
        let text: String =
            text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(limit).collect();
        (!text.is_empty()).then_some(text)
    };
    take!("name", name, text(&old.name, 100));
    take!("tagline", tagline, text(&old.tagline, 300));
    take!("language", language, old.language.as_deref().and_then(|tag| Language::parse(tag).ok()));
    take!(
        "time zone",
        time_zone,
        old.time_zone
            .clone()
            .filter(|zone| Site { time_zone: zone.clone(), ..Site::default() }.checked().is_ok())
    );
    take!("posts on a page", per_page, old.per_page.map(|number| number.clamp(1, 50)));
    take!("comments", comments, old.comments);
    take!(
        "days until comments wait",
        hold_days,
        old.hold_days.filter(|days| *days <= model::site::DAYS_LIMIT)
    );
    take!(
        "days until comments close",
        close_days,
        old.close_days.filter(|days| *days <= model::site::DAYS_LIMIT)
    );
    take!("popular window", popular_window, old.popular_window);
    take!(
        "popular length",
        popular_length,
        old.popular_length.map(|number| number.clamp(1, model::popular::LENGTH_LIMIT))
    );
    for (name, _) in &old.others {
        told.push((name.clone(), Fate::Dropped("it has no counterpart here".to_owned())));
    }
    told
}
