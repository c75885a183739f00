# The site's own words in German.

skip = Zum Text springen
sections = Bereiche
nav-home = Startseite
nav-archive = Archiv
nav-popular = Beliebt
nav-search = Suche
feeds = Feeds
by = Von
comma = { ", " }
updated = Aktualisiert am
video = Video
watch-on = Bei { $outlet } ansehen
play-film = Video abspielen
film-length = Länge:
player-note = Erst beim Abspielen wird der Player von { $host } geladen, vorher nichts davon.
labels = Labels
source = Quelle:
original-by = Eigener Bericht von
more-of-source = Mehr aus dieser Quelle
source-changed = Die Quelle wurde geändert, nachdem wir sie zitiert haben, am { $on }.
source-ours = Unsere Kopie ist vom { $on }.
source-gone = Die Quelle ist seit dem { $on } nicht mehr erreichbar.
comments = Kommentare
comment-count =
    { $count ->
        [one] { $count } Kommentar
       *[other] { $count } Kommentare
    }
comments-none = Noch hat niemand etwas gesagt.
comments-off = Die Kommentare sind geschlossen.
comments-held = Kommentare erscheinen, sobald die Redaktion sie gelesen hat.
in-reply-to = Antwort an
reply = Antworten
write-comment = Kommentar schreiben
write-reply = Antwort an
cancel-reply = Doch einen neuen Kommentar schreiben
field-name = Name
field-email = E-Mail
field-website = Website
field-body = Kommentar
optional = freiwillig
email-hint = Wird nie gezeigt.
body-hint = Einfaches Markdown geht: *betont*, **fett**, `Code`, > Zitat, Listen und Links.
trap = Bitte leer lassen
send = Kommentar senden
notice-held = Danke. Ihr Kommentar ist angekommen und wartet darauf, von der Redaktion gelesen zu werden.
problems = Ihr Kommentar ist noch nicht gesendet. Nichts ist verloren; bitte sehen Sie nach:
problem-name = Bitte geben Sie einen Namen mit höchstens 80 Zeichen an.
problem-email = Das sieht nicht wie eine E-Mail-Adresse aus; das Feld darf leer bleiben.
problem-website = Das sieht nicht wie eine Webadresse aus; das Feld darf leer bleiben.
problem-body-empty = Bitte schreiben Sie etwas.
problem-body-long = Ein Kommentar kann 10.000 Zeichen haben; bitte kürzen Sie ihn.
problem-parent = Der Kommentar, auf den Sie antworten, ist nicht mehr da.
popular-here = Beliebte Posts aus diesem Blog
popular-none = Noch wurde nichts oft genug gelesen. Schauen Sie bald wieder vorbei.
popular-title = Beliebte Posts
popular-window = Zeitraum
window-7d = 7 Tage
window-30d = 30 Tage
window-all = Seit Beginn
newest = Neueste Posts
home-empty = Hier ist noch nichts erschienen.
pagination = Seiten
page-number = Seite { $number }
older = Ältere Posts
newer = Neuere Posts
list-label = Label
list-source = Quelle
source-intro = Posts, die { $outlet } als Quelle nennen.
archive = Archiv
archive-none = Das Archiv füllt sich, sobald Posts erscheinen.
post-count =
    { $count ->
        [one] { $count } Post
       *[other] { $count } Posts
    }
search = Suche
search-field = Wörter einer Überschrift
search-button = Suchen
search-found =
    { $count ->
        [0] Kein Post hat diese Wörter in der Überschrift:
        [one] { $count } Post mit diesen Wörtern in der Überschrift:
       *[other] { $count } Posts mit diesen Wörtern in der Überschrift:
    }
search-hint = Versuchen Sie es mit weniger Wörtern oder einem Wortanfang.
not-found = Hier ist keine Seite
not-found-text = Vielleicht ist die Adresse vertippt oder die Seite umgezogen. Suchen Sie danach, oder beginnen Sie mit dem Neuesten.
gone = Nicht mehr veröffentlicht
gone-text = Dieser Post wurde zurückgezogen.
gone-reason = Der Grund, laut Redaktion:
trouble = Etwas ist schiefgegangen
trouble-text = Es liegt nicht an Ihnen. Bitte versuchen Sie es in Kürze noch einmal.
back-home = Zur Startseite
preview = Vorschau: So wird der Post aussehen. Leserinnen und Leser sehen ihn noch nicht.
comments-on = Kommentare zu „{ $headline }“
