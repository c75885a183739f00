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

source = Source:
original-by = Original reporting by
more-of-source = More from this source
source-changed = The source was changed after we quoted it, on { $on }.
source-ours = Our copy is from { $on }.
source-gone = The source can no longer be reached since { $on }.

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
problems = Your comment was not sent yet. Nothing is lost; please look at this:
problem-name = Please give a name of up to 80 characters.
problem-email = This doesn't look like a mail address; you can leave it empty.
problem-website = This doesn't look like a web address; you can leave it empty.
problem-body-empty = Please write something.
problem-body-long = A comment can have 10,000 characters; please shorten it.
problem-parent = The comment you answer is not here any more.

popular-here = Popular posts from this blog
popular-none = Nothing has been read often enough yet. Come back soon.
popular-title = Popular posts
popular-window = Looking back
window-7d = 7 days
window-30d = 30 days
window-all = All time

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

not-found = There is no page here
not-found-text = The address may be mistyped, or the page has moved. Search for it, or start with what is new.
gone = No longer published
gone-text = This post was withdrawn.
gone-reason = The editors' reason:
trouble = Something went wrong
trouble-text = It is not your doing. Please try again in a little while.
back-home = To the front page
preview = Preview: this is how the post will look. Readers don't see it yet.

comments-on = Comments on “{ $headline }”
