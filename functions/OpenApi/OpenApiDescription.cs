using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;

namespace ServerlessDecide.Functions.OpenApi;

/// <summary>
/// The API's description as OpenAPI 3.1, made from the declarations in the code: routes and methods, roles, <see cref="OperationAttribute"/>,
/// <see cref="QueryAttribute"/>, the types of bodies, and the refusals. Made on first use.
/// </summary>
internal sealed partial class OpenApiDescription
{
    /// <summary>The version of the contract, which is in every address.</summary>
    public const string Version = "1.0.0";

    private static readonly Dictionary<string, Problem> ByName = typeof(Problems).GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(f => f.Name, f => (Problem)f.GetValue(null)!, StringComparer.Ordinal);

    private readonly FunctionTable functions;
    private readonly OpenApiSchemas schemas = new();
    private readonly Lazy<JsonObject> examples = new(OpenApiFiles.Examples);
    private readonly SortedDictionary<string, JsonNode?> refusals = new(StringComparer.Ordinal);
    private readonly Lazy<JsonObject> document;
    private readonly Lazy<PublicDocument> served;

    public OpenApiDescription(FunctionTable functions)
    {
        this.functions = functions;
        document = new(Make);
        served = new(() => new PublicDocument(Written(document.Value), "application/json; charset=utf-8"));
    }

    /// <summary>The description. Callers must not change it.</summary>
    public JsonObject Document => document.Value;

    public PublicDocument Served => served.Value;

