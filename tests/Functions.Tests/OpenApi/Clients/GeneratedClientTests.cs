using System.Reflection;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.OpenApi.Clients;

/// <summary>Clients that others' tools generate from the served description compile, and go a citizen's whole journey.</summary>
[Collection(Demonstration.Name)]
public sealed class GeneratedClientTests(Demonstration demonstration) : IDisposable
{
    // Below the repository, so that Node finds the packages of its root.
    private readonly string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "clients-" + Guid.NewGuid().ToString("n"))).FullName;
    private readonly TestApp app = demonstration.App;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [KiotaFact]
    public async Task A_client_generated_by_Kiota_goes_the_citizens_journey()
    {
        var generated = Path.Combine(folder, "generated");
        await SucceedsAsync(
            "dotnet",
            "kiota", "generate", "--language", "CSharp", "--openapi", await DescriptionAsync(), "--output", generated,
            "--class-name", "DecideClient", "--namespace-name", "ServerlessDecide.Generated", "--log-level", "Error");
        var client = Path.Combine(folder, "client.dll");
        var arguments = Path.Combine(folder, "client.rsp");
        await File.WriteAllLinesAsync(arguments,
        [
            "-nologo", "-target:library", "-nullable:enable", $"-out:\"{client}\"",
            .. References().Select(file => $"-reference:\"{file}\""),
            .. Directory.EnumerateFiles(generated, "*.cs", SearchOption.AllDirectories).Append(Source("KiotaCitizen.cs")).Select(file => $"\"{file}\""),
        ]);
        await SucceedsAsync("dotnet", await CompilerAsync(), "-noconfig", "@" + arguments);

        var journey = Assembly.LoadFile(client).GetType("ServerlessDecide.Functions.Tests.OpenApi.Clients.KiotaCitizen")!.GetMethod("GoAsync")!;
        Func<string, string> solve = challenge => Altcha.Solve(JsonSerializer.Deserialize<JsonElement>(challenge));
        var receipt = await (Task<string>)journey.Invoke(null, [app.Client, app.Client.BaseAddress!.ToString().TrimEnd('/'), Demonstration.Process, solve])!;
        Assert.True(Receipt.TryParse(receipt, out _), receipt);
        app.AssertNothingUnexpected();
    }

    [Fact]
    public async Task A_client_with_types_from_openapi_typescript_goes_the_citizens_journey()
    {
        await SucceedsAsync("node", Module("openapi-typescript", "bin", "cli.js"), await DescriptionAsync(), "--output", Path.Combine(folder, "api.d.ts"));
        foreach (var file in (string[])["citizen.ts", "tsconfig.json"]) File.Copy(Source(file), Path.Combine(folder, file));
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{ "type": "module" }""");
        await SucceedsAsync("node", Module("typescript", "bin", "tsc"), "--project", folder);
        var receipt = (await SucceedsAsync("node", Path.Combine(folder, "citizen.js"), app.Client.BaseAddress!.ToString().TrimEnd('/'), Demonstration.Process)).Trim();
        Assert.True(Receipt.TryParse(receipt, out _), receipt);
        app.AssertNothingUnexpected();
    }

    private async Task<string> DescriptionAsync()
    {
        var file = Path.Combine(folder, "openapi.json");
        await File.WriteAllTextAsync(file, await app.Client.GetStringAsync("openapi.json"));
        return file;
    }

    private static string Source(string name) => Path.Combine(Repository.Root, "tests", "Functions.Tests", "OpenApi", "Clients", name);

    private static string Module(params string[] path) => Path.Combine([Repository.Root, "node_modules", .. path]);

    /// <summary>The compiler of the SDK that builds the repository: a build of a project would take three times as long.</summary>
    private static async Task<string> CompilerAsync()
    {
        var sdk = (await SucceedsAsync("dotnet", "--version")).Trim();
        var line = (await SucceedsAsync("dotnet", "--list-sdks")).Split('\n').First(l => l.StartsWith(sdk + " ", StringComparison.Ordinal));
        return Path.Combine(line.Split('[', ']')[1], sdk, "Roslyn", "bincore", "csc.dll");
    }

    private static IEnumerable<string> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.Kiota.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "Microsoft.Win32.Primitives.dll"));

    private static async Task<string> SucceedsAsync(string program, params IEnumerable<string> arguments)
    {
        var (code, output) = await Demonstration.RunAsync(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments.Take(4))} ends with code {code}:\n{output}");
        return output;
    }
}
