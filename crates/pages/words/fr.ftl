# The site's own words in French.

skip = Aller au texte
sections = Rubriques
nav-home = Accueil
nav-archive = Archives
nav-popular = Populaires
nav-search = Recherche
feeds = Flux
by = Par
comma = { ", " }
updated = Mis à jour le
video = Vidéo
watch-on = Voir sur { $outlet }
play-film = Lire la vidéo
film-length = Durée :
player-note = La lecture charge le lecteur de { $host } ; avant, rien n’en est chargé.
labels = Libellés
source = Source :
original-by = Article original de
more-of-source = Plus de cette source
source-changed = La source a été modifiée après que nous l’avons citée, le { $on }.
source-ours = Notre copie date du { $on }.
source-gone = La source n’est plus accessible depuis le { $on }.
card = À propos de cette source
card-address = Adresse
card-outlet = Média
card-written-by = Écrit par
card-published = Publié là-bas
card-licence = Conditions d’utilisation
card-newest = Copie la plus récente
card-number = Copies conservées
card-first = Première copie
card-how = Comment elle est venue
card-how-fetched = récupérée par ce site
card-how-seen = envoyée par le navigateur d’une personne, telle qu’il montrait la page
card-how-file = lue dans un fichier
card-size = Taille
card-sha = Empreinte (SHA-256)
card-original = L’original
card-alive = toujours là, et identique à ce qui a été cité
card-changed = toujours là, avec un autre texte que celui cité
card-gone = n’est plus joignable
card-barred = ne se laisse pas consulter
card-looked = Dernière visite
card-ledger = Ses lignes dans le registre
card-none = Ce site ne conserve aucune copie de la source.
card-private = La copie est conservée comme preuve. Elle n’est pas montrée, car elle appartient à ceux qui l’ont faite.
card-noarchive = Le média demande qu’aucune copie ne soit montrée ; la nôtre n’est conservée que comme preuve.
card-open = Voir notre copie : { $date }
card-proof = Ce que cela montre : notre copie n’a pas changé depuis qu’elle a été faite. Qui possède la copie peut calculer la même empreinte.
card-proof-not = Ce que cela ne montre pas : que le média a publié exactement ceci. Une empreinte faite ici ne peut prouver ce que d’autres ont fait.
copy = Notre copie
copy-intro = Voici ce que ce site a conservé d’une page de { $outlet }. Elle est montrée sans ses scripts : rien ne s’y exécute et rien n’est chargé d’ailleurs.
copy-of = Copie faite
copy-original = Aller à l’original
copy-alone = Montrer la copie seule
copy-frame = La page conservée de { $outlet }
outlets = Sources
outlets-intro = Les médias que citent les articles d’ici ; ceux qui en ont le plus viennent d’abord.
outlets-none = Aucun média n’a encore été cité.
outlets-all = Toutes les sources
outlets-more = Plus de sources
outlet-posts = Articles
outlet-first = Premier article
outlet-newest = Article le plus récent
outlet-pages = Pages citées
outlet-copies = Copies conservées
outlet-alive = Inchangées
outlet-changed = Changées depuis
outlet-gone = Disparues
outlet-writers = Auteurs cités
outlet-counted = Pages, copies et auteurs sont comptés sur les { $count } articles les plus récents de ce média.
outlet-record = Ce média ici
corrections = Corrections
correction = Correction
retraction = Rétractation
corrected = Corrigé le
was-retracted = Retiré le
corrections-intro = Ce qui était faux ici et a été corrigé, du plus récent au plus ancien. Chaque note figure aussi dans l’article ; un article retiré laisse place au motif.
corrections-none = Rien n’a encore dû être corrigé.
revisions = Textes antérieurs
revisions-link = Ce que disait l’article auparavant
revisions-intro = Tous les textes de cet article qui ont pu être lus, du plus récent au plus ancien, avec ce qui a changé de l’un à l’autre.
revisions-back = Retour à l’article
way-publication = publié
way-typo = coquille corrigée
way-correction = corrigé
way-retraction = retiré
part-headline = Titre
part-dek = Chapeau
part-byline = Signature
part-body = Texte
part-source = Source
paragraphs-same =
    { $count ->
        [one] { $count } paragraphe inchangé
       *[other] { $count } paragraphes inchangés
    }
words-added = ajouté :
words-removed = supprimé :

comments = Commentaires
comment-count =
    { $count ->
        [one] { $count } commentaire
       *[other] { $count } commentaires
    }
