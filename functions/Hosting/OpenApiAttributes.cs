namespace ServerlessDecide.Functions.Hosting;

/// <summary>What the API's description says of a function.</summary>
/// <param name="summary">One sentence in English.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperationAttribute(string summary) : Attribute
{
    public string Summary { get; } = summary;

    /// <summary>The type of the body of the answer; null where it has none or is no JSON.</summary>
    public Type? Answer { get; init; }

    /// <summary>The status of an answer that is no refusal.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The media type of the answer.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>The type of the body of the request; null where it has none or is no JSON.</summary>
    public Type? Body { get; init; }
}

/// <summary>A query parameter that a function takes.</summary>
/// <param name="meaning">One sentence in English.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
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
