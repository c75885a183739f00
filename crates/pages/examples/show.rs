//! Writes every public page, from samples and longer texts in several scripts, into a folder:
//! `cargo run --release -p pages --example show -- DIR`, then serve DIR and look.

use std::path::{Path, PathBuf};

use model::stats::Decided;
use model::{
    Capture, CaptureId, CommentMode, Conversation, Dated, Grounds, How, Kind, Label, Language, Permalink,
    Post, PostId, Problems, RawFlag, RawRemark, Site, Source, SourceFields, SourceId, Standing, Teaser,
    ThreadTop, Verdict, Window, sample,
};
use pages::{
    Answers, ArchivePage, CapturePage, Card, Error, Feed, FlagPage, Frame, GonePage, HomePage, ListKind,
    ListPage, MailMatter, MailPage, ModerationPage, NotFoundPage, OutletPage, OutletsPage, OwnPage, Pages,
    PopularPage, PostNotice, PostPage, SearchPage, ThreadPage, TroublePage,
};

struct Text {
    tag: &'static str,
    headline: &'static str,
    dek: &'static str,
    byline: &'static str,
    outlet: &'static str,
    labels: &'static str,
    slug: &'static str,
    html: &'static str,
}

const TEXTS: &[Text] = &[
    Text {
        tag: "en",
        headline: "The town that sold its river, one meter at a time",
        dek: "When the council put a price on every litre, nobody thought to ask who would be reading the dials",
        byline: "Ada Park, Theo Lindqvist",
        outlet: "The Example Gazette",
        labels: "Rivers, Local government, Long reads",
        slug: "the-town-that-sold-its-river",
        html: include_str!("text/en.html"),
    },
    Text {
        tag: "el",
        headline: "Η πόλη που μέτρησε το ποτάμι της",
        dek: "Όταν κάθε λίτρο απέκτησε τιμή, κανείς δεν ρώτησε ποιος θα διαβάζει τους μετρητές",
        byline: "Άννα Δημητρίου",
        outlet: "Το Ποτάμι",
        labels: "Κόσμος, Νερό",
        slug: "η-πόλη-που-μέτρησε-το-ποτάμι-της",
        html: include_str!("text/el.html"),
    },
    Text {
        tag: "ar",
        headline: "المدينة التي عدّت نهرها لترًا لترًا",
        dek: "حين صار لكل لتر ثمن، لم يسأل أحد من سيقرأ العدّادات",
        byline: "ليلى حداد، Omar Reyes",
        outlet: "جريدة المثال",
        labels: "مياه، مدن",
        slug: "المدينة-التي-عدت-نهرها",
        html: include_str!("text/ar.html"),
    },
    Text {
        tag: "zh-Hans",
        headline: "一座给河流标价的小城",
        dek: "每一升水都有了价钱，却没有人问过谁来看水表",
        byline: "李薇",
        outlet: "示例日报",
        labels: "河流, 城市",
        slug: "一座给河流标价的小城",
        html: include_str!("text/zh.html"),
    },
    Text {
        tag: "de",
        headline: "Wasserverbrauchsabrechnungsverordnung: Wie eine Stadt ihren Fluss vermaß",
        dek: "Als jeder Liter einen Preis bekam, fragte niemand, wer die Zähler ablesen würde",
        byline: "Jonas Example",
        outlet: "Musterblatt",
        labels: "Flüsse",
        slug: "wie-eine-stadt-ihren-fluss-vermass",
        html: include_str!("text/de.html"),
    },
];

impl Text {
    fn post(&self, at: i64) -> Post {
        let fields = SourceFields {
            url: format!("https://{}.example/2026/11/river?ref=1", self.tag.to_lowercase()),
            outlet: self.outlet.into(),
            byline: model::post::names_of(self.byline),
            published: Dated::parse("2026-11-18"),
            language: Language::parse(self.tag).ok(),
            headline: self.headline.into(),
            licence: "https://creativecommons.org/licenses/by-sa/4.0/".into(),
        };
        let published = sample::noon().plus_seconds(-7_200 * at);
        let mut post = sample::post();
        post.id = PostId::from_raw(sample::post().id.raw() + at);
        post.writing.headline = self.headline.into();
        post.writing.dek = self.dek.into();
        post.writing.byline = model::post::names_of(self.byline);
        post.writing.language = Language::parse(self.tag).ok();
        post.writing.labels = Label::parse_list(self.labels).unwrap_or_default();
        post.writing.lead_image = (at != 3).then(|| format!("/media/{}.png", self.tag));
        post.writing.lead_image_alt = "A river bend under a low sun".into();
        post.writing.lead_image_caption = self.dek.into();
        post.writing.location = format!("{} (37.94, 23.64)", self.outlet).parse().ok();
        post.writing.source = Some(fields.clone());
        post.html = self.html.into();
        let text = self.html.replace("</p>", " ").replace("</h2>", " ");
        let mut tag = false;
        post.excerpt = text
            .chars()
            .filter(|c| {
                tag = (tag || *c == '<') && *c != '>';
                !tag && *c != '>'
            })
            .take(600)
            .collect();
        post.standing = Standing::Published { at: published };
        post.modified = published.plus_seconds(if at == 0 { 200_000 } else { 0 });
        post.permalink = Permalink::parse(&format!("/2026/11/{}", self.slug)).ok();
        post.source =
            Some(Source { id: SourceId::from_raw(at), host: fields.host(), fields, created: published });
        post
    }
}

