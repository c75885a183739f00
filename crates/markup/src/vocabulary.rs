//! The elements we keep, what becomes of the others, and which attributes may leave.

/// What to do with an element of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Goes, with all that is in it.
    Dropped,
    /// Stays within a line, under this name.
    Inline(&'static str),
    /// A block with rules of its own, under this name.
    Block(&'static str),
    /// Goes, but what is in it stays and starts a new paragraph.
    Section,
    /// Goes; what is in it joins the text around.
    Unwrapped,
}

/// Elements that stay within a line. The order is that of the HTML standard.
pub(crate) const INLINE: &[&str] = &[
    "a", "em", "strong", "small", "s", "cite", "q", "dfn", "abbr", "ruby", "rt", "rp", "code", "var", "samp",
    "kbd", "sub", "sup", "i", "b", "u", "mark", "bdi", "bdo", "span", "br", "wbr", "ins", "del", "img",
    "math",
];
/// Blocks.
pub(crate) const BLOCKS: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "hr",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "details",
    "summary",
    "div",
];
/// MathML, inside `math` only.
pub(crate) const MATH: &[&str] = &[
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mtable",
    "mtr",
    "mtd",
];
/// Attributes beyond `id`, `lang`, `dir`, which any element may have.
pub(crate) const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "title", "class", "aria-label"]),
    ("abbr", &["title"]),
    ("dfn", &["title"]),
    ("img", &["src", "alt", "width", "height", "loading"]),
    ("ol", &["start", "reversed"]),
    ("li", &["value"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("sup", &["class"]),
    ("div", &["class"]),
    ("code", &["class"]),
    ("math", &["display", "alttext"]),
];

/// The role of an element of the input, by its local name.
pub(crate) fn role(name: &str) -> Role {
    let found = |list: &'static [&'static str]| list.iter().copied().find(|known| *known == name);
    match name {
        "script" | "style" | "template" | "noscript" | "head" | "title" | "meta" | "link" | "base"
        | "textarea" | "select" | "option" | "datalist" | "button" | "input" | "svg" | "canvas" | "xmp"
        | "plaintext" | "noembed" | "noframes" | "frameset" | "frame" | "applet" | "map" | "area"
        | "dialog" | "param" | "source" | "track" | "col" | "colgroup" | "progress" | "meter" | "rtc" => {
            Role::Dropped
        }
        "iframe" | "video" | "audio" | "embed" | "object" => Role::Inline("a"),
        "picture" | "font" | "nobr" | "big" | "time" | "data" | "label" | "rb" | "blink" | "marquee" => {
            Role::Unwrapped
        }
        "tt" => Role::Inline("code"),
        "strike" => Role::Inline("s"),
        "acronym" => Role::Inline("abbr"),
        "image" => Role::Inline("img"),
        "menu" | "dir" => Role::Block("ul"),
        "listing" => Role::Block("pre"),
        "div" | "html" | "body" | "section" | "article" | "main" | "header" | "footer" | "nav" | "aside"
        | "address" | "center" | "form" | "fieldset" | "legend" | "hgroup" | "search" | "optgroup" => {
            Role::Section
        }
        // Parts that only their own parent can place.
        "li" | "dt" | "dd" | "figcaption" | "caption" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th"
        | "summary" => Role::Section,
        _ => {
            if let Some(name) = found(INLINE) {
                Role::Inline(name)
            } else if let Some(name) = found(BLOCKS) {
                Role::Block(name)
            } else {
                Role::Unwrapped
            }
        }
    }
}

pub(crate) fn is_inline(name: &str) -> bool {
    INLINE.contains(&name) || MATH.contains(&name)
}

pub(crate) fn is_void(name: &str) -> bool {
    matches!(name, "br" | "wbr" | "img" | "hr")
}

/// Whether white space between an element's children means nothing.
pub(crate) fn holds_blocks_only(name: &str) -> bool {
    matches!(
        name,
        "blockquote"
            | "ul"
            | "ol"
            | "dl"
            | "figure"
            | "table"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "details"
            | "div"
    )
}