comments-none = Personne n’a encore rien dit.
comments-off = Les commentaires sont fermés.
comments-held = Les commentaires paraissent après lecture par la rédaction.
in-reply-to = En réponse à
reply = Répondre
write-comment = Écrire un commentaire
write-reply = Répondre à
cancel-reply = Écrire plutôt un nouveau commentaire
field-name = Nom
field-email = E-mail
field-website = Site web
field-body = Commentaire
optional = facultatif
email-hint = Jamais affiché.
body-hint = Markdown simple accepté : *accent*, **gras**, `code`, > citation, listes et liens.
trap = Laissez ce champ vide
send = Envoyer le commentaire
notice-held = Merci. Votre commentaire est arrivé et attend d’être lu par la rédaction.
problems = Votre commentaire n’est pas encore envoyé. Rien n’est perdu ; merci de vérifier :
problem-name = Indiquez un nom de 80 caractères au plus.
problem-email = Ceci ne ressemble pas à une adresse e-mail ; vous pouvez laisser ce champ vide.
problem-website = Ceci ne ressemble pas à une adresse web ; vous pouvez laisser ce champ vide.
problem-body-empty = Écrivez quelque chose, s’il vous plaît.
problem-body-long = Un commentaire peut avoir 10 000 caractères ; raccourcissez-le, s’il vous plaît.
problem-parent = Le commentaire auquel vous répondez n’est plus là.
popular-here = Articles les plus consultés de ce blog
popular-none = Rien n’a encore été assez lu. Revenez bientôt.
popular-title = Articles les plus consultés
popular-window = Période
window-7d = 7 jours
window-30d = 30 jours
window-all = Depuis le début
newest = Articles récents
home-empty = Rien n’est encore publié ici.
pagination = Pages
page-number = Page { $number }
older = Articles plus anciens
newer = Articles plus récents
list-label = Libellé
list-source = Source
source-intro = Articles qui citent { $outlet } comme source.
archive = Archives
archive-none = Les archives se remplissent à mesure des publications.
post-count =
    { $count ->
        [one] { $count } article
       *[other] { $count } articles
    }
search = Recherche
search-field = Mots d’un titre
search-button = Chercher
search-found =
    { $count ->
        [0] Aucun article n’a ces mots dans son titre :
        [one] { $count } article a ces mots dans son titre :
       *[other] { $count } articles ont ces mots dans leur titre :
    }
search-hint = Essayez moins de mots, ou le début d’un mot.
ledger = Registre
ledger-intro = Tout ce que ce site publie, corrige, retire ou garde comme preuve est inscrit ici, une ligne à chaque fois. Chaque ligne nomme la précédente et porte la signature de la clé du site. Rien ne peut être changé, omis ou déplacé après coup sans que cela se voie.
ledger-lines = Lignes
ledger-head = Empreinte de la dernière ligne
ledger-key = Empreinte de la clé
ledger-since = signe à partir de la ligne { $number }
ledger-seen = Vu par
ledger-seen-line = ligne { $number }
ledger-proves-title = Ce que cela prouve
ledger-proves = Qu’un texte ou une copie se trouve tel quel sur ce site depuis le jour de sa ligne, pour autant que vous vous fiiez à l’horloge du site ou à l’autorité qui l’a vue. Qui garde l’empreinte d’une ligne pourra montrer plus tard qu’elle a été changée.
ledger-not-title = Ce que cela ne prouve pas
ledger-not = Que ce qui a été publié est vrai, ni qu’un média a écrit ce qui a été capturé : seulement que notre copie n’a pas changé depuis.
ledger-check-title = Vérifiez vous-même
ledger-check = Il vous faut curl, jq, openssl et sha256sum, et rien de chez nous.
ledger-script = Le script, une soixantaine de lignes, à lire d’abord
ledger-all = Toutes les lignes, pour les programmes
ledger-keys = Les clés publiques
ledger-newest = Dernières lignes
ledger-of-post = Ce que le registre dit de
ledger-whole = Le registre entier
ledger-none = Rien n’a encore été inscrit.
ledger-older = Lignes antérieures
ledger-line = Ligne { $number }
ledger-exact = La ligne exacte
ledger-hash = SHA-256
ledger-signature = Signature
ledger-late = inscrit plus tard : antérieur au registre
ledger-key-begins = Le registre commence avec cette clé
ledger-key-changes = Une nouvelle clé signe à partir d’ici
ledger-key-lost = Une nouvelle clé signe à partir d’ici. La précédente a été perdue et n’a pas pu s’en porter garante ; le site dit :
ledger-publication = Publié
ledger-revision = version { $number }
ledger-correction = Corrigé
ledger-retraction = Désavoué
ledger-capture = Une copie d’une source a été gardée
ledger-verdict = La rédaction s’est prononcée sur un commentaire
ledger-source-alive = Sa source est comme avant
ledger-source-changed = Sa source a changé
ledger-source-gone = Sa source a disparu
ledger-opened = Une copie gardée a été ouverte aux lecteurs
ledger-closed = Une copie gardée a été refermée

not-found = Il n’y a pas de page ici
not-found-text = L’adresse est peut-être mal saisie, ou la page a changé de place. Cherchez-la, ou commencez par les nouveautés.
gone = Retiré
gone-text = Cet article a été retiré.
gone-reason = Le motif de la rédaction :
trouble = Quelque chose n’a pas marché
trouble-text = Vous n’y êtes pour rien. Réessayez dans un instant.
back-home = Vers la page d’accueil
preview = Aperçu : voici l’article tel qu’il sera. Les lecteurs ne le voient pas encore.
comments-on = Commentaires sur « { $headline } »
