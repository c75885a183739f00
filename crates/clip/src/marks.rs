//! What the class and id of an element give away: pages name their parts for their own style sheets, and
//! the names are much the same everywhere.
//!
//! A name is split into words (`relatedPosts`, `related-posts` and `related_posts` are two words each) and
//! whole words are looked up: `shared` is not `share`, `loading` is no `ad`.

use dom_query::NodeRef;

/// What a part of a page is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Beside the piece: invitations, advertising, tools, other pieces.
    Beside,
    /// What readers wrote below it.
    Readers,
    /// Above the text: byline, dates, reading time.
    Head,
    /// Words under a picture.
    Caption,
    /// A picture with whatever stands under it.
    Picture,
    /// The line between headline and text.
    Standfirst,
}

/// Parts that are beside the piece whatever surrounds them.
const BESIDE: &[&str] = &[
    // Other pieces.
    "related", "relateds", "recommended", "recommendation", "recommendations", "recommend", "recirc",
    "recirculation", "outbrain", "taboola", "trending", "mostread", "mostviewed", "mostpopular", "readmore",
    "readnext", "seealso", "moreon", "teasers", "similar", "upnext", "linkbox", "linklist", "relacionados",
    "relacionadas", "relacionado", "relacionada", "correlati", "correlate", "gerelateerd", "polecane",
    "souvisejici", "verwandte", "lesermehr", "sxetika", "podobne", "siblings", "crosslink", "crosslinks",
    "interlink", "interlinks", "suggestions", "suggested", "onward", "onwards", "zergnet", "revcontent",
    "mgid", "jp-relatedposts", "yarpp", "lireaussi", "infopromo",
    // Tools and invitations.
    "newsletter", "newsletters", "nl", "subscribe", "subscription", "subscriptions", "signup", "share",
    "shares", "sharing", "sharebar", "sharebox", "sharetools", "sharethis", "shareline", "addthis",
    "addtoany", "a2a", "sharedaddy", "social", "socials", "socialmedia", "sociallinks", "followus",
    "compartir", "partage", "partager", "condividi", "teilen", "udostepnij", "sdilet", "toolbar", "toolbox",
    "tools", "print", "printfriendly", "bookmark", "feedback", "donate", "donation", "donations",
    "membership", "paywall", "regwall", "piano", "promo", "promos", "promotion", "promoted", "promobox",
    "sponsor", "sponsored", "sponsors", "advert", "adverts", "advertisement", "advertisements",
    "advertising", "ad", "ads", "adbox", "adslot", "adunit", "adcontainer", "adwrapper", "adsense",
    "adsbygoogle", "dfp", "gpt", "billboard", "skyscraper", "anzeige", "anzeigen", "werbung", "reklama",
    "reklam", "reklame", "publicidad", "publicite", "pubblicita", "annons", "banner", "banners", "cookie",
    "cookies", "consent", "gdpr", "optin", "optout", "disclaimer", "disclosure", "affiliate",
    // Frames of the page.
    "breadcrumb", "breadcrumbs", "pathway", "sidebar", "rightrail", "nav", "navbar", "navi", "navigation",
    "menu", "menus", "submenu", "pagination", "pager", "pagenav", "masthead", "footer", "sitefooter", "skip",
    "skiplink", "tooltip", "modal", "popup", "overlay", "lightbox", "carousel-controls", "dropdown", "search",
    "searchform",
    "rating", "ratings", "likes", "views", "viewcount", "poll", "quiz",
    // About the piece.
    "tags", "taglist", "tagcloud", "tagged", "topics", "keywords", "authorbio", "authorbox", "authorinfo",
    "aboutauthor", "biography", "bio", "factbox", "infobox", "toc", "tableofcontents", "correction-policy",
    "morefrom", "noprint", "postnav", "postmetadata", "attribution", "rollover", "hovercard", "callout",
];
/// What readers wrote.
const READERS: &[&str] = &[
    "comments", "comment", "commentlist", "comentarios", "commentaires", "kommentare", "komentarze",
    "komentare", "disqus", "livefyre", "respond", "replies", "reactions",
];
/// Parts of what stands above or below a text: short ones only.
const HEAD: &[&str] = &[
    "byline", "bylines", "author", "authors", "authorname", "autor", "autore", "auteur", "avtor", "firma",
    "writer", "contributors", "date", "dates", "datetime", "dateline", "timestamp", "datestamp", "pubdate",
    "published", "publish", "publishdate", "posted", "postdate", "postmeta", "entrymeta", "meta", "metadata",
    "metabar", "infos", "readtime", "readingtime", "lesedauer", "lesezeit", "updated", "kicker", "eyebrow",
    "category", "categories", "postinfo", "articleinfo", "credits", "credit", "copyright", "rights",
    "sourceline", "duration",
];
const CAPTION: &[&str] = &[
    "caption", "captions", "figcaption", "imagecaption", "photocaption", "photocredit", "imagecredit",
    "captiontext", "newscaption", "bildunterschrift", "bildtext", "bildquelle", "didascalia", "pie-foto",
    "piefoto", "legende", "popisek", "bijschrift", "billedtekst", "bildetekst", "podpis", "wp-caption-text",
];
const PICTURE: &[&str] = &[
    "image", "images", "photo", "photos", "picture", "img", "foto", "bild", "gallery", "slideshow", "wpcaption",
    "slider", "imagen", "immagine", "zdjecie", "obrazek", "media", "inlineimage", "storyimage",
];
const STANDFIRST: &[&str] = &[
    "standfirst", "dek", "deck", "subtitle", "subtitel", "subheadline", "subhead", "subheading", "lead",
    "leadtext", "lede", "leadin", "intro", "introtext", "introduction", "summary", "excerpt", "teasertext",
    "teaser", "abstract", "einleitung", "vorspann", "anrisstext", "chapo", "chapeau", "sapo", "ingress",
    "entradilla", "bajada", "copete", "sommario", "occhiello", "perex", "zajawka", "manchet", "preamble",
    "description", "descr", "desc", "blurb", "synopsis", "spot",
];
/// Two words that mean as one what neither means alone.
const PAIRS: &[(&str, &str)] = &[
    ("read", "more"), ("read", "next"), ("read", "also"), ("read", "time"), ("see", "also"), ("see", "more"),
    ("most", "read"), ("most", "popular"), ("most", "viewed"), ("more", "from"), ("more", "on"),
    ("more", "stories"), ("more", "news"), ("up", "next"), ("sign", "up"), ("follow", "us"),
    ("about", "author"), ("author", "bio"), ("author", "box"), ("author", "profile"), ("author", "info"),
    ("author", "description"), ("fact", "box"), ("also", "read"), ("also", "like"), ("lire", "aussi"),
    ("lees", "ook"), ("les", "mer"), ("les", "ogsa"), ("te", "puede"), ("ad", "container"),
    ("external", "content"), ("table", "contents"), ("next", "article"), ("prev", "next"), ("post", "nav"),
    ("post", "tags"), ("entry", "tags"), ("article", "tags"), ("email", "form"), ("call", "action"),
    ("story", "links"), ("in", "case"), ("embed", "consent"), ("privacy", "gate"), ("ai", "summary"),
    ("aria", "live"), ("sr", "only"), ("screen", "reader"), ("visually", "hidden"), ("reading", "time"),
];

