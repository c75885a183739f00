//! Which posts are near one another, found off the request path; the formula is [`model::related`]'s.

use std::collections::{BTreeSet, HashMap};

use markup::Spoken;
use model::related::{self, Common, Commonness, KEPT, NEAR, Reason, Telling, TellingKind, Traits, shown};
use model::{
    Actor, Change, Job, JobId, Language, Post, PostId, Related, Site, Teaser, Writing, related::LENGTH_LIMIT,
};
use store::related::AT_ONCE;
use store::{Conn, Tx, posts, settings, telling};

use crate::{Desk, Error, access};

/// Newest posts looked at for one word, one label or one source.
const OF_ONE: u32 = 100;
/// Labels that posts are looked for by, the rarest.
const LABELS: usize = 8;
/// Lists changed in one transaction.
const LISTS: u32 = 100;
/// Most pages a verb names because they show a post's headline: a post stands in a few dozen lists.
const PAGES: u32 = 1_000;
/// Words that an editor is told of.
const TOLD: usize = 6;
/// Posts related in one run.
const BATCH: u32 = 25;
/// All lists of a smaller site are made as its posts come out.
const FEW: i64 = 4;
/// The setting that holds how many posts there were when all lists were last made.
const MADE_AT: &str = "related.posts";

/// A post that was compared with another, and what they have in common.
type Compared = (PostId, Common);

impl Desk {
    /// The related posts that a post's page shows.
    ///
    /// # Errors
    /// The store's.
    pub fn related(&self, site: &Site, post: &Post) -> Result<Vec<Teaser>, Error> {
        if site.related_length == 0 {
            return Ok(Vec::new());
        }
        let kept = self.store.read(|conn| store::related::list(conn, post.id))?;
        Ok(shown(site, post.writing.language.as_ref(), kept, |teaser| teaser.language.as_ref()))
    }

    /// The same with the reasons, for those who work on the post; all that are kept.
    ///
    /// # Errors
    /// As [`Desk::post`].
    pub fn related_told(&self, actor: &Actor, id: PostId) -> Result<Vec<(Teaser, Related)>, Error> {
        self.store.read(|conn| {
            let post = access::writing(conn, actor, id)?;
            if post.published().is_none() {
                return Ok(Vec::new());
            }
            let mut kept: HashMap<PostId, Related> = store::related::of_post(conn, id)?
                .into_iter()
                .map(|(related, _)| (related.post, related))
                .collect();
            let teasers = store::related::list(conn, id)?;
            let told = |teaser: Teaser| kept.remove(&teaser.id).map(|related| (teaser, related));
            Ok(teasers.into_iter().filter_map(told).collect())
        })
    }

    /// Promises that a post is compared with the others; to be called in the transaction that publishes, changes or
    /// takes it back.
    pub(crate) fn relate_soon(&self, tx: &mut Tx, post: PostId) -> Result<(), Error> {
        self.relate_when(tx, post)?;
        let total = posts::count_published(tx)?;
        let made_at = made_at(tx)?.unwrap_or(0);
        if total >= FEW && total >= made_at.saturating_mul(2) {
            let all = Job::RelatePosts { after: None };
            self.promise(tx, all.name(), &all, self.now())?;
        }
        Ok(())
    }

    fn relate_when(&self, tx: &mut Tx, post: PostId) -> Result<(), Error> {
        self.promise(tx, &format!("relate:{post}"), &Job::Relate { post }, self.now())
    }

