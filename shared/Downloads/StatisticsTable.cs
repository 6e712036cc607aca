using ServerlessDecide.Exports;

namespace ServerlessDecide.Downloads;

/// <summary>The statistics of use, a figure a row.</summary>
public static class StatisticsTable
{
    public static Table Table { get; } = new(
        "statistics",
        new("Estadísticas de uso", "Statistics of use"),
        new(
            "Para qué se usó la herramienta, una cifra por fila y nada de un solo actor político.",
            "What the tool was used for, a figure a row and nothing that concerns one contender."),
        [
            new("table", 12, new("Tabla", "Table"), new("De qué tabla es la cifra.", "The table of the figure."))
            {
                Words = [new("days", new("Días", "Days")), new("totals", new("Totales", "Totals")), new("use", new("Uso", "Use"))],
            },
            new("day", 12, new("Día", "Day"), new("Día en la hora local del proceso; vacío en los totales.", "Day in the local time of the process; empty in totals.")) { IsOptional = true },
            new("measure", 16, new("Medida", "Measure"), new("Qué se cuenta.", "What is counted."))
            {
                Words =
                [
                    new("reactions", new("Reacciones", "Reactions")), new("comments", new("Comentarios", "Comments")), new("consultations", new("Consultas", "Consultations")),
                    new("visits", new("Visitas", "Visits")), new("visitors", new("Visitantes", "Visitors")),
                ],
            },
            new("dimension", 14, new("Dimensión", "Dimension"), new("Según qué se separa; vacío si no se separa.", "By what it is split; empty when it is not."))
            {
                IsOptional = true,
                IsClosed = false,
                Words =
                [
                    new("hour", new("Hora", "Hour")), new("section", new("Apartado", "Section of the tool")), new("view", new("Vista", "View")),
                    new("device", new("Dispositivo", "Device")), new("language", new("Idioma", "Language")), new("campaign", new("Campaña", "Campaign")),
                ],
            },
            new("value", 16, new("Valor", "Value"), new("El valor de la dimensión.", "The value of the dimension.")) { IsOptional = true },
            new("count", 12, new("Cifra", "Count"), new("Hacia abajo a decenas: 10 significa de 10 a 19; vacía si no se muestra.", "Down to tens: 10 says 10 to 19; empty where it is not shown."))
            {
                Kind = ColumnKind.Number,
                IsOptional = true,
            },
            new("unit", 12, new("Unidad", "Unit"), new("En qué se cuenta.", "What one is."))
            {
                Words =
                [
                    new("events", new("Actos", "Events")), new("answers", new("Respuestas", "Answers")), new("views", new("Vistas", "Views")), new("visitors", new("Visitantes", "Visitors")),
                ],
            },
        ]);
}
