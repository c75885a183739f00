//! Bodies as Blogger's editor leaves them.

use std::fmt::Write;

use super::escape::{attribute, xml};
use super::story::{Part, Story};

/// The HTML of a post, with Blogger's wrappings.
pub(super) fn blogger(story: &Story, out: &mut String) {
    let rtl = story.speech.language.rtl;
    if rtl || story.number.is_multiple_of(3) {
        let dir = if rtl { "rtl" } else { "ltr" };
        let _ = writeln!(out, "<div dir=\"{dir}\" style=\"text-align: left;\" trbidi=\"on\">");
    }
    for part in &story.parts {
        match part {
            Part::Picture { address, alt, caption: None } => {
                out.push_str(
                    "<div class=\"separator\" style=\"clear: both; text-align: center;\"><a href=\"",
                );
                attribute(address, out);
                out.push_str("\" style=\"margin-left: 1em; margin-right: 1em;\"><img border=\"0\" alt=\"");
                attribute(alt, out);
                out.push_str("\" src=\"");
                attribute(address, out);
                out.push_str("\" width=\"320\" /></a></div>\n");
            }
            Part::Picture { address, alt, caption: Some(caption) } => {
                out.push_str(
                    "<table align=\"center\" cellpadding=\"0\" class=\"tr-caption-container\" style=\"margin-left: auto;\">\
                     <tbody><tr><td style=\"text-align: center;\"><img border=\"0\" alt=\"",
                );
                attribute(alt, out);
                out.push_str("\" src=\"");
                attribute(address, out);
                out.push_str("\" /></td></tr><tr><td class=\"tr-caption\" style=\"text-align: center;\">");
                xml(caption, out);
                out.push_str("</td></tr></tbody></table>\n");
            }
            Part::Break => out.push_str("<a name='more'></a>\n"),
            Part::Film(id) => {
                let _ = writeln!(
                    out,
                    "<iframe width=\"560\" height=\"315\" src=\"https://www.youtube.com/embed/{id}\" \
                     allowfullscreen></iframe>"
                );
            }
            // Half of the people press Enter twice.
            Part::Paragraph { .. } if story.number.is_multiple_of(2) => {
                words(part, out);
                out.push_str("<br />\n<br />\n");
            }
            part => plain(part, out),
        }
    }
    if rtl || story.number.is_multiple_of(3) {
        out.push_str("</div>");
    }
}

/// The HTML of a part, with nobody's wrappings.
pub(super) fn plain(part: &Part, out: &mut String) {
    match part {
        Part::Paragraph { .. } | Part::Source { .. } => {
            out.push_str("<p>");
            words(part, out);
            out.push_str("</p>\n");
        }
        Part::Heading(text) => {
            out.push_str("<h2>");
            xml(text, out);
            out.push_str("</h2>\n");
        }
        Part::Quote(text) => {
            out.push_str("<blockquote>");
            xml(text, out);
            out.push_str("</blockquote>\n");
        }
        Part::List(points) => {
            out.push_str("<ul>\n");
            for point in points {
                out.push_str("<li>");
                xml(point, out);
                out.push_str("</li>\n");
            }
            out.push_str("</ul>\n");
        }
        Part::Picture { address, alt, caption } => {
            out.push_str("<figure><img src=\"");
            attribute(address, out);
            out.push_str("\" alt=\"");
            attribute(alt, out);
            out.push_str("\">");
            if let Some(caption) = caption {
                out.push_str("<figcaption>");
                xml(caption, out);
                out.push_str("</figcaption>");
            }
            out.push_str("</figure>\n");
        }
        Part::Film(id) => {
            let _ = writeln!(out, "<iframe src=\"https://www.youtube.com/embed/{id}\"></iframe>");
        }
        Part::Break => {}
    }
}

/// What a paragraph holds.
pub(super) fn words(part: &Part, out: &mut String) {
    match part {
        Part::Paragraph { text, link, strong } => {
            if *strong {
                out.push_str("<b>");
            }
            xml(text, out);
            if *strong {
                out.push_str("</b>");
            }
            if let Some((words, address)) = link {
                out.push_str("&nbsp;<a href=\"");
                attribute(address, out);
                out.push_str("\">");
                xml(words, out);
                out.push_str("</a>");
            }
        }
        Part::Source { word, outlet, address } => {
            let _ = write!(out, "{word}: <a href=\"");
            attribute(address, out);
            out.push_str("\">");
            xml(outlet, out);
            out.push_str("</a>");
        }
        _ => {}
    }
}
