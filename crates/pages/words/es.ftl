# The site's own words in Spanish.

skip = Ir al texto
sections = Secciones
nav-home = Inicio
nav-archive = Archivo
nav-popular = Populares
nav-search = Buscar
feeds = Canales
by = Por
comma = { ", " }
updated = Actualizado el
video = Vídeo
watch-on = Ver en { $outlet }
play-film = Reproducir el vídeo
film-length = Duración:
player-note = Al reproducir se carga el reproductor de { $host }; antes no se carga nada de allí.
labels = Etiquetas
source = Fuente:
original-by = Información propia de
more-of-source = Más de esta fuente
source-changed = La fuente se modificó después de que la citáramos, el { $on }.
source-ours = Nuestra copia es del { $on }.
source-gone = Desde el { $on } ya no se puede acceder a la fuente.
card = Acerca de esta fuente
card-address = Dirección
card-outlet = Medio
card-written-by = Escrito por
card-published = Publicado allí
card-licence = Condiciones de uso
card-newest = Copia más reciente
card-number = Copias guardadas
card-first = Primera copia
card-how = Cómo llegó
card-how-fetched = descargada por este sitio
card-how-seen = enviada por el navegador de una persona, tal como mostraba la página
card-how-file = leída de un archivo
card-size = Tamaño
card-sha = Huella (SHA-256)
card-original = El original
card-alive = sigue ahí, y dice lo mismo que cuando se citó
card-changed = sigue ahí, con otro texto que el citado
card-gone = ya no se puede alcanzar
card-barred = no se deja consultar
card-looked = Última consulta
card-ledger = Sus líneas en el registro
card-none = Este sitio no guarda ninguna copia de la fuente.
card-private = La copia se guarda como prueba. No se muestra, porque pertenece a quienes la hicieron.
card-noarchive = El medio pide que no se muestre ninguna copia; la nuestra se guarda solo como prueba.
card-open = Ver nuestra copia: { $date }
card-proof = Lo que esto muestra: nuestra copia no ha cambiado desde que se hizo. Quien tenga la copia puede calcular la misma huella.
card-proof-not = Lo que no muestra: que el medio publicara exactamente esto. Una huella hecha aquí no puede probar lo que hicieron otros.
copy = Nuestra copia
copy-intro = Esto es lo que este sitio guardó de una página de { $outlet }. Se muestra sin sus scripts: nada en ella se ejecuta y nada se carga de otro lugar.
copy-of = Copia hecha
copy-original = Ir al original
copy-alone = Mostrar solo la copia
copy-frame = La página guardada de { $outlet }
outlets = Fuentes
outlets-intro = Los medios que citan las entradas de este sitio; primero, los que tienen más entradas.
outlets-none = Aún no se ha citado ningún medio.
outlets-all = Todas las fuentes
outlets-more = Más fuentes
outlet-posts = Entradas
outlet-first = Primera entrada
outlet-newest = Entrada más reciente
outlet-pages = Páginas citadas
outlet-copies = Copias guardadas
outlet-alive = Sin cambios
outlet-changed = Cambiadas desde entonces
outlet-gone = Desaparecidas
outlet-writers = Autores citados
outlet-counted = Páginas, copias y autores se cuentan sobre las { $count } entradas más recientes de este medio.
outlet-record = Este medio aquí
corrections = Correcciones
correction = Corrección
retraction = Retractación
corrected = Corregido el
was-retracted = Retirado el
corrections-intro = Lo que aquí estaba mal y se ha corregido, de lo más reciente a lo más antiguo. Cada nota figura también en su entrada; en lugar de una retirada está el motivo.
corrections-none = Todavía no ha habido nada que corregir.
revisions = Textos anteriores
revisions-link = Lo que decía antes esta entrada
revisions-intro = Todos los textos de esta entrada que se han podido leer, del más reciente al más antiguo, con lo que cambió de uno a otro.
revisions-back = Volver a la entrada
way-publication = publicado
way-typo = errata corregida
way-correction = corregido
way-retraction = retirado
part-headline = Titular
part-dek = Entradilla
part-byline = Firma
part-body = Texto
part-source = Fuente
paragraphs-same =
    { $count ->
        [one] { $count } párrafo sin cambios
       *[other] { $count } párrafos sin cambios
    }
words-added = añadido:
words-removed = eliminado:

comments = Comentarios
comment-count =
    { $count ->
        [one] { $count } comentario
       *[other] { $count } comentarios
    }
