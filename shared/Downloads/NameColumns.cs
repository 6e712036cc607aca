using ServerlessDecide.Exports;

namespace ServerlessDecide.Downloads;

/// <summary>
/// The columns of downloads that say what an id is called. They stand after the columns of the import, so a download can be imported again:
/// an import does not read them.
/// </summary>
public static class NameColumns
{
    internal static readonly TableColumn Contender = Column(
        "contenderName", 36, new("Nombre del actor político", "Contender's name"), new("Nombre del partido, coalición, candidatura común o independiente.", "Name of the party, coalition, common candidacy or independent."));

    internal static readonly TableColumn Office = Column(
        "officeName", 24, new("Nombre del cargo", "Office's name"), new("Nombre del cargo; vacío mientras no esté descrito.", "Name of the office; empty while it is not described."));

    internal static readonly TableColumn Contest = Column(
        "contestName", 36, new("Nombre de la elección", "Contest's name"), new("Qué se elige y dónde.", "What is voted for, and where."));

    internal static readonly TableColumn DistrictSeat = Column(
        "districtSeat", 28, new("Cabecera distrital", "District seat"), new("Cabecera del distrito local; vacía donde no es de un distrito.", "Seat of the local district; empty where it is of no district."));

    internal static readonly TableColumn Municipality = Column(
        "municipalityName", 28, new("Municipio", "Municipality"), new("Nombre del municipio; vacío donde no es de un municipio.", "Name of the municipality; empty where it is of no municipality."));

    internal static readonly TableColumn Option = Column(
        "optionName", 40, new("Nombre de la opción", "Option's name"), new("Nombres de los actores políticos de la opción, o qué se cuenta en la fila.", "Names of the option's contenders, or what the row counts."));

    /// <summary>The names of all of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Contender.Name, Office.Name, Contest.Name, DistrictSeat.Name, Municipality.Name, Option.Name];

    private static TableColumn Column(string name, int width, FileText title, FileText meaning) => new(name, width, title, meaning) { IsOptional = true };
}
