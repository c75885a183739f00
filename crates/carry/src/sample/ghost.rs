//! Ghost's JSON.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::backup::flush;
use super::escape::json;
use super::remark::{Remark, State};
use super::story::{AUTHORS, LABELS, Library, Part, Stand, Story};
use super::{Counts, Size, html};

pub(super) fn write(size: Size, out: &mut impl Write) -> io::Result<Counts> {
    let library = Library::new(size);
    let mut counts = Counts::default();
    let mut buffer = String::with_capacity(1 << 16);
    let mut body = String::with_capacity(1 << 14);
    buffer.push_str(
        "{\"db\":[{\"meta\":{\"exported_on\":1767225600000,\"version\":\"6.0.0\"},\"data\":{\"posts\":[",
    );
    for number in 0..size.posts {
        if number > 0 {
            buffer.push(',');
        }
        post(&library, &library.story(number), &mut body, &mut buffer, &mut counts);
        flush(&mut buffer, out, &mut counts)?;
    }
    buffer.push_str("],\"tags\":[");
    for (number, name) in LABELS.iter().enumerate() {
        comma(number > 0, &mut buffer);
        let _ = write!(buffer, "{{\"id\":\"tag{number}\",\"slug\":\"tag-{number}\",\"name\":\"");
        json(name, &mut buffer);
        buffer.push_str("\",\"description\":null,\"visibility\":\"public\"}");
    }
    buffer.push_str(",{\"id\":\"tag99\",\"slug\":\"hash-inside\",\"name\":\"#inside\",\"visibility\":\"internal\"}],\"posts_tags\":[");
    let mut any = false;
    for number in 0..size.posts {
        let story = library.story(number);
        for (at, label) in story.labels.iter().enumerate() {
            comma(any, &mut buffer);
            any = true;
            let key = library.key(number);
            let _ = write!(
                buffer,
                "{{\"id\":\"pt{key}-{at}\",\"post_id\":\"{key}\",\"tag_id\":\"tag{label}\",\"sort_order\":{at}}}"
            );
        }
        flush(&mut buffer, out, &mut counts)?;
    }
    buffer.push_str("],\"users\":[");
    for (number, name) in AUTHORS.iter().enumerate() {
        comma(number > 0, &mut buffer);
        let _ = write!(buffer, "{{\"id\":\"user{number}\",\"slug\":\"user-{number}\",\"name\":\"");
        json(name, &mut buffer);
        let _ = write!(
            buffer,
            "\",\"email\":\"author{number}@example.org\",\"website\":null,\"status\":\"active\"}}"
        );
    }
    buffer.push_str("],\"posts_authors\":[");
    for number in 0..size.posts {
        comma(number > 0, &mut buffer);
        let (key, author) = (library.key(number), library.story(number).author);
        let _ = write!(
            buffer,
            "{{\"id\":\"pa{key}\",\"post_id\":\"{key}\",\"author_id\":\"user{author}\",\"sort_order\":0}}"
        );
        flush(&mut buffer, out, &mut counts)?;
    }
    buffer.push_str(
        "],\"settings\":[{\"key\":\"title\",\"value\":\"Notes & News\"},{\"key\":\"description\",\"value\":\"What was found\"},\
         {\"key\":\"timezone\",\"value\":\"Europe/Athens\"},{\"key\":\"locale\",\"value\":\"en\"}],\"comments\":[",
    );
    let mut any = false;
    for number in 0..size.posts {
        for at in 0..library.comments(number) {
            comma(any, &mut buffer);
            any = true;
            comment(&library.remark(number, at), &mut body, &mut buffer, &mut counts);
            flush(&mut buffer, out, &mut counts)?;
        }
    }
    buffer.push_str("]}}]}\n");
    flush(&mut buffer, out, &mut counts)?;
    Ok(counts)
}

fn comma(needed: bool, out: &mut String) {
    if needed {
        out.push(',');
    }
}

fn post(library: &Library, story: &Story, body: &mut String, out: &mut String, counts: &mut Counts) {
    let key = library.key(story.number);
    let (status, visibility, count) = match story.stand {
        Stand::Published | Stand::Locked => ("published", "public", &mut counts.published),
        Stand::Scheduled => ("scheduled", "public", &mut counts.scheduled),
        Stand::Draft | Stand::Trashed => ("draft", "public", &mut counts.drafts),
        // For members only: out, and not for everybody.
        Stand::Private => ("published", "paid", &mut counts.private),
    };
    *count += 1;
    counts.pages += u64::from(story.page);
    let _ = write!(out, "{{\"id\":\"{key}\",\"uuid\":\"{key:032x}\",\"title\":\"");
    json(&story.headline, out);
    let _ = write!(out, "\",\"slug\":\"{}\",", library.slug(story.number));
    body.clear();
    match story.number % 3 {
        0 => {
            lexical(story, body);
            out.push_str("\"mobiledoc\":null,\"html\":null,\"lexical\":\"");
        }
        1 => {
            mobiledoc(story, body);
            out.push_str("\"lexical\":null,\"html\":null,\"mobiledoc\":\"");
        }
        _ => {
            story.parts.iter().for_each(|part| html::plain(part, body));
            out.push_str("\"lexical\":null,\"mobiledoc\":null,\"html\":\"");
        }
    }
    json(body, out);
    out.push_str("\",\"feature_image\":");
    match story.parts.first() {
        Some(Part::Picture { .. }) => {
            let _ = write!(out, "\"__GHOST_URL__/content/images/{}.jpg\"", story.number);
        }
        _ => out.push_str("null"),
    }
    let stamp = |moment: model::Moment| moment.timestamp().strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string();
    let published = match story.stand {
        Stand::Draft | Stand::Trashed => "null".to_owned(),
        _ => format!("\"{}\"", stamp(story.published)),
    };
    let _ = write!(
        out,
        ",\"featured\":{},\"type\":\"{}\",\"status\":\"{status}\",\"locale\":null,\"visibility\":\"{visibility}\",\
         \"email_recipient_filter\":\"all\",\"created_at\":\"{}\",\"updated_at\":\"{}\",\"published_at\":{published},\
         \"custom_excerpt\":null,\"comment_id\":\"{key}\"}}",
        u8::from(story.number.is_multiple_of(20)),
        if story.page { "page" } else { "post" },
        stamp(story.created),
        stamp(story.updated)
    );
}

