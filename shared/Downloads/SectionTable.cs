using ServerlessDecide.Content;
using ServerlessDecide.Exports;

namespace ServerlessDecide.Downloads;

/// <summary>
/// The electoral sections. A device looks one up in the plain file, which is therefore small: names come only with a language.
/// </summary>
public static class SectionTable
{
    /// <summary>All columns that the file may have.</summary>
    public static Table Table { get; } = new(
        "sections",
        new("Secciones electorales", "Electoral sections"),
        new("Cada sección con su municipio y su distrito.", "Each section with its municipality and its district."),
        [
            new("section", 10, new("Sección", "Section"), new("Cuatro cifras, como en la credencial para votar.", "Four digits, as on the voter card.")),
            new("municipality", 12, new("Clave del municipio", "Municipality code"), new("Cinco cifras, como las usa el INEGI.", "Five digits, as INEGI has them.")),
            new("district", 10, new("Distrito", "District"), new("Número del distrito local.", "Number of the local district.")),
            new("mergedInto", 12, new("Integrada a", "Merged into"), new("La sección a la que se integró; vacía si sigue en pie.", "The section into which it was merged; empty while it stands.")) { IsOptional = true },
            NameColumns.Municipality, NameColumns.DistrictSeat,
        ])
    { Key = ["section"] };

    /// <param name="language"><c>es</c>, <c>en</c>, or null for the file without names.</param>
    public static Table For(string? language) =>
        Table with { Columns = [.. Table.Columns.Where(c => language is not null || !NameColumns.All.Contains(c.Name))] };

    /// <summary>Returns a row for each section in the order of the numbers, with the columns of <see cref="For"/>.</summary>
    /// <inheritdoc cref="For"/>
    public static IEnumerable<string[]> Rows(ContentIndex content, string? language)
    {
        var names = content.Names;
        var standing = content.All.Sections.Select(s => (s.Number, s.Municipality, s.District, Into: ""));
        var merged = content.All.MergedSections.Select(s =>
            (s.Number, Municipality: content.Section(s.Into)?.Municipality ?? "", District: content.Section(s.Into)?.District ?? "", s.Into));
        return standing.Concat(merged).OrderBy(s => s.Number, StringComparer.Ordinal).Select(s => (string[])
        [
            s.Number, s.Municipality, s.District, s.Into,
            .. language is null ? (string[])[] : [names.Municipality(s.Municipality), names.DistrictSeat(s.District)],
        ]);
    }
}
