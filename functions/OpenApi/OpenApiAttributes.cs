namespace ServerlessDecide.Functions.OpenApi;

/// <summary>What the API's description says of a function, besides what its signature, route, role and types already say.</summary>
/// <param name="summary">One sentence in English.</param>
/// <param name="answer">As <see cref="Answer"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal class OperationAttribute(string summary, Type? answer = null) : Attribute
{
    public string Summary { get; } = summary;

    /// <summary>The type of the JSON body of the answer; null when there is none.</summary>
    public Type? Answer { get; init; } = answer;

    /// <summary>The status of a successful answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>A second status that the same answer may have, and (<see cref="Otherwise"/>) when; 0 and empty when there is none.</summary>
    public int OtherStatus { get; init; }

    /// <inheritdoc cref="OtherStatus"/>
    public string Otherwise { get; init; } = "";

    /// <summary>The media type of the answer; empty when it has no body.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Whether caches may keep the answer. Used only for functions that anyone may call and that answer HEAD.</summary>
    public bool Cached { get; init; } = true;

    /// <summary>Whether the answer has a <c>Location</c> header.</summary>
    public bool Location { get; init; }

    /// <summary>The type of the JSON body of the request; null when there is none.</summary>
    public Type? Body { get; init; }

    /// <summary>The media types of a body that <see cref="Body"/> does not describe.</summary>
    public string[] Takes { get; init; } = [];

    /// <summary>The type that reads query parameters for several functions and declares them; null where the function declares its own.</summary>
    public Type? Queries { get; init; }

    /// <summary>Names of <see cref="Problems"/>, besides those that follow from the route, the role, the parameters and the body.</summary>
    public string[] Refusals { get; init; } = [];
}

/// <summary>A query parameter that a function takes, or a type that reads it for several. Not for the <c>limit</c> and <c>cursor</c> of lists.</summary>
/// <param name="meaning">One sentence in English.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
internal sealed class QueryAttribute(string name, string meaning) : Attribute
{
    public string Name { get; } = name;

    public string Meaning { get; } = meaning;

    /// <summary>The only allowed values; empty when any value is allowed.</summary>
    public string[] Values { get; init; } = [];

    /// <summary>A type whose static property <c>All</c> lists the only allowed values, in place of <see cref="Values"/>.</summary>
    public Type? AllOf { get; init; }

    /// <summary>Whether it may be repeated, or given once with comma-separated values.</summary>
    public bool Many { get; init; }

    /// <summary>string, integer, number or boolean.</summary>
    public string Type { get; init; } = "string";
}

/// <summary>A request header that a function takes, besides the standard HTTP headers.</summary>
/// <param name="meaning">One sentence in English.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RequestHeaderAttribute(string name, string meaning) : Attribute
{
    public string Name { get; } = name;

    public string Meaning { get; } = meaning;

    public int MaxLength { get; init; } = 255;
}

/// <summary>
/// A text of an answer or a request, or each of a list of them, that is always one of a closed set: the <see cref="WireName"/> of a member of
/// an enum, or what a static property of a type lists.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class NamesOfAttribute : Attribute
{
    public NamesOfAttribute(Type set) => Names = WireName.All(set);

    public NamesOfAttribute(Type holder, string property) => Names = Listed(holder, property);

    public IReadOnlyList<string> Names { get; }

    /// <summary>Returns what a static property of a type lists.</summary>
    public static IReadOnlyList<string> Listed(Type holder, string property) => (IReadOnlyList<string>)holder.GetProperty(property)!.GetValue(null)!;
}

/// <summary>A request that has exactly one of its members. The description has a schema for each, which generators make into a type.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ExactlyOneAttribute : Attribute;
