# The site's own words in Arabic.

skip = انتقل إلى النص
sections = الأقسام
nav-home = الرئيسية
nav-archive = الأرشيف
nav-popular = الأكثر قراءة
nav-search = بحث
feeds = الخلاصات
by = بقلم
comma = { "، " }
updated = حُدّث في
video = فيديو
watch-on = شاهد على { $outlet }
play-film = تشغيل الفيديو
film-length = المدة:
player-note = عند التشغيل يُحمَّل مشغّل { $host }، ولا يُحمَّل منه شيء قبل ذلك.
labels = التصنيفات
location = المكان:
source = المصدر:
original-by = تقرير أصلي بقلم
more-of-source = المزيد من هذا المصدر
source-changed = عُدّل المصدر بعد أن اقتبسنا منه، بتاريخ { $on }.
source-ours = نسختنا من تاريخ { $on }.
source-gone = لم يعد الوصول إلى المصدر ممكنًا منذ { $on }.
card = عن هذا المصدر
card-address = العنوان
card-outlet = الجهة الناشرة
card-written-by = الكاتب
card-published = تاريخ النشر هناك
card-licence = شروط الاستخدام
card-newest = أحدث نسخة
card-number = عدد النسخ المحفوظة
card-first = أول نسخة
card-how = كيف وصلت
card-how-fetched = جلبها هذا الموقع
card-how-seen = أرسلها متصفح أحد الأشخاص كما عرض الصفحة
card-how-file = قُرئت من ملف
card-size = الحجم
card-sha = البصمة (SHA-256)
card-original = الأصل
card-alive = موجود ونصه كما كان عند الاقتباس
card-changed = موجود ونصه غير ما اقتُبس
card-gone = لم يعد الوصول إليه ممكنًا
card-barred = لا يسمح بالاطلاع عليه
card-looked = آخر اطّلاع
card-ledger = سطوره في السجل
card-none = لا يحتفظ هذا الموقع بنسخة من المصدر.
card-private = تُحفظ النسخة دليلًا ولا تُعرض، لأنها ملك لمن صنعها.
card-noarchive = تطلب الجهة الناشرة ألا تُعرض أي نسخة، فنسختنا محفوظة دليلًا فقط.
card-open = اطّلع على نسختنا: { $date }
card-proof = ما يبيّنه هذا: لم تتغير نسختنا منذ إنشائها. ومن لديه النسخة يستطيع حساب البصمة نفسها.
card-proof-not = ما لا يبيّنه: أن الجهة الناشرة نشرت هذا بعينه. فبصمة صُنعت هنا لا تثبت ما فعله الآخرون.
copy = نسختنا
copy-intro = هذا ما احتفظ به الموقع من صفحة لدى { $outlet }. تُعرض دون نصوصها البرمجية: لا شيء فيها يعمل، ولا شيء يُحمَّل من مكان آخر.
copy-of = أُنشئت النسخة
copy-original = إلى الأصل
copy-alone = عرض النسخة وحدها
copy-frame = الصفحة المحفوظة من { $outlet }
outlets = المصادر
outlets-intro = الجهات التي تستند إليها مشاركات هذا الموقع؛ والأكثر مشاركات في المقدمة.
outlets-none = لم تُذكر أي جهة مصدرًا بعد.
outlets-all = كل المصادر
outlets-more = مصادر أخرى
outlet-posts = عدد المشاركات
outlet-first = أول مشاركة
outlet-newest = أحدث مشاركة
outlet-pages = الصفحات المذكورة
outlet-copies = عدد النسخ المحفوظة
outlet-alive = لم تتغير
outlet-changed = تغيرت منذ ذلك
outlet-gone = اختفت
outlet-writers = الكتّاب المذكورون
outlet-counted = تُحسب الصفحات والنسخ والكتّاب من أحدث المشاركات من هنا، وعددها { $count }.
outlet-record = هذه الجهة هنا
corrections = التصحيحات
correction = تصحيح
retraction = سحب
corrected = صُحّحت في
was-retracted = سُحبت في
corrections-intro = ما كان خطأً هنا وصُحّح، الأحدث أولًا. كل ملاحظة موجودة أيضًا عند مشاركتها، ومكان المشاركة المسحوبة يُذكر السبب.
corrections-none = لم يلزم تصحيح شيء بعد.
revisions = النصوص السابقة
revisions-link = ما كانت تقوله هذه المشاركة من قبل
revisions-intro = كل نص من هذه المشاركة أمكن للقراء قراءته، الأحدث أولًا، مع ما تغيّر بين كل نص وآخر.
revisions-back = العودة إلى المشاركة
way-publication = نُشرت
way-typo = خطأ مطبعي صُحّح
way-correction = صُحّحت
way-retraction = سُحبت
part-headline = العنوان
part-dek = السطر تحت العنوان
part-byline = الكاتب
part-body = النص
part-caption = السطر تحت الصورة
part-location = المكان
part-source = المصدر
paragraphs-same =
    { $count ->
        [one] فقرة واحدة كما كانت
        [two] فقرتان كما كانتا
        [few] { $count } فقرات كما كانت
       *[other] { $count } فقرة كما كانت
    }