/// A body in Lexical: paragraphs and headings of its own, everything else as HTML cards.
fn lexical(story: &Story, out: &mut String) {
    out.push_str("{\"root\":{\"children\":[");
    for (at, part) in story.parts.iter().enumerate() {
        comma(at > 0, out);
        let text = |text: &str, out: &mut String| {
            out.push_str("{\"detail\":0,\"format\":0,\"mode\":\"normal\",\"style\":\"\",\"text\":\"");
            json(text, out);
            out.push_str("\",\"type\":\"extended-text\",\"version\":1}");
        };
        match part {
            Part::Paragraph { text: words, link: None, .. } => {
                out.push_str("{\"children\":[");
                text(words, out);
                out.push_str("],\"direction\":\"ltr\",\"format\":\"\",\"indent\":0,\"type\":\"paragraph\",\"version\":1}");
            }
            Part::Heading(words) => {
                out.push_str("{\"children\":[");
                text(words, out);
                out.push_str("],\"type\":\"extended-heading\",\"version\":1,\"tag\":\"h2\"}");
            }
            Part::Break => out.push_str("{\"type\":\"horizontalrule\",\"version\":1}"),
            Part::Picture { address, alt, caption } => {
                out.push_str("{\"type\":\"image\",\"version\":1,\"src\":\"");
                json(address, out);
                out.push_str("\",\"alt\":\"");
                json(alt, out);
                out.push_str("\",\"caption\":\"");
                json(caption.as_deref().unwrap_or_default(), out);
                out.push_str("\"}");
            }
            part => {
                let mut card = String::new();
                html::plain(part, &mut card);
                out.push_str("{\"type\":\"html\",\"version\":1,\"html\":\"");
                json(&card, out);
                out.push_str("\"}");
            }
        }
    }
    out.push_str("],\"direction\":null,\"format\":\"\",\"indent\":0,\"type\":\"root\",\"version\":1}}");
}

/// A body in Mobiledoc: plain paragraphs are sections, everything else is a card of HTML.
fn mobiledoc(story: &Story, out: &mut String) {
    let mut cards = String::new();
    let mut sections = String::new();
    let mut count = 0;
    for (at, part) in story.parts.iter().enumerate() {
        comma(at > 0, &mut sections);
        match part {
            Part::Paragraph { text, link: None, .. } => {
                sections.push_str("[1,\"p\",[[0,[],0,\"");
                json(text, &mut sections);
                sections.push_str("\"]]]");
            }
            part => {
                comma(count > 0, &mut cards);
                let mut card = String::new();
                html::plain(part, &mut card);
                cards.push_str("[\"html\",{\"html\":\"");
                json(&card, &mut cards);
                cards.push_str("\"}]");
                let _ = write!(sections, "[10,{count}]");
                count += 1;
            }
        }
    }
    let _ = write!(
        out,
        "{{\"version\":\"0.3.1\",\"atoms\":[],\"cards\":[{cards}],\"markups\":[],\"sections\":[{sections}]}}"
    );
}

fn comment(remark: &Remark, body: &mut String, out: &mut String, counts: &mut Counts) {
    let (status, count) = match remark.state {
        State::Approved | State::Held | State::Spam => ("published", &mut counts.approved),
        State::Rejected => ("hidden", &mut counts.rejected),
        State::Withdrawn => ("deleted", &mut counts.withdrawn),
    };
    *count += 1;
    body.clear();
    for line in &remark.lines {
        body.push_str("<p>");
        super::escape::xml(line, body);
        body.push_str("</p>");
    }
    let _ = write!(
        out,
        "{{\"id\":\"{}\",\"post_id\":\"{}\",\"member_id\":null,\"parent_id\":",
        remark.key, remark.post
    );
    match remark.parent {
        Some(parent) => {
            counts.answers += 1;
            let _ = write!(out, "\"{parent}\"");
        }
        None => out.push_str("null"),
    }
    let _ = write!(out, ",\"status\":\"{status}\",\"html\":\"");
    json(body, out);
    let _ = write!(
        out,
        "\",\"created_at\":\"{}\"}}",
        remark.created.timestamp().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    );
}
