//! Samples of pieces: inbox, editor, revisions.

use model::{
    AccountId, Capture, CaptureId, Clipping, Finding, Glance, How, JobState, Language, Likeness, Media,
    MediaId, Missing, MissingPicture, NoArchive, Permalink, Post, PostId, PostRow, Problems, Quality,
    RawWriting, Related, Revision, RevisionId, Robots, Role, Share, Shown, SourceId, Standing, Teaser,
    Writing, related::Reason, sample,
};

use super::{LONG_GERMAN, Samples};
use crate::desk::{EditPage, InboxPage, QuotationsPart, RevisionsPage};

impl Samples {
    /// One of each: read well, worth a look, to be checked.
    fn glance(raw: i64) -> Glance {
        let quality = |agreement| Some(Quality { agreement, completeness: 95 });
        match raw % 3 {
            1 => Glance { quality: quality(92), ..Glance::default() },
            2 => Glance { quality: quality(80), warnings: 1, paywalled: true, ..Glance::default() },
            _ => Glance {
                quality: quality(31),
                missing: vec![Missing::Headline, Missing::Date],
                ..Glance::default()
            },
        }
    }

    pub(super) fn look(self, raw: i64, how: How, size: i64) -> Capture {
        Capture {
            id: CaptureId::from_raw(raw),
            source: SourceId::from_raw(3),
            how,
            at: Self::at(raw),
            final_url: self.text("https://beobachter.example/2026/11/gesetz"),
            status: 200,
            headers: vec![],
            sha256: "c".repeat(64),
            size,
            robots: None,
            noarchive: None,
            warc: Some("d".repeat(64)),
            article: Some("e".repeat(64)),
            page_text: None,
        }
    }

    fn row(self, raw: i64, headline: &str, language: &str, standing: Standing, outlet: &str) -> PostRow {
        PostRow {
            id: PostId::from_raw(raw),
            headline: if headline.is_empty() { String::new() } else { self.text(headline) },
            standing,
            permalink: None,
            author: Some(AccountId::from_raw(1)),
            author_name: Some(self.text("Ada Park")),
            language: Language::parse(language).ok(),
            outlet: Some(self.text(outlet)).filter(|_| !outlet.is_empty()),
            glance: Some(Self::glance(raw)).filter(|_| !outlet.is_empty()),
            modified: Self::at(raw),
        }
    }

    fn alike(self, post: i64, other: i64, headline: &str, language: &str, percent: u8) -> Likeness {
        Likeness {
            post: PostId::from_raw(post),
            other: PostId::from_raw(other),
            percent,
            headline: self.text(headline),
            outlet: Some(self.text("The Example Gazette")),
            language: Language::parse(language).ok(),
            standing: Standing::Published { at: Self::at(5) },
            permalink: None,
            author: None,
        }
    }

    /// An inbox in the middle of a day.
    pub fn inbox(self) -> InboxPage {
        let published = |hours| Standing::Published { at: Self::at(hours) };
        let reason = self.text("The outlet withdrew the story");
        InboxPage {
            desk: self.desk("inbox"),
            filter: String::new(),
            counts: [("draft", 4), ("scheduled", 1), ("published", 128), ("retracted", 1)]
                .map(|(standing, count)| (standing.to_owned(), count))
                .to_vec(),
            rows: vec![
                self.row(
                    1,
                    "Η τιμή του νερού: μια πόλη μετράει τα λίτρα της",
                    "el",
                    Standing::Draft,
                    "Το Ποτάμι",
                ),
                self.row(2, LONG_GERMAN, "de", Standing::Draft, "Süddeutscher Beobachter"),
                self.row(3, "", "", Standing::Draft, "harbour-news.example"),
                self.row(
                    4,
                    "ثمن النهر: مدينة تعد لتراتها",
                    "ar",
                    Standing::Scheduled { at: Self::at(-20) },
                    "صحيفة المثال",
                ),
                self.row(5, "河流的代价：一座城市数着它的水", "zh-Hans", published(5), "示例日报"),
                self.row(
                    6,
                    "The harbour at night, in seven photographs",
                    "",
                    published(27),
                    "The Example Gazette",
                ),
                self.row(7, "What we learned from a year of reading together", "en", published(50), ""),
                self.row(
                    8,
                    "Mayor to resign",
                    "",
                    Standing::Retracted { at: Self::at(60), reason },
                    "The Example Gazette",
                ),
            ],
            alike: vec![
                self.alike(1, 5, "Quanto costa un fiume", "it", 93),
                self.alike(2, 4, "ثمن النهر: مدينة تعد لتراتها", "ar", 61),
            ],
            next: Some(format!("/desk?before={}", self.text("01k3"))),
            url: if self.hostile { self.text("https://x") } else { String::new() },
            problem: self.hostile.then(|| self.text("no")),
            waiting: vec![self.clip_job(1, JobState::Running, 1, None), self.refused()],
            new_items: 155,
            items: self.feed_items().rows.into_iter().take(3).collect(),
        }
    }

