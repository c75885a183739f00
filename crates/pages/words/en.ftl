# The site's own words in English. Identifiers are the same in every file of this folder; a test compares them.

skip = Skip to the text
sections = Sections
nav-home = Home
nav-archive = Archive
nav-popular = Popular
nav-search = Search
feeds = Feeds

by = By
comma = { ", " }
updated = Updated
video = Video
watch-on = Watch at { $outlet }
play-film = Play the video
film-length = Length:
player-note = Play loads the player of { $host }; until then nothing of it is loaded.
labels = Labels
location = Place:

source = Source:
original-by = Original reporting by
more-of-source = More from this source
source-changed = The source was changed after we quoted it, on { $on }.
source-ours = Our copy is from { $on }.
source-gone = The source can no longer be reached since { $on }.

card = About this source
card-address = Address
card-outlet = Outlet
card-written-by = Written by
card-published = Published there
card-licence = Terms of use
card-newest = Newest copy
card-number = Copies kept
card-first = First copy
card-how = How it came
card-how-fetched = fetched by this site
card-how-seen = sent by a person’s browser, as it showed the page
card-how-file = read from a file
card-size = Size
card-sha = Fingerprint (SHA-256)
card-original = The original
card-alive = there, and reads as when it was quoted
card-changed = there, with another text than was quoted
card-gone = can’t be reached any more
card-barred = doesn’t let itself be looked at
card-looked = Last look
card-ledger = Its lines in the ledger
card-none = This site keeps no copy of the source.
card-private = The copy is kept as evidence. It is not shown, because it belongs to those who made it.
card-noarchive = The outlet asks that no copy be shown, so ours is kept as evidence only.
card-open = See our copy of { $date }
card-proof = What this shows: our copy has not changed since it was made. Whoever has the copy can compute the same fingerprint.
card-proof-not = What it does not show: that the outlet published exactly this. A fingerprint made here can’t prove what others did.

copy = Our copy
copy-intro = This is what this site kept of a page of { $outlet }. It is shown without its scripts: nothing in it runs, and nothing is loaded from elsewhere.
copy-of = Copy made
copy-original = Go to the original
copy-alone = Show the copy by itself
copy-frame = The kept page of { $outlet }

outlets = Sources
outlets-intro = The outlets that posts here credit; those with the most posts come first.
outlets-none = No outlet has been credited yet.
outlets-all = All sources
outlets-more = More sources
outlet-posts = Posts
outlet-first = First post
outlet-newest = Newest post
outlet-pages = Pages credited
outlet-copies = Copies kept
outlet-alive = Unchanged
outlet-changed = Changed since
outlet-gone = Gone
outlet-writers = Writers credited
outlet-counted = Pages, copies and writers are counted over the newest { $count } posts from here.
outlet-record = This outlet here
corrections = Corrections
correction = Correction
retraction = Retraction
corrected = Corrected
was-retracted = Retracted
corrections-intro = What was wrong here and has been put right, newest first. Each note stands at its post as well; a retracted post has its reason in its place.
corrections-none = Nothing had to be corrected yet.
revisions = Earlier texts
revisions-link = What this post said before
revisions-intro = Every text of this post that readers could read, newest first, with what changed from one to the next.
revisions-back = Back to the post
way-publication = published
way-typo = a slip put right
way-correction = corrected
way-retraction = retracted
part-headline = Headline
part-dek = Line under the headline
part-byline = Byline
part-body = Text
part-caption = Line under the picture
part-location = Place
part-source = Source
paragraphs-same =
    { $count ->
        [one] { $count } paragraph as it was
       *[other] { $count } paragraphs as they were
    }
words-added = added:
words-removed = removed:

comments = Comments
comment-count =
    { $count ->
        [one] { $count } comment
       *[other] { $count } comments
    }
comments-none = Nobody has said anything yet.
comments-off = Comments are closed.
comments-held = Comments appear after an editor has read them.
in-reply-to = In reply to
reply = Reply
write-comment = Write a comment
write-reply = Reply to
cancel-reply = Write a new comment instead
field-name = Name
field-email = Email
field-website = Website
field-body = Comment
optional = optional
email-hint = Never shown.
body-hint = Light Markdown works: *emphasis*, **strong**, `code`, > quotation, lists and links.
trap = Leave this empty
send = Send the comment
notice-held = Thank you. Your comment has arrived and waits for an editor to read it.
notice-rush = Thank you. Your comment has arrived. Very many are coming in just now, so it waits for an editor to read it.
working = One moment: very many comments are coming in, so your browser does a little sum first, as robots don’t.
problems = Your comment was not sent yet. Nothing is lost; please look at this:
problem-name = Please give a name of up to 80 characters.
problem-email = This doesn't look like a mail address; you can leave it empty.
problem-website = This doesn't look like a web address; you can leave it empty.
problem-body-empty = Please write something.
problem-body-long = A comment can have 10,000 characters; please shorten it.
problem-parent = The comment you answer is not here any more.

