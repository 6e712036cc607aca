namespace ServerlessDecide.Shared.Tests;

/// <summary>For tests that look at the memory of the process: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