    /// The inbox a new owner sees first.
    pub fn inbox_of_a_new_site(self) -> InboxPage {
        let mut desk = self.desk("inbox");
        (desk.held, desk.failed_jobs) = (0, 0);
        desk.notice = Some(self.text("Welcome. The desk is yours."));
        InboxPage {
            desk,
            counts: vec![],
            rows: vec![],
            next: None,
            waiting: vec![],
            items: vec![],
            ..self.inbox()
        }
    }

    /// The inbox of somebody who only judges comments, filtered to nothing.
    pub fn inbox_of_a_moderator(self) -> InboxPage {
        let mut desk = self.desk("inbox");
        desk.account = self.account(4, "ליאת", Role::Moderator);
        InboxPage {
            desk,
            filter: "scheduled".to_owned(),
            rows: vec![],
            next: None,
            waiting: vec![],
            items: vec![],
            ..self.inbox()
        }
    }

    fn raw(self) -> RawWriting {
        let text = |good| self.text(good);
        RawWriting {
            headline: text(LONG_GERMAN),
            dek: text("Ein Wort mit 79 Buchstaben kehrt zurück & bringt Freunde mit"),
            byline: text("Jörg Müßiggang, Ελένη Παπαδοπούλου"),
            language: text("de"),
            format: "markdown".into(),
            body: text(
                "Der **Landtag** berät.\n\n## Worum es geht\n\n> Niemand hat die Absicht.\n\nEin Satz mit einem [Verweis](https://example.org).",
            ),
            labels: text("Politik, Κόσμος, 法律"),
            slug: text("rinderkennzeichnung"),
            kind: "article".into(),
            comments: String::new(),
            source_url: text("https://beobachter.example/2026/11/gesetz"),
            source_outlet: text("Süddeutscher Beobachter"),
            source_byline: text("Jörg Müßiggang"),
            source_published: text("2026-11-18"),
            source_licence: text("https://creativecommons.org/licenses/by-sa/4.0/deed.de"),
            lead_image: text(&format!("/media/{}.jpg", "a".repeat(64))),
            lead_image_alt: text("Kühe vor dem Landtag"),
            lead_image_caption: text(
                "Der Vormittag vor dem Landtag. Foto: Ada Park / Pressebüro Grundstücksverkehr",
            ),
            location: text("Schwerin (53.6241, 11.4148)"),
            search_title: text("Das Rinderkennzeichnungsgesetz im Landtag"),
            search_description: String::new(),
            film_player: String::new(),
            film_duration: String::new(),
            film_size: String::new(),
        }
    }

    fn post(self, standing: Standing) -> Post {
        let writing = Writing { headline: self.text(LONG_GERMAN), ..sample::post().writing };
        Post { writing, standing, permalink: None, author: Some(AccountId::from_raw(1)), ..sample::post() }
    }

    fn media(self) -> Vec<Shown> {
        let sizes = [('a', 1600, 1067), ('b', 1200, 800), ('c', 800, 1200)];
        let media = sizes.into_iter().enumerate().map(|(at, (letter, width, height))| Media {
            id: MediaId::from_raw(at as i64),
            sha256: letter.to_string().repeat(64),
            original: letter.to_string().repeat(64),
            mime: "image/jpeg".into(),
            width,
            height,
            size: 180_000,
            origin: self.text("https://beobachter.example/kuehe.jpg"),
            created: Self::at(1),
        });
        media.map(|media| Shown { media, renditions: vec![] }).collect()
    }

