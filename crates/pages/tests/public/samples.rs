//! Every public page, from the samples.

use model::ledger::{BEGINNING, Entry, Kept, Late, Line, Print, ShownTo};
use model::stats::Decided;
use model::{
    Capture, CaptureId, Comment, CommentId, CommentMode, Conversation, Correction, CorrectionRow, Edition,
    EditionId, Grounds, How, Kind, Label, Language, NoArchive, Permalink, Post, Problems, RawFlag, RawRemark,
    Site, SourceId, Standing, Teaser, ThreadMark, ThreadOrder, ThreadTop, Verdict, Watch, WatchId,
    WatchState, Way, Window, sample,
};
use pages::{
    Answers, ArchivePage, CapturePage, Card, CorrectionsPage, FlagPage, Frame, GonePage, HistoryPage,
    HomePage, LedgerPage, LedgerPost, LedgerRow, LedgerSeen, ListKind, ListPage, MailMatter, MailPage,
    ModerationPage, NotFoundPage, OutletPage, OutletsPage, OwnPage, Pages, PopularPage, PostNotice, PostPage,
    SearchPage, ShownRevision, ThreadPage, TroublePage,
};

pub fn frame(site: Site, path: &str) -> Frame {
    Frame {
        site,
        origin: "https://courant.example".into(),
        path: path.into(),
        pictures: Default::default(),
        pages: Vec::new(),
    }
}

pub fn site(tag: &str) -> Site {
    Site { language: Language::parse(tag).unwrap(), ..sample::site() }
}

pub fn post_page(site: Site, post: Post) -> PostPage {
    PostPage {
        frame: frame(site, "/2026/11/x"),
        post,
        corrections: vec![],
        has_revisions: false,
        conversation: sample::conversation(),
        is_start: true,
        related: sample::teasers().split_off(1),
        popular: sample::teasers(),
        mode: CommentMode::Held,
        form: RawRemark::default(),
        problems: Problems::default(),
        notice: None,
        own: None,
        answers: Answers::Not,
        reply_to: None,
        source_note: None,
        preview: false,
        card: None,
    }
}

pub fn watch(state: WatchState) -> Watch {
    let at = sample::noon();
    let watch = Watch::new(WatchId::from_raw(3), "https://potami.example/".into(), None, at, at);
    Watch { state, looked: Some(at), changed: Some(at), ..watch }
}

