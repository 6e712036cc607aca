using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessDecide.Functions.OpenApi;

namespace ServerlessDecide.Functions.Tests.OpenApi;

/// <summary>Checks an answer against the OpenAPI description. Knows the keywords that the description uses and fails on any other.</summary>
internal static class DescribedAnswers
{
    public static JsonObject Document { get; } = new OpenApiDescription(new FunctionTable()).Document;

    /// <summary>The operations by id, which is the name of the function.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Operations { get; } = Document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject())
        .ToDictionary(o => (string)o.Value!["operationId"]!, o => o.Value!.AsObject(), StringComparer.Ordinal);

    /// <summary>Fails unless the status, the media type, the headers and the body of an answer are described.</summary>
    public static async Task AssertDescribedAsync(this HttpResponseMessage answer, string function)
    {
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        var response = Operations[function]["responses"]![status] ?? throw new InvalidDataException($"The description of {function} has no answer {status}.");
        response = Resolve(response);
        foreach (var (header, _) in response["headers"]?.AsObject() ?? [])
        {
            // The last page has no link to a next one.
            if (header == "Link") continue;
            Assert.True(answer.Headers.Contains(header), $"{function} {status} has no {header}");
        }

        var body = await answer.Content.ReadAsStringAsync();
        if (response["content"] is not JsonObject content)
        {
            Assert.Empty(body);
            return;
        }

        var (mediaType, described) = Assert.Single(content);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType!.MediaType);
        if (mediaType.EndsWith("json", StringComparison.Ordinal)) AssertValid(JsonSerializer.Deserialize<JsonElement>(body), described!["schema"]!, function);
    }

    /// <summary>Fails unless a value is as a schema says.</summary>
    public static void AssertValid(JsonElement value, JsonNode schema, string place)
    {
        schema = Resolve(schema);
        foreach (var (keyword, rule) in schema.AsObject())
        {
            switch (keyword)
            {
                case "type":
                    string[] types = rule is JsonArray several ? [.. several.Select(t => (string)t!)] : [(string)rule!];
                    Assert.True(types.Contains(TypeOf(value)) || (TypeOf(value) == "integer" && types.Contains("number")), $"{place} is {value.ValueKind}, not {string.Join(" or ", types)}");
                    break;
                case "enum":
                    Assert.True(rule!.AsArray().Any(v => (string?)v == value.GetString()), $"{place} is {value}");
                    break;
                case "required" when value.ValueKind == JsonValueKind.Object:
                    foreach (var name in rule!.AsArray()) Assert.True(value.TryGetProperty((string)name!, out _), $"{place} has no {name}");
                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject())
                    {
                        Assert.True(rule!.AsObject().ContainsKey(member.Name), $"{place} has {member.Name}, which is not described");
                        AssertValid(member.Value, rule[member.Name]!, $"{place}.{member.Name}");
                    }

                    break;
                case "additionalProperties" when rule is JsonObject:
                    foreach (var member in value.EnumerateObject()) AssertValid(member.Value, rule!, $"{place}.{member.Name}");
                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray()) AssertValid(item, rule!, place + "[]");
                    break;
                case "anyOf":
                    Assert.True(value.ValueKind == JsonValueKind.Null == rule!.AsArray().Any(r => r!["$ref"] is null) || value.ValueKind == JsonValueKind.Object, place);
                    if (value.ValueKind == JsonValueKind.Object) AssertValid(value, rule.AsArray().Single(r => r!["$ref"] is not null)!, place);
                    break;
                case "oneOf":
                    Assert.True(rule!.AsArray().Count(choice => IsValid(value, choice!, place)) == 1, $"{place} is {value}");
                    break;
                case "format" when value.ValueKind == JsonValueKind.String:
                    Assert.True(HasFormat(value, (string)rule!), $"{place} is {value}, no {rule}");
                    break;
                case "pattern" when value.ValueKind == JsonValueKind.String:
                    Assert.Matches((string)rule!, value.GetString());
                    break;
                case "minLength" when value.ValueKind == JsonValueKind.String:
                    Assert.True(value.GetString()!.Length >= (int)rule!, $"{place} is {value}");
                    break;
                case "maxLength" when value.ValueKind == JsonValueKind.String:
                    Assert.True(value.GetString()!.EnumerateRunes().Count() <= (int)rule!, $"{place} is {value}");
                    break;
                case "minimum" or "maximum":
                    Assert.True(keyword == "minimum" ? value.GetDouble() >= (double)rule! : value.GetDouble() <= (double)rule!, $"{place} is {value}");
                    break;
                case "required" or "properties" or "additionalProperties" or "items" or "description" or "default" or "format" or "pattern" or "minLength" or "maxLength":
                    break;
                default:
                    throw new InvalidDataException($"{place} is described by {keyword}, which this test does not know.");
            }
        }
    }

    private static bool IsValid(JsonElement value, JsonNode schema, string place)
    {
        try
        {
            AssertValid(value, schema, place);
            return true;
        }
        catch (Xunit.Sdk.XunitException)
        {
            return false;
        }
    }

    private static bool HasFormat(JsonElement value, string format) => format switch
    {
        "date-time" => value.TryGetDateTimeOffset(out _),
        "date" => DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uuid" => value.TryGetGuid(out _),
        "uri" => Uri.TryCreate(value.GetString(), UriKind.Absolute, out _),
        "binary" => true,
        _ => throw new InvalidDataException($"This test does not know the format {format}."),
    };

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        var other => other.ToString().ToLowerInvariant(),
    };

    /// <summary>Returns what a node refers to, or the node itself.</summary>
    public static JsonNode Resolve(JsonNode node)
    {
        if ((string?)node["$ref"] is not { } reference) return node;
        JsonNode found = Document;
        foreach (var name in reference.Split('/').Skip(1)) found = found[name] ?? throw new InvalidDataException($"{reference} does not resolve.");
        return found;
    }
}
