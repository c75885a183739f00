//! What of HTML and SVG a replayed page may have.

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is written.
    Kept,
    /// It is written and has no end tag.
    Void,
    /// It is written without its own powers: a control that can't be used.
    Inert,
    /// Its children stand in its place.
    Unwrapped,
    /// It goes, with all that is in it.
    Dropped,
}

const KEPT: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "caption",
    "center",
    "cite",
    "code",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "html",
    "i",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "main",
    "map",
    "mark",
    "menu",
    "meter",
    "nav",
    "nobr",
    "ol",
    "p",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "search",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
];

const VOID: &[&str] = &["area", "br", "col", "hr", "wbr"];

/// Controls: written as disabled.
const INERT: &[&str] = &["button", "optgroup", "option", "output", "select", "textarea"];

const DROPPED: &[&str] = &[
    "applet", "audio", "base", "canvas", "embed", "frame", "frameset", "iframe", "meta", "noembed",
    "noframes", "param", "portal", "script", "template", "track",
];

/// Shapes without a way to load, link, run or move.
const SVG: &[&str] = &[
    "svg",
    "g",
    "path",
    "circle",
    "ellipse",
    "line",
    "polygon",
    "polyline",
    "rect",
    "text",
    "tspan",
    "defs",
    "symbol",
    "use",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "marker",
    "pattern",
];

const ATTRIBUTES: &[&str] = &[
    "abbr",
    "align",
    "alt",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "checked",
    "class",
    "clear",
    "color",
    "cols",
    "colspan",
    "coords",
    "datetime",
    "dir",
    "face",
    "headers",
    "height",
    "hidden",
    "high",
    "hspace",
    "id",
    "label",
    "lang",
    "low",
    "max",
    "media",
    "min",
    "name",
    "noshade",
    "nowrap",
    "open",
    "optimum",
    "placeholder",
    "reversed",
    "role",
    "rowspan",
    "rows",
    "rules",
    "scope",
    "selected",
    "shape",
    "size",
    "span",
    "start",
    "title",
    "translate",
    "type",
    "valign",
    "value",
    "vspace",
    "width",
    "wrap",
];

const SVG_ATTRIBUTES: &[&str] = &[
    "class",
    "clip-rule",
    "cx",
    "cy",
    "d",
    "dx",
    "dy",
    "fill-opacity",
    "fill-rule",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "id",
    "markerHeight",
    "markerWidth",
    "offset",
    "opacity",
    "orient",
    "pathLength",
    "patternTransform",
    "patternUnits",
    "points",
    "preserveAspectRatio",
    "r",
    "refX",
    "refY",
    "role",
    "rx",
    "ry",
    "spreadMethod",
    "stop-color",
    "stop-opacity",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "transform",
    "vector-effect",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// Attributes of SVG whose value is CSS and may name a place.
pub(super) const SVG_PAINT: &[&str] =
    &["clip-path", "fill", "filter", "marker-end", "marker-mid", "marker-start", "mask", "stroke"];

/// What becomes of an element of HTML; those with a rule of their own ([`super::write`]) never ask.
pub(super) fn fate(name: &str) -> Fate {
    match name {
        _ if KEPT.contains(&name) => Fate::Kept,
        _ if VOID.contains(&name) => Fate::Void,
        _ if INERT.contains(&name) => Fate::Inert,
        _ if DROPPED.contains(&name) => Fate::Dropped,
        // A custom element without its script is a box with a name that styles may know.
        _ if is_custom(name) => Fate::Kept,
        _ => Fate::Unwrapped,
    }
}

/// The name of an SVG element as it is written, when it may stay.
pub(super) fn svg(name: &str) -> bool {
    SVG.contains(&name)
}

/// Whether an attribute says how something looks, or what it means, and nothing else.
pub(super) fn is_plain(name: &str) -> bool {
    ATTRIBUTES.contains(&name) || is_aria(name)
}

/// The same in SVG.
pub(super) fn is_plain_svg(name: &str) -> bool {
    SVG_ATTRIBUTES.contains(&name) || is_aria(name)
}

fn is_aria(name: &str) -> bool {
    name.strip_prefix("aria-").is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    })
}

/// Letters, digits and hyphens, with a hyphen in it: the plainest of the names custom elements may have.
fn is_custom(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.contains('-')
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(plain)
        // Names the standards of SVG and MathML have taken.
        && !matches!(name, "annotation-xml" | "color-profile" | "missing-glyph")
        && !name.starts_with("font-face")
}
