using System.Text.Json.Nodes;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Geography;
using ServerlessDecide.Imports;

namespace ServerlessDecide.Functions.OpenApi;

/// <summary>The texts of the API's description that belong to no single function: the rules for every route, and the meanings of shared parts.</summary>
internal static class OpenApiTexts
{
    public const string FeatureCollectionName = "FeatureCollection";

    public const string Introduction =
        """
        What citizens need to know of an election, what they say to the contenders, and how it reaches them.

        Rules for every route: JSON is camelCase and UTF-8; times are RFC 3339 with offset; ids are kebab-case. Lists come in pages: `next` is the cursor of the
        following page, or null. Refusals are RFC 9457 problems; `code` is stable, the wording is in Spanish or English. Every route takes
        `?lang=es` or `?lang=en`. Without it a public GET is in Spanish, whatever its headers say: one address is one document, refusals included. All else follows
        `Accept-Language`. A query parameter that a route does not list, and one that is repeated, is 400 `invalid_input`; a filter without a value is no filter.
        A public GET has a strong `ETag`, answers HEAD, and is kept by caches for no longer than the calendar allows; all else is `no-store`.
        What the calendar keeps closed is 403 `activity_closed` with `opensAt` and `closedAt`. An unknown address is 404 `route_not_found`, a method that an address
        does not take 405 `method_not_allowed` with `Allow`.
        Pages of every origin may read what is public. Only pages of our own origin, and of the origins in the setting `AllowedOrigins`, may write or read with a
        visitor's token; elsewhere the browser says "Failed to fetch". Cookies are never needed.
        """;

    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["Candidacies"] = "Contenders, platforms, contests, candidates and what they propose.",
        ["Deliveries"] = "What each contender receives after the closing.",
        ["Description"] = "This description.",
        ["Downloads"] = "All public files of a process, and what their columns mean.",
        ["Geography"] = "Districts, municipalities and sections.",
        ["Imports"] = "How the institute brings content in.",
        ["Information"] = "Glossary and offices.",
        ["Moderation"] = "What people decide about comments, and for what reasons.",
        ["Participation"] = "Visitors, their reactions and comments.",
        ["Processes"] = "Electoral processes and their calendars.",
        ["Results"] = "Results by district and municipality.",
        ["Statistics"] = "The use of the tool.",
    };

    // Namespaces whose tag in the API has another name.
    private static readonly Dictionary<string, string> TagsOfRooms = new(StringComparer.Ordinal)
    {
        ["Comments"] = "Participation",
        ["ElectionResults"] = "Results",
        ["OpenApi"] = "Description",
        ["Reactions"] = "Participation",
        ["Visitors"] = "Participation",
    };

    /// <summary>Returns the tag under which the API shows the functions of a room.</summary>
    /// <param name="room">The last part of the functions' namespace.</param>
    public static string TagOf(string room) => TagsOfRooms.GetValueOrDefault(room, room);

    /// <exception cref="InvalidOperationException">It has no meaning here yet.</exception>
    public static string Meaning(string tag) =>
        Tags.TryGetValue(tag, out var meaning) ? meaning : throw new InvalidOperationException($"Say what the tag {tag} means.");

    /// <exception cref="InvalidOperationException">It has no meaning here yet.</exception>
    public static (string Meaning, JsonObject Schema) PathParameter(string name) => name switch
    {
        "process" => ("The id of an electoral process, such as edomex-2021.", Schema(ProcessId.Shape)),
        "id" => ("The id of what the address names.", Schema(Slug.Shape)),
        "term" => ("The id of a term.", Schema(Slug.Shape)),
        "contender" => ("The id of a contender.", Schema(Slug.Shape)),
        "candidate" => ("The id of a candidate.", Schema(Slug.Shape)),
        "number" => ("The number of a local district, without leading zeros.", Schema(District.NumberRule)),
        "code" => ("The five digits of a municipality, as INEGI has them.", Schema(Municipality.CodeRule)),
        "section" => ("The four digits of an electoral section.", Schema(Section.NumberRule)),
        "receipt" => ("The receipt that was answered when the comment was received. Case and hyphens do not count.", new JsonObject { ["type"] = "string", ["maxLength"] = 64 }),
        "dataset" => ("What is imported.", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Datasets.Names.Select(n => JsonValue.Create(n))]) }),
        "import" => ("The id of an import.", new JsonObject { ["type"] = "string", ["format"] = "uuid" }),
        _ => throw new InvalidOperationException($"Say what {{{name}}} in an address means."),
    };

    public static JsonObject Problem(IEnumerable<Problem> problems) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("type", "title", "status", "code", "traceId"),
        ["properties"] = new JsonObject
        {
            ["type"] = Text(),
            ["title"] = Text(),
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["code"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. problems.Select(p => p.Code).Order(StringComparer.Ordinal).Select(c => JsonValue.Create(c))]) },
            ["detail"] = Text(),
            ["traceId"] = Text(),
            ["opensAt"] = Moment(),
            ["closedAt"] = Moment(),
            ["readyAt"] = Moment(),
            ["errors"] = new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = new JsonObject { ["type"] = "array", ["items"] = Text() },
            },
        },
    };

    public static JsonObject FeatureCollection() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("type", "features"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("FeatureCollection") },
            ["features"] = new JsonObject { ["type"] = "array", ["items"] = AnyObject() },
        },
    };

    /// <summary>The schema of an object whose members are described elsewhere. Generators need to be told that it has any.</summary>
    public static JsonObject AnyObject() => new() { ["type"] = "object", ["additionalProperties"] = true };

    /// <summary>The schema of a file: bytes.</summary>
    public static JsonObject File() => new() { ["type"] = "string", ["format"] = "binary" };

    public static JsonObject Parameters() => new()
    {
        [Languages.Parameter] = Parameter(
            Languages.Parameter,
            "query",
            "The language of what the software says, refusals included. Without it: Spanish where anyone may read, and elsewhere what Accept-Language prefers.",
            new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("es", "en") }),
        ["limit"] = Parameter("limit", "query", "Items of a page.", new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 500, ["default"] = 50 }),
        ["cursor"] = Parameter("cursor", "query", "Where the page begins: next of the page before.", new JsonObject { ["type"] = "string" }),
        ["ifNoneMatch"] = Parameter("If-None-Match", "header", "The ETag of what the caller has.", new JsonObject { ["type"] = "string" }),
    };

    public static JsonObject Headers() => new(new (string Name, string Meaning, string Type)[]
    {
        ("ETag", "A strong validator of these bytes.", "string"),
        ("Cache-Control", "For how long caches may keep the answer: never beyond the next change of the calendar.", "string"),
        ("Vary", "What the answer depends on besides its address.", "string"),
        ("Link", "The following page, where there is one: rel=\"next\".", "string"),
        ("Location", "Where the new thing is.", "string"),
        ("Retry-After", "Seconds after which trying again makes sense.", "integer"),
        ("RateLimit", "What is left of the limit.", "string"),
        ("RateLimit-Policy", "The limit.", "string"),
        ("WWW-Authenticate", "The kind of credential that is wanted.", "string"),
    }.Select(h => KeyValuePair.Create<string, JsonNode?>(h.Name, new JsonObject { ["description"] = h.Meaning, ["schema"] = new JsonObject { ["type"] = h.Type } })));

    public static JsonObject SecuritySchemes() => new()
    {
        [Roles.VisitorScheme] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "A visitor's token of the process, obtained with a proof of work." },
        [Roles.OperatorScheme] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key", ["description"] = "The institute's key for scripts." },
    };

    private static JsonObject Parameter(string name, string place, string meaning, JsonObject schema) =>
        new() { ["name"] = name, ["in"] = place, ["description"] = meaning, ["schema"] = schema };

    private static JsonObject Schema(ValueRule rule) => new() { ["type"] = "string", ["maxLength"] = rule.Longest, ["pattern"] = rule.Pattern };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Moment() => new() { ["type"] = new JsonArray("string", "null"), ["format"] = "date-time" };
}
