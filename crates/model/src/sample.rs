//! Samples: values of every noun in several scripts, from which tests and template checks render.

use crate::{
    Comment, CommentId, Conversation, Dated, Kind, Label, Language, Moment, Origin, Permalink, Post, PostId,
    Site, Source, SourceFields, SourceId, Standing, Teaser, Thread, ThreadMark, ThreadTop, Verdict, Verified,
    Writing,
};

/// Noon on 2026-11-20, UTC.
pub fn noon() -> Moment {
    Moment::from_micros(1_795_176_000_000_000)
}

/// A site in English.
pub fn site() -> Site {
    Site {
        name: "The Sample Courant".into(),
        tagline: "What others wrote, with where it came from".into(),
        ..Site::default()
    }
}

/// A post taken from a Greek outlet.
pub fn post() -> Post {
    let fields = SourceFields {
        url: "https://potami.example/2026/11/timi".into(),
        outlet: "Το Ποτάμι".into(),
        byline: vec!["Άννα Δημητρίου".into()],
        published: Dated::parse("2026-11-18"),
        language: Language::parse("el").ok(),
        headline: "Η τιμή του νερού".into(),
        licence: "https://creativecommons.org/licenses/by/4.0/".into(),
    };
    let body = "Το νερό **ανεβαίνει**.\n\n> Κανείς δεν το περίμενε.".to_owned();
    Post {
        id: PostId::from_raw(1_882_000_000_000_000_001),
        author: None,
        writing: Writing {
            headline: "Η τιμή του νερού <& πόσο>".into(),
            dek: "Μια πόλη μετράει τα λίτρα της".into(),
            byline: vec!["Άννα Δημητρίου".into()],
            language: Language::parse("el").ok(),
            body,
            labels: Label::parse_list("Κόσμος, Rivers").unwrap_or_default(),
            kind: Kind::Article,
            source: Some(fields.clone()),
            ..Writing::default()
        },
        html: "<p>Το νερό <strong>ανεβαίνει</strong>.</p>\n<blockquote>\n<p>Κανείς δεν το περίμενε.</p>\n</blockquote>\n".into(),
        excerpt: "Το νερό ανεβαίνει. Κανείς δεν το περίμενε.".into(),
        standing: Standing::Published { at: noon() },
        permalink: Permalink::parse("/2026/11/η-τιμή-του-νερού").ok(),
        source: Some(Source { id: SourceId::from_raw(3), host: fields.host(), fields, created: noon() }),
        clipping: None,
        revision: 1,
        created: noon(),
        modified: noon(),
    }
}

/// Teasers in English, Greek, Arabic and Chinese.
pub fn teasers() -> Vec<Teaser> {
    [
        ("en", "The price of a river", "A town counts its litres & finds it is short.", "the-price"),
        ("el", "Η τιμή του νερού", "Το νερό ανεβαίνει. Κανείς δεν το περίμενε.", "η-τιμή"),
        ("ar", "ثمن النهر", "مدينة تعد لتراتها وتجد أنها لا تكفي.", "ثمن-النهر"),
        ("zh", "河流的代价", "一座城市数着它的水，发现不够。", "河流的代价"),
    ]
    .into_iter()
    .enumerate()
    .filter_map(|(at, (tag, headline, excerpt, slug))| {
        Some(Teaser {
            id: PostId::from_raw(100 + at as i64),
            permalink: Permalink::parse(&format!("/2026/11/{slug}")).ok()?,
            headline: headline.into(),
            dek: String::new(),
            byline: vec!["Ada Park".into()],
            language: Language::parse(tag).ok(),
            excerpt: excerpt.into(),
            kind: if at == 3 { Kind::Video } else { Kind::Article },
            published: noon().plus_seconds(-3_600 * at as i64),
            modified: noon(),
            outlet: Some("The Example Gazette".into()),
            host: Some("gazette.example".into()),
            lead_image: None,
            lead_image_alt: String::new(),
        })
    })
    .collect()
}

/// A thread: a comment, an answer to it, and one in Arabic.
pub fn comments() -> Vec<Comment> {
    let comment = |raw: i64, parent: Option<i64>, name: &str, body: &str| Comment {
        id: CommentId::from_raw(raw),
        post: post().id,
        parent: parent.map(CommentId::from_raw),
        root: CommentId::from_raw(parent.unwrap_or(raw)),
        origin: Origin::Form,
        verified: Verified::Nobody,
        name: name.into(),
        email: None,
        website: (raw == 1).then(|| "https://ada.example/".into()),
        body: body.into(),
        html: format!("<p>{body}</p>\n"),
        verdict: Verdict::Approved,
        judged: 0,
        answers: u32::from(raw == 1),
        created: noon().plus_seconds(raw * 60),
        edited: None,
        edited_here: false,
        flags: 0,
        anchor: None,
    };
    vec![
        comment(1, None, "Ada", "Worth reading twice."),
        comment(2, Some(1), "Ben <b>", "Three times, even."),
        comment(3, None, "ليلى", "نص جميل"),
    ]
}

/// The comments of [`comments`] as they stand under their post.
pub fn conversation() -> Conversation {
    threads(comments())
}

/// Comments as threads, each answer with the first comment of its thread.
pub fn threads(comments: Vec<Comment>) -> Conversation {
    let mut conversation = Conversation { number: comments.len() as u32, ..Conversation::default() };
    for comment in comments {
        match conversation.threads.iter_mut().find(|thread| thread.mark.id == comment.root) {
            Some(thread) => thread.answers.push(comment),
            None => conversation.threads.push(Thread {
                mark: ThreadMark { worth: 0, began: comment.created, id: comment.id },
                number: comment.answers,
                top: ThreadTop::Shown(Box::new(comment)),
                answers: Vec::new(),
            }),
        }
    }
    conversation
}
