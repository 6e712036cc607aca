using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.AzureWorker.Tests;

/// <summary>Tests what the official SDK built from the app.</summary>
public sealed partial class AzureBuildTests
{
    [AzureBuildFact]
    public void Azure_finds_every_approved_route_queue_and_schedule()
    {
        var approved = File.ReadLines(Path.Combine(
            Repository.Root, "tests", "Functions.Tests", "DeclarationTests.Every_route_queue_and_schedule_is_the_approved_one.approved.txt"));
        // The app itself checks who may call; for the host every function is anonymous.
        Assert.Equal(approved.Select(line => Caller().Replace(line, "")).Order(StringComparer.Ordinal), Functions().Select(Describe).Order(StringComparer.Ordinal));
    }

    [AzureBuildFact]
    public void Azure_requires_no_key_and_finds_the_settings_of_the_host()
    {
        Assert.All(Functions().Select(Trigger).Where(t => t.Text("type") == "httpTrigger"), http => Assert.Equal("Anonymous", http.Text("authLevel")));
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "functions", "host.json")), File.ReadAllText(Path.Combine(AzureBuildFactAttribute.Folder!, "host.json")));
        Assert.False(File.Exists(Path.Combine(AzureBuildFactAttribute.Folder!, "local.settings.json")));
    }

    [AzureBuildFact]
    public void The_build_for_Azure_does_not_contain_the_standalone_host()
    {
        var published = Directory.GetFiles(AzureBuildFactAttribute.Folder!, "*.dll").Select(Path.GetFileName).ToList();
        Assert.Contains("Microsoft.Azure.Functions.Worker.dll", published);
        Assert.DoesNotContain("ServerlessDecide.Standalone.dll", published);
    }

    [AzureBuildFact]
    public void Azure_knows_each_setting_of_the_queues()
    {
        using var file = File.OpenRead(Path.Combine(AzureBuildFactAttribute.Folder!, ".azurefunctions", "Microsoft.Azure.WebJobs.Extensions.Storage.Queues.dll"));
        using var assembly = new PEReader(file);
        // Only read the metadata: loading the assembly would need parts of the host.
        var metadata = assembly.GetMetadataReader();
        var options = Assert.Single(metadata.TypeDefinitions.Select(metadata.GetTypeDefinition), type => metadata.GetString(type.Name) == "QueuesOptions");
        var known = options.GetProperties().Select(metadata.GetPropertyDefinition).Select(property => metadata.GetString(property.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);

        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(AzureBuildFactAttribute.Folder!, "host.json")));
        var queues = settings.RootElement.GetProperty("extensions").GetProperty("queues").EnumerateObject().Select(setting => setting.Name).ToList();
        Assert.NotEmpty(queues);
        Assert.All(queues, name => Assert.Contains(name, known));
    }

    private static List<JsonElement> Functions() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AzureBuildFactAttribute.Folder!, "functions.metadata"))).RootElement.EnumerateArray()];

    private static JsonElement Trigger(JsonElement function) =>
        Assert.Single(function.GetProperty("bindings").EnumerateArray(), binding => binding.Text("type").EndsWith("Trigger", StringComparison.Ordinal));

    private static string Describe(JsonElement function)
    {
        var trigger = Trigger(function);
        var address = trigger.Text("type") switch
        {
            "httpTrigger" => $"http   {Methods(trigger),-9} /{trigger.Text("route")}",
            "queueTrigger" => $"queue  {trigger.Text("queueName")} on {trigger.Text("connection")}",
            "timerTrigger" => $"timer  {trigger.Text("schedule")}",
            var other => $"{other}?",
        };
        var (name, entry) = (function.Text("name"), function.Text("entryPoint").Split('.'));
        return $"{address}  {string.Join('.', [.. entry[2..^2], name])}";
    }

    private static string Methods(JsonElement trigger) => trigger.TryGetProperty("methods", out var methods) && methods.GetArrayLength() > 0
        ? string.Join(',', methods.EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant()))
        : "*";

    [GeneratedRegex(@"  \([A-Za-z]+\)", RegexOptions.NonBacktracking)]
    private static partial Regex Caller();
}

internal static class JsonElementExtensions
{
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