words-added = أُضيف:
words-removed = حُذف:

comments = التعليقات
comment-count =
    { $count ->
        [0] لا تعليقات
        [one] تعليق واحد
        [two] تعليقان
        [few] { $count } تعليقات
        [many] { $count } تعليقًا
       *[other] { $count } تعليق
    }
comments-none = لم يعلّق أحد بعد.
comments-off = التعليقات مغلقة.
comments-held = تظهر التعليقات بعد أن يقرأها أحد المحررين.
in-reply-to = ردًّا على
reply = رد
write-comment = اكتب تعليقًا
write-reply = رد على
cancel-reply = اكتب تعليقًا جديدًا بدلًا من ذلك
field-name = الاسم
field-email = البريد الإلكتروني
field-website = الموقع
field-body = التعليق
optional = اختياري
email-hint = لا يظهر أبدًا.
body-hint = يمكن استعمال Markdown البسيطة: *تشديد* و**غليظ** واقتباس وقوائم وروابط.
trap = اترك هذا فارغًا
send = أرسل التعليق
notice-held = شكرًا لك. وصل تعليقك وهو بانتظار أن يقرأه أحد المحررين.
notice-rush = شكرًا لك. وصل تعليقك. تصل الآن تعليقات كثيرة جدًّا، لذلك ينتظر أن يقرأه أحد المحررين.
working = لحظة من فضلك: تصل الآن تعليقات كثيرة جدًّا، لذلك يحل متصفحك أولًا مسألة حسابية صغيرة، وهو ما لا تفعله البرامج الآلية.
problems = لم يُرسل تعليقك بعد. لم يضع شيء؛ يُرجى النظر في ما يلي:
problem-name = يُرجى كتابة اسم لا يزيد على 80 حرفًا.
problem-email = لا يبدو هذا عنوان بريد؛ يمكنك تركه فارغًا.
problem-website = لا يبدو هذا عنوان موقع؛ يمكنك تركه فارغًا.
problem-body-empty = يُرجى كتابة شيء.
problem-body-long = يتسع التعليق لعشرة آلاف حرف؛ يُرجى اختصاره.
problem-parent = التعليق الذي ترد عليه لم يعد هنا.

