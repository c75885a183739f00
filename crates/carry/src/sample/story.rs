//! A post, before any format has a say in it. All of it follows from its number, so that others can speak of it.

use model::Moment;

use super::Size;
use super::chance::Chance;
use super::words::{Speech, name};

/// When the first one came out, in seconds: 2009-03-01.
const BEGIN: i64 = 1_235_865_600;
/// Over how many seconds all of them came out: fifteen years.
const SPAN: i64 = 15 * 31_556_952;
/// Labels there are.
pub(super) const LABELS: [&str; 12] = [
    "Archive",
    "World news",
    "Κόσμος",
    "Культура",
    "新闻",
    "ثقافة",
    "Harbour & sea",
    "Bread",
    "Letters",
    "Wine",
    "History",
    "Long label with \"quotes\"",
];
/// Authors there are.
pub(super) const AUTHORS: [&str; 4] = ["Marina Kos", "Ελένη Βασιλείου", "O'Neill & Sons", "王小明"];

/// How a post stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    Published,
    Scheduled,
    Draft,
    Private,
    Locked,
    Trashed,
}

/// A part of a body. Texts are plain.
#[derive(Debug)]
pub(super) enum Part {
    Paragraph { text: String, link: Option<(String, String)>, strong: bool },
    Heading(String),
    Quote(String),
    List(Vec<String>),
    Picture { address: String, alt: String, caption: Option<String> },
    Film(String),
    Break,
    Source { word: &'static str, outlet: String, address: String },
}

/// A post.
#[derive(Debug)]
pub(super) struct Story<'s> {
    pub number: u64,
    pub speech: &'s Speech,
    pub stand: Stand,
    pub page: bool,
    pub headline: String,
    pub author: usize,
    pub labels: Vec<usize>,
    pub created: Moment,
    pub published: Moment,
    pub updated: Moment,
    pub parts: Vec<Part>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Library {
    pub size: Size,
    speeches: Vec<Speech>,
}

impl Library {
    pub fn new(size: Size) -> Self {
        Library { size, speeches: Speech::all() }
    }

    /// The language of a post.
    pub fn speech(&self, number: u64) -> &Speech {
        let which = Chance::of(self.size.seed, 1, number).below(10);
        // Half of them are English.
        &self.speeches[which.saturating_sub(5)]
    }

    pub fn stand(&self, number: u64) -> Stand {
        match number % 100 {
            7 | 57 => Stand::Draft,
            23 => Stand::Scheduled,
            41 => Stand::Trashed,
            62 => Stand::Private,
            83 => Stand::Locked,
            _ => Stand::Published,
        }
    }

    pub fn page(&self, number: u64) -> bool {
        number % 40 == 9
    }

    /// Its key, with room for its comments behind it.
    pub fn key(&self, number: u64) -> u64 {
        1_000_000_000 + number * (2 * self.size.comments + 2)
    }

    /// How many comments it has.
    pub fn comments(&self, number: u64) -> u64 {
        if self.stand(number) != Stand::Published || self.size.comments == 0 {
            return 0;
        }
        let most = usize::try_from(2 * self.size.comments + 1).unwrap_or(usize::MAX);
        Chance::of(self.size.seed, 2, number).below(most) as u64
    }

    /// When it came out.
    pub fn published(&self, number: u64) -> Moment {
        let posts = self.size.posts.max(1);
        let share = i128::from(SPAN) * i128::from(number) / i128::from(posts);
        let moment = Moment::from_micros(BEGIN * 1_000_000).plus_seconds(share as i64);
        if self.stand(number) == Stand::Scheduled { moment.plus_seconds(60 * 31_556_952) } else { moment }
    }

    /// The last part of its address. Many share a beginning, and some are written in their own script.
    pub fn slug(&self, number: u64) -> String {
        let mut chance = Chance::of(self.size.seed, 3, number);
        match chance.below(8) {
            0 => format!("blog-post_{number}"),
            1 if self.speech(number).language.tag != "en" => {
                let mut own = String::new();
                self.speech(number).words(2, &mut chance, &mut own);
                let own: String = own.chars().filter(|c| c.is_alphanumeric()).collect();
                format!("{own}-{number}")
            }
            _ => {
                let mut slug = String::new();
                name(&mut chance, &mut slug);
                slug.push('-');
                name(&mut chance, &mut slug);
                format!("{}-{number}", slug.to_lowercase())
            }
        }
    }

    /// Year and month in its address: now and then not those of its date.
    pub fn month(&self, number: u64) -> (i16, i8) {
        let moved = if number % 11 == 4 { -40 * 86_400 } else { 0 };
        let date = self.published(number).plus_seconds(moved).date_in(&jiff::tz::TimeZone::UTC);
        (date.year(), date.month())
    }

