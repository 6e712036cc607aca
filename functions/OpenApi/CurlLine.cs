using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessDecide.Functions.Access;

namespace ServerlessDecide.Functions.OpenApi;

/// <summary>
/// The command that calls an operation, for a shell that has <c>$api</c>, and <c>$token</c> or <c>$key</c> where a credential is needed. Values
/// are the examples of the description; a parameter of the address without one stands there in capitals.
/// </summary>
internal static partial class CurlLine
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string path, string method, JsonNode operation)
    {
        var parameters = (operation["parameters"]?.AsArray() ?? []).Where(p => p!["$ref"] is null).ToList();
        var address = Parameter().Replace(path, match => Example(parameters, "path", match.Groups["name"].Value) is { } value
            ? Uri.EscapeDataString(value)
            : match.Groups["name"].Value.ToUpperInvariant());
        var query = parameters.Where(p => (string?)p!["in"] == "query")
            .Select(p => (Name: (string)p!["name"]!, Value: Example(parameters, "query", (string)p["name"]!)))
            .Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}").ToList();
        var line = new StringBuilder("curl ");
        if (method != "GET") line.Append("-X ").Append(method).Append(' ');
        line.Append("\"$api").Append(address);
        if (query.Count > 0) line.Append('?').AppendJoin('&', query);
        line.Append('"');
        foreach (var scheme in (operation["security"]?.AsArray() ?? []).SelectMany(s => s!.AsObject().Select(n => n.Key)))
        {
            line.Append(scheme == Roles.VisitorScheme ? " -H \"Authorization: Bearer $token\"" : " -H \"x-functions-key: $key\"");
        }

        foreach (var header in parameters.Where(p => (string?)p!["in"] == "header"))
        {
            var name = (string)header!["name"]!;
            if (Example(parameters, "header", name) is { } value) line.Append(" -H ").Append(Quoted($"{name}: {value}"));
            else if (name == "If-Match") line.Append(" -H \"If-Match: $etag\"");
        }

        if (operation["requestBody"]?["content"] is JsonObject bodies) AddBody(line, bodies);
        return line.ToString();
    }

    private static void AddBody(StringBuilder line, JsonObject bodies)
    {
        var (media, body) = bodies.First();
        line.Append(" -H ").Append(Quoted($"Content-Type: {media}"));
        if (media != "application/json") line.Append(" --data-binary @FILE");
        else if (body!["example"] is { } example) line.Append(" -d ").Append(Quoted(example.ToJsonString(OneLine)));
        else line.Append(" -d @FILE");
    }

    private static string? Example(IEnumerable<JsonNode?> parameters, string place, string name) =>
        parameters.FirstOrDefault(p => (string?)p!["in"] == place && (string?)p["name"] == name)?["example"] switch
        {
            null => null,
            JsonArray several => string.Join(',', several.Select(v => v!.ToString())),
            var one => one.ToString(),
        };

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex("[{](?<name>[^}]+)[}]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
