using System.Text.Json.Serialization;

namespace ServerlessDecide.Imports;

/// <summary>Tells the worker that a stored file waits to be imported.</summary>
public sealed record ImportMessage(string Process, string Import)
{
    /// <summary>The queue, without the installation's prefix.</summary>
    public const string Queue = "imports";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImportMessage))]
public sealed partial class ImportMessageJson : JsonSerializerContext;