    /// Everything of a post.
    pub fn story(&self, number: u64) -> Story<'_> {
        let speech = self.speech(number);
        let mut chance = Chance::of(self.size.seed, 4, number);
        let published = self.published(number);
        let mut headline = String::new();
        let words = 4 + chance.below(7);
        speech.words(words, &mut chance, &mut headline);
        if number % 13 == 2 {
            headline.push_str(" & “more” <now>");
        }
        let mut labels: Vec<usize> = Vec::new();
        for _ in 0..chance.below(4) {
            let label = chance.below(LABELS.len());
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        let author = chance.below(AUTHORS.len());
        let parts = self.parts(number, speech, &mut chance);
        Story {
            number,
            speech,
            stand: self.stand(number),
            page: self.page(number),
            headline,
            author,
            labels,
            created: published.plus_seconds(-(chance.below(9 * 86_400) as i64)),
            published,
            updated: published.plus_seconds(chance.below(400 * 86_400) as i64),
            parts,
        }
    }

    fn parts(&self, number: u64, speech: &Speech, chance: &mut Chance) -> Vec<Part> {
        let mut parts = Vec::new();
        if chance.below(4) > 0 {
            parts.push(self.picture(number, 0, speech, chance));
        }
        let paragraphs = 3 + chance.below(6);
        for at in 0..paragraphs {
            parts.push(self.paragraph(number, speech, chance));
            match (at, chance.below(12)) {
                (0, 0..3) => parts.push(Part::Break),
                (_, 3) => parts.push(self.picture(number, at + 1, speech, chance)),
                (_, 4) => {
                    let mut heading = String::new();
                    speech.words(4, chance, &mut heading);
                    parts.push(Part::Heading(heading));
                }
                (_, 5) => {
                    let list = (0..3 + chance.below(4)).map(|_| sentences(speech, 1, chance)).collect();
                    parts.push(Part::List(list));
                }
                (_, 6) => {
                    let letters: String = (0..11)
                        .map(|_| char::from(b"abcdefghijkmnopqrstuvwxyzABCDEFGH_-1"[chance.below(36)]))
                        .collect();
                    parts.push(Part::Film(letters));
                }
                _ => {}
            }
            if at == 1 {
                let count = 2 + chance.below(3);
                parts.push(Part::Quote(sentences(speech, count, chance)));
            }
        }
        if chance.below(5) > 0 {
            let mut outlet = String::new();
            name(chance, &mut outlet);
            outlet.push_str(" Times");
            let host = outlet.to_lowercase().replace(' ', "-");
            let address =
                format!("https://www.{host}.example/{}/story-{number}?utm_source=feed", 2000 + number % 25);
            parts.push(Part::Source { word: speech.language.source, outlet, address });
        }
        parts
    }

    fn paragraph(&self, number: u64, speech: &Speech, chance: &mut Chance) -> Part {
        let count = 3 + chance.below(4);
        let text = sentences(speech, count, chance);
        let link = match chance.below(6) {
            // To another post of the site, which may come later.
            0 => {
                Some(self.address(chance.below(usize::try_from(self.size.posts.max(1)).unwrap_or(1)) as u64))
            }
            1 | 2 => Some(format!("https://outside.example/page/{}?a=1&b={number}", chance.below(100_000))),
            _ => None,
        };
        let link = link.map(|address| {
            let mut words = String::new();
            speech.words(3, chance, &mut words);
            (words, address)
        });
        Part::Paragraph { text, link, strong: chance.one_in(5) }
    }

    /// The address of a post as links in others have it.
    pub fn address(&self, number: u64) -> String {
        let (year, month) = self.month(number);
        match self.page(number) {
            true => format!("http://notes-and-news.blogspot.com/p/{}.html", self.slug(number)),
            false => {
                format!("http://notes-and-news.blogspot.com/{year}/{month:02}/{}.html", self.slug(number))
            }
        }
    }

    fn picture(&self, number: u64, at: usize, speech: &Speech, chance: &mut Chance) -> Part {
        let server = 1 + chance.below(4);
        let (a, b) = (chance.next(), chance.next());
        let address = match chance.below(3) {
            0 => format!("http://{server}.bp.blogspot.com/-{a:x}/{b:x}/AAAA/s320/Photo%2B{number}_{at}.jpg"),
            1 => format!(
                "https://blogger.googleusercontent.com/img/b/R29vZ2xl/{a:x}{b:x}/w640-h480/{number}-{at}.png"
            ),
            _ => format!("https://pictures.example/{number}/{at}/{a:x}.jpg?w=800&h=600"),
        };
        let mut alt = String::new();
        speech.words(4, chance, &mut alt);
        let caption = chance.one_in(2).then(|| sentences(speech, 1, chance));
        Part::Picture { address, alt, caption }
    }
}

fn sentences(speech: &Speech, count: usize, chance: &mut Chance) -> String {
    let mut text = String::with_capacity(count * 120);
    speech.sentences(count, chance, &mut text);
    text
}
