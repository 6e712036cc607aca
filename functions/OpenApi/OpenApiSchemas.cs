using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ServerlessDecide.Functions.OpenApi;

/// <summary>
/// The JSON schemas of all bodies, one component for each type. An answer has all its members, except those that are left out when null. A
/// request must have all members without a default; their types are nullable only so that a refusal can name the missing ones.
/// </summary>
internal sealed class OpenApiSchemas
{
    private const string Request = "Request";

    private readonly SortedDictionary<string, (Type Type, JsonNode Schema)> components = new(StringComparer.Ordinal);
    private readonly Lazy<JsonObject> meanings = new(OpenApiFiles.Meanings);

    /// <summary>All schemas that were referenced, by name.</summary>
    public JsonObject Components => new(components.Select(c => KeyValuePair.Create<string, JsonNode?>(c.Key, c.Value.Schema.DeepClone())));

    /// <summary>Returns a schema that no type of ours makes, with its meaning and those of its members.</summary>
    public JsonObject Described(string name, JsonObject schema)
    {
        foreach (var (member, node) in schema["properties"]!.AsObject()) Describe(node!, Meaning(name, member));
        return Describe(schema, Meaning(name));
    }

    /// <summary>Returns a reference to the schema of a type, and adds the schema.</summary>
    public JsonObject Of(Type type)
    {
        var name = NameOf(type);
        if (!components.TryGetValue(name, out var known)) Add(name, type);
        else if (known.Type != type) throw new InvalidOperationException($"{type} and {known.Type} are both called {name} in the API's description.");
        return Reference(name);
    }

    private void Add(string name, Type type)
    {
        var info = Json.Find(type) ?? throw new InvalidOperationException($"{type} is in neither {nameof(ApiJson)} nor {nameof(PopoloJson)}.");
        // A placeholder first: a member may be of the same type.
        components[name] = (type, true);
        var isRequest = name.EndsWith(Request, StringComparison.Ordinal);
        var schema = info.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Transform(context, node, name, isRequest),
        }).AsObject();
        Describe(schema, Meaning(name) ?? (type.IsGenericType ? $"A page of a list; each item is a {NameOf(type.GetGenericArguments()[0])}." : null));
        components[name] = (type, type.IsDefined(typeof(ExactlyOneAttribute)) ? OneOf(name, type, schema) : schema);
    }

    /// <summary>Returns the choice between schemas with one member each, and adds these: VisitorRequest becomes VisitorAltchaRequest or VisitorTicketRequest.</summary>
    private JsonObject OneOf(string name, Type type, JsonObject schema)
    {
        var choices = new JsonArray();
        foreach (var (member, node) in schema["properties"]!.AsObject())
        {
            var choice = $"{name[..^Request.Length]}{char.ToUpperInvariant(member[0])}{member[1..]}{Request}";
            components[choice] = (type, Describe(
                new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { [member] = node!.DeepClone() },
                    ["required"] = new JsonArray(member),
                },
                Meaning(choice)));
            choices.Add(Reference(choice));
        }

        return Describe(new JsonObject { ["oneOf"] = choices }, Meaning(name));
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema, string name, bool isRequest)
    {
        var shaped = Shaped(context, schema, isRequest);
        if (shaped is not JsonObject node || context.PropertyInfo is not { } property) return shaped;
        OpenApiRules.Apply(name, property.Name, node);
        return Describe(node, Meaning(name, property.Name));
    }

    private JsonNode Shaped(JsonSchemaExporterContext context, JsonNode schema, bool isRequest)
    {
        if (schema is not JsonObject node) return schema;
        if (isRequest || (context.PropertyInfo is { } property && LeavesNullOut(property))) RemoveNull(node);
        // A request may leave this member out, but may not send it as null.
        if (isRequest && node.TryGetPropertyValue("default", out var unless) && unless is null) node.Remove("default");
        if (context.PropertyInfo?.AssociatedParameter?.AttributeProvider is { } member)
        {
            var values = Find<NamesOfAttribute>(member)?.Names ?? Find<AllowedValuesAttribute>(member)?.Values.Select(v => (string?)v);
            if (values is not null && node["items"] is JsonObject items) items["enum"] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]);
            else if (values is not null) node["enum"] = new JsonArray([.. (AllowsNull(node) ? values.Append(null).Distinct() : values).Select(v => JsonValue.Create(v))]);
            if (Find<MaxLengthAttribute>(member) is { } longest) node["maxLength"] = longest.Length;
        }

        if (context.TypeInfo.Kind != JsonTypeInfoKind.Object) return node;
        if (context.Path.Length > 0)
        {
            var reference = Of(context.TypeInfo.Type);
            return AllowsNull(node) ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) } : reference;
        }

        RemoveNull(node);
        var required = context.TypeInfo.Properties.Where(p => IsRequired(p, isRequest)).Select(p => (JsonNode?)p.Name);
        node["required"] = new JsonArray([.. required]);
        return node;
    }

    private static bool IsRequired(JsonPropertyInfo property, bool isRequest) => isRequest
        ? property.AssociatedParameter is not { HasDefaultValue: true }
        : !(property.IsGetNullable && LeavesNullOut(property));

    private static bool LeavesNullOut(JsonPropertyInfo property) =>
        property.Options.DefaultIgnoreCondition == JsonIgnoreCondition.WhenWritingNull
        || (property.AttributeProvider is { } member && Find<JsonIgnoreAttribute>(member) is { Condition: JsonIgnoreCondition.WhenWritingNull });

    private string? Meaning(string schema, string member = "") =>
        (string?)meanings.Value[schema]?[member] ?? (member.Length > 0 ? (string?)meanings.Value["*"]![member] : null);

    // What has no meaning yet has no description either: a test names it.
    private static JsonObject Describe(JsonNode schema, string? meaning)
    {
        if (meaning is not null) schema["description"] = meaning;
        return schema.AsObject();
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static T? Find<T>(ICustomAttributeProvider member)
        where T : Attribute => member.GetCustomAttributes(typeof(T), inherit: false).OfType<T>().FirstOrDefault();

    private static bool AllowsNull(JsonObject node) => node["type"] is JsonArray types && types.Any(t => (string?)t == "null");

    private static void RemoveNull(JsonObject node)
    {
        if (AllowsNull(node)) node["type"] = ((JsonArray)node["type"]!).Select(t => (string?)t).First(t => t != "null");
    }

    // DistrictAnswer becomes District, ListAnswer<DistrictAnswer> becomes DistrictList.
    private static string NameOf(Type type) => type.IsGenericType
        ? NameOf(type.GetGenericArguments()[0]) + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)].Replace("Answer", "", StringComparison.Ordinal)
        : type.Name.Replace("Answer", "", StringComparison.Ordinal);
}
