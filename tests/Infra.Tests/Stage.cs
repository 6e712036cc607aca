using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessDecide.Infra.Tests;

/// <summary>The template with one parameters file: each resource as it would be sent to Azure.</summary>
internal sealed class Stage
{
    private static readonly Lazy<Task<Stage>> DevLazy = new(() => ReadAsync("main.dev.bicepparam"));
    private static readonly Lazy<Task<Stage>> ProdLazy = new(() => ReadAsync("main.prod.bicepparam", BicepCompiler.Addresses));
    private static readonly Lazy<Task<Stage>> ElectionLazy = new(() => ReadAsync(
        "main.prod.bicepparam",
        ("DECIDE_DAY", "election"),
        ("DECIDE_HOST_NAME", "decide.example.org"),
        BicepCompiler.Addresses,
        ("DECIDE_ALERT_ADDRESSES", "[\"guardia@example.org\"]"),
        ("AZURE_PRINCIPAL_ID", "00000000-0000-0000-0000-000000000002")));

    private static readonly AsyncLocal<Action<JsonArray>?> Change = new();

    private Stage(JsonElement resources) => Resources = [.. resources.EnumerateArray()];

    public IReadOnlyList<JsonElement> Resources { get; }

    /// <summary>Returns the stage with the parameters of dev.</summary>
    public static Task<Stage> DevAsync() => ChangedAsync(DevLazy);

    /// <summary>Returns the stage with the parameters of prod.</summary>
    public static Task<Stage> ProdAsync() => ChangedAsync(ProdLazy);

    /// <summary>Returns the stage with the parameters of prod on election day, and every optional part.</summary>
    public static Task<Stage> ElectionAsync() => ChangedAsync(ElectionLazy);

    public static async Task<IReadOnlyList<Stage>> AllAsync() => [await DevAsync(), await ProdAsync(), await ElectionAsync()];

    /// <summary>Changes the resources of each stage, for the calling test alone.</summary>
    public static void ChangeForCaller(Action<JsonArray> change) => Change.Value = change;

    public IEnumerable<JsonElement> Of(string type) => Resources.Where(r => r.GetProperty("type").GetString() == type);

    /// <summary>Returns the one resource of a type whose name ends with <paramref name="ending"/>.</summary>
    public JsonElement The(string type, string ending = "") =>
        Assert.Single(Of(type), r => r.GetProperty("name").GetString()!.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Returns the last name parts of an account's children: its queues or containers.</summary>
    public IReadOnlyList<string> ChildrenOf(string account, string type) =>
        [.. Of(type).Select(r => r.GetProperty("name").GetString()!.Split('/')).Where(n => n[0].EndsWith(account, StringComparison.Ordinal)).Select(n => n[^1])];

    /// <summary>Returns the app's settings.</summary>
    public IReadOnlyDictionary<string, string> Settings() =>
        The("Microsoft.Web/sites").At("properties.siteConfig.appSettings").EnumerateArray()
            .ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("value").GetString()!, StringComparer.Ordinal);

    private static async Task<Stage> ReadAsync(string parameters, params (string Name, string Value)[] environment)
    {
        var snapshot = await BicepCompiler.SnapshotAsync(parameters, environment);
        Assert.Empty(snapshot.GetProperty("diagnostics").EnumerateArray());
        return new(snapshot.GetProperty("predictedResources"));
    }

    private static async Task<Stage> ChangedAsync(Lazy<Task<Stage>> lazy)
    {
        var stage = await lazy.Value;
        if (Change.Value is not { } change) return stage;
        var resources = (JsonArray)JsonSerializer.SerializeToNode(stage.Resources)!;
        change(resources);
        return new(JsonSerializer.SerializeToElement(resources));
    }
}

internal static class JsonPath
{
    /// <summary>Returns the element at a dotted path.</summary>
    public static JsonElement At(this JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            Assert.True(element.TryGetProperty(name, out var next), $"There is no '{name}' of '{path}' in {element}");
            element = next;
        }

        return element;
    }
}