own-title = تعليقك
own-approved = يراه القراء.
own-held = ينتظر أن يقرأه أحد المحررين.
own-held-age = ينتظر أن يقرأه أحد المحررين، كسائر التعليقات الجديدة على المقالات القديمة.
own-held-links = ينتظر أن يقرأه أحد المحررين لأن فيه روابط كثيرة.
own-held-block = ينتظر أن يقرأه أحد المحررين لأن فيه ما يُنظر فيه هنا أولًا.
own-held-signs = ينتظر أن يقرأه أحد المحررين لأنه يشبه الإعلانات قليلًا.
own-held-rush = ينتظر أن يقرأه أحد المحررين لأن تعليقات كثيرة جدًّا وصلت معًا.
own-held-flags = ينظر فيه أحد المحررين من جديد لأن قراءً أبلغوا عنه.
own-held-author = لقد غيّرته. ينتظر أن يقرأه أحد المحررين من جديد.
own-held-person = وضعه أحد المحررين جانبًا في الوقت الحالي.
own-rejected = قرر أحد المحررين، أو إحدى قواعد هذا الموقع، عدم عرضه.
own-spam = عُدّ إعلانًا ولا يُعرض. إن كان ذلك خطأ فاكتب إلى المحررين.
own-withdrawn = لقد سحبته. نُسيت كلماته واسمك.
own-change = كلمات أخرى له
own-until = يمكنك تغييره حتى
own-save = حفظ التغيير
own-saved = حُفظ.
own-withdraw = سحبه
own-withdraw-hint = تُنسى كلماته واسمك وعنوانك إلى الأبد.
own-withdraw-now = سحب التعليق
own-keep = احتفظ بعنوان هذه الصفحة لنفسك: فمن يعرفه يستطيع تغيير التعليق.
own-link = تغييره أو سحبه
own-yours = هذا تعليقك.
own-see = انظر ما حال تعليقك
comment-edited = مُعدَّل
comments-order = ترتيب التعليقات
comments-oldest = الأقدم أولًا
comments-newest = الأحدث أولًا
comments-best = الأفضل أولًا
comments-more = المزيد من التعليقات
thread-all = كل الردود: { $count }
thread = سلسلة نقاش
thread-more = المزيد من الردود
thread-start = من البداية
comment-withdrawn = سحب صاحب هذا التعليق تعليقه.
comment-hidden = لم يعد هذا التعليق معروضًا.
flag = إبلاغ
flag-title = الإبلاغ عن تعليق
flag-ask = ما المشكلة فيه؟
flag-spam = إعلان مزعج
flag-abuse = يهين شخصًا أو يهدده
flag-private = يكشف خصوصيات شخص ما
flag-beside = لا صلة له بالمشاركة
flag-other = شيء آخر
flag-note = بكلماتك
flag-send = إرسال البلاغ
flag-hint = يقرؤه المحررون ولا يعرفون من أنت.
flag-done = شكرًا. سينظر المحررون في التعليق.
flag-back = العودة إلى التعليق
problem-complaint = من فضلك قل ما المشكلة في التعليق.
problem-note = يمكن أن تتكون الملاحظة من 500 حرف؛ الرجاء اختصارها.
comment-edited-here = عدّله محرر
comment-here = الموقع
moderation = الإشراف
moderation-intro = ما تقرر هنا بشأن تعليقات القراء، بالأرقام.
moderation-days = آخر { $count } يومًا
moderation-none = لم يتقرر شيء في هذه المدة.
moderation-what = القرار
moderation-why = السبب
moderation-number = العدد
moderation-approved = معروض
moderation-held = محجوز
moderation-rejected = مرفوض
moderation-spam = إعلان مزعج
moderation-withdrawn = مسحوب
grounds-mode = تنتظر التعليقات الجديدة محررًا
grounds-age = المشاركة قديمة
grounds-trap = لا يمكن أن يرسله إلا روبوت
grounds-signs = بدا كإعلان مزعج
grounds-links = روابط كثيرة جدًا
grounds-block = قاعدة في هذا الموقع
grounds-rush = وردت تعليقات كثيرة جدًا دفعة واحدة
grounds-flags = أبلغ عنه قراء
grounds-author = رغبة صاحبه
grounds-person = قرار محرر
grounds-undo = أُلغي قرار سابق
problem-haste = كان ذلك سريعًا. انتظر قليلًا ثم أرسله من جديد. لم يضع شيء.
problem-window = انتهى وقت تغييره. كلماتك أدناه لتحتفظ بها.