fn capture() -> Capture {
    Capture {
        id: CaptureId::from_raw(9),
        source: SourceId::from_raw(1),
        how: How::Fetched,
        at: sample::noon(),
        final_url: "https://el.example/2026/11/%CF%84%CE%B9%CE%BC%CE%AE?ref=1".into(),
        status: 200,
        headers: vec![],
        sha256: "0123456789abcdef".repeat(4),
        size: 48_211,
        robots: None,
        noarchive: None,
        warc: None,
        article: None,
        page_text: None,
    }
}

fn card(is_open: bool) -> Card {
    Card {
        newest: Some(capture()),
        number: 3,
        first: Some(sample::noon().plus_seconds(-400_000)),
        open: if is_open { vec![(capture().id, sample::noon())] } else { vec![] },
        watch: Some(model::Watch {
            state: if is_open { model::WatchState::Changed } else { model::WatchState::Alive },
            looked: Some(sample::noon()),
            changed: Some(sample::noon()),
            ..model::Watch::new(
                model::WatchId::from_raw(3),
                "https://el.example/".into(),
                None,
                sample::noon(),
                sample::noon(),
            )
        }),
    }
}

fn teaser(post: &Post) -> Option<Teaser> {
    Some(Teaser {
        id: post.id,
        permalink: post.permalink.clone()?,
        headline: post.writing.headline.clone(),
        dek: post.writing.dek.clone(),
        byline: post.writing.byline.clone(),
        language: post.writing.language.clone(),
        excerpt: post.excerpt.clone(),
        kind: post.writing.kind,
        published: post.published()?,
        modified: post.modified,
        outlet: post.source.as_ref().map(|source| source.fields.outlet.clone()),
        host: post.source.as_ref().map(|source| source.host.clone()),
        lead_image: post.writing.lead_image.clone(),
        lead_image_alt: post.writing.lead_image_alt.clone(),
    })
}

struct Show {
    pages: Pages,
    folder: PathBuf,
}

