namespace ServerlessDecide.Shared.Tests;

/// <summary>The collection of tests that measure the memory of the process. It runs without any other test in parallel.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
