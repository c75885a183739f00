//! Samples of watched addresses.

use model::{
    AccountId, Alert, AlertId, AlertKind, AlertRow, CaptureId, Cause, CitedAs, CitingPost, How, Language,
    LostWords, Permalink, PostId, SourceFields, SourceId, Watch, WatchId, WatchState,
};

use super::{LONG_GERMAN, Samples};
use crate::desk::{TextChange, WatchPage, WatchTab, WatchedPage};

impl Samples {
    fn watch_on(self, raw: i64, state: WatchState) -> Watch {
        let address = format!("https://outlet-{raw}.example/2026/11/{}", self.text("the-lamp"));
        let source = (raw != 3).then(|| SourceId::from_raw(raw));
        Watch {
            state,
            since: Self::at(raw),
            looked: Some(Self::at(1)),
            reached: Some(Self::at(30)),
            next_look: Some(Self::at(-raw)),
            ..Watch::new(WatchId::from_raw(raw), address, source, Self::at(200), Self::at(200))
        }
    }

    fn alert_of(self, raw: i64, kind: AlertKind, detail: &str) -> Alert {
        Alert {
            id: AlertId::from_raw(raw),
            watch: WatchId::from_raw(raw),
            kind,
            at: Self::at(raw),
            detail: if detail.is_empty() { String::new() } else { self.text(detail) },
            before: None,
            after: None,
            text_before: None,
            text_after: None,
            dealt: None,
            dealt_by: None,
        }
    }

    fn citing(self, raw: i64, tag: &str, headline: &str, cited_as: CitedAs) -> CitingPost {
        CitingPost {
            id: PostId::from_raw(raw),
            headline: self.text(headline),
            permalink: Permalink::parse("/2026/11/the-price").ok(),
            language: Language::parse(tag).ok(),
            cited_as,
        }
    }

    fn source_of(self, tag: &str, headline: &str, outlet: &str) -> SourceFields {
        SourceFields {
            url: "https://outlet-1.example/2026/11/the-lamp".into(),
            outlet: self.text(outlet),
            language: Language::parse(tag).ok(),
            headline: self.text(headline),
            ..SourceFields::default()
        }
    }

    /// What there is to see to, of every kind.
    pub fn watch(self) -> WatchPage {
        let row = |raw, kind, detail: &str, source: Option<SourceFields>, posts: Vec<CitingPost>| AlertRow {
            watch: self.watch_on(raw, WatchState::Alive),
            alert: Some(self.alert_of(raw, kind, detail)),
            source,
            posts,
        };
        let source = CitedAs::Source;
        WatchPage {
            desk: self.desk("watch"),
            tab: WatchTab::Open,
            kind: None,
            counts: vec![
                (WatchTab::Open, 6),
                (WatchTab::State(WatchState::Changed), 12),
                (WatchTab::State(WatchState::Gone), 3),
                (WatchTab::State(WatchState::Barred), 40),
                (WatchTab::State(WatchState::Alive), 1_000),
                (WatchTab::Stopped, 0),
            ],
            rows: vec![
                row(
                    1,
                    AlertKind::Quoted,
                    "The harbour pilots count one hundred and nine years of light",
                    Some(self.source_of("en", "The lamp at the end of the mole", "The Example Gazette")),
                    vec![
                        self.citing(5, "en", "The price of a river", source),
                        self.citing(6, "ar", "ثمن النهر", source),
                    ],
                ),
                row(
                    2,
                    AlertKind::Changed,
                    "",
                    Some(self.source_of("el", "Η πόλη που μέτρησε το ποτάμι της", "Το Ποτάμι")),
                    vec![self.citing(7, "el", "Η τιμή του νερού", source)],
                ),
                row(
                    3,
                    AlertKind::Gone,
                    "https://outlet-3.example/2026/11/the-lamp answered 404: there is no such page. Check the address.",
                    None,
                    vec![self.citing(5, "zh-Hans", "一座给河流标价的小城", CitedAs::Link)],
                ),
                row(
                    4,
                    AlertKind::Barred,
                    "robots.txt of outlet-4.example asks programs not to fetch this page (line 3: “Disallow: /”). Open it in your browser and send it from there, with the bookmarklet on the desk.",
                    Some(self.source_of("ar", "المدينة التي عدّت نهرها لترًا لترًا", "جريدة المثال")),
                    vec![self.citing(8, "ar", "ثمن النهر", source)],
                ),
                row(
                    5,
                    AlertKind::Moved,
                    "https://new.outlet-5.example/archive/2026/11/a-rather-long-address-that-goes-on-and-on/and-has-parts",
                    Some(self.source_of("de", LONG_GERMAN, "Musterblatt")),
                    vec![self.citing(9, "de", LONG_GERMAN, source)],
                ),
                row(
                    6,
                    AlertKind::Returned,
                    "",
                    Some(self.source_of("zh-Hans", "一座给河流标价的小城", "示例日报")),
                    vec![],
                ),
            ],
            next: Some(format!("/desk/watch?show=open&before={}", self.text("1"))),
        }
    }

