using System.Reflection;

namespace ServerlessDecide.Standalone.Hosting;

/// <summary>Options for tests; an app leaves them alone.</summary>
public sealed class StandaloneOptions
{
    /// <summary>The assembly with the function classes; null for the entry assembly.</summary>
    public Assembly? FunctionAssembly { get; set; }

    /// <summary>The path of host.json; null for the one next to the app.</summary>
    public string? HostJsonPath { get; set; }

    /// <summary>The function classes; null for all of the assembly.</summary>
    internal IReadOnlyList<Type>? FunctionClasses { get; set; }
}
