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

    private static void AssertValid(JsonElement value, JsonNode schema, string place)
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
                case "additionalProperties":
                    foreach (var member in value.EnumerateObject()) AssertValid(member.Value, rule!, $"{place}.{member.Name}");
                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray()) AssertValid(item, rule!, place + "[]");
                    break;
                case "anyOf":
                    Assert.True(value.ValueKind == JsonValueKind.Null == rule!.AsArray().Any(r => r!["$ref"] is null) || value.ValueKind == JsonValueKind.Object, place);
                    if (value.ValueKind == JsonValueKind.Object) AssertValid(value, rule.AsArray().Single(r => r!["$ref"] is not null)!, place);
                    break;
                case "format" when (string)rule! == "date-time":
                    if (value.ValueKind == JsonValueKind.String) Assert.True(value.TryGetDateTimeOffset(out _), $"{place} is {value}");
                    break;
                case "required" or "properties" or "items" or "description" or "maxLength":
                    break;
                default:
                    throw new InvalidDataException($"{place} is described by {keyword}, which this test does not know.");
            }
        }
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static JsonNode Resolve(JsonNode node)
    {
        if ((string?)node["$ref"] is not { } reference) return node;
        JsonNode found = Document;
        foreach (var name in reference.Split('/').Skip(1)) found = found[name] ?? throw new InvalidDataException($"{reference} does not resolve.");
        return found;
    }
}
