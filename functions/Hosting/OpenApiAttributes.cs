using System.Text.Json;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>What the API's description says of a function. What its signature, route, caller and types say already is not said again.</summary>
/// <param name="summary">One sentence in English.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperationAttribute(string summary) : Attribute
{
    public string Summary { get; } = summary;

    /// <summary>The type of the body of the answer; null where it has none or is no JSON.</summary>
    public Type? Answer { get; init; }

    /// <summary>The status of an answer that is no refusal.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Another status that the same answer may have, and when; 0 and empty where there is none.</summary>
    public int OtherStatus { get; init; }

    /// <inheritdoc cref="OtherStatus"/>
    public string Otherwise { get; init; } = "";

    /// <summary>The media type of the answer; empty where it has no body.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Whether caches may keep the answer. Asked only of a function for anyone that answers HEAD.</summary>
    public bool Cached { get; init; } = true;

    /// <summary>Whether the answer says where the new thing is.</summary>
    public bool Location { get; init; }

    /// <summary>The type of the body of the request; null where it has none or is no JSON.</summary>
    public Type? Body { get; init; }

    /// <summary>The media types of a body that is not of one <see cref="Body"/>.</summary>
    public string[] Takes { get; init; } = [];

    /// <summary>The type that reads query parameters for several functions and declares them; null where the function declares its own.</summary>
    public Type? Queries { get; init; }

    /// <summary>Codes of refusals besides those that follow from the route, the caller, the parameters and the body.</summary>
    public string[] Refusals { get; init; } = [];
}

/// <summary>A query parameter that a function takes, or a type that reads it for several. A list's <c>limit</c> and <c>cursor</c> need none.</summary>
/// <param name="meaning">One sentence in English.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
internal sealed class QueryAttribute(string name, string meaning) : Attribute
{
    public string Name { get; } = name;

    public string Meaning { get; } = meaning;

    /// <summary>The only values that it takes; empty where others do.</summary>
    public string[] Values { get; init; } = [];

    /// <summary>Whether it may come several times, or once with commas between its values.</summary>
    public bool Many { get; init; }

    /// <summary>string, integer, number or boolean.</summary>
    public string Type { get; init; } = "string";
}

/// <summary>A request header, besides those of HTTP itself, that a function takes.</summary>
/// <param name="meaning">One sentence in English.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RequestHeaderAttribute(string name, string meaning) : Attribute
{
    public string Name { get; } = name;

    public string Meaning { get; } = meaning;

    public int MaxLength { get; init; } = 255;
}

/// <summary>A text of an answer or a request that is always the name of a member of an enum, in snake_case.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class NamesOfAttribute(Type set) : Attribute
{
    public IReadOnlyList<string> Names { get; } = [.. Enum.GetNames(set).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
}
