using System.Text.Json.Nodes;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Functions.OpenApi;

/// <summary>What texts of answers, requests and queries look like: patterns, lengths and formats, by the name of the member.</summary>
internal static class OpenApiRules
{
    private const string Query = "query";

    private static readonly Shape Id = Shape.Of(Slug.Shape);
    private static readonly Shape Process = Shape.Of(ProcessId.Shape, shortest: 3);
    private static readonly Shape DistrictNumber = Shape.Of(District.NumberRule);
    private static readonly Shape MunicipalityCode = Shape.Of(Municipality.CodeRule);
    private static readonly Shape Decider = Shape.Of(Slug.Shape, shortest: 2);
    private static readonly Shape Date = new() { Format = "date" };
    private static readonly Shape Uuid = new() { Format = "uuid" };
    private static readonly Shape Present = new() { Shortest = 1 };

    /// <summary>By <c>Schema.member</c> or <c>query.parameter</c>, or by the name alone where it says the same everywhere.</summary>
    private static readonly Dictionary<string, Shape> Shapes = new(StringComparer.Ordinal)
    {
        ["id"] = Id,
        ["candidate"] = Id,
        ["contender"] = Id,
        ["contenders"] = Id,
        ["contest"] = Id,
        ["contests"] = Id,
        ["members"] = Id,
        ["office"] = Id,
        ["replacedBy"] = Id,
        ["seeAlso"] = Id,
        ["topic"] = Id,
        ["Process.id"] = Process,
        ["ProcessRequest.id"] = Process,
        ["ChallengeData.process"] = Process,
        ["District.number"] = DistrictNumber,
        ["DistrictName.number"] = DistrictNumber,
        ["Municipality.districts"] = DistrictNumber,
        ["district"] = DistrictNumber,
        ["Municipality.code"] = MunicipalityCode,
        ["MunicipalityName.code"] = MunicipalityCode,
        ["municipality"] = MunicipalityCode,
        ["Section.section"] = Shape.Of(Section.NumberRule),
        ["Decision.by"] = Decider,
        ["DecisionRequest.decidedBy"] = Decider,
        ["day"] = Date,
        ["electionDay"] = Date,
        ["import"] = Uuid,
        ["Import.from"] = Uuid,
        ["ListedImport.from"] = Uuid,
        ["receipt"] = new() { Pattern = "^[0-9]{6}(-[0-9A-HJKMNP-TV-Z]{5}){4}$", Longest = 30 },
        ["color"] = new() { Pattern = "^#[0-9A-Fa-f]{6}$", Longest = 7 },
        ["sha256"] = Hexadecimal(32),
        ["Decision.lexicon"] = Hexadecimal(32),
        ["Challenge.signature"] = Hexadecimal(32),
        ["ChallengeParameters.nonce"] = Hexadecimal(16),
        ["ChallengeParameters.salt"] = Hexadecimal(16),
        ["without"] = Id,
        ["documentUrl"] = new() { Format = "uri" },
        ["CommentRequest.text"] = Present,
        ["ProcessRequest.name"] = new() { Shortest = 1, Longest = 200 },
        ["VisitorRequest.altcha"] = Present,
        ["VisitorRequest.ticket"] = Present,
        ["query.q"] = new() { Longest = 100 },
        ["query.key"] = new() { Longest = 60 },
    };

    /// <summary>Adds the shape of a member to its schema, or to that of its items. A closed set needs none.</summary>
    public static void Apply(string schema, string member, JsonObject node)
    {
        var text = node["items"] as JsonObject ?? node;
        if (text.ContainsKey("enum") || text.ContainsKey("format") || !IsText(text["type"])) return;
        // Ids of Popolo name the kind of thing as well: contender/sol.
        if (member == "id" && schema.StartsWith("Popolo", StringComparison.Ordinal)) return;
        if (Shapes.TryGetValue($"{schema}.{member}", out var shape) || Shapes.TryGetValue(member, out shape)) shape.AddTo(text);
    }

    /// <inheritdoc cref="Apply"/>
    public static void ApplyToQuery(string name, JsonObject schema) => Apply(Query, name, schema);

    private static bool IsText(JsonNode? type) =>
        type is JsonArray several ? several.Any(t => (string?)t == "string") : (string?)type == "string";

    private static Shape Hexadecimal(int bytes) => new() { Pattern = $"^[0-9a-f]{{{2 * bytes}}}$", Longest = 2 * bytes };

    private sealed record Shape
    {
        public string? Pattern { get; init; }

        public string? Format { get; init; }

        public int? Shortest { get; init; }

        public int? Longest { get; init; }

        public static Shape Of(ValueRule rule, int? shortest = null) => new() { Pattern = rule.Pattern, Shortest = shortest, Longest = rule.Longest };

        public void AddTo(JsonObject schema)
        {
            if (Format is not null) schema["format"] = Format;
            if (Pattern is not null) schema["pattern"] = Pattern;
            if (Shortest is { } shortest) schema["minLength"] = shortest;
            if (Longest is { } longest && !schema.ContainsKey("maxLength")) schema["maxLength"] = longest;
        }
    }
}
