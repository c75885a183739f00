//! Samples of feeds and their items.

use model::{
    Dated, Feed, FeedId, FeedItem, FeedItemId, FeedRow, FeedState, Hub, ItemRow, ItemState, JobId, JobState,
    Language, PostId, Validators,
};

use super::{LONG_GERMAN, Samples};
use crate::desk::{FeedItemsPage, FeedsPage};

impl Samples {
    fn feed(self, raw: i64, title: &str, state: FeedState, trouble: Option<&str>, new: i64) -> FeedRow {
        let feed = Feed {
            id: FeedId::from_raw(raw),
            address: format!("https://outlet-{raw}.example/{}", self.text("feed.xml")),
            title: self.text(title),
            site: (raw != 2).then(|| format!("https://outlet-{raw}.example/")),
            state,
            validators: Validators::default(),
            failures: u32::from(trouble.is_some()),
            trouble: trouble.map(|text| self.text(text)),
            looked: (raw != 5).then(|| Self::at(raw)),
            read: None,
            next_look: (state == FeedState::Active).then(|| Self::at(-raw)),
            interval: 3_600,
            hub: (raw == 1).then(|| Hub {
                address: "https://hub.example/".into(),
                topic: "https://outlet-1.example/".into(),
                callback: "callback".into(),
                secret: "secret".into(),
                lease_until: Some(Self::at(-99)),
                asked: Some(Self::at(1)),
            }),
            created: Self::at(900),
        };
        FeedRow { feed, new }
    }

    /// Feeds in every state.
    pub fn feeds(self) -> FeedsPage {
        FeedsPage {
            desk: self.desk("feeds"),
            rows: vec![
                self.feed(1, "The Example Gazette", FeedState::Active, None, 12),
                self.feed(2, "Το Ποτάμι: ειδήσεις και ρεπορτάζ", FeedState::Active, None, 3),
                self.feed(3, "جريدة المثال", FeedState::Active, Some("outlet-3.example does not accept a connection (connection refused); try again later."), 0),
                self.feed(4, "山村周刊", FeedState::Paused, None, 140),
                self.feed(5, LONG_GERMAN, FeedState::Active, None, 0),
                self.feed(6, "River Post", FeedState::Stopped, Some("https://outlet-6.example/feed.xml answered 410: the outlet has ended this feed. It is no longer looked at."), 0),
            ],
            problems: self.problems(&[("address", "“river” is not a web address")]),
            address: self.text("river"),
            refused: vec![self.text("mailto:someone@example.org")],
            now: Self::at(0),
        }
    }

    /// A site without feeds.
    pub fn no_feeds(self) -> FeedsPage {
        let problems = Default::default();
        FeedsPage { rows: vec![], refused: vec![], problems, address: self.text(""), ..self.feeds() }
    }

    pub(super) fn item(self, raw: i64, tag: &str, headline: &str, summary: &str) -> ItemRow {
        let item = FeedItem {
            id: FeedItemId::from_raw(raw),
            feed: FeedId::from_raw(raw % 3 + 1),
            key: raw.to_string(),
            url: format!("https://outlet-1.example/2026/11/{raw}"),
            canonical: String::new(),
            headline: self.text(headline),
            byline: vec![self.text("Ada Park"), "Άννα Δημητρίου".to_owned()],
            outlet: None,
            published: Dated::parse("2026-11-18"),
            at: Self::at(raw),
            summary: self.text(summary),
            language: Language::parse(tag).ok(),
            state: ItemState::New,
        };
        ItemRow { item, feed_title: self.text("The Example Gazette"), post: None, job: None }
    }

    /// New items, and some that were acted on.
    pub fn feed_items(self) -> FeedItemsPage {
        let with = |mut row: ItemRow, state, job: Option<(JobState, &str)>, post| {
            row.item.state = state;
            row.job = job.map(|(state, said)| (JobId::from_raw(9), state, Some(self.text(said))));
            row.post = post;
            row
        };
        let rows = vec![
            self.item(1, "en", "The town that sold its river, one meter at a time", "When the council put a price on every litre, nobody thought to ask who would be reading the dials. A year later, the dials have been read, and the numbers don’t agree with anybody’s."),
            with(self.item(2, "el", "Η πόλη που μέτρησε το ποτάμι της", "Όταν κάθε λίτρο απέκτησε τιμή, κανείς δεν ρώτησε ποιος θα διαβάζει τους μετρητές."), ItemState::Taken, None, Some(PostId::from_raw(4))),
            self.item(3, "ar", "المدينة التي عدّت نهرها لترًا لترًا", "حين صار لكل لتر ثمن، لم يسأل أحد من سيقرأ العدّادات."),
            with(self.item(4, "zh-Hans", "一座给河流标价的小城", "每一升水都有了价钱，却没有人问过谁来看水表。"), ItemState::Taken, Some((JobState::Running, "")), None),
            with(self.item(5, "de", LONG_GERMAN, ""), ItemState::Taken, Some((JobState::Failed, "outlet-1.example took longer than 20 s to answer in full; try again later.")), None),
            with(self.item(6, "en", "A ferry, late", "The ferry was late again."), ItemState::Dismissed, None, None),
        ];
        FeedItemsPage {
            desk: self.desk("feeds"),
            from: rows.first().map(|row| (row.item.at, row.item.id)),
            rows,
            all: false,
            feed: None,
            feeds: vec![
                (FeedId::from_raw(1), self.text("The Example Gazette")),
                (FeedId::from_raw(2), "Το Ποτάμι".into()),
            ],
            new: 155,
            next: Some(format!("/desk/feeds/items?before={}", self.text("1"))),
            back: self.text("/desk/feeds/items"),
        }
    }

    /// Everything has been seen.
    pub fn no_feed_items(self) -> FeedItemsPage {
        FeedItemsPage { rows: vec![], next: None, from: None, new: 0, ..self.feed_items() }
    }
}
