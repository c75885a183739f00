//! One post after the other, with all that is written beside it.

use std::collections::BTreeSet;

use model::related::most_bearers;
use model::{
    Citation, CitedAs, Edition, EditionId, Kind, Label, Language, Media, MediaId, Moment, Permalink, Post,
    PostId, Site, Slug, Source, SourceFields, SourceId, Standing, Watch, WatchId, WatchState, Way, Writing,
};

use store::Error;
use store::fill::Load;

use super::words::{Dice, Tongue};
use super::{Plan, id_at};

/// Labels there are.
const LABELS: u64 = 300;
/// Outlets there are.
const OUTLETS: u64 = 500;
/// Different telling words there are.
const TELLING: u64 = 200_000;
/// Posts that each post is near to.
const NEAR: i64 = 6;

/// A telling word by its rank: letters only, and no two with one stem.
pub fn telling_word(rank: u64) -> String {
    let mut left = rank + 26 * 26 * 26;
    let mut word = String::from("q");
    while left > 0 {
        word.push(char::from(b'a' + (left % 26) as u8));
        left /= 26;
    }
    word + "q"
}

/// The name of a label by its rank.
pub fn label(rank: u64) -> String {
    format!("label {}", telling_word(rank))
}

/// A post and what is written with it.
pub struct Made {
    pub post: Post,
    pub month: String,
    pub edition: Edition,
    pub terms: Vec<String>,
    pub telling: Vec<String>,
    pub related: Vec<PostId>,
    pub picture: Option<Media>,
    pub watch: Option<Watch>,
}

impl Made {
    /// Adds everything to what is to be written.
    pub fn put(self, load: &mut Load) -> Result<(), Error> {
        let post = &self.post;
        if let Some(picture) = &self.picture {
            load.media(picture);
        }
        if let Some(source) = &post.source {
            load.source(source)?;
        }
        load.post(post, &self.month)?;
        let Some(published) = post.published() else { return Ok(()) };
        load.publication(&self.edition);
        load.terms(post.id, self.terms);
        load.telling(post.id, self.telling, 600);
        load.related(post.id, self.related, 40);
        if let Some(watch) = &self.watch {
            let cited_as = CitedAs::Source;
            load.watch(watch, &Citation { watch: watch.id, post: post.id, cited_as, published })?;
        }
        Ok(())
    }
}

/// Makes them.
pub struct Printer<'a> {
    plan: &'a Plan,
    dice: Dice,
    tongues: Vec<Tongue>,
    labels: Vec<Label>,
    languages: Vec<Option<Language>>,
    /// How many posts have each telling word: one that very many have is chosen by no further post.
    bearers: Vec<i64>,
    most: i64,
    site: Site,
}

