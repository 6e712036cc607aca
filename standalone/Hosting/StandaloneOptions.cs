using System.Reflection;

namespace ServerlessDecide.Standalone.Hosting;

/// <summary>What a test sets and an app leaves alone.</summary>
public sealed class StandaloneOptions
{
    /// <summary>Where function classes are looked for; null for the entry assembly.</summary>
    public Assembly? FunctionAssembly { get; set; }

    /// <summary>The path of host.json; null for the one beside the app.</summary>
    public string? HostJsonPath { get; set; }

    /// <summary>Only these classes of the assembly; null for all.</summary>
    internal IReadOnlyList<Type>? FunctionClasses { get; set; }
}
