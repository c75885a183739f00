//! What the class and id of an element give away: pages name their parts for their own style sheets, and
//! the names are much the same everywhere.
//!
//! A name is split into words (`relatedPosts`, `related-posts` and `related_posts` are two words each) and
//! whole words are looked up: `shared` is not `share`, `loading` is no `ad`.

use std::collections::HashMap;
use std::sync::LazyLock;

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

/// Parts that are beside the piece whatever surrounds them: other pieces, tools and invitations, frames of
/// the page, facts about the piece.
const BESIDE: &str = "related relateds recommended recommendation recommendations recommend recirc recirculation \
    outbrain taboola trending mostread mostviewed mostpopular readmore readnext seealso moreon \
    teasers similar upnext linkbox linklist relacionados relacionadas relacionado relacionada \
    correlati correlate gerelateerd polecane souvisejici verwandte lesermehr sxetika podobne \
    siblings crosslink crosslinks interlink interlinks suggestions suggested onward onwards zergnet \
    revcontent mgid yarpp lireaussi infopromo newsletter newsletters nl subscribe subscription \
    subscriptions signup share shares sharing sharebar sharebox sharetools sharethis shareline \
    addthis addtoany a2a sharedaddy social socials socialmedia sociallinks followus compartir \
    partage partager condividi teilen udostepnij sdilet toolbar toolbox tools print printfriendly \
    bookmark feedback donate donation donations membership paywall regwall piano promo promos \
    promotion promoted promobox sponsor sponsored sponsors advert adverts advertisement \
    advertisements advertising ad ads adbox adslot adunit adcontainer adwrapper adsense adsbygoogle \
    dfp gpt billboard skyscraper anzeige anzeigen werbung reklama reklam reklame publicidad \
    publicite pubblicita annons banner banners cookie cookies consent gdpr optin optout disclaimer \
    disclosure affiliate breadcrumb breadcrumbs pathway sidebar rightrail nav navbar navi navigation \
    menu menus submenu pagination pager pagenav masthead footer sitefooter skip skiplink tooltip \
    modal popup overlay lightbox dropdown search searchform rating ratings likes views viewcount \
    poll quiz tags taglist tagcloud tagged topics keywords authorbio authorbox authorinfo \
    aboutauthor biography bio factbox infobox toc tableofcontents morefrom noprint postnav \
    postmetadata attribution rollover hovercard callout";
/// What readers wrote.
const READERS: &str = "comments comment commentlist comentarios commentaires kommentare komentarze komentare disqus \
    livefyre respond replies reactions";
/// Parts of what stands above or below a text: short ones only.
const HEAD: &str = "byline bylines author authors authorname autor autore auteur avtor firma writer contributors \
    date dates datetime dateline timestamp datestamp pubdate published publish publishdate posted \
    postdate postmeta entrymeta meta metadata metabar infos readtime readingtime lesedauer lesezeit \
    updated kicker eyebrow category categories postinfo articleinfo credits credit copyright rights \
    sourceline duration";
/// Words under a picture.
const CAPTION: &str = "caption captions figcaption imagecaption photocaption photocredit imagecredit captiontext \
    newscaption bildunterschrift bildtext bildquelle didascalia piefoto legende popisek bijschrift \
    billedtekst bildetekst podpis";
/// A picture with what stands under it.
const PICTURE: &str = "image images photo photos picture img foto bild gallery slideshow wpcaption slider imagen \
    immagine zdjecie obrazek media inlineimage storyimage";
/// The line between headline and text.
const STANDFIRST: &str = "standfirst dek deck subtitle subtitel subheadline subhead subheading lead leadtext lede leadin \
    intro introtext introduction summary excerpt teasertext teaser abstract einleitung vorspann \
    anrisstext chapo chapeau sapo ingress entradilla bajada copete sommario occhiello perex zajawka \
    manchet preamble description descr desc blurb synopsis spot";
/// Two words, next to each other in a name, that mean beside the piece although neither alone does.
const PAIRS: &str = "read more, read next, read also, read time, see also, see more, most read, most popular, most \
    viewed, more from, more on, more stories, more news, up next, sign up, follow us, about author, \
    author bio, author box, author profile, author info, author description, fact box, also read, \
    also like, lire aussi, lees ook, les mer, les ogsa, te puede, ad container, external content, \
    table contents, next article, prev next, post nav, post tags, entry tags, article tags, email \
    form, call action, story links, in case, embed consent, privacy gate, ai summary, aria live, sr \
    only, screen reader, visually hidden, reading time";

/// The lists, for looking up.
struct Table {
    words: HashMap<&'static str, (Mark, &'static str)>,
    pairs: HashMap<(&'static str, &'static str), &'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let lists = [
        // A word in two lists means what the later one says.
        (PICTURE, Mark::Picture),
        (HEAD, Mark::Head),
        (STANDFIRST, Mark::Standfirst),
        (CAPTION, Mark::Caption),
        (READERS, Mark::Readers),
        (BESIDE, Mark::Beside),
    ];
    let words =
        lists.iter().flat_map(|(list, mark)| list.split_whitespace().map(|word| (word, (*mark, word))));
    let pairs = PAIRS.split(',').filter_map(|pair| pair.trim().split_once(' ')).map(|pair| (pair, pair.1));
    Table { words: words.collect(), pairs: pairs.collect() }
});

/// What an element is, by its class and id.
pub(crate) fn mark(node: &NodeRef) -> Option<Mark> {
    marked(node).map(|(mark, _)| mark)
}

/// What an element is, and the word that says so.
pub(crate) fn marked(node: &NodeRef) -> Option<(Mark, &'static str)> {
    let (class, id) = (node.class(), node.id_attr());
    let mut found: Option<(Mark, &'static str)> = None;
    for name in [class.as_deref(), id.as_deref()]
        .into_iter()
        .flatten()
        .flat_map(|value| value.split_ascii_whitespace().take(24))
    {
        // Style sheets of building blocks: "md:hidden", "text-[18px]" name looks, not parts.
        if name.contains([':', '[', '(']) || name.len() > 80 {
            continue;
        }
        let mut before = "";
        let parts: Vec<String> = words(name).collect();
        for word in &parts {
            if let Some(last) = TABLE.pairs.get(&(before, word.as_str())) {
                return Some((Mark::Beside, last));
            }
            match TABLE.words.get(word.as_str()) {
                Some(known @ (Mark::Beside | Mark::Readers, _)) => return Some(*known),
                Some(known) if found.is_none_or(|(mark, _)| rank(known.0) > rank(mark)) => {
                    found = Some(*known)
                }
                _ => {}
            }
            before = word;
        }
    }
    found
}

/// Which of two marks counts when a name has both.
fn rank(mark: Mark) -> u8 {
    match mark {
        Mark::Picture => 0,
        Mark::Head => 1,
        Mark::Standfirst => 2,
        Mark::Caption => 3,
        Mark::Readers | Mark::Beside => 4,
    }
}

/// The words of a name, in lower case.
fn words(name: &str) -> impl Iterator<Item = String> + '_ {
    let mut lower_before = false;
    let mut words: Vec<String> = vec![String::new()];
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && lower_before {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        lower_before = c.is_lowercase();
    }
    words.into_iter().filter(|word| !word.is_empty())
}
