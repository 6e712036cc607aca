namespace ServerlessDecide.Information;

/// <summary>A campaign that announces the tool. The institute declares it; statistics count only declared campaigns separately.</summary>
public sealed record Campaign(string Id, string Name);