impl<'a> Printer<'a> {
    pub fn new(plan: &'a Plan) -> Printer<'a> {
        let tongues = Tongue::all();
        let languages = tongues.iter().map(|tongue| Language::parse(tongue.tag).ok()).collect();
        let labels = (0..LABELS).filter_map(|rank| Label::parse(&label(rank)).ok()).collect();
        let bearers = vec![0; if plan.telling > 0 { TELLING as usize } else { 0 }];
        let most = most_bearers(plan.posts);
        Printer { plan, dice: Dice::new(1), tongues, labels, languages, bearers, most, site: Site::default() }
    }

    pub fn post(&mut self, number: i64) -> Made {
        let plan = self.plan;
        let (id, at) = (plan.id(number), plan.published(number));
        // Six of ten are in the first tongue, one in each of the others.
        let tongue = (number % 10 - 5).max(0) as usize;
        let dice = &mut self.dice;
        let (words, language) = (&self.tongues[tongue], self.languages[tongue].clone());
        let length = 5 + dice.below(5);
        let headline = words.phrase(dice, length);
        let bytes = 250 + (1_700.0 * dice.throw().powi(3)) as usize;
        let (body, html) = text(dice, words, bytes);
        let excerpt = markup::excerpt(None, body.split("\n\n").next().unwrap_or_default());
        let ranks: BTreeSet<u64> = (0..3).map(|_| dice.rank(LABELS)).collect();
        let labels = ranks.into_iter().map(|rank| self.labels[rank as usize].clone()).collect();
        // Three of five are taken from elsewhere.
        let source = (number % 5 < 3).then(|| source(dice, number, at, &headline, language.clone()));
        let picture = (plan.beside && number % 10 == 4).then(|| picture(number, at));
        let draft = number % 500 == 250;
        let writing = Writing {
            headline,
            dek: words.phrase(dice, 9),
            byline: vec![format!("Writer {}", dice.below(40))],
            language,
            body,
            labels,
            kind: Kind::Article,
            source: source.as_ref().map(|source| source.fields.clone()),
            lead_image: picture.as_ref().map(Media::path),
            ..Writing::default()
        };
        let date = at.date_in(&self.site.zone());
        let slug = Slug::of(&format!("{} {number}", writing.headline)).filter(|_| !draft);
        let post = Post {
            id,
            author: None,
            html,
            excerpt,
            standing: if draft { Standing::Draft } else { Standing::Published { at } },
            permalink: slug.map(|slug| Permalink::dated(date, &slug)),
            clipping: None,
            revision: 1,
            created: at,
            modified: at,
            source,
            writing,
        };
        let terms: BTreeSet<String> = markup::terms(&post.writing.headline).into_iter().collect();
        let telling = self.telling();
        let watch =
            post.source.as_ref().filter(|_| plan.beside).map(|source| watch(plan, source, number, at));
        let near = if plan.beside { (NEAR).min(number) } else { 0 };
        let related: BTreeSet<i64> = (0..near).map(|_| self.dice.below(number as usize) as i64).collect();
        Made {
            month: format!("{:04}-{:02}", date.year(), date.month()),
            edition: Edition {
                id: EditionId::from_raw(id.raw()),
                post: id,
                at,
                way: Way::Publication,
                before: None,
                revision: Some(1),
                note: String::new(),
                by: None,
            },
            terms: terms.into_iter().filter(|term| !term.is_empty()).collect(),
            telling,
            related: related.into_iter().map(|other| plan.id(other)).collect(),
            picture,
            watch,
            post,
        }
    }

    fn telling(&mut self) -> Vec<String> {
        let mut own = BTreeSet::new();
        for _ in 0..self.plan.telling * 10 {
            if own.len() == self.plan.telling {
                break;
            }
            let rank = self.dice.rank(TELLING);
            if self.bearers[rank as usize] <= self.most && own.insert(rank) {
                self.bearers[rank as usize] += 1;
            }
        }
        own.into_iter().map(telling_word).collect()
    }
}

/// A text as written and as kept: paragraphs, a quotation and a link among them.
fn text(dice: &mut Dice, words: &Tongue, bytes: usize) -> (String, String) {
    let (mut body, mut html) = (String::with_capacity(bytes + 400), String::with_capacity(bytes + 500));
    let mut number = 0;
    while body.len() < bytes {
        let length = 150 + dice.below(350);
        let prose = words.prose(dice, length);
        if !body.is_empty() {
            body.push_str("\n\n");
        }
        match number {
            1 => {
                body.push_str(&format!("> {prose}"));
                html.push_str(&format!("<blockquote>\n<p>{prose}</p>\n</blockquote>\n"));
            }
            2 => {
                let to = format!("https://links.example/{}", dice.below(1_000_000));
                body.push_str(&format!("{prose} [{to}]({to})"));
                html.push_str(&format!("<p>{prose} <a href=\"{to}\" rel=\"noopener\">{to}</a></p>\n"));
            }
            _ => {
                body.push_str(&prose);
                html.push_str(&format!("<p>{prose}</p>\n"));
            }
        }
        number += 1;
    }
    (body, html)
}

fn source(dice: &mut Dice, number: i64, at: Moment, headline: &str, language: Option<Language>) -> Source {
    let outlet = dice.rank(OUTLETS);
    let host = format!("outlet{outlet}.example");
    let fields = SourceFields {
        url: format!("https://{host}/news/{number:08}"),
        outlet: format!("Outlet {outlet}"),
        byline: vec![format!("Reporter {}", dice.below(900))],
        published: None,
        language,
        headline: headline.to_owned(),
        licence: String::new(),
    };
    Source { id: SourceId::from_raw(id_at(at, number)), fields, host, created: at }
}

fn picture(number: i64, at: Moment) -> Media {
    let sha256 = format!("{number:064x}");
    Media {
        id: MediaId::from_raw(id_at(at, number)),
        original: sha256.clone(),
        sha256,
        mime: "image/jpeg".into(),
        width: 1_600,
        height: 900,
        size: 180_000,
        origin: String::new(),
        created: at,
    }
}

/// A watched address that was looked at when it should be, and is not due for a month.
fn watch(plan: &Plan, source: &Source, number: i64, at: Moment) -> Watch {
    let id = WatchId::from_raw(id_at(at, number));
    let mut watch = Watch::new(id, source.fields.url.clone(), Some(source.id), at, at);
    let state = if number % 50 == 0 { WatchState::Gone } else { WatchState::Alive };
    let looked = plan.until.plus_seconds(-(number % 80) * 86_400).max(at);
    (watch.state, watch.looked, watch.since) = (state, Some(looked), looked);
    watch.reached = (state == WatchState::Alive).then_some(looked);
    watch.next_look = Some(plan.until.plus_seconds((30 + number % 60) * 86_400));
    watch
}