/// What an element is, by its class and id.
pub(crate) fn mark(node: &NodeRef) -> Option<Mark> {
    marked(node).map(|(mark, _)| mark)
}

/// What an element is, and the word that says so.
pub(crate) fn marked(node: &NodeRef) -> Option<(Mark, &'static str)> {
    let (class, id) = (node.class(), node.id_attr());
    if class.is_none() && id.is_none() {
        return None;
    }
    let mut found: Option<(Mark, &'static str)> = None;
    for value in [class.as_deref(), id.as_deref()].into_iter().flatten() {
        for name in value.split_ascii_whitespace().take(24) {
            // Style sheets of building blocks: "md:hidden", "text-[18px]" name looks, not parts.
            if name.contains([':', '[', '(']) || name.len() > 80 {
                continue;
            }
            let mut before = String::new();
            for word in words(name) {
                let is = |list: &'static [&'static str]| list.iter().copied().find(|known| *known == word);
                let pair = PAIRS.iter().find(|(one, two)| *one == before && *two == word).map(|(_, two)| *two);
                if let Some(word) = is(BESIDE).or(pair) {
                    return Some((Mark::Beside, word));
                }
                if let Some(word) = is(READERS) {
                    return Some((Mark::Readers, word));
                }
                let here = is(CAPTION)
                    .map(|word| (Mark::Caption, word))
                    .or_else(|| is(STANDFIRST).map(|word| (Mark::Standfirst, word)))
                    .or_else(|| is(HEAD).map(|word| (Mark::Head, word)))
                    .or_else(|| is(PICTURE).map(|word| (Mark::Picture, word)));
                let rank = |mark: &Option<(Mark, &str)>| match mark {
                    Some((Mark::Caption, _)) => 4,
                    Some((Mark::Standfirst, _)) => 3,
                    Some((Mark::Head, _)) => 2,
                    Some(_) => 1,
                    None => 0,
                };
                if rank(&here) > rank(&found) {
                    found = here;
                }
                before = word;
            }
        }
    }
    found
}

/// The words of a name, in lower case.
fn words(name: &str) -> impl Iterator<Item = String> + '_ {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut lower_before = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && lower_before {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        lower_before = c.is_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words.into_iter()
}
