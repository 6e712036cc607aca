using System.Text.Json.Serialization;

namespace ServerlessDecide.Deliveries;

/// <summary>Asks for the exact tally of one shard of visitors.</summary>
public sealed record TallyMessage(string Process, int Shard)
{
    /// <summary>The queue, without the installation's prefix.</summary>
    public const string Queue = "tallies";
}

/// <summary>Asks for the package of one contender or, once all are made, for their comparison with the stores and their release.</summary>
/// <param name="Contender">Null for the release.</param>
public sealed record PackageMessage(string Process, string? Contender)
{
    /// <summary>The queue, without the installation's prefix.</summary>
    public const string Queue = "packages";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TallyMessage))]
[JsonSerializable(typeof(PackageMessage))]
public sealed partial class DeliveryMessageJson : JsonSerializerContext;
