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
card = Über diese Quelle
card-address = Adresse
card-outlet = Medium
card-written-by = Geschrieben von
card-published = Dort erschienen
card-licence = Nutzungsbedingungen
card-newest = Neueste Kopie
card-number = Aufbewahrte Kopien
card-first = Erste Kopie
card-how = Wie sie herkam
card-how-fetched = von dieser Website abgerufen
card-how-seen = vom Browser eines Menschen gesendet, so wie er die Seite zeigte
card-how-file = aus einer Datei gelesen
card-size = Größe
card-sha = Fingerabdruck (SHA-256)
card-original = Das Original
card-alive = da, und der Text ist noch wie zitiert
card-changed = da, aber mit anderem Text als zitiert
card-gone = nicht mehr erreichbar
card-barred = lässt sich nicht ansehen
card-looked = Zuletzt angesehen
card-ledger = Die Zeilen dazu im Register
card-none = Diese Website bewahrt keine Kopie der Quelle auf.
card-private = Die Kopie wird als Beleg aufbewahrt. Gezeigt wird sie nicht, denn sie gehört denen, die sie gemacht haben.
card-noarchive = Das Medium bittet darum, keine Kopie zu zeigen; unsere wird nur als Beleg aufbewahrt.
card-open = Unsere Kopie vom { $date } ansehen
card-proof = Was das zeigt: Unsere Kopie hat sich nicht verändert, seit sie gemacht wurde. Wer die Kopie hat, kann denselben Fingerabdruck berechnen.
card-proof-not = Was es nicht zeigt: dass das Medium genau das veröffentlicht hat. Ein Fingerabdruck von hier kann nicht beweisen, was andere getan haben.
copy = Unsere Kopie
copy-intro = Das hat diese Website von einer Seite von { $outlet } aufbewahrt. Sie wird ohne ihre Skripte gezeigt: Nichts darin läuft, und nichts wird von anderswo geladen.
copy-of = Kopie gemacht
copy-original = Zum Original
copy-alone = Die Kopie für sich zeigen
copy-frame = Die aufbewahrte Seite von { $outlet }
outlets = Quellen
outlets-intro = Die Medien, die Posts hier als Quelle nennen; die mit den meisten Posts stehen vorn.
outlets-none = Noch ist kein Medium als Quelle genannt.
outlets-all = Alle Quellen
outlets-more = Weitere Quellen
outlet-posts = Posts
outlet-first = Erster Post
outlet-newest = Neuester Post
outlet-pages = Genannte Seiten
outlet-copies = Aufbewahrte Kopien
outlet-alive = Unverändert
outlet-changed = Seither geändert
outlet-gone = Nicht mehr da
outlet-writers = Genannte Autorinnen und Autoren
outlet-counted = Seiten, Kopien und Namen sind über die neuesten { $count } Posts von hier gezählt.
outlet-record = Dieses Medium hier
corrections = Berichtigungen
correction = Berichtigung
retraction = Rücknahme
corrected = Berichtigt am
was-retracted = Zurückgezogen am
corrections-intro = Was hier falsch war und berichtigt ist, das Neueste zuerst. Jeder Hinweis steht auch beim Post; an der Stelle eines zurückgezogenen steht der Grund.
corrections-none = Noch war nichts zu berichtigen.
revisions = Frühere Fassungen
revisions-link = Was hier vorher stand
revisions-intro = Jede Fassung dieses Posts, die zu lesen war, die neueste zuerst, mit dem, was sich jeweils geändert hat.
revisions-back = Zurück zum Post
way-publication = veröffentlicht
way-typo = Tippfehler behoben
way-correction = berichtigt
way-retraction = zurückgezogen
part-headline = Überschrift
part-dek = Unterzeile
part-byline = Autorenzeile
part-body = Text
part-source = Quelle
paragraphs-same =
    { $count ->
        [one] { $count } Absatz unverändert
       *[other] { $count } Absätze unverändert
    }
words-added = hinzugefügt:
words-removed = gestrichen:

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
ledger = Register
ledger-intro = Was diese Seite veröffentlicht, berichtigt, zurückzieht oder als Beleg aufbewahrt, wird hier eingetragen, je eine Zeile. Jede Zeile nennt die vorige und ist mit dem Schlüssel der Seite unterschrieben. Nichts lässt sich nachträglich ändern, weglassen oder verschieben, ohne dass es auffällt.
ledger-lines = Zeilen
ledger-head = Hash der neuesten Zeile
ledger-key = Fingerabdruck des Schlüssels
ledger-since = unterschreibt ab Zeile { $number }
ledger-seen = Gesehen von
ledger-seen-line = Zeile { $number }
ledger-proves-title = Was das beweist
ledger-proves = Dass ein Text oder eine Kopie seit dem Tag ihrer Zeile unverändert auf dieser Seite liegt, soweit Sie der Uhr der Seite trauen oder der Stelle, die die Zeile gesehen hat. Wer den Hash einer Zeile aufhebt, kann später zeigen, dass sie geändert wurde.
ledger-not-title = Was es nicht beweist
ledger-not = Dass das Veröffentlichte wahr ist oder dass ein Medium das Festgehaltene geschrieben hat: nur, dass unsere Kopie sich seither nicht geändert hat.
ledger-check-title = Selbst nachprüfen
ledger-check = Sie brauchen curl, jq, openssl und sha256sum, und nichts von uns.
ledger-script = Das Skript, gut sechzig Zeilen, zum Lesen vorab
ledger-all = Alle Zeilen, für Programme
ledger-keys = Die öffentlichen Schlüssel
ledger-newest = Neueste Zeilen
ledger-of-post = Was das Register sagt über
ledger-whole = Das ganze Register
ledger-none = Noch ist nichts eingetragen.
ledger-older = Ältere Zeilen
ledger-line = Zeile { $number }
ledger-exact = Die genaue Zeile
ledger-hash = SHA-256
ledger-signature = Unterschrift
ledger-late = später eingetragen: älter als das Register
ledger-key-begins = Mit diesem Schlüssel beginnt das Register
ledger-key-changes = Ab hier unterschreibt ein neuer Schlüssel
ledger-key-lost = Ab hier unterschreibt ein neuer Schlüssel. Der vorige ging verloren und konnte nicht für ihn bürgen; die Seite sagt dazu:
ledger-publication = Veröffentlicht
ledger-revision = Fassung { $number }
ledger-correction = Berichtigt
ledger-retraction = Widerrufen
ledger-capture = Eine Kopie einer Quelle wurde aufbewahrt
ledger-verdict = Die Redaktion hat über einen Kommentar entschieden
ledger-source-alive = Die Quelle steht wie zuvor
ledger-source-changed = Die Quelle wurde geändert
ledger-source-gone = Die Quelle ist verschwunden
ledger-opened = Eine aufbewahrte Kopie wurde für alle geöffnet
ledger-closed = Eine aufbewahrte Kopie wurde wieder geschlossen

not-found = Hier ist keine Seite
not-found-text = Vielleicht ist die Adresse vertippt oder die Seite umgezogen. Suchen Sie danach, oder beginnen Sie mit dem Neuesten.
gone = Zurückgezogen
gone-text = Dieser Post wurde zurückgezogen.
gone-reason = Der Grund, laut Redaktion:
trouble = Etwas ist schiefgegangen
trouble-text = Es liegt nicht an Ihnen. Bitte versuchen Sie es in Kürze noch einmal.
back-home = Zur Startseite
preview = Vorschau: So wird der Post aussehen. Leserinnen und Leser sehen ihn noch nicht.
comments-on = Kommentare zu „{ $headline }“