mail-answers = أرسلوا إليّ الردود بالبريد
mail-answers-hint = تصلك أولًا رسالة واحدة لتأكيد عنوانك. وفي كل رسالة رابط يوقف الرسائل.
mail-answers-me = ليتذكّرك هذا المتصفح
mail-look = إن كان عنوانك جديدًا هنا فثمة رسالة في الطريق: تصلك الردود بعد أن تتبع الرابط الذي فيها.
problem-answers = لتلقّي الردود بالبريد، اكتب عنوان بريدك من فضلك.
mail-title = الردود بالبريد
mail-confirm-text = هل العنوان { $address } لك؟ عندها تُرسل إليه الردود على تعليقاتك هنا.
mail-confirm-now = نعم، أرسلوا إليّ الردود
mail-confirmed = تم. ستُرسل الردود على تعليقاتك هنا إلى { $address }.
mail-remember-text = إن شئت، يمكن لهذا المتصفح أن يتذكّرك: يُملأ اسمك وعنوانك، وتُعرف تعليقاتك بأنها لك. يحتاج ذلك إلى ملف تعريف ارتباط واحد، لا لغرض آخر.
mail-remember = تذكّرني في هذا المتصفح
mail-stop-text = لا مزيد من الرسائل إلى { $address }؟
mail-stop-now = لا ترسلوا إليّ رسائل بعد الآن
mail-stopped = لن تصلك رسائل من هنا بعد الآن. وتبقى تعليقاتك في مكانها.
mail-spent = هذا الرابط قديم جدًا، أو ينقصه جزء.
mail-me-title = أنت في هذا المتصفح
mail-me-known = يتذكّرك هذا المتصفح باسم { $name }، { $address }.
mail-me-forget = انسَني في هذا المتصفح
mail-me-text = إن كنت قد أكّدت عنوان بريدك هنا من قبل، يمكننا أن نرسل إليك رابطًا يتذكّرك به هذا المتصفح.
mail-me-ask = أرسلوا إليّ الرابط
mail-me-asked = إن كان هذا العنوان قد أُكّد هنا، فثمة رسالة في الطريق.
letter-confirm-subject = الردود من { $site }: يرجى التأكيد
letter-confirm-text = شخص ما، وربما أنت، يريد أن يُخبَر على هذا العنوان حين يُردّ على تعليق على «{ $headline }».
letter-confirm-link = إن كنت أنت، فاتبع هذا الرابط:
letter-ignore = وإن لم تكن أنت، فلا تفعل شيئًا: لن تصل رسالة أخرى.
letter-answer-subject = ردّ من { $name } على «{ $headline }»
letter-answer-text = كتب { $name }:
letter-answer-link = اقرأه في مكانه وأجب:
letter-stop = لا مزيد من الرسائل من { $site }:
letter-remember-subject = رابطك إلى { $site }
letter-remember-text = بهذا الرابط يتذكّرك متصفح. وهو صالح لأسبوع:

related = مشاركات ذات صلة
popular-here = المشاركات الشائعة من هذه المدونة
popular-none = لم يُقرأ شيء بما يكفي بعد. عُد قريبًا.
popular-title = المشاركات الشائعة
popular-window = المدة
window-7d = 7 أيام
window-30d = 30 يومًا
window-all = منذ البداية
window-rising = في صعود
newest = أحدث المشاركات
home-empty = لم يُنشر شيء هنا بعد.
pagination = الصفحات
page-number = الصفحة { $number }
older = مشاركات أقدم
newer = مشاركات أحدث
list-label = تصنيف
list-source = مصدر
source-intro = مشاركات هنا مصدرها { $outlet }.
archive = الأرشيف
archive-none = يمتلئ الأرشيف كلما نُشرت مشاركات.
post-count =
    { $count ->
        [0] لا مشاركات
        [one] مشاركة واحدة
        [two] مشاركتان
        [few] { $count } مشاركات
        [many] { $count } مشاركة
       *[other] { $count } مشاركة
    }
search = بحث
search-field = كلمات من العنوان
search-button = ابحث
search-found =
    { $count ->
        [0] لا مشاركة في عنوانها:
        [one] مشاركة واحدة في عنوانها:
        [two] مشاركتان في عنوانهما:
        [few] { $count } مشاركات في عناوينها:
       *[other] { $count } مشاركة في عناوينها:
    }
