using System.Reflection;
using System.Text.Json;

namespace ServerlessDecide;

/// <summary>The name of a member on the wire, where it is not the member's name in snake_case.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WireNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>
/// The names of an enum's members in answers, files and storage: the member's name in snake_case, unless <see cref="WireNameAttribute"/> says
/// otherwise. Renaming a member changes what is stored.
/// </summary>
public static class WireName
{
    /// <summary>The name of a member.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The enum has no such member.</exception>
    public static string Name<T>(this T value)
        where T : struct, Enum => Names<T>.ByValue.TryGetValue(value, out var name) ? name : throw new ArgumentOutOfRangeException(nameof(value), value, null);

    /// <summary>False when no member has that name.</summary>
    public static bool TryParse<T>(string? name, out T value)
        where T : struct, Enum
    {
        value = default;
        return name is not null && Names<T>.ByName.TryGetValue(name, out value);
    }

    /// <summary>Reads a name that was stored.</summary>
    /// <exception cref="InvalidDataException">No member has that name: it must not be taken for another one.</exception>
    public static T Parse<T>(string? name)
        where T : struct, Enum =>
        TryParse<T>(name, out var value) ? value : throw new InvalidDataException($"'{name}' is no {typeof(T).Name} that this version knows.");

    /// <summary>All names, in the order of the members.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => Names<T>.All;

    /// <inheritdoc cref="All{T}"/>
    public static IReadOnlyList<string> All(Type set) => [.. Enum.GetNames(set).Select(member => NameOf(set.GetField(member)!))];

    private static string NameOf(FieldInfo member) =>
        member.GetCustomAttribute<WireNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly IReadOnlyList<string> All = [.. Enum.GetNames<T>().Select(member => NameOf(typeof(T).GetField(member)!))];

        public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>().Zip(All).ToDictionary(pair => pair.First, pair => pair.Second);

        public static readonly Dictionary<string, T> ByName = Enum.GetValues<T>().Zip(All).ToDictionary(pair => pair.Second, pair => pair.First, StringComparer.Ordinal);
    }
}
