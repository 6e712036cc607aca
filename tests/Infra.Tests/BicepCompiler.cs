using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

/// <summary>The official compiler. It comes with a package; <c>SERVERLESSDECIDE_BICEP</c> names another one.</summary>
internal static class BicepCompiler
{
    /// <summary>The program, or null on a machine for which there is none.</summary>
    public static string? Program { get; } = Find();

    /// <summary>What prod cannot be without: from where operators come.</summary>
    public static (string Name, string Value) Addresses { get; } = ("DECIDE_ADDRESSES", "[\"203.0.113.0/24\"]");

    /// <summary>What the compiler and its linter say of a file, one line each. Nothing is what is wanted.</summary>
    public static async Task<string[]> ComplaintsAsync(string file)
    {
        string[] command = file.EndsWith(".bicepparam", StringComparison.Ordinal) ? ["build-params", file, "--stdout"] : ["lint", file];
        var (_, output) = await ChildProcess.RunAsync(Program!, Path.GetDirectoryName(file)!, [Addresses], command);
        return [.. output.Split('\n').Where(line => line.Contains(" : Error ", StringComparison.Ordinal) || line.Contains(" : Warning ", StringComparison.Ordinal))];
    }

    /// <summary>The resources that a deployment with these parameters would make, as far as they are known before it.</summary>
    public static async Task<JsonElement> SnapshotAsync(string parameters, params (string Name, string Value)[] environment)
    {
        // The compiler writes its answer beside the parameters.
        using var infra = new CopiedInfra();
        var (code, output) = await SnapshotAsync(infra, parameters, environment);
        Assert.True(code == 0, output);
        return JsonDocument.Parse(await File.ReadAllTextAsync(infra.File(Path.ChangeExtension(parameters, ".snapshot.json")))).RootElement;
    }

    /// <summary>Whether a deployment with these parameters would begin, and what is said if not.</summary>
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

/// <summary>A test that compiles. Skipped, and says so, where there is no compiler for the machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BicepFactAttribute : FactAttribute
{
    public BicepFactAttribute()
    {
        if (BicepCompiler.Program is not null) return;
        Skip = Skips.Because(Skips.Bicep, "The Bicep compiler's package is for Linux on x64: name another compiler in SERVERLESSDECIDE_BICEP.");
    }
}

/// <summary>The same for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BicepTheoryAttribute : TheoryAttribute
{
    public BicepTheoryAttribute() => Skip = new BicepFactAttribute().Skip;
}

/// <summary>A copy of <c>infra/</c> to write into and to break.</summary>
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

    /// <summary>Replaces a text that stands in the file, which the test would otherwise not have broken.</summary>
    public void Break(string name, string text, string by)
    {
        var content = System.IO.File.ReadAllText(File(name));
        Assert.Contains(text, content, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File(name), content.Replace(text, by, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
