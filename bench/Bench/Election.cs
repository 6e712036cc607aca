using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ServerlessDecide.Bench;

/// <summary>The files an institute would import for an election as large as the State of Mexico's; invented, and always the same.</summary>
internal sealed class Election
{
    private const int Districts = 45;
    private const int Municipalities = 125;
    private const int Parties = 11;
    private const int Sections = 6_530;
    private const int CandidatesToReach = 30_000;

    private static readonly string[] Given =
    [
        "María", "José", "Guadalupe", "Juan", "Verónica", "Luis", "Ana", "Carlos", "Rosa", "Miguel", "Leticia", "Ángel", "Patricia", "Jesús", "Norma",
        "Óscar", "Araceli", "Iván", "Itzel", "Raúl", "Xóchitl", "Héctor", "Yolanda", "Andrés", "Citlali", "Fermín", "Brenda", "Saúl", "Nayeli", "Efraín",
    ];

    private static readonly string[] Surnames =
    [
        "Hernández", "García", "Martínez", "López", "González", "Sánchez", "Pérez", "Ramírez", "Flores", "Cruz", "Gómez", "Morales", "Vázquez", "Reyes",
        "Jiménez", "Díaz", "Mendoza", "Ortiz", "Castillo", "Núñez", "Muñoz", "Peña", "Ibáñez", "Zúñiga", "Carreño", "Villafaña", "Ávila", "Escudero",
        "Quiñones", "Arzate", "Becerril", "Colín", "Esquivel", "Legorreta", "Malvaez", "Nava", "Olascoaga", "Plata", "Rebollar", "Sanabria",
    ];

    private readonly Random chance = new(20210606);
    private readonly Dictionary<(int Party, int Municipality), int> slates = [];

    /// <summary>Data sets in the order in which they can be imported: name, content type, file.</summary>
    public IReadOnlyList<(string Name, string ContentType, string File)> Files { get; }

    /// <summary>Rows of <c>candidates</c>.</summary>
    public int Candidates { get; private set; }

    public Election()
    {
        Files =
        [
            ("districts", "text/csv", Csv("number,seat", Enumerable.Range(1, Districts).Select(n => $"{n},Cabecera {n}"))),
            ("municipalities", "text/csv", Csv(
                "code,name,lat,lon",
                Enumerable.Range(0, Municipalities).Select(m => string.Create(CultureInfo.InvariantCulture, $"{15001 + m},Municipio {m + 1},{19 + (m / 100.0)},{-99 - (m / 100.0)}")))),
            ("sections", "text/csv", Csv(
                "section,municipality,district,registeredVoters",
                Enumerable.Range(1, Sections).Select(s => $"{s:0000},{15001 + (s * Municipalities / (Sections + 1))},{1 + (s * Districts / (Sections + 1))},{chance.Next(300, 3500)}"))),
            ("contenders", "text/csv", Csv(
                "id,name,shortName,kind,members,color,elected", Enumerable.Range(1, Parties).Select(p => $"partido-{p},Partido {p},P{p},party,,#0{p:x}8040,"))),
            ("platforms", "application/json", MakePlatforms("Agua")),
            ("candidates", "text/csv", Csv("id,name,contender,office,contest,position,role,gender,head", MakeCandidates())),
            ("results", "text/csv", Csv("level,territory,option,votes,status,source", MakeResults())),
        ];
    }

    /// <summary>Returns the platforms with another text: the smallest change to the content.</summary>
    public static string OtherPlatforms(int number) => MakePlatforms($"Agua {number}");

    /// <summary>Returns searches as people make them: a surname, part of a name, swapped words, no accents, capitals, and names without a match.</summary>
    public IReadOnlyList<string> Searches(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => Uri.EscapeDataString((i % 6) switch
        {
            0 => Pick(Surnames),
            1 => Pick(Surnames)[1..4],
            2 => $"{Pick(Surnames)} {Pick(Given)}",
            3 => $"{Pick(Surnames)} {Pick(Surnames)} {Pick(Given)}".ToUpperInvariant(),
            4 => $"{Pick(Given)[..2]} {Pick(Surnames)[..3]}",
            _ => $"nadie{i}",
        })),
    ];

    private string Pick(string[] of) => of[chance.Next(of.Length)];

    private IEnumerable<string> MakeCandidates()
    {
        // A pair of candidates for each party and district, lists of 30, and slates of 15 places or more until there are enough.
        for (var party = 1; party <= Parties; party++)
        {
            for (var district = 1; district <= Districts; district++) yield return Place(party, "deputy", $"legislature-{district}", 1, true);
            for (var position = 1; position <= 30; position++) yield return Place(party, "deputy", "legislature", position, false);
        }

        for (var municipality = 0; ; municipality = (municipality + 1) % Municipalities)
        {
            for (var party = 1; party <= Parties; party++)
            {
                if (Candidates >= CandidatesToReach) yield break;
                var position = slates.TryGetValue((party, municipality), out var last) ? last + 1 : 1;
                slates[(party, municipality)] = position;
                yield return Place(party, position == 1 ? "mayor" : position == 2 ? "sindico" : "regidor", $"council-{15001 + municipality}", position, position == 1);
            }
        }
    }

    // Owner and alternate.
    private string Place(int party, string office, string contest, int position, bool heads)
    {
        var gender = position % 2 == 0 ? "male" : "female";
        var start = $",partido-{party},{office},{contest},{position}";
        var text = $"c{Candidates},{Person()}{start},owner,{gender},{(heads ? "true" : "false")}\nc{Candidates + 1},{Person()}{start},alternate,{gender},false";
        Candidates += 2;
        return text;
    }

    private string Person() => $"{Pick(Given)} {Pick(Given)} {Pick(Surnames)} {Pick(Surnames)}";

    private IEnumerable<string> MakeResults()
    {
        foreach (var (level, territory) in Enumerable.Range(1, Districts).Select(n => ("district", $"{n}"))
            .Concat(Enumerable.Range(15001, Municipalities).Select(c => ("municipality", $"{c}"))))
        {
            for (var party = 1; party <= Parties; party++) yield return $"{level},{territory},partido-{party},{chance.Next(100, 20_000)},definitive,Cómputo";
            yield return $"{level},{territory},null,{chance.Next(1000)},definitive,Cómputo";
            yield return $"{level},{territory},unregistered,{chance.Next(50)},definitive,Cómputo";
            yield return $"{level},{territory},registered-voters,400000,definitive,Cómputo";
        }
    }

    private static string MakePlatforms(string firstHeading) => JsonSerializer.Serialize(Enumerable.Range(0, Parties * 2).Select(i => new
    {
        id = $"plataforma-{i}",
        contender = $"partido-{1 + (i / 2)}",
        scope = i % 2 == 0 ? "legislature" : "council",
        title = $"Plataforma {i}",
        sections = Enumerable.Range(0, 10).Select(s => new
        {
            id = $"s{s}",
            topic = $"tema-{s}",
            heading = s == 0 ? firstHeading : $"Tema {s}",
            text = string.Concat(Enumerable.Repeat("Cuidaremos el agua, los caminos y las escuelas de cada comunidad, con cuentas a la vista. ", 22)),
        }),
    }));

    private static string Csv(string header, IEnumerable<string> rows)
    {
        var text = new StringBuilder(header).Append('\n');
        foreach (var row in rows) text.Append(row).Append('\n');
        return text.ToString();
    }
}