    private static byte[] Written(JsonObject document)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JsonText.Encoder })) document.WriteTo(json);
        return buffer.ToArray();
    }

    private JsonObject Make()
    {
        var described = functions.All.Where(f => f.Methods.Count > 0).OrderBy(f => f.Route, StringComparer.Ordinal).ToList();
        var paths = new JsonObject();
        // To OpenAPI, addresses that differ only in the names of their parameters are the same.
        foreach (var path in described.GroupBy(f => PathParameter().Replace(f.Route, "{}"), StringComparer.Ordinal))
        {
            var names = ParametersOf(path.First()).Select((_, i) => NameOf([.. path.Select(f => ParametersOf(f)[i]).Distinct(StringComparer.Ordinal)])).ToList();
            var position = 0;
            paths["/" + PathParameter().Replace(path.First().Route, _ => $"{{{names[position++]}}}")] = new JsonObject(path
                .OrderBy(f => f.Methods[0], StringComparer.Ordinal)
                .Select(f => KeyValuePair.Create(f.Methods[0].ToLowerInvariant(), (JsonNode?)Operation(f, names))));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "ServerlessDecide",
                ["version"] = Version,
                ["description"] = OpenApiTexts.Introduction,
                ["contact"] = new JsonObject { ["name"] = "The electoral institute that runs this installation" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/api/v1", ["description"] = "This installation." }),
            ["tags"] = new JsonArray([.. described.Select(Tag).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(tag => new JsonObject { ["name"] = tag, ["description"] = OpenApiTexts.Meaning(tag) })]),
            ["paths"] = paths,
            ["components"] = Components(),
        };
    }

    private static List<string> ParametersOf(HttpFunction function) => [.. PathParameter().Matches(function.Route).Select(m => m.Value[1..^1])];

    // {dataset} of one function and {import} of another are {datasetOrImport}.
    private static string NameOf(IReadOnlyList<string> names) =>
        names[0] + string.Concat(names.Skip(1).Select(n => $"Or{char.ToUpperInvariant(n[0])}{n[1..]}"));

    private JsonObject Operation(HttpFunction function, IReadOnlyList<string> names)
    {
        var declared = function.Operation
            ?? throw new InvalidOperationException($"{function.Name} does not say what it does: it has no [Operation].");
        // A function without a role refuses every caller, and the tests reject it.
        var role = Roles.Of(function.Role ?? throw new InvalidOperationException($"{function.Name} does not say who may call it: it has no [Access]."));
        var operation = new JsonObject
        {
            ["tags"] = new JsonArray(Tag(function)),
            ["operationId"] = function.Name,
            ["summary"] = declared.Summary,
            ["description"] = $"{declared.Summary} {role.Sentence}",
            ["security"] = role.Scheme is { } scheme ? new JsonArray(new JsonObject { [scheme] = new JsonArray() }) : [],
        };
        operation["parameters"] = Parameters(function, declared, names);
        if (Body(function, declared) is { } body) operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = body };
        operation["responses"] = Responses(function, declared);
        return operation;
    }

    private JsonArray Parameters(HttpFunction function, OperationAttribute declared, IReadOnlyList<string> names)
    {
        var parameters = new JsonArray();
        foreach (var (declaredName, name) in ParametersOf(function).Zip(names))
        {
            var (meaning, schema) = OpenApiTexts.PathParameter(declaredName);
            var example = Example(function, "parameters", declaredName) ?? examples.Value["*"]![declaredName]?.DeepClone();
            parameters.Add(WithExample(
                new JsonObject { ["name"] = name, ["in"] = "path", ["required"] = true, ["description"] = meaning, ["schema"] = schema }, example));
        }

        foreach (var query in function.Queries)
        {
            var schema = new JsonObject { ["type"] = query.Type };
            var values = query.AllOf is { } holder ? NamesOfAttribute.Listed(holder, "All") : query.Values;
            if (values.Count > 0) schema["enum"] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]);
            if (query.Many) schema = new JsonObject { ["type"] = "array", ["items"] = schema };
            OpenApiRules.ApplyToQuery(query.Name, schema);
            parameters.Add(WithExample(
                new JsonObject { ["name"] = query.Name, ["in"] = "query", ["description"] = query.Meaning, ["schema"] = schema },
                Example(function, "parameters", query.Name)));
        }

        parameters.Add(Reference("parameters", Languages.Parameter));
        if (function.IsPaged)
        {
            parameters.Add(Reference("parameters", Paging.LimitParameter));
            parameters.Add(Reference("parameters", Paging.CursorParameter));
        }

        if (IsCached(function, declared)) parameters.Add(Reference("parameters", "ifNoneMatch"));
        foreach (var header in function.Method.GetCustomAttributes<RequestHeaderAttribute>())
        {
            var schema = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = header.MaxLength };
            parameters.Add(WithExample(
                new JsonObject { ["name"] = header.Name, ["in"] = "header", ["description"] = header.Meaning, ["schema"] = schema },
                Example(function, "parameters", header.Name)));
        }

        return parameters;
    }

    private JsonObject? Body(HttpFunction function, OperationAttribute declared)
    {
        var example = Example(function, "body");
        if (declared.Body is { } type) return new JsonObject { ["application/json"] = WithExample(new JsonObject { ["schema"] = schemas.Of(type) }, example) };
        if (declared.Takes.Length == 0) return null;
        // A file, of whatever type: clients send its bytes. A schema of the rows would be that of one dataset in one format.
        var body = new JsonObject(declared.Takes.Select(media => KeyValuePair.Create<string, JsonNode?>(media, new JsonObject { ["schema"] = OpenApiTexts.File() })));
        WithExample(body[declared.Takes[0]]!.AsObject(), example);
        return body;
    }

    private JsonObject Responses(HttpFunction function, OperationAttribute declared)
    {
        var headers = new JsonObject();
        if (IsCached(function, declared))
        {
            foreach (var name in (string[])["ETag", "Cache-Control", "Vary"]) headers[name] = Reference("headers", name);
        }

        if (function.IsPaged) headers["Link"] = Reference("headers", "Link");
        if (declared.Location) headers["Location"] = Reference("headers", "Location");
        var success = new JsonObject { ["description"] = declared.Summary };
        if (headers.Count > 0) success["headers"] = headers;
        if (declared.MediaType.Length > 0)
        {
            success["content"] = new JsonObject { [declared.MediaType] = WithExample(new JsonObject { ["schema"] = Answer(declared) }, Example(function, "answer")) };
        }

        var responses = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal) { [$"{declared.Status}"] = success };
        if (declared.OtherStatus != 0)
        {
            var other = success.DeepClone().AsObject();
            other["description"] = declared.Otherwise;
            responses[$"{declared.OtherStatus}"] = other;
        }

        if (IsCached(function, declared))
        {
            responses["304"] = new JsonObject { ["description"] = "What the caller has is what there is.", ["headers"] = new JsonObject { ["ETag"] = Reference("headers", "ETag") } };
        }

        foreach (var problems in RefusalsOf(function, declared).GroupBy(p => p.Status))
        {
            var name = string.Join('.', problems.Select(p => p.Code));
            if (!refusals.ContainsKey(name)) refusals[name] = Refusal(problems.Key, problems);
            responses[$"{problems.Key}"] = Reference("responses", name);
        }

        return new JsonObject(responses);
    }

    private JsonObject Answer(OperationAttribute declared)
    {
        if (declared.Answer is { } type) return schemas.Of(type);
        return declared.MediaType switch
        {
            "application/geo+json" => Reference("schemas", OpenApiTexts.FeatureCollectionName),
            _ when declared.MediaType.EndsWith("json", StringComparison.Ordinal) => OpenApiTexts.AnyObject(),
            _ when declared.MediaType.StartsWith("text/", StringComparison.Ordinal) => new JsonObject { ["type"] = "string" },
            _ => OpenApiTexts.File(),
        };
    }

    private JsonNode? Example(HttpFunction function, string kind, string? parameter = null)
    {
        var example = examples.Value[function.Name]?[kind];
        return (parameter is null ? example : example?[parameter])?.DeepClone();
    }

    // What has no example yet goes without: a test names it.
    private static JsonObject WithExample(JsonObject node, JsonNode? example)
    {
        if (example is not null) node["example"] = example;
        return node;
    }

    private static JsonObject Refusal(int status, IEnumerable<Problem> problems)
    {
        var refusal = new JsonObject
        {
            ["description"] = string.Join("; ", problems.Select(p => $"`{p.Code}`: {p.Title.En}")) + ".",
        };
        string[] headers = status switch { 429 => ["Retry-After", "RateLimit", "RateLimit-Policy"], 503 => ["Retry-After"], 401 => ["WWW-Authenticate"], _ => [] };
        if (headers.Length > 0) refusal["headers"] = new JsonObject(headers.Select(h => KeyValuePair.Create<string, JsonNode?>(h, Reference("headers", h))));
        refusal["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = Reference("schemas", "Problem") } };
        return refusal;
    }

    /// <summary>Returns the refusals that follow from the route, the role, the parameters and the body, and those that the function declares.</summary>
    private static IOrderedEnumerable<Problem> RefusalsOf(HttpFunction function, OperationAttribute declared)
    {
        // Every route takes a language, and refuses an unknown one.
        HashSet<Problem> refusals = [.. declared.Refusals.Select(name => ByName[name]), Problems.InternalError, Problems.InvalidInput];
        var parameters = ParametersOf(function);
        // Every function reads storage at some point, except those that serve the description itself.
        if (parameters.Count > 0 || declared is { Answer: not null, Cached: true }) refusals.Add(Problems.StorageUnavailable);
        if (parameters.Contains("process")) refusals.Add(Problems.ProcessNotFound);
        if (parameters.Exists(p => p != "process")) refusals.Add(Problems.NotFound);
        if (function.Role is { } role) refusals.UnionWith(Roles.Of(role).Refusals);
        if (function.IsPaged) refusals.Add(Problems.BadCursor);
        if (declared.Body is not null) refusals.UnionWith([Problems.MalformedJson, Problems.UnsupportedMediaType, Problems.BodyTooLarge, Problems.RequestTimeout]);
        // Every function that shows content checks the calendar first.
        if (function.Content is not null) refusals.Add(Problems.ActivityClosed);
        return refusals.OrderBy(p => p.Code, StringComparer.Ordinal);
    }

    private JsonObject Components()
    {
        var all = schemas.Components;
        all["Problem"] = schemas.Described("Problem", OpenApiTexts.Problem(ByName.Values));
        all[OpenApiTexts.FeatureCollectionName] = schemas.Described(OpenApiTexts.FeatureCollectionName, OpenApiTexts.FeatureCollection());
        return new JsonObject
        {
            ["schemas"] = all,
            ["responses"] = new JsonObject(refusals),
            ["parameters"] = OpenApiTexts.Parameters(),
            ["headers"] = OpenApiTexts.Headers(),
            ["securitySchemes"] = OpenApiTexts.SecuritySchemes(),
        };
    }

    private static JsonObject Reference(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };

    private static string Tag(HttpFunction function) => OpenApiTexts.TagOf(function.Method.DeclaringType!.Namespace!.Split('.')[^1]);

    private static bool IsCached(HttpFunction function, OperationAttribute declared) =>
        declared.Cached && function.Role == Role.Anyone && function.Methods.Contains("HEAD");

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.NonBacktracking)]
    private static partial Regex PathParameter();
}