comments-none = Nadie ha dicho nada todavía.
comments-off = Los comentarios están cerrados.
comments-held = Los comentarios aparecen cuando la redacción los ha leído.
in-reply-to = En respuesta a
reply = Responder
write-comment = Escribir un comentario
write-reply = Responder a
cancel-reply = Escribir un comentario nuevo
field-name = Nombre
field-email = Correo electrónico
field-website = Sitio web
field-body = Comentario
optional = opcional
email-hint = No se muestra nunca.
body-hint = Se admite Markdown sencillo: *énfasis*, **negrita**, `código`, > cita, listas y enlaces.
trap = Deje esto vacío
send = Enviar el comentario
notice-held = Gracias. Su comentario ha llegado y espera a que la redacción lo lea.
problems = Su comentario aún no se ha enviado. No se ha perdido nada; revise esto, por favor:
problem-name = Escriba un nombre de 80 caracteres como máximo.
problem-email = Esto no parece una dirección de correo; puede dejarlo vacío.
problem-website = Esto no parece una dirección web; puede dejarlo vacío.
problem-body-empty = Escriba algo, por favor.
problem-body-long = Un comentario puede tener 10.000 caracteres; acórtelo, por favor.
problem-parent = El comentario al que responde ya no está aquí.
popular-here = Entradas populares de este blog
popular-none = Nada se ha leído aún lo suficiente. Vuelva pronto.
popular-title = Entradas populares
popular-window = Período
window-7d = 7 días
window-30d = 30 días
window-all = Desde el principio
newest = Entradas recientes
home-empty = Aún no se ha publicado nada aquí.
pagination = Páginas
page-number = Página { $number }
older = Entradas antiguas
newer = Entradas más recientes
list-label = Etiqueta
list-source = Fuente
source-intro = Entradas que citan a { $outlet } como fuente.
archive = Archivo
archive-none = El archivo se llena a medida que se publican entradas.
post-count =
    { $count ->
        [one] { $count } entrada
       *[other] { $count } entradas
    }
search = Buscar
search-field = Palabras de un titular
search-button = Buscar
search-found =
    { $count ->
        [0] Ninguna entrada tiene estas palabras en su titular:
        [one] { $count } entrada con estas palabras en su titular:
       *[other] { $count } entradas con estas palabras en su titular:
    }
search-hint = Pruebe con menos palabras o con el comienzo de una.
ledger = Registro
ledger-intro = Todo lo que este sitio publica, corrige, retira o guarda como prueba se anota aquí, una línea cada vez. Cada línea nombra la anterior y va firmada con la clave del sitio. Nada puede cambiarse, omitirse ni moverse después sin que se note.
ledger-lines = Líneas
ledger-head = Hash de la última línea
ledger-key = Huella de la clave
ledger-since = firma desde la línea { $number }
ledger-seen = Visto por
ledger-seen-line = línea { $number }
ledger-proves-title = Qué demuestra
ledger-proves = Que un texto o una copia está en este sitio tal cual desde el día de su línea, en la medida en que se fíe del reloj del sitio o de la autoridad que la ha visto. Quien guarde el hash de una línea podrá mostrar más tarde que se cambió.
ledger-not-title = Qué no demuestra
ledger-not = Que lo publicado sea cierto, ni que un medio escribiera lo capturado: solo que nuestra copia no ha cambiado desde entonces.
ledger-check-title = Compruébelo por su cuenta
ledger-check = Necesita curl, jq, openssl y sha256sum, y nada nuestro.
ledger-script = El guion, unas sesenta líneas, para leerlo antes
ledger-all = Todas las líneas, para programas
ledger-keys = Las claves públicas
ledger-newest = Últimas líneas
ledger-of-post = Lo que dice el registro de
ledger-whole = El registro entero
ledger-none = Aún no se ha anotado nada.
ledger-older = Líneas anteriores
ledger-line = Línea { $number }
ledger-exact = La línea exacta
ledger-hash = SHA-256
ledger-signature = Firma
ledger-late = anotado después: es anterior al registro
ledger-key-begins = El registro empieza con esta clave
ledger-key-changes = Desde aquí firma una clave nueva
ledger-key-lost = Desde aquí firma una clave nueva. La anterior se perdió y no pudo responder por ella; el sitio dice:
ledger-publication = Publicado
ledger-revision = versión { $number }
ledger-correction = Corregido
ledger-retraction = Desautorizado
ledger-capture = Se guardó una copia de una fuente
ledger-verdict = La redacción decidió sobre un comentario
ledger-source-alive = Su fuente sigue como estaba
ledger-source-changed = Su fuente ha cambiado
ledger-source-gone = Su fuente ya no existe
ledger-opened = Una copia guardada se abrió a los lectores
ledger-closed = Una copia guardada se volvió a cerrar

not-found = Aquí no hay ninguna página
not-found-text = Puede que la dirección esté mal escrita o que la página se haya movido. Búsquela o empiece por lo más nuevo.
gone = Retirada
gone-text = Esta entrada fue retirada.
gone-reason = El motivo, según la redacción:
trouble = Algo ha salido mal
trouble-text = No es culpa suya. Inténtelo de nuevo dentro de un rato.
back-home = A la portada
preview = Vista previa: así se verá la entrada. Los lectores aún no la ven.
comments-on = Comentarios sobre «{ $headline }»