search-hint = جرّب كلمات أقل، أو بداية كلمة.
ledger = السجل
ledger-intro = كل ما ينشره هذا الموقع أو يصححه أو يسحبه أو يحفظه دليلًا يُقيَّد هنا، سطرًا لكل أمر. كل سطر يسمّي الذي قبله ويحمل توقيع مفتاح الموقع، فلا يمكن تغيير شيء أو إسقاطه أو نقله لاحقًا دون أن يظهر ذلك.
ledger-lines = الأسطر
ledger-head = بصمة أحدث سطر
ledger-key = بصمة المفتاح
ledger-since = يوقّع ابتداءً من السطر { $number }
ledger-seen = شهدت عليه
ledger-seen-line = السطر { $number }
ledger-proves-title = ما الذي يثبته هذا
ledger-proves = أن نصًا أو نسخة موجودة في هذا الموقع كما هي منذ يوم سطرها، بقدر ثقتك بساعة الموقع أو بالجهة التي شهدت عليه. ومن يحتفظ ببصمة سطر يستطيع أن يبيّن لاحقًا أنه تغيّر.
ledger-not-title = ما الذي لا يثبته
ledger-not = لا يثبت أن المنشور صحيح، ولا أن وسيلة إعلام كتبت ما حُفظ، بل يثبت فقط أن نسختنا لم تتغير منذ ذلك الحين.
ledger-check-title = تحقّق بنفسك
ledger-check = تحتاج إلى curl وjq وopenssl وsha256sum، ولا شيء من عندنا.
ledger-script = البرنامج النصي، نحو ستين سطرًا، اقرأه أولًا
ledger-all = كل الأسطر، للبرامج
ledger-keys = المفاتيح العامة
ledger-newest = أحدث الأسطر
ledger-of-post = ما يقوله السجل عن
ledger-whole = السجل كاملًا
ledger-none = لم يُقيَّد شيء بعد.
ledger-older = أسطر أقدم
ledger-line = السطر { $number }
ledger-exact = السطر بنصه
ledger-hash = SHA-256
ledger-signature = التوقيع
ledger-late = قُيّد لاحقًا: هو أقدم من السجل
ledger-key-begins = يبدأ السجل بهذا المفتاح
ledger-key-changes = من هنا يوقّع مفتاح جديد
ledger-key-lost = من هنا يوقّع مفتاح جديد. فُقد المفتاح السابق ولم يستطع أن يضمنه؛ يقول الموقع:
ledger-publication = نُشر
ledger-revision = النسخة { $number }
ledger-correction = صُحّح
ledger-retraction = أُلغي
ledger-capture = حُفظت نسخة من مصدر
ledger-verdict = قرر محرر بشأن تعليق
ledger-source-alive = المصدر على حاله
ledger-source-changed = تغيّر المصدر
ledger-source-gone = اختفى المصدر
ledger-opened = فُتحت نسخة محفوظة للقراء
ledger-closed = أُغلقت نسخة محفوظة من جديد

not-found = لا توجد صفحة هنا
not-found-text = ربما كُتب العنوان خطأً أو نُقلت الصفحة. ابحث عنها أو ابدأ بالأحدث.
gone = سُحبت
gone-text = سُحبت هذه المشاركة.
gone-reason = السبب كما ذكره المحررون:
trouble = حدث خطأ ما
trouble-text = ليس الخطأ منك. يُرجى المحاولة بعد قليل.
back-home = إلى الصفحة الأولى
preview = معاينة: هكذا ستبدو المشاركة. لا يراها القراء بعد.
comments-on = تعليقات على «{ $headline }»
pages-nav = صفحات
comment-mention = يشير إلى هنا

# A copy of the site as files.
static-title = هذه نسخة للقراءة فقط
static-text = البحث والتعليق والإبلاغ متاحة في الموقع الأصلي.
static-live = إلى الموقع الأصلي
static-note = هذه النسخة للقراءة فقط: البحث والتعليق والإبلاغ متاحة في الموقع الأصلي.
