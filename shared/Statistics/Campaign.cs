namespace ServerlessDecide.Statistics;

/// <summary>A campaign that announces the tool, declared by the institute: only these are told apart.</summary>
public sealed record Campaign(string Id, string Name);
