using ServerlessDecide.Functions.Http;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>Defines every published figure. A figure that is not in this list is not published; docs/statistics.md says why.</summary>
internal static class StatisticsDefinitions
{
    public static readonly IReadOnlyList<(string Figure, string Unit, Wording Meaning)> All =
    [
        ("rules", "", new(
            $"Solo se publican días terminados. Toda cifra es de un día: si es menor que {PublishedStatistics.Unit} no se muestra, y las demás se redondean hacia abajo a decenas; 10 significa de 10 a 19. Los totales y las demás tablas son sumas de lo que se muestra. Nada se separa por actor político, plataforma ni candidatura.",
            $"Only days that are over are published. Every figure is of one day: one smaller than {PublishedStatistics.Unit} is not shown, and the others are rounded down to tens; 10 says 10 to 19. Totals and all other tables are sums of what is shown. Nothing is split by contender, platform or candidate.")),
        ("days", "", new(
            "Días en la hora local del proceso.",
            "Days in the local time of the process.")),
        ("reactions", "events", new(
            "«Me gusta» y «No me gusta» aceptados, sin separar. Cambiar de opinión cuenta otra vez, y repetirla otro día también; retirarla no cuenta. No se muestra si con lo que recibe cada actor político se podría calcular lo de otro.",
            "Likes and dislikes that were accepted, not told apart. A change of mind counts again, and so does the same one on another day; a withdrawal does not count. Not shown where one contender could compute another's from what it receives.")),
        ("comments", "events", new(
            "Ideas, propuestas y comentarios recibidos, sin separar y sin importar qué decidió la moderación. Con la misma regla que las reacciones.",
            "Ideas, proposals and comments received, not told apart, whatever moderation decided. By the same rule as reactions.")),
        ("consultations", "answers", new(
            "Respuestas de contenido público (GET con 200 o 304) que dio la aplicación, sin programas automáticos. Lo que contesta una caché en el camino no se ve aquí: para eso están las visitas.",
            "Answers of public content (GET with 200 or 304) that the application gave, without automatic programs. What a cache on the way answers is not seen here: that is what visits are for.")),
        ("visits", "views", new(
            "Vistas que las páginas dijeron haber mostrado, sin programas automáticos. Es un dato indicativo: nada impide que alguien envíe más.",
            "Views that pages said they showed, without automatic programs. It is an indication: nothing keeps somebody from sending more.")),
        ("visitors", "visitors", new(
            "Cuántos visitantes distintos hubo en el día, aproximadamente (error estándar de 0.81 %): dirección y navegador, mezclados con una clave del día que se destruye. No se suman entre días.",
            "About how many different visitors there were on the day (standard error 0.81%): address and browser, mixed with a key of the day that is destroyed. They do not add up over days.")),
        ("hours", "", new(
            "Consultas y visitas por hora local del día.",
            "Consultations and visits by the local hour of the day.")),
        ("sections", "", new(
            "Consultas por sección de la herramienta; no se muestran los días en que los datos se referirían a muy pocos actores políticos.",
            "Consultations by section of the tool; not shown of days on which they would be about too few contenders.")),
        ("views", "", new(
            "Visitas por vista, con la misma regla.",
            "Visits by view, by the same rule.")),
        ("devices", "", new(
            "Clase de dispositivo según lo que dice el navegador; «bot» son los programas automáticos, que no están en ninguna otra cifra.",
            "Class of device by what the browser says; bot are automatic programs, which are in no other figure.")),
        ("languages", "", new(
            "Visitas por idioma: el que pidió la página (`lang`) o, si no pidió ninguno, el que el navegador nombra primero.",
            "Visits by language: the one that the page asked for (`lang`) or, where it asked for none, the one that the browser names first.")),
        ("campaigns", "", new(
            "Visitas con el código de una campaña que el instituto declaró; «other» son los demás códigos.",
            "Visits with the code of a campaign that the institute declared; other are all other codes.")),
    ];

    public static string UnitOf(string measure) => All.Single(d => d.Figure == measure).Unit;
}