pub fn newest() -> Capture {
    Capture {
        id: CaptureId::from_raw(9),
        source: SourceId::from_raw(1),
        how: How::Fetched,
        at: sample::noon(),
        final_url: "https://potami.example/2026/11/%CF%84%CE%B9%CE%BC%CE%AE".into(),
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

pub fn ledger_post(words: &str) -> LedgerPost {
    LedgerPost {
        headline: words.into(),
        permalink: Permalink::parse("/2026/11/x").unwrap(),
        language: Some(Language::parse("el").unwrap()),
    }
}

/// A ledger with a line of every kind.
pub fn ledger(frame: Frame, words: &str) -> LedgerPage {
    let post = model::PostId::from_raw(5);
    let print =
        Print { revision: 3, writing: "ab".repeat(32), html: "cd".repeat(32), excerpt: "ef".repeat(32) };
    let kept = Kept { capture: model::CaptureId::from_raw(6), sha256: "ab".repeat(32), warc: None };
    let verdict = |state: &str| Entry::SourceVerdict {
        post,
        source: "https://a.example/".into(),
        state: state.into(),
        capture: None,
    };
    let entries = [
        Entry::Key { key: "k".into(), proof: "p".into(), lost: None },
        Entry::Key { key: "k".into(), proof: "p".into(), lost: None },
        Entry::Key { key: "k".into(), proof: "p".into(), lost: Some(words.into()) },
        Entry::Capture {
            kept: kept.clone(),
            size: 9,
            record: "ab".repeat(32),
            captured: sample::noon(),
            late: Some(Late::Before),
        },
        Entry::Publication {
            post,
            permalink: Permalink::parse("/2026/11/x").unwrap(),
            published: sample::noon(),
            print: print.clone(),
            source: Some(words.into()),
            captures: vec![kept.clone()],
            quotations: None,
            late: None,
        },
        Entry::Correction { post, from: 2, print, note: "ab".repeat(32), source: None },
        Entry::Retraction { post, reason: "ab".repeat(32), late: None },
        Entry::Verdict { comment: CommentId::from_raw(7), post, verdict: model::Verdict::Spam },
        verdict("alive"),
        verdict("changed"),
        verdict("gone"),
        Entry::Opening { kept: kept.clone(), shown_to: ShownTo::Readers },
        Entry::Opening { kept, shown_to: ShownTo::Desk },
    ];
    let lines: Vec<_> = entries.into_iter().zip(1..).collect();
    let rows = lines.into_iter().rev().map(|(entry, number)| LedgerRow {
        post: entry.post().map(|_| ledger_post(words)),
        line: Line { number, at: sample::noon(), prev: BEGINNING.into(), entry },
        text: words.into(),
        hash: "ab".repeat(32),
        signature: Some("c2lnbmVk".into()),
    });
    LedgerPage {
        frame,
        of: None,
        number: 14,
        hash: "ab".repeat(32),
        keys: vec![("cd".repeat(32), 9), ("ef".repeat(32), 1)],
        seen: Some(LedgerSeen { authority: words.into(), at: sample::noon(), number: 12 }),
        lines: rows.collect(),
        older: Some("/ledger?before=1".into()),
    }
}

/// A correction and a retraction.
pub fn told(words: &str) -> Vec<Correction> {
    [Way::Correction, Way::Retraction]
        .map(|way| Correction {
            id: EditionId::from_raw(7 + i64::from(way == Way::Retraction)),
            post: sample::post().id,
            at: sample::noon(),
            way,
            note: format!("{words}\n{words}"),
        })
        .to_vec()
}

pub fn row(post: &Post, told: &Correction, words: &str) -> CorrectionRow {
    CorrectionRow {
        correction: told.clone(),
        headline: words.into(),
        language: post.writing.language.clone(),
        permalink: post.permalink.clone().unwrap_or_else(|| Permalink::parse("/x").unwrap()),
        published: sample::noon(),
    }
}

pub fn history(site: &Site, post: &Post, words: &str) -> HistoryPage {
    let parts = ["headline", "dek", "byline", "body", "caption", "location", "source"];
    let passage = |skipped| {
        let runs = ["same", "removed", "added", "same"].map(|kind| (kind, format!("{words} ")));
        (skipped, runs.to_vec())
    };
    let revision = |way: Way| ShownRevision {
        edition: Edition {
            id: EditionId::from_raw(1),
            post: post.id,
            at: sample::noon(),
            way,
            before: Some(1),
            revision: Some(2),
            note: words.into(),
            by: None,
        },
        changes: parts.map(|part| (part, vec![passage(0), passage(1), passage(12)])).to_vec(),
    };
    let ways = [Way::Publication, Way::Typo, Way::Correction, Way::Retraction];
    HistoryPage {
        frame: frame(site.clone(), "/2026/11/x/revisions"),
        post: post.clone(),
        revisions: ways.map(revision).to_vec(),
    }
}

pub fn original() -> Post {
    let mut post = sample::post();
    post.writing.source = None;
    post.source = None;
    post
}

pub fn video(image: Option<&str>) -> Post {
    let mut post = sample::post();
    post.writing.kind = Kind::Video;
    post.writing.lead_image = image.map(str::to_owned);
    post
}

/// Every kind of page of a site, by a name for messages.
pub fn all(pages: &Pages, site: &Site, post: &Post, posts: &[Teaser], words: &str) -> Vec<(String, String)> {
    let frame = |path: &str| frame(site.clone(), path);
    let base = post_page(site.clone(), post.clone());
    let problems = ["name", "email", "website", "body", "parent", "answers"]
        .map(|field| model::Problem { field, message: format!("{field} is odd: {words}") });
    let form = RawRemark {
        name: words.into(),
        email: words.into(),
        website: words.into(),
        body: format!("\n{words}"),
        ..RawRemark::default()
    };
    let comments: Vec<Comment> = sample::comments()
        .into_iter()
        .map(|comment| Comment { name: words.into(), website: Some(words.into()), ..comment })
        .collect();
    let refused = PostPage {
        answers: Answers::Offered,
        form,
        problems: Problems(problems.into()),
        reply_to: comments.first().map(|comment| (comment.id, words.into())),
        conversation: Conversation {
            order: ThreadOrder::Best,
            next: Some(ThreadMark { worth: 1, began: sample::noon(), id: CommentId::from_raw(3) }),
            ..sample::threads(comments)
        },
        is_start: false,
        ..base.clone()
    };
    let draft = Post { standing: Standing::Draft, permalink: None, ..post.clone() };
    let list =
        |kind| ListPage { frame: frame("/l"), kind, posts: posts.into(), next: Some("/l?before=1".into()) };
    let label = Label { name: words.into(), ..Label::parse("Κόσμος").unwrap() };
    let home = HomePage {
        frame: frame("/"),
        posts: posts.into(),
        popular: posts.into(),
        number: 1,
        has_next: true,
        labels: vec![label.clone()],
    };
    let search = |query: &str, posts: &[Teaser]| SearchPage {
        frame: frame("/search"),
        query: query.into(),
        posts: posts.into(),
    };
    let gone =
        GonePage { frame: frame("/g"), headline: words.into(), reason: words.into(), at: sample::noon() };
    let known = model::Outlet {
        host: "potami.example".into(),
        name: words.into(),
        posts: 1_204,
        newest: sample::noon(),
    };
    let outlet = OutletPage {
        frame: frame("/sources/potami.example"),
        record: model::OutletRecord {
            outlet: known.clone(),
            first: sample::noon(),
            counted: 500,
            sources: 498,
            bylines: vec![("Άννα Δημητρίου".into(), 12), (words.into(), 1)],
            captures: 731,
            alive: 480,
            changed: 12,
            gone: 4,
        },
        posts: posts.into(),
        is_first: true,
        next: Some("/sources/potami.example?before=1".into()),
    };
    let outlets = OutletsPage {
        frame: frame("/sources"),
        outlets: vec![known.clone(), model::Outlet { name: known.host.clone(), ..known }],
        next: Some("/sources?after=1".into()),
    };
    let mut source = sample::post().source.unwrap();
    source.fields.headline = words.into();
    let capture = CapturePage { frame: frame("/captures/x"), capture: newest(), source };
    let card = |open| Card {
        newest: Some(newest()),
        number: 3,
        first: Some(sample::noon()),
        open: if open { vec![(newest().id, sample::noon())] } else { vec![] },
        watch: Some(watch(if open { WatchState::Changed } else { WatchState::Alive })),
    };
    let wish = Card { newest: Some(Capture { noarchive: Some(NoArchive::Page), ..newest() }), ..card(false) };
    let with = |card| pages.post(&PostPage { card: Some(card), ..base.clone() });
    let told = told(words);
    let mut remark = sample::comments().remove(0);
    remark.name = words.into();
    remark.body = words.into();
    let own = OwnPage {
        frame: frame("/comments/1/x"),
        comment: remark,
        post: base.post.clone(),
        grounds: Grounds::Mode,
        until: Some(sample::noon()),
        is_saved: true,
        typed: None,
        problems: Problems::default(),
    };
    let mail = |matter| pages.mail(&MailPage { frame: frame("/mail/me"), matter });
    let of_verdict = |verdict, grounds| {
        let comment = Comment { verdict, ..own.comment.clone() };
        pages.own(&OwnPage { comment, grounds, until: None, is_saved: false, ..own.clone() })
    };
    let mut thread = sample::threads(refused.conversation.comments().cloned().collect()).threads.remove(0);
    thread.number = 300;
    let many = Conversation { threads: vec![thread.clone()], number: 301, ..Conversation::default() };
    let thread = ThreadPage {
        frame: frame("/x/comments/1"),
        post: post.clone(),
        thread,
        is_start: true,
        next: Some("/x/comments/1?after=1.2#comments".into()),
        mode: CommentMode::Open,
        own: Some("/comments/1/x".to_owned()),
        answers: Answers::Asked,
    };
    let mut problems = Problems::one("complaint", format!("say what is wrong: {words}"));
    problems.add("note", words.to_owned());
    let flag = FlagPage {
        frame: frame("/comments/1/flag"),
        comment: refused.conversation.comments().next().unwrap().clone(),
        post: post.clone(),
        form: RawFlag { complaint: "private".into(), note: format!("\n{words}"), ..RawFlag::default() },
        problems,
        is_done: false,
    };
    let decisions = Verdict::ALL.into_iter().zip(Grounds::ALL).map(|(verdict, grounds)| Decided {
        verdict,
        grounds,
        number: 12,
    });
    let others = Grounds::ALL.map(|grounds| Decided { verdict: Verdict::Held, grounds, number: 1_234 });
    let moderation = ModerationPage {
        frame: Frame { site: Site { public_moderation: true, ..site.clone() }, ..frame("/moderation") },
        spans: vec![(30, vec![]), (365, decisions.chain(others).collect())],
    };
    let mut further = ThreadPage { is_start: false, next: None, ..thread.clone() };
    further.thread.top = ThreadTop::Withdrawn;
    let corrections = CorrectionsPage {
        frame: frame("/corrections"),
        corrections: told.iter().map(|told| row(post, told, words)).collect(),
        next: Some("/corrections?before=1.1".into()),
    };
    let history = history(site, post, words);
    [
        ("post, a card", with(card(false))),
        ("post, an open copy", with(card(true))),
        ("post, a wish", with(wish)),
        ("post, no copy", with(Card::default())),
        ("post", pages.post(&base)),
        ("post, a long thread", pages.post(&PostPage { conversation: many, ..base.clone() })),
        ("thread", pages.thread(&thread)),
        ("flag", pages.flag(&flag)),
        ("flag, done", pages.flag(&FlagPage { is_done: true, ..flag.clone() })),
        ("moderation", pages.moderation(&moderation)),
        ("thread, further", pages.thread(&further)),
        (
            "post, no comments",
            pages.post(&PostPage {
                conversation: Conversation::default(),
                related: vec![],
                popular: vec![],
                ..base.clone()
            }),
        ),
        (
            "post, corrected",
            pages.post(&PostPage { corrections: told.clone(), has_revisions: true, ..base.clone() }),
        ),
        (
            "corrections",
            pages.corrections(&CorrectionsPage { frame: frame("/corrections"), ..corrections.clone() }),
        ),
        (
            "corrections, none",
            pages.corrections(&CorrectionsPage { corrections: vec![], next: None, ..corrections }),
        ),
        ("history", pages.history(&history)),
        ("post, closed", pages.post(&PostPage { mode: CommentMode::Off, ..base.clone() })),
        ("post, held", pages.post(&PostPage { notice: Some(PostNotice::Held), ..base.clone() })),
        ("post, refused", pages.post(&refused)),
        ("post, answers asked for", pages.post(&PostPage { answers: Answers::Asked, ..base.clone() })),
        ("mail, confirm", mail(MailMatter::Confirm { address: words.into() })),
        ("mail, confirmed", mail(MailMatter::Confirmed { address: words.into() })),
        ("mail, stop", mail(MailMatter::Stop { address: Some(words.into()) })),
        ("mail, stopped", mail(MailMatter::Stopped)),
        ("mail, spent", mail(MailMatter::Spent)),
        ("mail, asked", mail(MailMatter::Asked)),
        ("mail, me", mail(MailMatter::Me { guest: Some((words.into(), words.into())), refused: None })),
        ("mail, nobody", mail(MailMatter::Me { guest: None, refused: Some(words.into()) })),
        ("own", pages.own(&own)),
        ("own, held", of_verdict(Verdict::Held, Grounds::Links)),
        ("own, spam", of_verdict(Verdict::Spam, Grounds::Signs)),
        ("own, withdrawn", of_verdict(Verdict::Withdrawn, Grounds::Author)),
        (
            "own, refused",
            pages.own(&OwnPage {
                typed: Some(words.into()),
                problems: Problems::one("window", "the time for it is over"),
                until: None,
                ..own.clone()
            }),
        ),
        ("preview", pages.post(&PostPage { post: draft, preview: true, ..base })),
        ("home", pages.home(&home)),
        ("home 3", pages.home(&HomePage { number: 3, has_next: false, ..home.clone() })),
        ("home, empty", pages.home(&HomePage { posts: vec![], popular: vec![], labels: vec![], ..home })),
        ("label", pages.list(&list(ListKind::Label(label)))),
        ("outlet", pages.outlet(&outlet)),
        ("outlet, further", pages.outlet(&OutletPage { is_first: false, ..outlet.clone() })),
        ("outlets", pages.outlets(&outlets)),
        ("outlets, none", pages.outlets(&OutletsPage { outlets: vec![], next: None, ..outlets.clone() })),
        ("capture", pages.capture(&capture)),
        ("month", pages.list(&list(ListKind::Month { year: 2026, month: 2 }))),
        (
            "archive",
            pages.archive(&ArchivePage {
                frame: frame("/archive"),
                months: vec![(2026, 11, 3), (2025, 1, 1)],
            }),
        ),
        ("archive, empty", pages.archive(&ArchivePage { frame: frame("/archive"), months: vec![] })),
        (
            "popular",
            pages.popular(&PopularPage {
                frame: frame("/popular"),
                window: Window::Week,
                posts: posts.into(),
            }),
        ),
        (
            "popular, empty",
            pages.popular(&PopularPage { frame: frame("/popular"), window: Window::All, posts: vec![] }),
        ),
        ("ledger", pages.ledger(&ledger(frame("/ledger"), words))),
        (
            "ledger, of a post",
            pages.ledger(&LedgerPage { of: Some(ledger_post(words)), ..ledger(frame("/ledger"), words) }),
        ),
        (
            "ledger, empty",
            pages.ledger(&LedgerPage {
                number: 0,
                keys: vec![],
                seen: None,
                lines: vec![],
                ..ledger(frame("/ledger"), words)
            }),
        ),
        ("search", pages.search(&search(words, posts))),
        ("search, none", pages.search(&search(words, &[]))),
        ("search, before", pages.search(&search("", &[]))),
        ("not found", pages.not_found(&NotFoundPage { frame: frame("/x"), suggestions: posts.into() })),
        ("gone", pages.gone(&gone)),
        ("read-only", pages.read_only(&frame("/read-only"))),
        ("trouble", pages.trouble(&TroublePage { frame: frame("/x"), status: 500, message: words.into() })),
        (
            "trouble, wordless",
            pages.trouble(&TroublePage { frame: frame("/x"), status: 503, message: String::new() }),
        ),
    ]
    .into_iter()
    .map(|(name, html)| (format!("{name} ({})", site.language), html.unwrap()))
    .collect()
}
