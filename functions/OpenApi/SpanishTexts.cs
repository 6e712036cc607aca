using System.Reflection;
using ServerlessDecide.Functions.Http;

namespace ServerlessDecide.Functions.OpenApi;

/// <summary>
/// The texts of the API's description in Spanish, by their English wording, for the pages that show them. When an English text changes, its
/// translation is no longer found, and a test names it. The meanings of schemas and their members are in English alone.
/// </summary>
internal static class SpanishTexts
{
    private static readonly Dictionary<string, string> ByEnglish = Pairs().ToDictionary(p => Line(p.En), p => Line(p.Es), StringComparer.Ordinal);

    private static readonly Dictionary<string, Wording> Refusals = typeof(Problems).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => f.GetValue(null)).OfType<Problem>().DistinctBy(p => p.Code, StringComparer.Ordinal).ToDictionary(p => p.Code, p => p.Title, StringComparer.Ordinal);

    /// <summary>All English texts that have a translation, each on one line.</summary>
    public static IReadOnlyCollection<string> Known => ByEnglish.Keys;

    /// <summary>Returns the Spanish of a text, or null. How it is broken into lines does not count.</summary>
    public static string? Find(string english) => ByEnglish.GetValueOrDefault(Line(english));

    /// <summary>Returns what the title of a refusal says, by its code; null for a code that no problem has.</summary>
    public static Wording? Refusal(string code) => Refusals.TryGetValue(code, out var title) ? title : null;

    /// <summary>Returns the name of a section of the description for people; null for a tag that has none yet.</summary>
    public static Wording? Section(string tag) => tag switch
    {
        "Candidacies" => new("Actores políticos, plataformas y candidaturas", "Contenders, platforms and candidates"),
        "Deliveries" => new("Remisión a los actores políticos", "Delivery to the contenders"),
        "Description" => new("Esta descripción", "This description"),
        "Downloads" => new("Descargas", "Downloads"),
        "Geography" => new("Distritos, municipios y secciones", "Districts, municipalities and sections"),
        "Imports" => new("Carga de contenido", "Loading of content"),
        "Information" => new("Glosario y cargos", "Glossary and offices"),
        "Moderation" => new("Moderación de los comentarios", "Moderation of comments"),
        "Participation" => new("Participación: reacciones y comentarios", "Participation: reactions and comments"),
        "Processes" => new("Procesos y calendarios", "Processes and calendars"),
        "Results" => new("Resultados de la elección", "Results of the election"),
        "Statistics" => new("Estadísticas de uso", "Statistics of use"),
        _ => null,
    };

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static (string En, string Es)[] Pairs() =>
    [
        .. Introduction(), .. Sections(), .. Callers(), .. Processes(), .. Candidacies(), .. Geography(), .. Information(), .. Participation(),
        .. Results(), .. Moderation(), .. Institute(), .. Files(), .. Common(),
    ];

    private static (string En, string Es)[] Files() =>
    [
        ("All public files of a process, and what their columns mean.", "Todos los archivos públicos de un proceso y lo que significan sus columnas."),
        ("Asks for the removal of a process in which nobody took part. It waits for a second person.", "Pide eliminar un proceso en el que nadie ha participado. Espera a una segunda persona."),
        ("Why, for the audit: ids and words, no personal data.", "El motivo, para la auditoría: identificadores y palabras, sin datos personales."),
        ("Mends what a process says of itself, while nothing depends on it. The calendar has its own address.", "Corrige lo que un proceso dice de sí mismo, mientras nada dependa de ello. El calendario tiene su propia dirección."),
        ("Whether the file begins with a byte order mark, by which Excel reads its accents right.", "Si el archivo empieza con una marca de orden de bytes, con la que Excel lee bien los acentos."),
        ("What each column of each download means, in both languages.", "Lo que significa cada columna de cada descarga, en los dos idiomas."),
        ("The data dictionary as CSV, a column a line, in one language.", "El diccionario de datos en CSV, una columna por renglón, en un idioma."),
        ("The public files of a process that are open now, with columns, sizes and hashes, as a Data Package (version 2).", "Los archivos públicos de un proceso que ahora están abiertos, con sus columnas, tamaños y huellas, como Data Package (versión 2)."),
        ("Withdraws the removal that waits: the process stays.", "Retira la eliminación que está en espera: el proceso se queda."),
        ("Confirms the removal of a process, by another person than who asked for it. It is gone at once, unless somebody has taken part.", "Confirma la eliminación de un proceso; lo hace otra persona, no quien la pidió. Desaparece de inmediato, salvo que alguien ya haya participado."),
        ("The ETag of the process that was read: what is removed is what was seen.", "El ETag del proceso que se leyó: se elimina lo que se vio."),
        ("What candidates propose, all or what matches every filter.", "Lo que proponen las candidaturas: todo o lo que cumple con todos los filtros."),
        ("Only on this topic, kebab-case.", "Solo sobre este tema, en kebab-case."),
        ("Only of candidates of this contender, by its id.", "Solo de candidaturas de este actor político, por su identificador."),
        ("Only of candidates in the contest of this district.", "Solo de candidaturas en la contienda de este distrito."),
        ("Only of candidates in the contest of this municipality, by its code.", "Solo de candidaturas en la contienda de este municipio, por su clave."),
        ("Only of candidates in this contest, by its id.", "Solo de candidaturas en esta contienda, por su identificador."),
    ];

    private static (string En, string Es)[] Introduction() =>
    [
        (
            """
            What citizens need to know of an election, what they say to the contenders, and how it reaches them.
            """,
            """
            Lo que la ciudadanía necesita saber de una elección, lo que dice a los actores políticos y cómo les llega.
            """
        ),
        (
            """
            Rules for every route: JSON is camelCase and UTF-8; times are RFC 3339 with offset; ids are kebab-case. Lists come in pages: `next` is the cursor of the
            following page, or null. Refusals are RFC 9457 problems; `code` is stable, the wording is in Spanish or English. Every route takes
            `?lang=es` or `?lang=en`. Without it a public GET is in Spanish, whatever its headers say: one address is one document, refusals included. All else follows
            `Accept-Language`. A query parameter that a route does not list, and one that is repeated, is 400 `invalid_input`; a filter without a value is no filter.
            A public GET has a strong `ETag`, answers HEAD, and is kept by caches for no longer than the calendar allows; all else is `no-store`.
            What the calendar keeps closed is 403 `activity_closed` with `opensAt` and `closedAt`. An unknown address is 404 `route_not_found`, a method that an address
            does not take 405 `method_not_allowed` with `Allow`.
            Pages of every origin may read what is public. Only pages of our own origin, and of the origins in the setting `AllowedOrigins`, may write or read with a
            visitor's token; elsewhere the browser says "Failed to fetch". Cookies are never needed.
            """,
            """
            Reglas para todas las direcciones: el JSON va en camelCase y UTF-8; las horas siguen RFC 3339 con desfase; los identificadores van en kebab-case. Las
            listas vienen por páginas: `next` es el cursor de la página siguiente, o null. Los rechazos son problemas de RFC 9457; `code` es estable y la redacción
            está en español o inglés. Toda dirección admite `?lang=es` o `?lang=en`. Sin él, un GET público responde en español, digan lo que digan sus
            encabezados: una dirección es un documento, rechazos incluidos. Todo lo demás sigue `Accept-Language`. Un parámetro de consulta que la
            dirección no menciona, y uno repetido, es 400 `invalid_input`; un filtro sin valor no filtra.
            Un GET público tiene una `ETag` fuerte, responde a HEAD y las cachés lo guardan solo lo que permite el calendario; todo lo demás es `no-store`.
            Lo que el calendario mantiene cerrado es 403 `activity_closed` con `opensAt` y `closedAt`. Una dirección desconocida es 404 `route_not_found`; un
            método que la dirección no admite, 405 `method_not_allowed` con `Allow`.
            Las páginas de cualquier origen pueden leer lo público. Solo las de nuestro propio origen, y las de los orígenes del ajuste `AllowedOrigins`, pueden escribir
            o leer con una credencial de visitante; en otros el navegador dice "Failed to fetch". Nunca hacen falta cookies.
            """
        ),
    ];

    private static (string En, string Es)[] Sections() =>
    [
        ("Contenders, platforms, contests, candidates and what they propose.", "Actores políticos, plataformas, contiendas, candidaturas y lo que proponen."),
        ("What each contender receives after the closing.", "Lo que recibe cada actor político después del cierre."),
        ("This description.", "Esta descripción."),
        ("Districts, municipalities and sections.", "Distritos, municipios y secciones."),
        ("How the institute brings content in.", "Cómo carga el instituto el contenido."),
        ("Glossary and offices.", "Glosario y cargos."),
        ("What people decide about comments, and for what reasons.", "Lo que deciden las personas sobre los comentarios, y por qué motivos."),
        ("Visitors, their reactions and comments.", "Visitantes, sus reacciones y sus comentarios."),
        ("Electoral processes and their calendars.", "Procesos electorales y sus calendarios."),
        ("Results by district and municipality.", "Resultados por distrito y municipio."),
        ("The use of the tool.", "El uso de la herramienta."),
    ];

    private static (string En, string Es)[] Callers() =>
    [
        ("Anyone may call it.", "Cualquiera puede llamarla."),
        ("Called with a visitor's token of the process.", "Se llama con la credencial de visitante del proceso."),
        ("Called by an operator of the institute; each use is audited.", "La llama el personal operador del instituto; cada uso queda en la bitácora."),
        (
            "Called by an operator of the institute or by whoever holds the key for second steps; each use is audited.",
            "La llama el personal operador del instituto o quien tiene la clave del segundo paso; cada uso queda en la bitácora."
        ),
    ];

    private static (string En, string Es)[] Processes() =>
    [
        ("This description as a page to read.", "Esta descripción, como página para leer."),
        ("This description, as OpenAPI 3.1.", "Esta descripción, como OpenAPI 3.1."),
        (
            "The front page of this installation: its processes, what is open now, and what can be downloaded.",
            "La página de inicio de esta instalación: sus procesos, lo que está abierto ahora y lo que se puede descargar."
        ),
        ("Whether the service answers.", "Si el servicio responde."),
        ("The electoral processes of this installation, drafts apart, in the order in which they were created.", "Los procesos electorales de esta instalación, salvo los borradores, en el orden en que se crearon."),
        ("Creates an electoral process.", "Crea un proceso electoral."),
        (
            "An electoral process, its calendar and what waits to change it; header Decide-Now tells its clock.",
            "Un proceso electoral, su calendario y los cambios en espera; el encabezado Decide-Now da la hora de su reloj."
        ),
        ("The id of an electoral process, such as edomex-2021.", "El identificador de un proceso electoral, como edomex-2021."),
        (
            "The calendar of a process as iCalendar (RFC 5545); what waits to change it is tentative.",
            "El calendario de un proceso como iCalendar (RFC 5545); los cambios en espera aparecen como tentativos."
        ),
        (
            "Replaces the calendar of a process. Where that takes moments to react away, or opens deliveries earlier, it waits for a second person or for 24 hours.",
            "Reemplaza el calendario de un proceso. Si quita momentos para reaccionar o adelanta la remisión, espera a una segunda persona o 24 horas."
        ),
        ("Whether to say only what would come of it.", "Si solo se quiere saber qué resultaría."),
        ("The ETag of the process that was read, or * for whatever it is.", "La ETag del proceso que se leyó, o * para cualquiera que sea."),
        ("The calendar waits.", "El calendario queda en espera."),
        (
            "Confirms the calendar that waits, by another person than who asked for it: it is in force at once.",
            "Confirma el calendario en espera, por una persona distinta de quien lo pidió: entra en vigor enseguida."
        ),
        (
            "The ETag of the process that was read: what is confirmed is what was seen.",
            "La ETag del proceso que se leyó: se confirma lo que se vio."
        ),
        (
            "Withdraws the calendar that waits: what is in force stays in force.",
            "Retira el calendario en espera: el que está en vigor sigue en vigor."
        ),
    ];

    private static (string En, string Es)[] Candidacies() =>
    [
        ("Candidates, all or those that match every filter.", "Las candidaturas: todas, o las que cumplen todos los filtros."),
        (
            "Words in any order, each any part of the name; accents and case do not count.",
            "Palabras en cualquier orden, cada una parte del nombre; no importan acentos ni mayúsculas."
        ),
        ("In the contest of this district.", "En la contienda de este distrito."),
        ("In the contest of this municipality, by its code.", "En la contienda de este municipio, por su clave."),
        ("Of this contender, by its id.", "De este actor político, por su identificador."),
        ("For this office, by its id.", "Para este cargo, por su identificador."),
        ("Who takes the seat or who stands in.", "Quien ocupa el cargo o quien suple."),
        ("A word of the institute's register: female, male, nonbinary.", "Una palabra del registro del instituto: female, male, nonbinary."),
        ("Whether they head a formula or slate.", "Si encabezan una fórmula o una planilla."),
        ("The list of candidates as CSV: the columns with which it is imported, then names. With lang, headers and words are for people.", "La lista de candidaturas en CSV: las columnas con las que se carga y luego los nombres. Con lang, los encabezados y las palabras son para personas."),
        ("The list of candidates as JSON, in one piece, with names beside ids.", "La lista de candidaturas en JSON, de una sola pieza, con los nombres junto a los identificadores."),
        ("The list of candidates as a workbook of one sheet, with the columns of the CSV, filters and a header that stays in view.", "La lista de candidaturas como libro de una hoja, con las columnas del CSV, filtros y un encabezado que no se pierde de vista."),
        (
            "A candidate with the substitutions in that place, or who was one and was replaced.",
            "Una candidatura con las sustituciones en ese lugar, o quien lo fue y fue sustituido."
        ),
        ("The contenders, in the order of their registration.", "Los actores políticos, en el orden de su registro."),
        ("A contender.", "Un actor político."),
        ("What is voted for, in all territories and by proportional lists, or in the territories asked for.", "Lo que se vota, en todos los territorios y por listas de representación proporcional, o en los territorios que se piden."),
        ("The contest of this district.", "La contienda de este distrito."),
        ("The contest of this municipality, by its code.", "La contienda de este municipio, por su clave."),
        (
            "The contests of this section: its district's and its municipality's. Leading zeros may be left out.",
            "Las contiendas de esta sección: la de su distrito y la de su municipio. Se pueden omitir los ceros a la izquierda."
        ),
        (
            "A contest, and while the list of candidates is open who competes and with whom.",
            "Una contienda y, mientras la lista de candidaturas está abierta, quién compite y con quién."
        ),
        (
            "The registered platforms; with topic, side by side on that topic, in an order that is drawn anew every day.",
            "Las plataformas registradas; con topic, lado a lado en ese tema, en un orden que se sortea cada día."
        ),
        (
            "Only platforms of these contenders: ids with commas between them, or the parameter several times.",
            "Solo plataformas de estos actores políticos: identificadores separados por comas, o el parámetro varias veces."
        ),
        (
            "Only platforms for the Legislature or for municipal councils.",
            "Solo plataformas para la Legislatura o para ayuntamientos."
        ),
        ("Only platforms with sections on that topic, with those sections alone; without names the contenders that have none. A cursor of such a list is good until the day's order ends.", "Solo plataformas con apartados sobre ese tema, y solo esos apartados; without nombra a los actores políticos que no tienen ninguno. El cursor de una lista así sirve mientras dura el orden del día."),
        ("A registered platform.", "Una plataforma registrada."),
        (
            "The competitiveness blocks of the contenders: their territories by their own last result, with who heads each candidacy, and whether parity holds.",
            "Los bloques de competitividad de los actores políticos: sus territorios según su propio último resultado, con quién encabeza cada candidatura, y si hay paridad."
        ),
        ("A competitiveness block.", "Un bloque de competitividad."),
        (
            "Every territory of every competitiveness block, as CSV in the columns of the import, with names after them. With lang headers and words are in that language.",
            "Cada territorio de cada bloque de competitividad, en CSV con las columnas de la importación y, después, nombres. Con lang, encabezados y palabras van en ese idioma."
        ),
        ("Only blocks of this contender, by its id.", "Solo bloques de este actor político, por su identificador."),
        ("Only blocks of districts or of municipalities.", "Solo bloques de distritos o de municipios."),
        (
            "Contenders, posts and areas, and candidates and platforms while they may be shown, in the words of Popolo.",
            "Actores políticos, cargos y territorios y, mientras se pueden mostrar, candidaturas y plataformas, con las palabras de Popolo."
        ),
        ("What a candidate proposes.", "Lo que propone una candidatura."),
        ("The topics of platforms and proposals with their names, in alphabetical order, and on how many platforms each one can be compared.", "Los temas de plataformas y propuestas con sus nombres, en orden alfabético, y en cuántas plataformas se puede comparar cada uno."),
        ("The id of a contender.", "El identificador de un actor político."),
    ];

    private static (string En, string Es)[] Geography() =>
    [
        ("The local districts, by number.", "Los distritos locales, por número."),
        ("A local district with its municipalities.", "Un distrito local con sus municipios."),
        ("The number of a local district, without leading zeros.", "El número de un distrito local, sin ceros a la izquierda."),
        (
            "The boundaries of the districts as a GeoJSON FeatureCollection.",
            "Los límites de los distritos como FeatureCollection de GeoJSON."
        ),
        (
            "The boundaries of the municipalities as a GeoJSON FeatureCollection.",
            "Los límites de los municipios como FeatureCollection de GeoJSON."
        ),
        ("The municipalities, by code.", "Los municipios, por clave."),
        ("A municipality with its districts.", "Un municipio con sus distritos."),
        ("The five digits of a municipality, as INEGI has them.", "Las cinco cifras de un municipio, como las tiene el INEGI."),
        (
            "The municipality and the district in which a point lies; kept by nobody, for the point is the caller's.",
            "El municipio y el distrito en que está un punto; nadie lo guarda, porque el punto es de quien pregunta."
        ),
        ("Latitude in WGS84 degrees, with a decimal point.", "Latitud en grados WGS84, con punto decimal."),
        ("Longitude in WGS84 degrees, with a decimal point.", "Longitud en grados WGS84, con punto decimal."),
        ("Every section with its municipality and district, as CSV. With lang it is a file for people: with names, and headers in that language.", "Cada sección con su municipio y su distrito, en CSV. Con lang es un archivo para personas: con nombres, y encabezados en ese idioma."),
        (
            "An electoral section: its municipality, its district and what is voted for there. Leading zeros may be left out.",
            "Una sección electoral: su municipio, su distrito y lo que se vota ahí. Se pueden omitir los ceros a la izquierda."
        ),
        ("The four digits of an electoral section.", "Las cuatro cifras de una sección electoral."),
    ];

    private static (string En, string Es)[] Information() =>
    [
        (
            "The glossary, as a dictionary orders it; with q, what answers the question, best first.",
            "El glosario, en el orden de un diccionario; con q, lo que responde a la pregunta, lo mejor primero."
        ),
        (
            "Words in any order, with or without accents, in singular or plural; at most 100 characters. Terms are found by their name first, then by their definition.",
            "Palabras en cualquier orden, con o sin acentos, en singular o plural; 100 caracteres como máximo. Los términos se buscan primero por su nombre y luego por su definición."
        ),
        ("Only terms of that topic, kebab-case.", "Solo términos de ese tema, en kebab-case."),
        ("A term of the glossary.", "Un término del glosario."),
        ("The id of a term.", "El identificador de un término."),
        (
            "The offices that are renewed, in the order of the imported file.",
            "Los cargos que se renuevan, en el orden del archivo que se cargó."
        ),
        ("An office that is renewed: what it can do and what it cannot.", "Un cargo que se renueva: lo que puede hacer y lo que no."),
    ];

    private static (string En, string Es)[] Participation() =>
    [
        (
            "A proof-of-work challenge in ALTCHA's version 2 format (PBKDF2/SHA-256); it costs more where very much comes from the caller's network.",
            "Un reto de prueba de trabajo en el formato 2 de ALTCHA (PBKDF2/SHA-256); cuesta más cuando de la misma red llega demasiado."
        ),
        (
            "A visitor's token for a solved challenge, or for a ticket of the entry queue whose turn has come.",
            "Una credencial de visitante a cambio de un reto resuelto, o de un turno de la fila de entrada que ya llegó."
        ),
        (
            "A ticket of the entry queue, for who cannot compute a proof of work: from readyAt on it can be exchanged for a token, whose class is B.",
            "Un turno de la fila de entrada, para quien no puede calcular una prueba de trabajo: desde readyAt se cambia por una credencial, cuya clase es B."
        ),
        ("What became of a comment; never its text.", "Qué pasó con un comentario; nunca su texto."),
        (
            "The receipt that was answered when the comment was received. Case and hyphens do not count.",
            "El folio que se dio al recibir el comentario. No importan mayúsculas ni guiones."
        ),
        (
            "Asks once that another person looks at a comment that is held or quarantined. Asked again it answers the same.",
            "Pide, una vez, que otra persona mire un comentario retenido o en cuarentena. Si se pide de nuevo, responde lo mismo."
        ),
        (
            "Sends an idea, a proposal or a comment on a platform to its contender.",
            "Envía una idea, una propuesta o un comentario sobre una plataforma a su actor político."
        ),
        (
            "Sends an idea, a proposal or a comment on a proposal to its contender.",
            "Envía una idea, una propuesta o un comentario sobre una propuesta a su actor político."
        ),
        (
            "Sends an idea, a proposal or a comment on a competitiveness block to its contender.",
            "Envía una idea, una propuesta o un comentario sobre un bloque de competitividad a su actor político."
        ),
        (
            "Any text of the caller's; the same key with the same content on the same day is the same comment.",
            "Cualquier texto de quien llama; la misma clave con el mismo contenido el mismo día es el mismo comentario."
        ),
        ("Withdraws this visitor's reaction to a platform.", "Retira la reacción de este visitante a una plataforma."),
        ("This visitor's reaction to a platform.", "La reacción de este visitante a una plataforma."),
        ("Likes or dislikes a platform; the last one counts.", "Me gusta o no me gusta una plataforma; cuenta lo último."),
        ("Withdraws this visitor's reaction to a competitiveness block.", "Retira la reacción de este visitante a un bloque de competitividad."),
        ("This visitor's reaction to a competitiveness block.", "La reacción de este visitante a un bloque de competitividad."),
        ("Likes or dislikes a competitiveness block; the last one counts.", "Me gusta o no me gusta un bloque de competitividad; cuenta lo último."),
        ("Withdraws this visitor's reaction to a proposal.", "Retira la reacción de este visitante a una propuesta."),
        ("This visitor's reaction to a proposal.", "La reacción de este visitante a una propuesta."),
        ("Likes or dislikes a proposal; the last one counts.", "Me gusta o no me gusta una propuesta; cuenta lo último."),
        (
            "This visitor's reactions to what is open now: platforms, competitiveness blocks, proposals.",
            "Las reacciones de este visitante a lo que está abierto ahora: plataformas, bloques de competitividad, propuestas."
        ),
        (
            "The classes of reactions and comments and the rules by which they are given.",
            "Las clases de reacciones y comentarios y las reglas con que se asignan."
        ),
        (
            "Counts a view that a page shows, in aggregate and with nothing about the person. JSON also as text/plain, as a page of another origin must send it.",
            "Cuenta una vista que muestra una página, en conjunto y sin nada de la persona. El JSON también como text/plain, que es como debe enviarlo una página de otro origen."
        ),
    ];

    private static (string En, string Es)[] Results() =>
    [
        (
            "The counts of all territories: districts by number, then municipalities by code.",
            "Los resultados de todos los territorios: los distritos por número y luego los municipios por clave."
        ),
        ("Only the counts of this level.", "Solo los resultados de este nivel."),
        ("The counts of all territories line by line, as CSV: the columns of the import, then names. With lang, headers and words are for people.", "Los cómputos de todos los territorios renglón por renglón, en CSV: las columnas con las que se cargan y luego los nombres. Con lang, los encabezados y las palabras son para personas."),
        ("The count of a district.", "El resultado de un distrito."),
        ("The count of a municipality.", "El resultado de un municipio."),
        (
            "What the tool was used for, with what each figure means; nothing that concerns one contender.",
            "Para qué se usó la herramienta, con lo que significa cada cifra; nada que se refiera a un solo actor político."
        ),
        ("The statistics as one table, a figure a line; a count is empty where it is not shown. With lang, headers and words are for people.", "Las estadísticas en una sola tabla, una cifra por renglón; el conteo queda vacío donde no se muestra. Con lang, los encabezados y las palabras son para personas."),
        (
            "Has every day counted anew from what is stored, by the next run of the timer. What is published stays until then.",
            "Hace que se cuente de nuevo cada día a partir de lo guardado, en la siguiente vuelta del temporizador. Lo publicado se queda hasta entonces."
        ),
        (
            "By how much the published figures differ from the stores, and why. Reads all rows of the days it is asked for.",
            "En cuánto difieren las cifras publicadas de lo guardado, y por qué. Lee todos los renglones de los días que se piden."
        ),
        ("One local day, such as 2021-05-10; all of them unless it is given.", "Un día local, como 2021-05-10; si no se da, todos."),
    ];

    private static (string En, string Es)[] Moderation() =>
    [
        (
            "Why a comment is held, quarantined or accepted: every code that may be a reason.",
            "Por qué se retiene, se pone en cuarentena o se acepta un comentario: todos los códigos que pueden ser motivo."
        ),
        (
            "Comments that wait for a person, the oldest first; or what is accepted, by day. A page may hold fewer than were asked for.",
            "Los comentarios que esperan a una persona, los más antiguos primero; o los aceptados, por día. Una página puede traer menos de los que se pidieron."
        ),
        ("What they wait for: held unless it is given.", "Qué esperan: held si no se da."),
        ("Only those in whose history this code is a reason.", "Solo aquellos en cuya historia este código es un motivo."),
        (
            "How often each code of moderation fired, how often a person looked, and how often people decided otherwise.",
            "Cuántas veces se aplicó cada código de moderación, cuántas lo miró una persona y cuántas decidió otra cosa."
        ),
        (
            "A random sample of each day's comments that moderation accepted and nobody has looked at yet, by day.",
            "Una muestra al azar de los comentarios de cada día que la moderación aceptó y nadie ha mirado todavía, por día."
        ),
        ("A comment and everything that was decided about it.", "Un comentario y todo lo que se decidió sobre él."),
        (
            "Decides about a comment, or decides otherwise, until packages are made.",
            "Decide sobre un comentario, o cambia la decisión, hasta que se preparan los paquetes."
        ),
        (
            "Moderation accepted the comment: it stays so until a second person confirms.",
            "La moderación aceptó el comentario: sigue así hasta que una segunda persona confirme."
        ),
        (
            "Decides about a comment and all copies of its text that wait for a person, page by page.",
            "Decide sobre un comentario y todas las copias de su texto que esperan a una persona, página por página."
        ),
    ];

    private static (string En, string Es)[] Institute() =>
    [
        ("The packages that were made.", "Los paquetes que se hicieron."),
        ("What one contender receives, as a zip file.", "Lo que recibe un actor político, como archivo zip."),
        ("Takes the next step towards the packages and says how far they are.", "Da el siguiente paso hacia los paquetes y dice en qué punto van."),
        ("How far an import is, and what is wrong with its rows.", "En qué punto va una carga y qué está mal en sus renglones."),
        ("The id of an import.", "El identificador de una carga."),
        (
            "Imports a dataset: all or nothing, carried out in the background.",
            "Carga un conjunto de datos: todo o nada, en segundo plano."
        ),
        ("What is imported.", "Lo que se carga."),
        (
            "For GeoJSON, the property that holds the number or code; number or code unless it is given.",
            "En GeoJSON, la propiedad que tiene el número o la clave; si no se da, number o code."
        ),
        ("For a workbook, the name of the sheet; the first one unless it is given.", "En un libro, el nombre de la hoja; si no se da, la primera."),
        (
            "The encoding of the file, from a person who knows it. A doubtful text is then taken to be right.",
            "La codificación del archivo, de parte de una persona que la conoce. Un texto dudoso se toma entonces por bueno."
        ),
        ("Whether only to find out what would change. Nothing is published.", "Si solo se quiere saber qué cambiaría. No se publica nada."),
        (
            "The file's name, for the list of imports; otherwise the one in Content-Disposition.",
            "El nombre del archivo, para la lista de cargas; si no se da, el de Content-Disposition."
        ),
        (
            "Names the file, for the list of imports: attachment; filename=\"districts.csv\".",
            "Da el nombre del archivo, para la lista de cargas: attachment; filename=\"districts.csv\"."
        ),
        (
            "The imports of a process, the newest first: who sent which file, and what it changed.",
            "Las cargas de un proceso, la más reciente primero: quién envió qué archivo y qué cambió."
        ),
        ("Only the imports of this dataset.", "Solo las cargas de este conjunto de datos."),
        (
            "Publishes the file of an earlier import again, as a new import by the same rules.",
            "Vuelve a publicar el archivo de una carga anterior, como una carga nueva y con las mismas reglas."
        ),
    ];

    private static (string En, string Es)[] Common() =>
    [
        ("The id of what the address names.", "El identificador de lo que nombra la dirección."),
        ("What the caller has is what there is.", "Lo que tiene quien llama es lo que hay."),
        (
            "The language of what the software says, refusals included. Without it: Spanish where anyone may read, and elsewhere what Accept-Language prefers.",
            "El idioma de lo que dice el programa, rechazos incluidos. Sin él: español donde cualquiera puede leer y, en lo demás, lo que prefiere Accept-Language."
        ),
        ("Items of a page.", "Elementos por página."),
        ("Where the page begins: next of the page before.", "Dónde empieza la página: el next de la anterior."),
        ("The ETag of what the caller has.", "La ETag de lo que tiene quien llama."),
        ("A visitor's token of the process, obtained with a proof of work.", "La credencial de visitante del proceso, que se obtiene con una prueba de trabajo."),
        ("The institute's key for scripts.", "La clave del instituto para programas."),
    ];
}