    pub(super) fn capture(self) -> Capture {
        Capture {
            id: CaptureId::from_raw(1),
            source: SourceId::from_raw(1),
            how: How::Fetched,
            at: Self::at(2),
            final_url: "https://www.landeszeitung.example/politik/wasser".into(),
            status: 200,
            headers: vec![],
            sha256: String::new(),
            size: 48_211,
            robots: Some(Robots::Allowed { line: 12, rule: self.text("Allow: /politik/") }),
            noarchive: Some(NoArchive::Header),
            warc: Some("d".repeat(64)),
            article: Some("e".repeat(64)),
            page_text: None,
        }
    }

    /// A clipped draft with something to look at.
    pub fn edit_draft(self) -> EditPage {
        let warnings = vec![
            self.text("The page names two dates; the later one, 19 November 2026, was left out."),
            self.text("The byline was found in the text, not in the page’s own facts."),
        ];
        EditPage {
            desk: self.desk("inbox"),
            guessed: Some("de".to_owned()),
            has_original: true,
            post: Some(self.post(Standing::Draft)),
            raw: self.raw(),
            problems: Problems::default(),
            correction: None,
            typo_window: None,
            now: Self::at(0),
            conflict: None,
            preview_html: "<p>Der <strong>Landtag</strong> berät über die Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung.</p><h2>Worum es geht</h2><blockquote><p>Niemand hat die Absicht.</p></blockquote><p>Ein Satz mit einem <a href=\"https://example.org\">Verweis</a>.</p>".into(),
            excerpt: self.text("Der Landtag berät. Worum es geht …"),
            clipping: Some(Clipping {
                headline: "H".into(),
                text: "T".into(),
                warnings,
                paywalled: true,
                licence: Some("https://creativecommons.org/licenses/by-sa/4.0/deed.de".into()),
                section: Some(self.text("Politik")),
                lead_image_credit: Some(self.text("Foto: Ada Park / Pressebüro Grundstücksverkehr")),
                ..Clipping::default()
            }),
            open: vec![CaptureId::from_raw(3)],
            looks: vec![
                (self.look(2, How::Seen, 1_412_000), true),
                (self.look(3, How::Fetched, 48_000), false),
            ],
            alike: vec![
                self.alike(1, 5, LONG_GERMAN, "de", 93),
                self.alike(1, 4, "ثمن النهر: مدينة تعد لتراتها", "ar", 61),
            ],
            related: vec![],
            capture: Some(self.capture()),
            may_publish: true,
            media: self.media(),
            missing: vec![
                MissingPicture {
                    address: self.text("https://cdn.beobachter.example/2026/11/landtag-totale.jpg?w=1600"),
                    reason: self.text("the server answered 403, which means that it does not give this to us"),
                },
                MissingPicture {
                    address: self.text("https://beobachter.example/grafik/wege%20eines%20gesetzes.svg"),
                    reason: self.text("it is an SVG drawing, which can carry programs; save it as PNG and add that"),
                },
            ],
            quotations: Some(self.quotations()),
            asked: None,
        }
    }

    /// A post that is out, in Arabic, with wrong fields.
    pub fn edit_published(self) -> EditPage {
        let mut post = self.post(Standing::Published { at: Self::at(30) });
        post.permalink = Permalink::parse("/2026/11/ثمن-النهر").ok();
        let raw = RawWriting {
            headline: self.text("ثمن النهر: مدينة تعد لتراتها وتجد أنها لا تكفي"),
            dek: self.text("حين يصبح الماء رقماً"),
            byline: self.text("ليلى حداد"),
            language: "ar".into(),
            body: self.text("**النهر** أقصر مما كان.\n\n> لم يتوقع أحد ذلك."),
            slug: self.text("Not a slug"),
            source_published: self.text("soon"),
            ..self.raw()
        };
        let problems = self.problems(&[
            ("slug", "“Not a slug” can't stand in an address; “not-a-slug” could"),
            ("source_published", "write the date like 2026-11-23"),
        ]);
        let preview_html =
            "<p><strong>النهر</strong> أقصر مما كان.</p><blockquote><p>لم يتوقع أحد ذلك.</p></blockquote>";
        EditPage {
            post: Some(post),
            raw,
            problems,
            clipping: None,
            alike: vec![],
            related: self.related(),
            quotations: Some(QuotationsPart {
                share: Some(Share { capture: CaptureId::from_raw(2), quoted: 0, carried: 97 }),
                quotations: vec![],
                ..self.quotations()
            }),
            preview_html: preview_html.into(),
            ..self.edit_draft()
        }
    }