own-title = Your comment
own-approved = Readers can see it.
own-held = It waits for an editor to read it.
own-held-age = It waits for an editor to read it, as new comments on old posts do.
own-held-links = It waits for an editor to read it, because it has many links.
own-held-block = It waits for an editor to read it, because it has something in it that this site looks at first.
own-held-signs = It waits for an editor to read it, because it looks a little like advertising.
own-held-rush = It waits for an editor to read it, because very many comments came at once.
own-held-flags = An editor looks at it again, because readers reported it.
own-held-author = You changed it. It waits for an editor to read it again.
own-held-person = An editor set it aside for now.
own-rejected = An editor, or a rule of this site, decided not to show it.
own-spam = It was taken for advertising and is not shown. Should that be wrong, please write to the editors.
own-withdrawn = You have taken it back. Its words and your name are forgotten.
own-change = Other words for it
own-until = You can change it until
own-save = Save the change
own-saved = Saved.
own-withdraw = Take it back
own-withdraw-hint = Its words, your name and your address are forgotten, for good.
own-withdraw-now = Take the comment back
own-keep = Keep the address of this page to yourself: with it anybody can change the comment.
own-link = Change it or take it back
own-yours = This is your comment.
own-see = See how your comment stands
comment-edited = edited
comments-order = Order of comments
comments-oldest = Oldest first
comments-newest = Newest first
comments-best = Best first
comments-more = More comments
thread-all = All { $count } answers
thread = Thread
thread-more = More answers
thread-start = From the beginning
comment-withdrawn = Its author has taken this comment back.
comment-hidden = This comment is no longer shown.
flag = Flag
flag-title = Flag a comment
flag-ask = What is wrong with it?
flag-spam = It is spam
flag-abuse = It insults or threatens somebody
flag-private = It tells somebody’s private matters
flag-beside = It has nothing to do with the post
flag-other = Something else
flag-note = In your own words
flag-send = Send the flag
flag-hint = The editors read it. They don’t learn who you are.
flag-done = Thank you. The editors will look at the comment.
flag-back = Back to the comment
problem-complaint = Please say what is wrong with the comment.
problem-note = A note can have 500 characters; please shorten it.
comment-edited-here = changed by an editor
comment-here = this site
moderation = Moderation
moderation-intro = What was decided here about readers’ comments, in numbers.
moderation-days = The last { $count } days
moderation-none = Nothing was decided in this time.
moderation-what = Decision
moderation-why = Reason
moderation-number = Number
moderation-approved = Shown
moderation-held = Held
moderation-rejected = Refused
moderation-spam = Spam
moderation-withdrawn = Taken back
grounds-mode = New comments wait for an editor
grounds-age = The post is old
grounds-trap = Only a robot could have sent it
grounds-signs = It looked like spam
grounds-links = Too many links
grounds-block = A rule of this site
grounds-rush = Very many comments came at once
grounds-flags = Readers flagged it
grounds-author = Its author’s wish
grounds-person = An editor’s decision
grounds-undo = A decision was taken back
problem-haste = That was quick. Please wait a little, then send it again. Nothing is lost.
problem-window = The time for changing it is over. Your words stand below, for you to keep.

mail-answers = Send me answers by mail
mail-answers-hint = You first get one letter to confirm your address. Every letter has a link that ends them.
mail-answers-me = Be remembered in this browser
mail-look = If your mail address is new here, a letter is on its way: answers come once you follow the link in it.
problem-answers = To get answers by mail, please give your mail address.
mail-title = Answers by mail
mail-confirm-text = Is { $address } yours? Then answers to your comments here will be sent there.
mail-confirm-now = Yes, send me answers
mail-confirmed = Done. Answers to your comments here will be sent to { $address }.
mail-remember-text = If you like, this browser can remember you: your name and address are then filled in, and your comments are known to be yours. That takes one cookie, for nothing else.
mail-remember = Remember me in this browser
mail-stop-text = No more letters to { $address }?
mail-stop-now = Send me no more letters
mail-stopped = You get no more letters from here. Your comments stay where they are.
mail-spent = This link is too old, or a part of it is missing.
mail-me-title = You, in this browser
mail-me-known = This browser remembers you as { $name }, { $address }.
mail-me-forget = Forget me in this browser
mail-me-text = If you once confirmed your mail address here, we can send you a link by which this browser remembers you.
mail-me-ask = Send me the link
mail-me-asked = If that address was confirmed here, a letter is on its way.
letter-confirm-subject = Answers from { $site }: please confirm
letter-confirm-text = Somebody, probably you, wants to be told at this address when a comment on “{ $headline }” is answered.
letter-confirm-link = If it was you, follow this link:
letter-ignore = If it was not you, do nothing: no other letter will come.
letter-answer-subject = { $name } answered on “{ $headline }”
letter-answer-text = { $name } wrote:
letter-answer-link = Read it in its place, and answer:
letter-stop = No more letters from { $site }:
letter-remember-subject = Your link to { $site }
letter-remember-text = By this link a browser remembers you. It works for a week:

related = Related posts
popular-here = Popular posts from this blog
popular-none = Nothing has been read often enough yet. Come back soon.
popular-title = Popular posts
popular-window = Looking back
window-7d = 7 days
window-30d = 30 days
window-all = All time
window-rising = Rising

newest = Newest posts
home-empty = Nothing has been published here yet.
pagination = Pages
page-number = Page { $number }
older = Older posts
newer = Newer posts

list-label = Label
list-source = Source
source-intro = Posts here that credit { $outlet } as their source.
archive = Archive
archive-none = The archive fills up as posts are published.
post-count =
    { $count ->
        [one] { $count } post
       *[other] { $count } posts
    }

search = Search
search-field = Words in a headline
search-button = Search
search-found =
    { $count ->
        [0] No post has these words in its headline:
        [one] { $count } post with these words in its headline:
       *[other] { $count } posts with these words in their headlines:
    }
search-hint = Try fewer words, or the beginning of one.

ledger = Ledger
ledger-intro = Whatever this site publishes, corrects, takes back or keeps as evidence is entered here, one line each. Every line names the one before it and is signed with the site's key. Nothing can be changed, dropped or moved afterwards without it showing.
ledger-lines = Lines
ledger-head = Hash of the newest line
ledger-key = Fingerprint of the key
ledger-since = signs from line { $number } on
ledger-seen = Seen by
ledger-seen-line = line { $number }
ledger-proves-title = What this proves
ledger-proves = That a text or a copy has been on this site as it is since the day of its line, as far as you trust the site's clock, or the authority that has seen it. Whoever keeps a line's hash can show later that it was changed.
ledger-not-title = What it does not prove
ledger-not = That what was published is true, or that an outlet wrote what was captured: only that our copy has not changed since.
ledger-check-title = Check it yourself
ledger-check = You need curl, jq, openssl and sha256sum, and nothing of ours.
ledger-script = The script, some sixty lines to read first
ledger-all = All lines, for programs
ledger-keys = The public keys
ledger-newest = Newest lines
ledger-of-post = What the ledger says of
ledger-whole = The whole ledger
ledger-none = Nothing has been entered yet.
ledger-older = Older lines
ledger-line = Line { $number }
ledger-exact = The exact line
ledger-hash = SHA-256
ledger-signature = Signature
ledger-late = entered later: it is older than the ledger
ledger-key-begins = The ledger begins with this key
ledger-key-changes = A new key signs from here on
ledger-key-lost = A new key signs from here on. The one before was lost and could not vouch for it; the site says:
ledger-publication = Published
ledger-revision = revision { $number }
ledger-correction = Corrected
ledger-retraction = Retracted
ledger-capture = A copy of a source was kept
ledger-verdict = An editor decided about a comment
ledger-source-alive = Its source stands as it did
ledger-source-changed = Its source was changed
ledger-source-gone = Its source is gone
ledger-opened = A kept copy was opened to readers
ledger-closed = A kept copy was closed again

not-found = There is no page here
not-found-text = The address may be mistyped, or the page has moved. Search for it, or start with what is new.
gone = Retracted
gone-text = This post was retracted.
gone-reason = The editors' reason:
trouble = Something went wrong
trouble-text = It is not your doing. Please try again in a little while.
back-home = To the front page
preview = Preview: this is how the post will look. Readers don't see it yet.

comments-on = Comments on “{ $headline }”
pages-nav = Pages
comment-mention = links here

# A copy of the site as files.
static-title = This is a read-only copy
static-text = Searching, commenting and reporting work at the live site.
static-live = To the live site
static-note = This copy is read-only: searching, commenting and reporting work at the live site.