    /// Compares a post with those that may be near, and puts them into each other's lists; one that is not out leaves
    /// them. The work of [`Job::Relate`].
    pub(crate) fn relate(&self, id: PostId) -> Result<(), Error> {
        let read = self.store.read::<_, Error>(|conn| {
            let site = settings::site(conn)?;
            let Some(post) = posts::by_id(conn, id)?.filter(|post| post.published().is_some()) else {
                return Ok(None);
            };
            let words = spoken(&site, &post);
            let telling = tell(conn, &post, &words)?;
            Ok(Some((site, post.writing.labels, words, telling)))
        })?;
        let Some((site, names, words, telling)) = read else { return self.unrelate(id) };
        // Kept first, in a transaction of its own: of two that are compared at the same moment, the later one finds
        // the other.
        let is_out = self.write(|tx| {
            posts::lock(tx, id)?;
            let is_out = store::related::language_of(tx, id)?.is_some();
            if is_out {
                telling::replace(tx, id, &telling)?;
            }
            Ok(is_out)
        })?;
        if !is_out {
            return self.unrelate(id);
        }
        let near = self.store.read(|conn| near(conn, &site, id))?;
        let told = |(other, common): &Compared| {
            let label = |slug: &String| {
                let name =
                    names.iter().find(|label| label.slug.as_str() == slug).map(|label| label.name.clone());
                name.unwrap_or_else(|| slug.clone())
            };
            let word = |key: &(TellingKind, String)| {
                let known = words.iter().find(|word| word.kind == key.0 && word.key == key.1);
                known.map_or_else(|| key.1.clone(), |word| word.shown.clone())
            };
            let reasons = reasons(common, label, word);
            Related { post: *other, nearness: common.nearness, reasons }
        };
        let near: Vec<Related> = near.iter().map(told).collect();
        self.keep(id, &near)
    }