    /// Posts near one, with every reason there is.
    fn related(self) -> Vec<(Teaser, Related)> {
        let near = |teaser: Teaser, nearness: u8, reasons: Vec<Reason>| {
            let related = Related { post: teaser.id, nearness, reasons };
            (Teaser { headline: self.text(&teaser.headline), ..teaser }, related)
        };
        let words = |words: &[&str]| words.iter().map(|word| self.text(word)).collect();
        let reasons = [
            vec![
                Reason::Labels(words(&["Rivers", "مياه"])),
                Reason::Outlet,
                Reason::Words(words(&["Danube", "لتراتها", "1350"])),
            ],
            vec![Reason::Source, Reason::Words(words(&["νερού"]))],
            vec![Reason::Labels(words(&["مياه"]))],
        ];
        sample::teasers().into_iter().zip(reasons).map(|(teaser, why)| near(teaser, 62, why)).collect()
    }

    /// A new piece by somebody who may not publish.
    pub fn edit_new(self) -> EditPage {
        EditPage {
            post: None,
            raw: RawWriting::default(),
            clipping: None,
            looks: vec![],
            open: vec![],
            alike: vec![],
            capture: None,
            may_publish: false,
            preview_html: String::new(),
            excerpt: String::new(),
            media: vec![],
            missing: vec![],
            quotations: None,
            ..self.edit_draft()
        }
    }

    /// A draft of a video's page, with a player that can't be used.
    pub fn edit_video(self) -> EditPage {
        let raw = RawWriting {
            kind: "video".into(),
            film_player: self.text("http://player.example/e/1"),
            film_duration: self.text("12:34"),
            film_size: self.text("1280x720"),
            ..self.raw()
        };
        let message = "the player’s address must start with https:// and name a host";
        EditPage { raw, problems: self.problems(&[("film_player", message)]), ..self.edit_draft() }
    }

    /// A text that somebody else saved meanwhile.
    pub fn edit_conflict(self) -> EditPage {
        let conflict = self.text("Ben Ito saved this piece at 11:58, after you had opened it.");
        let standing = Standing::Scheduled { at: Self::at(-20) };
        EditPage {
            conflict: Some(conflict),
            post: Some(self.post(standing)),
            clipping: None,
            alike: vec![],
            ..self.edit_draft()
        }
    }

    /// Three revisions, two compared.
    pub fn revisions(self) -> RevisionsPage {
        let post = self.post(Standing::Draft);
        let revision = |number: i64, author| Revision {
            id: RevisionId::from_raw(number),
            post: post.id,
            number,
            writing: post.writing.clone(),
            author,
            at: Self::at(10 - number),
        };
        let lines = [
            ("same", "Headline: Η τιμή του νερού"),
            ("removed", "Το νερό ανεβαίνει."),
            ("added", "Το νερό ανεβαίνει, και μαζί του η τιμή."),
            ("same", "Κανείς δεν το περίμενε."),
            ("same", ""),
            ("same", "Η πόλη μετράει."),
            ("same", "Κάθε σπίτι έχει ένα ρολόι."),
            ("same", "Κάθε ρολόι έναν αριθμό."),
            ("same", "Κάθε αριθμός μια ιστορία."),
            ("same", "Και κάθε ιστορία ένα τέλος."),
            ("same", "Το ποτάμι κατεβαίνει αργά."),
            ("same", "Κανείς δεν βιάζεται."),
            ("same", "Εκτός από το νερό."),
            ("added", "ثمن النهر"),
        ];
        RevisionsPage {
            desk: self.desk("inbox"),
            revisions: vec![
                revision(3, Some(AccountId::from_raw(1))),
                revision(2, Some(AccountId::from_raw(2))),
                revision(1, None),
            ],
            names: vec![
                (AccountId::from_raw(1), self.text("Ada Park")),
                (AccountId::from_raw(2), self.text("Ελένη")),
            ],
            from: 1,
            to: 3,
            lines: lines.map(|(kind, text)| (kind, self.text(text))).to_vec(),
            told: vec![(3, Finding::Absent, 1), (3, Finding::Found, 2), (2, Finding::Found, 3)],
            shares: vec![(3, Share { capture: CaptureId::from_raw(2), quoted: 12, carried: 31 })],
            quotations: Some(self.quotations()),
            post,
        }
    }
}
