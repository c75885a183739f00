//! Lines that stand alone on pages in every language and are never text: where an advertisement was, and
//! above other pieces. Folded: lower case, no punctuation.

use std::collections::HashSet;
use std::sync::LazyLock;

const ADVERTISEMENT: &str = "advertisement, advertisements, advert, ad, ads, sponsored, anzeige, werbung, publicidad, \
    publicité, publicite, pubblicità, pubblicita, reklama, reklame, reklam, annons, iklan, \
    advertentie, mainos, реклама, διαφήμιση, διαφημιση, 广告, 廣告, 広告, 스폰서, 광고, スポンサードリンク, スポンサーリンク, \
    إعلان, اعلان, quảng cáo, caption, close, photo, photos, video, story continues below, article \
    continues below, continue reading below, read more, skip, copy link, link copied, advertisement \
    story continues below, loading, hirdetés, publicitate";
const INVITATION: &str = "read also, also read, see also, read next, related, related news, related stories, related \
    articles, related content, more, more on this, more on this story, more on this topic, \
    recommended, recommended videos, recommended from editorial, recommended reading, you may also \
    like, you might also like, don t miss, most read, watch, lesen sie auch, lesen sie mehr, lesen \
    sie hier mehr, auch interessant, mehr zum thema, mehr dazu, das könnte sie auch interessieren, \
    zum thema, lire aussi, à lire aussi, a lire aussi, lire également, voir aussi, sur le même \
    sujet, leggi anche, vedi anche, lea también, lea además, le puede interesar, te puede interesar, \
    más información, noticias relacionadas, leia também, leia mais, veja também, saiba mais, lees \
    ook, lees meer, les også, les mer, læs også, läs också, läs mer, lue myös, czytaj też, czytaj \
    także, zobacz też, zobacz także, przeczytaj także, čtěte také, čtěte více, přečtěte si, mohlo by \
    vás zajímat, čítajte aj, читайте также, читать далее, смотрите также, по теме, материалы по \
    теме, читайте також, διαβάστε επίσης, διαβαστε επισησ, διαβάστε ακόμα, δείτε επίσης, σχετικά, \
    σχετικά άρθρα, 相关阅读, 相关新闻, 相关链接, 延伸阅读, 推荐阅读, 相關新聞, 関連記事, あわせて読みたい, 관련기사, 관련 기사, اقرأ أيضا, اقرأ \
    المزيد, إقرأ أيضا, baca juga, ilgili haberler, xem thêm, citește și, kapcsolódó, article, \
    články, empfohlener redaktioneller inhalt, externen inhalt anzeigen";

static CUES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    [ADVERTISEMENT, INVITATION].iter().flat_map(|list| list.split(',').map(str::trim)).collect()
});

/// Whether a folded line is one of them.
pub(crate) fn is_cue(folded: &str) -> bool {
    CUES.contains(folded)
}