impl Show {
    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
        let path = self.folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
        std::fs::write(path, bytes)
    }

    fn site(&self, tag: &str, name: &str, tagline: &str) -> Result<(), Box<dyn std::error::Error>> {
        let site = Site {
            name: name.into(),
            tagline: tagline.into(),
            language: Language::parse(tag)?,
            time_zone: "Europe/Athens".into(),
            ..Site::default()
        };
        let frame = |path: &str| Frame {
            site: site.clone(),
            origin: "http://127.0.0.1:8099".into(),
            path: path.into(),
            pictures: Default::default(),
            pages: Vec::new(),
        };
        let mut posts: Vec<Post> = TEXTS.iter().zip(0..).map(|(text, at)| text.post(at)).collect();
        posts.rotate_left(TEXTS.iter().position(|text| text.tag.starts_with(tag)).unwrap_or(0));
        let mut video = TEXTS[0].post(7);
        video.writing.kind = Kind::Video;
        video.writing.headline = "Watching the water rise: a day at the weir".into();
        video.permalink = Permalink::parse("/2026/11/watching-the-water-rise").ok();
        posts.push(video);
        let mut original = sample::post();
        original.writing.language = None;
        original.writing.source = None;
        original.source = None;
        original.permalink = Permalink::parse("/2026/11/original").ok();
        posts.push(original);
        let mut teasers: Vec<Teaser> = posts.iter().filter_map(teaser).collect();
        teasers.extend(sample::teasers());
        let pages = &self.pages;
        let labels = posts.iter().flat_map(|post| post.writing.labels.clone()).collect();
        self.page(
            tag,
            "home",
            pages.home(&HomePage {
                frame: frame("/"),
                posts: teasers.clone(),
                popular: teasers.iter().take(5).cloned().collect(),
                number: 1,
                has_next: true,
                labels,
            }),
        )?;
        self.page(
            tag,
            "home-2",
            pages.home(&HomePage {
                frame: frame("/page/2"),
                posts: teasers.clone(),
                popular: vec![],
                number: 2,
                has_next: false,
                labels: vec![],
            }),
        )?;
        for (post, name) in
            posts.iter().zip(["first", "second", "third", "fourth", "fifth", "video", "original"])
        {
            let path = post.permalink.as_ref().map(|link| link.encoded()).unwrap_or_default();
            let page = PostPage {
                frame: frame(&path),
                post: post.clone(),
                corrections: vec![],
                has_revisions: false,
                conversation: if name == "second" { Conversation::default() } else { sample::conversation() },
                is_start: true,
                related: teasers.iter().rev().take(3).cloned().collect(),
                popular: teasers.clone(),
                mode: if name == "third" { CommentMode::Off } else { CommentMode::Held },
                form: RawRemark::default(),
                problems: Problems::default(),
                notice: (name == "fourth").then_some(PostNotice::Held),
                own: (name == "fourth").then(|| "/comments/1/x".to_owned()),
                answers: Answers::Offered,
                reply_to: None,
                source_note: None,
                preview: false,
                card: Some(card(name == "second")).filter(|_| name != "original"),
            };
            self.page(tag, &format!("post-{name}"), pages.post(&page))?;
            if name == "fifth" {
                let problems = Problems::one("complaint", "say what is wrong with the comment");
                let flag = FlagPage {
                    frame: frame("/comments/1/flag"),
                    comment: sample::comments().remove(0),
                    post: post.clone(),
                    form: RawFlag::default(),
                    problems,
                    is_done: false,
                };
                self.page(tag, "flag", pages.flag(&flag))?;
                let decisions = Verdict::ALL.into_iter().zip(Grounds::ALL);
                let decisions =
                    decisions.map(|(verdict, grounds)| Decided { verdict, grounds, number: 12 }).collect();
                let mut told = ModerationPage {
                    frame: frame("/moderation"),
                    spans: vec![(30, decisions), (365, vec![])],
                };
                told.frame.site.public_moderation = true;
                self.page(tag, "moderation", pages.moderation(&told))?;
                let mut thread = sample::conversation().threads.remove(0);
                thread.top = ThreadTop::Withdrawn;
                self.page(
                    tag,
                    "thread",
                    pages.thread(&ThreadPage {
                        frame: frame("/x/comments/1"),
                        post: post.clone(),
                        thread,
                        is_start: false,
                        next: Some("/x/comments/1?after=1.2#comments".to_owned()),
                        mode: CommentMode::Open,
                        own: Some("/comments/1/x".to_owned()),
                        answers: Answers::Offered,
                    }),
                )?;
                let mut comment = sample::comments().remove(0);
                let mut own = OwnPage {
                    frame: frame("/comments/1/x"),
                    comment: comment.clone(),
                    post: post.clone(),
                    grounds: Grounds::Mode,
                    until: Some(sample::noon()),
                    is_saved: true,
                    typed: None,
                    problems: Problems::default(),
                };
                self.page(tag, "own", pages.own(&own))?;
                comment.verdict = Verdict::Held;
                own = OwnPage {
                    comment,
                    grounds: Grounds::Links,
                    is_saved: false,
                    problems: Problems::one("body", "please write something"),
                    ..own
                };
                self.page(tag, "own-held", pages.own(&own))?;
                own.comment.verdict = Verdict::Withdrawn;
                self.page(tag, "own-withdrawn", pages.own(&own))?;
            }
            if name == "first" {
                let mut problems = Problems::one("name", "please give a name to show with your comment");
                problems.add("email", "this doesn't look like a mail address; you can leave it empty");
                problems.add("body", "please write something");
                let form = RawRemark { email: "nobody".into(), ..RawRemark::default() };
                let reply_to =
                    page.conversation.comments().next().map(|first| (first.id, first.name.clone()));
                self.page(tag, "post-refused", pages.post(&PostPage { problems, form, reply_to, ..page }))?;
            }
        }
        let list = |path: &str, kind| ListPage {
            frame: frame(path),
            kind,
            posts: teasers.clone(),
            next: Some(format!("{path}?before=1")),
        };
        self.page(
            tag,
            "label",
            pages.list(&list("/labels/rivers", ListKind::Label(Label::parse("Rivers")?))),
        )?;
        let outlet = model::Outlet {
            host: "el.example".into(),
            name: "Το Ποτάμι".into(),
            posts: 612,
            newest: sample::noon(),
        };
        let writers = ["Άννα Δημητρίου", "Nikos Example", "ليلى حداد", "李薇", "Jonas Example"];
        let record = model::OutletRecord {
            outlet: outlet.clone(),
            first: sample::noon().plus_seconds(-40_000_000),
            counted: 500,
            sources: 498,
            bylines: writers.iter().zip([31, 12, 4, 2, 1]).map(|(name, n)| ((*name).into(), n)).collect(),
            captures: 731,
            alive: 480,
            changed: 12,
            gone: 4,
        };
        let page = OutletPage {
            frame: frame("/sources/el.example"),
            record,
            posts: teasers.clone(),
            is_first: true,
            next: Some("/sources/el.example?before=1".into()),
        };
        self.page(tag, "source", pages.outlet(&page))?;
        let outlets = posts.iter().zip([612, 80, 31, 4, 2]).filter_map(|(post, posts)| {
            let source = post.source.clone()?;
            let (host, name) = (source.host, source.fields.outlet);
            Some(model::Outlet { host, name, posts, newest: sample::noon() })
        });
        let page = OutletsPage {
            frame: frame("/sources"),
            outlets: outlets.collect(),
            next: Some("/sources?after=2".into()),
        };
        self.page(tag, "sources", pages.outlets(&page))?;
        if let Some(source) = posts.first().and_then(|post| post.source.clone()) {
            let page = CapturePage { frame: frame("/captures/x"), capture: capture(), source };
            self.page(tag, "capture", pages.capture(&page))?;
        }
        let address = "ada@example.org".to_owned();
        for (name, matter) in [
            ("mail-confirm", MailMatter::Confirm { address: address.clone() }),
            ("mail-confirmed", MailMatter::Confirmed { address: address.clone() }),
            ("mail-stop", MailMatter::Stop { address: Some(address) }),
            ("mail-me", MailMatter::Me { guest: None, refused: None }),
        ] {
            self.page(tag, name, pages.mail(&MailPage { frame: frame("/mail/me"), matter }))?;
        }
        self.page(
            tag,
            "month",
            pages.list(&list("/archive/2026/11", ListKind::Month { year: 2026, month: 11 })),
        )?;
        let months = vec![(2026, 11, 31), (2026, 10, 2), (2026, 3, 1), (2025, 12, 11)];
        self.page(tag, "archive", pages.archive(&ArchivePage { frame: frame("/archive"), months }))?;
        self.page(
            tag,
            "popular",
            pages.popular(&PopularPage {
                frame: frame("/popular"),
                window: Window::Month,
                posts: teasers.clone(),
            }),
        )?;
        for (name, query, found) in
            [("search", "river", 3), ("search-none", "zzz", 0), ("search-empty", "", 0)]
        {
            let posts = teasers.iter().take(found).cloned().collect();
            self.page(
                tag,
                name,
                pages.search(&SearchPage { frame: frame("/search"), query: query.into(), posts }),
            )?;
        }
        let suggestions = teasers.iter().take(4).cloned().collect();
        self.page(tag, "not-found", pages.not_found(&NotFoundPage { frame: frame("/x"), suggestions }))?;
        self.page(
            tag,
            "gone",
            pages.gone(&GonePage {
                frame: frame("/y"),
                headline: TEXTS[1].headline.into(),
                reason: "The source withdrew its figures.".into(),
                at: sample::noon(),
            }),
        )?;
        self.page(
            tag,
            "trouble",
            pages.trouble(&TroublePage { frame: frame("/z"), status: 503, message: String::new() }),
        )?;
        let feed = Feed {
            frame: frame("/"),
            title: None,
            posts: posts.clone(),
            corrections: vec![],
            retracted: vec![],
            self_path: "/feed.atom".into(),
        };
        self.write(&format!("{tag}/feed.atom"), pages.feed_atom(&feed)?)?;
        self.write(&format!("{tag}/feed.rss"), pages.feed_rss(&feed)?)?;
        self.write(&format!("{tag}/feed.json"), pages.feed_json(&feed)?)?;
        Ok(())
    }

    fn page(
        &self,
        tag: &str,
        name: &str,
        html: Result<String, Error>,
    ) -> Result<(), Box<dyn std::error::Error>> {
        Ok(self.write(&format!("{tag}/{name}.html"), html?)?)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder to write the pages into")?;
    let show = Show { pages: Pages::new()?, folder: Path::new(&folder).to_owned() };
    for name in show.pages.asset_file_names() {
        if let Some(asset) = show.pages.asset(&name) {
            show.write(&format!("assets/{name}"), &asset.bytes)?;
        }
    }
    show.site("en", "The Sample Courant", "What others wrote, with where it came from")?;
    show.site("el", "Ο Δείκτης", "Όσα έγραψαν άλλοι, με την πηγή τους")?;
    show.site("ar", "مجلة المثال", "ما كتبه الآخرون، مع مصدره")?;
    show.site("zh", "示例周刊", "他人所写，注明来处")?;
    show.site("de", "Der Musterbote", "Was andere schrieben, und woher es stammt")?;
    show.site("ja", "見本新聞", "")?;
    Ok(())
}