    /// Writes what was found: the post's own list, and its place in the others'.
    fn keep(&self, id: PostId, near: &[Related]) -> Result<(), Error> {
        let mut lists: BTreeSet<PostId> = near.iter().map(|related| related.post).collect();
        lists.insert(id);
        let mut after = None;
        loop {
            let some = self.store.read(|conn| store::related::lists_with(conn, id, after, LISTS))?;
            after = some.last().copied();
            let is_last = some.len() < LISTS as usize;
            lists.extend(some);
            if is_last {
                break;
            }
        }
        // In the order of ids, lest two who change the same lists wait for each other in a circle.
        let lists: Vec<PostId> = lists.into_iter().collect();
        for some in lists.chunks(LISTS as usize) {
            self.write(|tx| {
                let site = settings::site(tx)?;
                for list in some {
                    if *list == id {
                        let kept = near.get(..KEPT).unwrap_or(near);
                        change_list(tx, &site, id, |_| kept.to_vec())?;
                        continue;
                    }
                    let place = near.iter().find(|related| related.post == *list);
                    change_list(tx, &site, *list, |mut others| {
                        others.retain(|related| related.post != id);
                        others.extend(place.map(|related| Related { post: id, ..related.clone() }));
                        others
                    })?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Takes a post that is no longer out from all lists. Those that become short are made anew.
    fn unrelate(&self, id: PostId) -> Result<(), Error> {
        self.write(|tx| {
            telling::clear(tx, id)?;
            for other in store::related::all_of_post(tx, id)? {
                store::related::remove(tx, id, other)?;
            }
            Ok(())
        })?;
        loop {
            let more = self.write(|tx| {
                let some = store::related::lists_with(tx, id, None, LISTS)?;
                if store::related::language_of(tx, id)?.is_some() {
                    return Ok(false);
                }
                for list in &some {
                    store::related::remove(tx, *list, id)?;
                    if store::related::of_post(tx, *list)?.len() < LENGTH_LIMIT as usize {
                        self.relate_when(tx, *list)?;
                    }
                }
                Ok(some.len() == LISTS as usize)
            })?;
            if !more {
                return Ok(());
            }
        }
    }

    /// Compares some posts with the others, and promises to go on; the work of [`Job::RelatePosts`]. All lists are
    /// made anew whenever there are twice as many posts as the last time: which words are rare has changed by then.
    pub(crate) fn relate_posts(&self, after: Option<PostId>) -> Result<(), Error> {
        if after.is_none() {
            self.write(|tx| {
                let total = posts::count_published(tx)?;
                // The first time, the words of most posts are not known to those that come first.
                let made_at = if made_at(tx)?.is_none() { total / 2 } else { total };
                Ok(settings::set(tx, MADE_AT, &made_at.to_string())?)
            })?;
        }
        let some = self.store.read(|conn| posts::published_after(conn, after, BATCH))?;
        let Some(last) = some.last().copied() else { return Ok(()) };
        for id in some {
            self.relate(id)?;
        }
        let now = self.now();
        self.write(|tx| {
            let id = JobId::from_raw(self.ids.next_raw());
            Ok(tx.enqueue(id, &Job::RelatePosts { after: Some(last) }, now, now)?)
        })
    }
}

fn made_at(conn: &mut Conn) -> Result<Option<i64>, Error> {
    Ok(settings::get(conn, MADE_AT)?.and_then(|number| number.parse().ok()))
}

/// Names the pages that show a post among the related ones, because its headline changed there, or it comes or goes.
pub(crate) fn name_pages(tx: &mut Tx, site: &Site, post: PostId) -> Result<(), Error> {
    if site.related_length == 0 {
        return Ok(());
    }
    for list in store::related::lists_with(tx, post, None, PAGES)? {
        if let Some(language) = store::related::language_of(tx, list)? {
            let kept = store::related::of_post(tx, list)?;
            if visible(site, language.as_ref(), &kept).contains(&post) {
                tx.changed(Change::Post(list));
            }
        }
    }
    Ok(())
}

/// Whether two texts of a post are near the same posts.
pub(crate) fn is_as_near(one: &Writing, other: &Writing) -> bool {
    fn counts(writing: &Writing) -> impl PartialEq {
        let source = writing.source.as_ref().map(|source| &source.url);
        let texts = (&writing.headline, &writing.dek, &writing.body);
        (texts, &writing.labels, &writing.language, source)
    }
    counts(one) == counts(other)
}

/// Whether two texts of a post look the same in the lists of others.
pub(crate) fn is_shown_alike(one: &Writing, other: &Writing) -> bool {
    fn counts(writing: &Writing) -> impl PartialEq {
        (&writing.headline, &writing.language, writing.source.as_ref().map(|source| &source.outlet))
    }
    counts(one) == counts(other)
}

type Kept = (Related, Option<Language>);

fn visible(site: &Site, language: Option<&Language>, kept: &[Kept]) -> Vec<PostId> {
    let list = shown(site, language, kept.iter().collect(), |(_, language)| language.as_ref());
    list.into_iter().map(|(related, _)| related.post).collect()
}

/// Changes a post's list, cuts it to its length, and names the post's page when its readers see another one.
fn change_list(
    tx: &mut Tx,
    site: &Site,
    post: PostId,
    change: impl FnOnce(Vec<Related>) -> Vec<Related>,
) -> Result<(), Error> {
    let Some(language) = store::related::language_of(tx, post)? else { return Ok(()) };
    let before = store::related::of_post(tx, post)?;
    let mut after = change(before.iter().map(|(related, _)| related.clone()).collect());
    after.sort_by_key(|related| std::cmp::Reverse((related.nearness, related.post)));
    after.truncate(KEPT);
    let gone: Vec<PostId> = before
        .iter()
        .map(|(known, _)| known.post)
        .filter(|known| after.iter().all(|related| related.post != *known))
        .collect();
    after.retain(|related| before.iter().all(|(known, _)| known != related));
    if gone.is_empty() && after.is_empty() {
        return Ok(());
    }
    for other in gone {
        store::related::remove(tx, post, other)?;
    }
    for related in &after {
        store::related::add(tx, post, related).map_err(or_gone)?;
    }
    let now = store::related::of_post(tx, post)?;
    if visible(site, language.as_ref(), &before) != visible(site, language.as_ref(), &now) {
        tx.changed(Change::Post(post));
    }
    Ok(())
}

/// A post that was removed a moment ago: another try no longer meets it.
fn or_gone(error: store::Error) -> Error {
    match error {
        store::Error::Reference => Error::Conflict("This post was removed just now.".to_owned()),
        other => other.into(),
    }
}

fn spoken(site: &Site, post: &Post) -> Vec<related::Candidate> {
    let labels: Vec<&str> = post.writing.labels.iter().map(|label| label.name.as_str()).collect();
    markup::telling(Spoken {
        headline: &post.writing.headline,
        dek: &post.writing.dek,
        html: &post.html,
        labels: &labels,
        language: post.writing.language.as_ref().unwrap_or(&site.language),
    })
}

/// The telling words of a post, by how many posts have each now.
fn tell(conn: &mut Conn, post: &Post, words: &[related::Candidate]) -> Result<Vec<Telling>, Error> {
    let total = posts::count_published(conn)?;
    // The post itself has it too.
    let limit = u32::try_from(related::counted_bearers(total)).unwrap_or(u32::MAX);
    let mut counted = Vec::new();
    for word in words {
        let others = telling::bearers(conn, word.kind, &word.key, post.id, limit)?;
        counted.push((word.clone(), others + 1));
    }
    Ok(related::telling(&counted, total))
}

/// The posts that are near a published one, nearest first.
fn near(conn: &mut Conn, site: &Site, id: PostId) -> Result<Vec<Compared>, Error> {
    let Some(own) = store::related::traits(conn, &[id], &site.language)?.remove(&id) else {
        return Ok(Vec::new());
    };
    let common = store::related::commonness(conn, &own.labels, own.host.as_deref())?;
    let asked = candidates(conn, id, &own, &common)?;
    let others = store::related::traits(conn, &asked, &site.language)?;
    let mut near: Vec<Compared> =
        others.iter().map(|(other, traits)| (*other, related::compare(&own, traits, &common))).collect();
    near.retain(|(_, common)| common.nearness >= NEAR);
    near.sort_by_key(|(other, common)| std::cmp::Reverse((common.nearness, *other)));
    Ok(near)
}

/// The posts that are worth a comparison: those that share the most of what is rare. As many small look-ups as a post
/// has words and labels, whatever the number of posts.
fn candidates(conn: &mut Conn, id: PostId, own: &Traits, common: &Commonness) -> Result<Vec<PostId>, Error> {
    let mut shared: HashMap<PostId, i64> = HashMap::new();
    let most = related::most_bearers(common.posts);
    for word in own.telling.iter().filter(|word| word.weight > 0) {
        for other in telling::having(conn, word.kind, &word.key, id, OF_ONE)? {
            *shared.entry(other).or_default() += word.weight;
        }
    }
    // A label counts as much as a word would that as many posts have, three times in a headline's place.
    let mut labels: Vec<(i64, &String)> =
        common.labels.iter().map(|(label, count)| (*count, label)).collect();
    labels.sort_unstable();
    for (count, label) in labels.into_iter().take(LABELS) {
        let Some(weight) = related::weight(3, count.min(most), common.posts) else { continue };
        for other in store::related::under_label(conn, label, OF_ONE)? {
            *shared.entry(other).or_default() += weight;
        }
    }
    if let Some(source) = own.source {
        for other in store::related::on_source(conn, source, OF_ONE)? {
            *shared.entry(other).or_default() += i64::from(u32::MAX);
        }
    }
    shared.remove(&id);
    let mut best: Vec<(i64, PostId)> = shared.into_iter().map(|(other, weight)| (weight, other)).collect();
    best.sort_unstable_by(|one, other| other.cmp(one));
    Ok(best.into_iter().take(AT_ONCE).map(|(_, other)| other).collect())
}

/// What two posts have in common, for a person.
fn reasons(
    common: &Common,
    label: impl Fn(&String) -> String,
    word: impl Fn(&(TellingKind, String)) -> String,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if !common.labels.is_empty() {
        reasons.push(Reason::Labels(common.labels.iter().map(label).collect()));
    }
    if common.is_one_source {
        reasons.push(Reason::Source);
    } else if common.is_one_host {
        reasons.push(Reason::Outlet);
    }
    let mut words: Vec<String> = Vec::new();
    for shown in common.words.iter().map(word) {
        if words.len() < TOLD && words.iter().all(|known| known.to_lowercase() != shown.to_lowercase()) {
            words.push(shown);
        }
    }
    if !words.is_empty() {
        reasons.push(Reason::Words(words));
    }
    reasons
}
