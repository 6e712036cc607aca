namespace ServerlessDecide.Imports;

/// <summary>What an import changed, by the keys of its rows.</summary>
public sealed record ImportChanges(ChangedKeys Added, ChangedKeys Changed, ChangedKeys Removed)
{
    public static ImportChanges None { get; } = new(ChangedKeys.None, ChangedKeys.None, ChangedKeys.None);

    internal bool IsEmpty => Added.Count + Changed.Count + Removed.Count == 0;
}

/// <summary>The number of keys, and the first <see cref="MaxNamed"/> of them.</summary>
public sealed record ChangedKeys(int Count, IReadOnlyList<string> Keys)
{
    public const int MaxNamed = 100;

    public static ChangedKeys None { get; } = new(0, []);

    public static ChangedKeys Of(IReadOnlyList<string> keys) => new(keys.Count, [.. keys.Take(MaxNamed)]);
}
