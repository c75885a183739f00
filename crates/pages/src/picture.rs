//! Pictures on pages: which copy a browser may take, how large it will be, and that it is known.

use minijinja::{Value, context};
use model::{Pictures, Shown};

use crate::Frame;
use crate::tags::{each_tag, value};

/// How wide pictures of a text are shown (`site.css`, `--measure`; `sizes` counts in the browser's own rem,
/// which is smaller than the page's).
const COLUMN: &str = "(min-width: 46rem) 44rem, 100vw";
/// The same in lists of two and three columns, and of the piece at their head.
const TEASER: &str = "(min-width: 62rem) 23rem, (min-width: 40rem) 46vw, 100vw";
const FIRST_TEASER: &str = "(min-width: 62rem) 53rem, 100vw";

/// A text's first picture this near its beginning, in bytes, is seen without scrolling.
const NEAR: usize = 900;

/// Of a picture that is not kept here nothing is known; it may come later.
const UNKNOWN: (i64, i64) = (1_200, 800);

/// A picture for templates; `sizes` as in HTML.
fn picture(frame: &Frame, path: &str, sizes: &str) -> Value {
    let shown = frame.pictures.get(path);
    let (width, height) = shown.map_or(UNKNOWN, |shown| (shown.media.width, shown.media.height));
    context! {
        src => shown.map_or_else(|| path.to_owned(), |shown| shown.plain().path()),
        srcset => shown.map(srcset).filter(|set| !set.is_empty()),
        sizes => sizes,
        width => width,
        height => height,
    }
}

/// The picture at the head of a post.
pub(crate) fn lead(frame: &Frame, path: &str) -> Value {
    picture(frame, path, COLUMN)
}

/// The picture of a teaser: as the piece at the head of a list shows it, and as the others do.
pub(crate) fn teaser(frame: &Frame, path: &str) -> Value {
    context! { first_sizes => FIRST_TEASER, ..picture(frame, path, TEASER) }
}

/// The copy that other programs are given: link previews, search engines, feed readers.
#[derive(Clone, Debug)]
pub(crate) struct Outside {
    pub address: String,
    /// Pixels and type, when the picture is kept here.
    pub facts: Option<(i64, i64, String)>,
}

pub(crate) fn outside(frame: &Frame, path: &str) -> Outside {
    match frame.pictures.get(path).map(Shown::plain) {
        Some(plain) => Outside {
            address: frame.absolute(&plain.path()),
            facts: Some((plain.width, plain.height, plain.mime)),
        },
        None => Outside { address: frame.absolute(path), facts: None },
    }
}

fn srcset(shown: &Shown) -> String {
    let copies: Vec<String> =
        shown.offered().map(|copy| format!("{} {}w", copy.path(), copy.width)).collect();
    copies.join(", ")
}

/// The text of a post with its pictures offered in several sizes. Unless another picture stands above, one
/// at the very beginning is asked for at once.
pub(crate) fn body(html: &str, pictures: &Pictures, is_first: bool) -> String {
    let mut may_be_first = is_first && html.find("<img").is_some_and(|at| at < NEAR);
    each_tag(html, |tag, out| {
        let Some(shown) = shown(tag, pictures) else { return out.push_str(tag) };
        let set = srcset(shown);
        if !set.is_empty() {
            out.push_str("<picture><source type=\"image/webp\" srcset=\"");
            out.push_str(&set);
            out.push_str("\" sizes=\"");
            out.push_str(COLUMN);
            out.push_str("\">");
        }
        image(shown, tag, out);
        let first = std::mem::take(&mut may_be_first);
        out.push_str(if first { " fetchpriority=\"high\"" } else { " loading=\"lazy\"" });
        out.push_str(" decoding=\"async\">");
        if !set.is_empty() {
            out.push_str("</picture>");
        }
    })
}

/// The text of a post for feed readers: each picture once, in the copy that all can show.
pub(crate) fn plain_body(html: &str, pictures: &Pictures) -> String {
    each_tag(html, |tag, out| match shown(tag, pictures) {
        Some(shown) => {
            image(shown, tag, out);
            out.push('>');
        }
        None => out.push_str(tag),
    })
}

fn shown<'a>(tag: &str, pictures: &'a Pictures) -> Option<&'a Shown> {
    pictures.get(value(tag.strip_prefix("<img").map(|_| tag)?, "src")?)
}

/// The beginning of an `img` of the plain copy, at the size of the whole picture.
fn image(shown: &Shown, tag: &str, out: &mut String) {
    let (width, height) = (shown.media.width, shown.media.height);
    out.push_str("<img src=\"");
    out.push_str(&shown.plain().path());
    out.push_str("\" alt=\"");
    // Escaped already: it comes out of a tag.
    out.push_str(value(tag, "alt").unwrap_or_default());
    out.push_str(&format!("\" width=\"{width}\" height=\"{height}\""));
}

#[cfg(test)]
mod tests {
    use model::{Media, MediaId, Moment, Rendition};

    use super::*;

    fn pictures() -> Pictures {
        let copy = |mime: &str, width: i64, letter: &str| Rendition {
            mime: mime.into(),
            width,
            height: width / 2,
            sha256: letter.repeat(64),
            size: 1,
        };
        let media = Media {
            id: MediaId::from_raw(1),
            sha256: "a".repeat(64),
            original: "b".repeat(64),
            mime: "image/png".into(),
            width: 2_000,
            height: 1_000,
            size: 9,
            origin: String::new(),
            created: Moment::from_micros(0),
        };
        let renditions =
            vec![copy("image/webp", 480, "1"), copy("image/webp", 800, "2"), copy("image/jpeg", 1_200, "3")];
        [Shown { media, renditions }].into_iter().collect()
    }

    #[test]
    fn only_a_kept_picture_is_dressed_and_its_words_stay_as_they_were() {
        let (one, two, three) = ("1".repeat(64), "2".repeat(64), "3".repeat(64));
        let path = format!("/media/{}.png", "a".repeat(64));
        let html = format!(
            "<p>1 &lt; 2 <img alt=\"a &gt; &quot;b&quot; src=\" height=\"9\" src=\"{path}\" width=\"7\"></p>\
             <p><img src=\"/media/x.png\" alt=\"\"><img src=\"{path}\" alt=\"\"></p>"
        );
        let dressed = body(&html, &pictures(), true);
        let source = format!(
            "<picture><source type=\"image/webp\" srcset=\"/media/{one}.webp 480w, /media/{two}.webp 800w\" sizes=\"{COLUMN}\">"
        );
        let size = "width=\"2000\" height=\"1000\"";
        assert_eq!(
            dressed,
            format!(
                "<p>1 &lt; 2 {source}<img src=\"/media/{three}.jpg\" alt=\"a &gt; &quot;b&quot; src=\" {size} \
                 fetchpriority=\"high\" decoding=\"async\"></picture></p>\
                 <p><img src=\"/media/x.png\" alt=\"\">{source}<img src=\"/media/{three}.jpg\" alt=\"\" {size} \
                 loading=\"lazy\" decoding=\"async\"></picture></p>"
            )
        );
        assert_eq!(body(&html, &Pictures::default(), true), html);
        assert!(!body(&html, &pictures(), false).contains("fetchpriority"));
        let plain = plain_body(&html, &pictures());
        assert!(plain.contains(&format!("<img src=\"/media/{three}.jpg\" alt=\"\" {size}>")), "{plain}");
    }
}
