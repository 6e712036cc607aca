using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

/// <summary>The official compiler. It comes from a package; <c>SERVERLESSDECIDE_BICEP</c> names another one.</summary>
internal static class BicepCompiler
{
    /// <summary>The compiler's path, or null if there is none for this machine.</summary>
    public static string? Program { get; } = Find();

    /// <summary>The operators' addresses, which prod requires.</summary>
    public static (string Name, string Value) Addresses { get; } = ("DECIDE_ADDRESSES", "[\"203.0.113.0/24\"]");

    /// <summary>Returns the errors and warnings of the compiler and its linter for a file, one line each.</summary>
    public static async Task<string[]> ComplaintsAsync(string file)
    {
        string[] command = file.EndsWith(".bicepparam", StringComparison.Ordinal) ? ["build-params", file, "--stdout"] : ["lint", file];
        var (_, output) = await ChildProcess.RunAsync(Program!, Path.GetDirectoryName(file)!, [Addresses], command);
        return [.. output.Split('\n').Where(line => line.Contains(" : Error ", StringComparison.Ordinal) || line.Contains(" : Warning ", StringComparison.Ordinal))];
    }

    /// <summary>Returns the resources that a deployment with these parameters would create, as far as they are known beforehand.</summary>
    public static async Task<JsonElement> SnapshotAsync(string parameters, params (string Name, string Value)[] environment)
    {
        // The compiler writes its output next to the parameters.
        using var infra = new CopiedInfra();
        var (code, output) = await SnapshotAsync(infra, parameters, environment);
        Assert.True(code == 0, output);
        return JsonDocument.Parse(await File.ReadAllTextAsync(infra.File(Path.ChangeExtension(parameters, ".snapshot.json")))).RootElement;
    }

    /// <summary>Returns whether a deployment with these parameters would start, and the compiler's output.</summary>
    public static async Task<(bool Would, string Said)> WouldDeployAsync(string parameters, params (string Name, string Value)[] environment)
    {
        using var infra = new CopiedInfra();
        var (code, output) = await SnapshotAsync(infra, parameters, environment);
        return (code == 0, output);
    }

    private static Task<(int Code, string Output)> SnapshotAsync(CopiedInfra infra, string parameters, (string Name, string Value)[] environment) =>
        ChildProcess.RunAsync(
            Program!,
            infra.Folder,
            environment,
            "snapshot", parameters, "--mode", "overwrite", "--subscription-id", "00000000-0000-0000-0000-000000000001", "--location", "mexicocentral");

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SERVERLESSDECIDE_BICEP") is { Length: > 0 } named) return named;
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64) return null;
        var package = typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "BicepPackage").Value!;
        return Path.Combine(package, "tools", "bicep");
    }
}

/// <summary>A test that needs the compiler. Skipped, with a message, on machines without one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BicepFactAttribute : FactAttribute
{
    public BicepFactAttribute()
    {
        if (BicepCompiler.Program is not null) return;
        Skip = Skips.Because(Skips.Bicep, "The Bicep compiler's package is for Linux on x64: name another compiler in SERVERLESSDECIDE_BICEP.");
    }
}

/// <inheritdoc cref="BicepFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BicepTheoryAttribute : TheoryAttribute
{
    public BicepTheoryAttribute() => Skip = new BicepFactAttribute().Skip;
}

/// <summary>A copy of <c>infra/</c> that a test may write to and break.</summary>
internal sealed class CopiedInfra : IDisposable
{
    public CopiedInfra()
    {
        var source = Path.Combine(Repository.Root, "infra");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = File(Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("infra-").FullName;

    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>Replaces a text in a file, and fails if the file does not contain it: the test would break nothing.</summary>
    public void Break(string name, string text, string by)
    {
        var content = System.IO.File.ReadAllText(File(name));
        Assert.Contains(text, content, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File(name), content.Replace(text, by, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