    /// Nothing to see to.
    pub fn nothing_to_see_to(self) -> WatchPage {
        WatchPage { rows: vec![], next: None, ..self.watch() }
    }

    /// What is gone.
    pub fn watched_and_gone(self) -> WatchPage {
        let mut page = self.watch();
        page.tab = WatchTab::State(WatchState::Gone);
        for row in &mut page.rows {
            row.watch.state = WatchState::Gone;
            row.watch.trouble = Some(self.text(
                "outlet-1.example does not accept a connection (connection refused); try again later.",
            ));
            row.alert = None;
        }
        page
    }

    /// A source whose text was changed.
    pub fn watched(self) -> WatchedPage {
        let change = Alert {
            before: Some(CaptureId::from_raw(2)),
            after: Some(CaptureId::from_raw(1)),
            text_before: Some("0a".repeat(32)),
            text_after: Some("0b".repeat(32)),
            ..self.alert_of(
                1,
                AlertKind::Quoted,
                "The harbour pilots count one hundred and nine years of light",
            )
        };
        let moved = Alert {
            dealt: Some(Self::at(20)),
            dealt_by: Some(AccountId::from_raw(1)),
            ..self.alert_of(40, AlertKind::Moved, "https://outlet-1.example/archive/the-lamp")
        };
        let back = Alert { dealt: Some(Self::at(60)), ..self.alert_of(60, AlertKind::Returned, "") };
        let run = |kind, text: &str| (kind, self.text(text));
        WatchedPage {
            desk: self.desk("watch"),
            watch: Watch {
                changed: Some(Self::at(1)),
                moved: Some("https://outlet-1.example/archive/the-lamp".into()),
                ..self.watch_on(1, WatchState::Changed)
            },
            source: Some(self.source_of("en", "The lamp at the end of the mole", "The Example Gazette")),
            posts: vec![
                self.citing(5, "en", "The price of a river", CitedAs::Source),
                self.citing(6, "ar", "ثمن النهر", CitedAs::Link),
            ],
            lost: vec![LostWords {
                post: PostId::from_raw(5),
                position: 0,
                words: self.text("The harbour pilots count one hundred and nine years of light."),
            }],
            change: Some(TextChange {
                alert: change.id,
                paragraphs: Some(vec![
                    (
                        3,
                        vec![
                            run("same", "The harbour pilots count one hundred and "),
                            run("removed", "nine"),
                            run("added", "ten"),
                            run("same", " years of light, and nobody has ever seen it go out."),
                        ],
                    ),
                    (
                        12,
                        vec![run(
                            "added",
                            "A paragraph that was not there before, on what the council has to say of it.",
                        )],
                    ),
                ]),
            }),
            alerts: vec![(change, None), (moved, Some(self.text("Ada Park"))), (back, None)],
            captures: vec![
                self.look(1, How::Fetched, 48_211),
                self.look(2, How::Fetched, 48_190),
                self.look(3, How::Seen, 61_002),
            ],
            opened: None,
            typed: String::new(),
            problems: Default::default(),
        }
    }

    /// A link that is dead, with a wrong address typed for it.
    pub fn watched_link(self) -> WatchedPage {
        let why = "https://outlet-3.example/2026/11/the-lamp answered 404: there is no such page. Check the address.";
        WatchedPage {
            watch: Watch {
                cause: Some(Cause::Missing),
                trouble: Some(self.text(why)),
                failures: 3,
                ..self.watch_on(3, WatchState::Gone)
            },
            source: None,
            posts: vec![self.citing(5, "en", "The price of a river", CitedAs::Link)],
            lost: vec![],
            change: None,
            alerts: vec![(self.alert_of(3, AlertKind::Gone, why), None)],
            captures: vec![],
            opened: Some(CaptureId::from_raw(1)),
            typed: self.text("archive"),
            problems: self
                .problems(&[("address", "“archive” is not a web address; it starts with https://")]),
            ..self.watched()
        }
    }
}
